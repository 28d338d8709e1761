/** A Sluice that commands start for themselves. */
@NullMarked
package dev.sluice.cli.scratch;

import org.jspecify.annotations.NullMarked;
