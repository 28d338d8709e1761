package dev.sluice.outcome;

import java.util.Locale;

/** What the end of a call means, before anything else looks at it. The default of every table is {@link #UNKNOWN}. */
public enum Kind {
    /** The provider has it and named its reference. */
    ACCEPTED,
    /** A status that the provider's table calls progress. */
    PROGRESS,
    COMPLETED,
    /** The provider says that it failed, or answers the question with no. */
    FAILED,
    /** The provider refused before any effect. */
    REFUSED,
    /** The call never left: nothing can have happened. */
    NOT_SENT,
    /** The provider says that nothing was done, for now. */
    NOT_DONE,
    /** The token was not accepted; a new one may be. */
    UNAUTHORISED,
    /** The provider says in so many words that it has no such order. */
    NO_SUCH_ORDER,
    /** What the provider echoes differs from what was asked, or its reference cannot be kept: a person has to look. */
    ECHO_MISMATCH,
    /** It was sent and no answer tells. */
    UNKNOWN;

    /** As logs, metrics and traces name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
