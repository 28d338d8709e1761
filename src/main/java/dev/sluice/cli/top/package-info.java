/** What every account does now. */
@NullMarked
package dev.sluice.cli.top;

import org.jspecify.annotations.NullMarked;
