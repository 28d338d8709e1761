/** Makes a plain durable message of every request, in the broker. Uses nothing of Sluice: other brokers get it, too. */
@NullMarked
package dev.sluice.guard;

import org.jspecify.annotations.NullMarked;
