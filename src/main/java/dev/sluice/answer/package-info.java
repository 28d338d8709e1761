/** Puts the end of a call into a kind, by the provider's tables. */
@NullMarked
package dev.sluice.answer;

import org.jspecify.annotations.NullMarked;
