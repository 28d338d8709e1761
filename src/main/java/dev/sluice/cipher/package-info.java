/** Encrypted payloads, as a provider's file describes them. */
@NullMarked
package dev.sluice.cipher;

import org.jspecify.annotations.NullMarked;
