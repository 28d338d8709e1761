/** The hand-written program: no framework, and nothing that an order does not need. */
@NullMarked
package dev.sluice.bench.baseline;

import org.jspecify.annotations.NullMarked;
