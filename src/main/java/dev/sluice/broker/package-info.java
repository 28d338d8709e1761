/** The embedded broker, connections to one, its mark, reply queues, deliveries. */
@NullMarked
package dev.sluice.broker;

import org.jspecify.annotations.NullMarked;
