/** Reads all that an operator wrote into one plan, checks it, and makes the flows. */
@NullMarked
package dev.sluice.start;

import org.jspecify.annotations.NullMarked;
