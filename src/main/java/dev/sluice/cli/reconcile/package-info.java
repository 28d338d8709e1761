/** Holds the ledger against what a provider says that it did. */
@NullMarked
package dev.sluice.cli.reconcile;

import org.jspecify.annotations.NullMarked;
