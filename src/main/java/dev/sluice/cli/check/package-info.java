/** Looks over what an operator wrote, without starting anything. */
@NullMarked
package dev.sluice.cli.check;

import org.jspecify.annotations.NullMarked;
