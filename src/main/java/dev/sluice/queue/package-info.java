/** The names of all queues, and which are an account's; signatures of what Sluice writes to itself. */
@NullMarked
package dev.sluice.queue;

import org.jspecify.annotations.NullMarked;
