/** A provider's calls tried and explained, over no network. */
@NullMarked
package dev.sluice.cli.attempt;

import org.jspecify.annotations.NullMarked;
