/** Commands about the ledger itself. */
@NullMarked
package dev.sluice.cli.ledger;

import org.jspecify.annotations.NullMarked;
