/** Commands about the broker. */
@NullMarked
package dev.sluice.cli.broker;

import org.jspecify.annotations.NullMarked;
