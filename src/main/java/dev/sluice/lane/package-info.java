/** The flows that follow from a provider's file; an account's rate, its breakers. */
@NullMarked
package dev.sluice.lane;

import org.jspecify.annotations.NullMarked;
