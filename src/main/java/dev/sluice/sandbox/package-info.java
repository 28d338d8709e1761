/** Doubles of the providers, plugged in as settings; of the rest only the commands know of it. */
@NullMarked
package dev.sluice.sandbox;

import org.jspecify.annotations.NullMarked;
