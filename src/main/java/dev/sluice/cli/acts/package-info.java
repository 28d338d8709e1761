/** Commands about what people did. */
@NullMarked
package dev.sluice.cli.acts;

import org.jspecify.annotations.NullMarked;
