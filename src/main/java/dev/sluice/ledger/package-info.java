/** Rows of requests and their steps on SQLite and PostgreSQL, and the time by the ledger. */
@NullMarked
package dev.sluice.ledger;

import org.jspecify.annotations.NullMarked;
