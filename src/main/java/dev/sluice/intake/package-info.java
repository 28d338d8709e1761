/** Reads and checks requests, chooses who serves them, and looks at Sluice's own queues and dead letters. */
@NullMarked
package dev.sluice.intake;

import org.jspecify.annotations.NullMarked;
