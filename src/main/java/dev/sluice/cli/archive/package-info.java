/** Makes starts faster. */
@NullMarked
package dev.sluice.cli.archive;

import org.jspecify.annotations.NullMarked;
