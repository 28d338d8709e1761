/** Commands about orders. */
@NullMarked
package dev.sluice.cli.orders;

import org.jspecify.annotations.NullMarked;
