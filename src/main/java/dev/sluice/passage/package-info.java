/** What is known of one message on its way through the flows, and of the call that it makes. */
@NullMarked
package dev.sluice.passage;

import org.jspecify.annotations.NullMarked;
