package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request as a person sees it.
 *
 * @param status    null before anything is recorded
 * @param since     when it came to its status, or something was last recorded of it; like all times epoch milliseconds
 * @param reference what the provider calls it, or null
 * @param askDue    when the provider is to be asked next, null for never
 * @param lastAsk   what the provider said when it was asked last and told nothing, or null
 * @param document  the request, with sensitive members masked or left out
 */
public record RequestRow(String family, String requestId, String provider, String account, String operation,
        String status, boolean isFinal, int sequence, long since, String reference, String providerStatus, Long askDue,
        long createdAt, String lastAsk, ObjectNode document) {

    /** Whether nothing was heard of it for so long that its message must be lost. */
    public boolean silent(long now) {
        return status == null && now - since >= Entry.SILENT_MILLIS;
    }
}
