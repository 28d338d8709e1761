/** Commands about the plan that runs. */
@NullMarked
package dev.sluice.cli.plan;

import org.jspecify.annotations.NullMarked;
