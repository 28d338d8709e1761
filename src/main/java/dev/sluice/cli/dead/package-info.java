/** Commands about what could not be processed. */
@NullMarked
package dev.sluice.cli.dead;

import org.jspecify.annotations.NullMarked;
