/** Commands about one person's data. */
@NullMarked
package dev.sluice.cli.person;

import org.jspecify.annotations.NullMarked;
