package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.util.function.IntFunction;

/**
 * What a step wants to record. Begins with {@link #NOTHING} or {@link #to}, and says what else there is.
 *
 * @param status      the new status, null where the step only hands on
 * @param result      makes the result's text once its sequence is known; null where {@code status} is
 * @param followUp    the message that goes on from here, as JSON text, or null
 * @param claim       the step that may call the provider next, null where the claim stays
 * @param askDue      when the provider is to be asked next, null for never
 * @param askingSince when the asking began, null to leave it as it is
 * @param heard       what is kept beside the status
 */
public record Change(Status status, IntFunction<String> result, String reference, String providerStatus,
        String followUp, String claim, Long askDue, Long askingSince, Heard heard) {

    /** The step ends, and the request stays as it is. */
    public static final Change NOTHING = new Change(null, null, null, null, null, null, null, null, Heard.NOTHING);

    /** @param result makes the result's text once its sequence is known */
    public static Change to(Status status, IntFunction<String> result) {
        return new Change(status, result, null, null, null, null, null, null, Heard.NOTHING);
    }

    /** The provider's own name of the order, and its word for how it stands; null for none. */
    public Change named(String reference, String providerStatus) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard);
    }

    /** @param followUp the message that goes on from here, null for none */
    public Change followedBy(String followUp) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard);
    }

    /** @param step the one that may call the provider next */
    public Change claimedBy(String step) {
        return new Change(status, result, reference, providerStatus, followUp, step, askDue, askingSince, heard);
    }

    /** @param askDue when the provider is to be asked next, null for never */
    public Change askedAt(Long askDue) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard);
    }

    public Change askedSince(long askingSince) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, heard);
    }

    public Change hearing(Heard other) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, other);
    }
}
