package dev.sluice.cli.reconcile;

import dev.sluice.provider.StatementTimes.Span;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of one order.
 *
 * @param line in the file
 * @param word where the order stands; none where the statement has only those that were completed
 * @param at   where it says when
 * @param unread whether something of it could not be read, which is then not there
 * @param other  the request of ours that has its reference, of an account that is not compared
 */
record StatementLine(int line, @Nullable String number, @Nullable String reference, @Nullable BigDecimal amount,
        @Nullable String currency, @Nullable String word, @Nullable Span at, boolean unread, @Nullable Other other) {

    /** A request of ours, and what the ledger says of it. */
    record Other(String requestId, String text) {
    }

    /** As people read it. */
    String text() {
        String amount = this.amount == null ? "" : this.amount.toPlainString();
        return String.join(" ", word == null ? "" : word, amount, currency == null ? "" : currency).strip()
                .replaceAll(" +", " ");
    }
}
