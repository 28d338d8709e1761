package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants done about many requests, each of which is an {@linkplain BulkItem item} of it.
 *
 * @param id      that of the act by which it was asked for
 * @param act     {@code resolve} or {@code ask}
 * @param status  how the requests are to end, for {@code resolve} alone
 * @param items   how many were selected
 * @param rate    how many are taken in a second
 * @param chain   the act that started it last: it itself, or one that resumes it
 * @param reached up to which item that has come: a message began there, or is to
 * @param stopped whether nothing more is done, until somebody resumes it
 * @param at      epoch milliseconds
 * @param approval how it stands with whoever has to approve it, where somebody has to
 */
public record Bulk(String id, String act, @Nullable Status status, int items, int rate, String chain, int reached,
        boolean stopped, String who, String why, long at, @Nullable Approval approval) {

    /** The most that one may have. */
    public static final int MOST = 10_000;

    /** The most that are taken in a second. */
    public static final int FASTEST = 200;

    /** Whether nothing is done of it, for nobody approved it who would have to. */
    public boolean isUnapproved() {
        return approval != null && approval.state() != Approval.State.APPROVED;
    }
}
