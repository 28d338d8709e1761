/** Commands about webhooks that came. */
@NullMarked
package dev.sluice.cli.webhooks;

import org.jspecify.annotations.NullMarked;
