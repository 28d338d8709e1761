package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.util.function.IntFunction;

/**
 * What a step wants to record.
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

    public Change(Status status, IntFunction<String> result, String reference, String providerStatus, String followUp, String claim,
                  Long askDue, Long askingSince) {
        this(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, Heard.NOTHING);
    }

    public Change hearing(Heard other) {
        return new Change(status, result, reference, providerStatus, followUp, claim, askDue, askingSince, other);
    }
}
