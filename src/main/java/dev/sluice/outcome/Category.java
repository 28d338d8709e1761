package dev.sluice.outcome;

/** Categories of an error in a result, as the contract lists them. */
public enum Category {
    VALIDATION, CONFLICT, EXPIRED, CONFIGURATION, AUTHENTICATION, AUTHORIZATION, NOT_FOUND, LIMIT, WRONG_PIN,
    PIN_EXPIRED, PIN_CONSUMED, PROVIDER, TIMEOUT, UNAVAILABLE, OUTCOME_UNKNOWN, ECHO_MISMATCH;

    /** Whether the same request under a new id may work, where the status is final. */
    public boolean retryable() {
        return this == LIMIT || this == TIMEOUT || this == UNAVAILABLE;
    }
}
