/** The names of all queues, and which are an account's. */
@NullMarked
package dev.sluice.queue;

import org.jspecify.annotations.NullMarked;
