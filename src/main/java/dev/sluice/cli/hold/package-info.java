/** Commands that hold back all submissions, and let them go on. */
@NullMarked
package dev.sluice.cli.hold;

import org.jspecify.annotations.NullMarked;
