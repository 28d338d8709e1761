/** Signatures of requests and deliveries, as a provider's file describes them. */
@NullMarked
package dev.sluice.signing;

import org.jspecify.annotations.NullMarked;
