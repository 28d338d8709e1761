/** Waits for what is away, and ends the process. */
@NullMarked
package dev.sluice.watch;

import org.jspecify.annotations.NullMarked;
