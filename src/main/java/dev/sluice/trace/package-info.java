/** What happens to orders, as spans for a collector of traces, where there is one. */
@NullMarked
package dev.sluice.trace;

import org.jspecify.annotations.NullMarked;
