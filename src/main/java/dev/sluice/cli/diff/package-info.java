/** What would change between two sets of files, told by what it means for orders. */
@NullMarked
package dev.sluice.cli.diff;

import org.jspecify.annotations.NullMarked;
