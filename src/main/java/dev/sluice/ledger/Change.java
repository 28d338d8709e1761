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
 * @param move        to whom the request goes, where it does not stay with its provider
 */
public record Change(@Nullable Status status, @Nullable IntFunction<String> result, @Nullable String reference,
        @Nullable String providerStatus,
        @Nullable String followUp, @Nullable String claim, @Nullable Long askDue, @Nullable Long askingSince,
        Heard heard, @Nullable Move move) {

    /** Another provider, and what that is given as the number of the order. */
    public record Move(Elsewhere to, String orderNumber) {
    }

    /** The step ends, and the request stays as it is. */
    public static final Change NOTHING = new Change(null, null, null, null, null, null, null, null, Heard.NOTHING,
            null);

    /** @param result makes the result's text once its sequence is known */
    public static Change to(Status status, IntFunction<String> result) {
        return new Change(status, result, null, null, null, null, null, null, Heard.NOTHING,
                null);
    }

    /** The provider's own name of the order, and its word for how it stands, where it gave them. */
    public Change named(@Nullable String reference, @Nullable String providerStatus) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard,
                move);
    }

    /** @param followUp the message that goes on from here, if any */
    public Change followedBy(@Nullable String followUp) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard,
                move);
    }

    /** @param step the one that may call the provider next */
    public Change claimedBy(String step) {
        return new Change(status, result, reference, providerStatus, followUp, step, askDue, askingSince, heard,
                move);
    }

    /** @param askDue when the provider is to be asked next, if ever */
    public Change askedAt(@Nullable Long askDue) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard,
                move);
    }

    public Change askedSince(long askingSince) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard,
                move);
    }

    public Change hearing(Heard other) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, other,
                move);
    }

    public Change moved(Move other) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard,
                other);
    }
}
