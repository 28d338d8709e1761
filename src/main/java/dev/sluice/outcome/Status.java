package dev.sluice.outcome;

import static java.util.Collections.emptySet;

import java.util.Set;

/** Statuses of a request, and which may follow which. */
public enum Status {
    ACCEPTED, PENDING, COMPLETED, FAILED, REJECTED, UNKNOWN, UNRESOLVED;

    /** What may be recorded first. */
    public static final Set<Status> FIRST = Set.of(values());

    public Set<Status> next() {
        return switch (this) {
            case ACCEPTED -> Set.of(PENDING, COMPLETED, FAILED, UNRESOLVED);
            case PENDING -> Set.of(PENDING, COMPLETED, FAILED, UNRESOLVED);
            case UNKNOWN -> Set.of(ACCEPTED, PENDING, COMPLETED, FAILED, REJECTED, UNRESOLVED);
            case UNRESOLVED -> Set.of(COMPLETED, FAILED);
            case COMPLETED, FAILED, REJECTED -> emptySet();
        };
    }

    public boolean isFinal() {
        return next().isEmpty();
    }
}
