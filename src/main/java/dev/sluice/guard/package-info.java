/** Makes a plain durable message of every request, in the broker; uses nothing of Sluice, for it is also put into others. */
@NullMarked
package dev.sluice.guard;

import org.jspecify.annotations.NullMarked;
