package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a person did about a request, a dead letter or the ledger itself, said about the clock, or wants to be run; or
 * what a provider said of a request.
 *
 * @param stepId id of the message by which it was asked for, so that one that comes back is noted once
 * @param key    but for the clock, a plan, all submissions, and a dead letter that names no request
 * @param act    {@code resolve}, {@code ask}, {@code replay}, {@code discard}, {@code clock}, {@link #APPLY},
 *               {@link #HOLD}, {@link #RELEASE}, {@link #NOTE} or {@link #AGAIN};
 *               {@code adopt} is noted by {@link LedgerWriter}; {@link #WORD}, {@link #DOUBTED} and {@link #WEBHOOK}
 *               where it is the provider's; {@link #BULK_STOP} and {@link #BULK_RESUME} are about an act in bulk,
 *               {@link #APPROVE} and {@link #WITHDRAW} about what is noted as {@link #WANT}
 * @param who    the person's name, or the provider's
 * @param why    of a part of an act in bulk the ledger keeps only where to see it
 * @param detail more of it, as JSON text, if any
 * @param part   what it is of an act in bulk, if anything
 */
public record Act(String stepId, @Nullable Key key, String act, String who, String why, @Nullable String detail,
        @Nullable Part part) {

    /** One item of an act in bulk: it is done with this act, or not at all. */
    public record Part(String bulk, int nth) {
    }

    /** A plan is wanted from now on. */
    public static final String APPLY = "apply";

    /** Nothing is submitted from now on. */
    public static final String HOLD = "hold";

    /** What was held back is submitted again. */
    public static final String RELEASE = "release";

    /** The provider is asked because of a webhook that came. */
    public static final String AGAIN = "again";

    /** What people are to know of a request. */
    public static final String NOTE = "note";

    /** No more is done of an act in bulk. */
    public static final String BULK_STOP = "bulk-stop";

    /** What waits of an act in bulk is done. */
    public static final String BULK_RESUME = "bulk-resume";

    /** A request, or many, are to be resolved once another person approves it. */
    public static final String WANT = "want";

    /** What another person wants is done. */
    public static final String APPROVE = "approve";

    /** What waited for approval is not done. */
    public static final String WITHDRAW = "withdraw";

    /** A provider's word after the end. */
    public static final String WORD = "word";

    /** A provider's word that does not end a request, for an answer differed from it before. */
    public static final String DOUBTED = "doubted";

    /** What a provider's webhook said of a request that was open. */
    public static final String WEBHOOK = "webhook";

    /** The request by which it is noted; none where no request can have its key. */
    @Nullable
    Key noted() {
        return key != null && key.isPossible() ? key : null;
    }

    /** One that is no part of another. */
    public Act(String stepId, @Nullable Key key, String act, String who, String why, @Nullable String detail) {
        this(stepId, key, act, who, why, detail, null);
    }
}
