/** What the programs beside Sluice have in common: the provider's bodies and signature, the ledger, the results. */
@NullMarked
package dev.sluice.bench.program;

import org.jspecify.annotations.NullMarked;
