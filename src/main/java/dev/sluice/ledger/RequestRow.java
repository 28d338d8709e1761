package dev.sluice.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A request as a person sees it.
 *
 * @param orderNumber what the provider is given as the number of the order: the requestId, or a short form of it
 * @param status    once anything is recorded
 * @param claim     the step that may call the provider for it next
 * @param begun     how often that step has begun
 * @param since     when it came to its status, or something was last recorded of it; like all times epoch milliseconds
 * @param reference what the provider calls it, if it does
 * @param known     whether an answer or a webhook has shown that the provider knows the order
 * @param askDue    when the provider is to be asked next, if ever
 * @param lastAsk   what the provider said when it was asked last and told nothing, if it did
 * @param toBeSent  whether nobody got it, and its next submission did not begin yet
 * @param doubted   whether it is unresolved, and an answer repeated it otherwise
 * @param document  the request, with sensitive members masked or left out
 * @param envelope  what goes with its results, as JSON text
 */
public record RequestRow(String family, String requestId, String orderNumber, String provider, String account,
        String operation,
        @Nullable String status, boolean isFinal, int sequence, String claim, int begun, long since,
        @Nullable String reference,
        boolean known, @Nullable String providerStatus,
        @Nullable Long askDue,
        long createdAt, @Nullable String lastAsk, boolean toBeSent, boolean doubted, ObjectNode document,
        String envelope) {

    /** What its producer put beside it; empty where that was nothing. */
    public JsonNode metadata() {
        return Json.own(envelope).path("metadata");
    }

    /** Whether nothing was heard of it for so long that its message must be lost. */
    public boolean silent(long now) {
        return status == null && now - since >= Entry.SILENT_MILLIS;
    }
}
