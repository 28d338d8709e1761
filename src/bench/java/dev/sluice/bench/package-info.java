/** {@code ./sluice bench}: Sluice beside a hand-written program and plain Camel, with the same work and guarantees. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
