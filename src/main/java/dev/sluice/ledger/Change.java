package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a step wants to record. Begins with {@link #NOTHING} or {@link #to}, and says what else there is.
 *
 * @param status      the new status, where the step does not only hand on
 * @param result      makes the result's text once its sequence is known; there where {@code status} is
 * @param followUp    the message that goes on from here, as JSON text, if any
 * @param claim       the step that may call the provider next, where the claim does not stay
 * @param askDue      when the provider is to be asked next, if ever
 * @param askingSince when the asking began, where that is not to stay as it is
 * @param heard       what is kept beside the status
 */
public record Change(@Nullable Status status, @Nullable IntFunction<String> result, @Nullable String reference,
        @Nullable String providerStatus,
        @Nullable String followUp, @Nullable String claim, @Nullable Long askDue, @Nullable Long askingSince,
        Heard heard) {

    /** The step ends, and the request stays as it is. */
    public static final Change NOTHING = new Change(null, null, null, null, null, null, null, null, Heard.NOTHING);

    /** @param result makes the result's text once its sequence is known */
    public static Change to(Status status, IntFunction<String> result) {
        return new Change(status, result, null, null, null, null, null, null, Heard.NOTHING);
    }

    /** The provider's own name of the order, and its word for how it stands, where it gave them. */
    public Change named(@Nullable String reference, @Nullable String providerStatus) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard);
    }

    /** @param followUp the message that goes on from here, if any */
    public Change followedBy(@Nullable String followUp) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard);
    }

    /** @param step the one that may call the provider next */
    public Change claimedBy(String step) {
        return new Change(status, result, reference, providerStatus, followUp, step, askDue, askingSince, heard);
    }

    /** @param askDue when the provider is to be asked next, if ever */
    public Change askedAt(@Nullable Long askDue) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard);
    }

    public Change askedSince(long askingSince) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard);
    }

    public Change hearing(Heard other) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, other);
    }
}
