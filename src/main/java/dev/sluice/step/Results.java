package dev.sluice.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Entry;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes results as the contract has them. */
public final class Results {

    private Results() {
    }

    /** A result of a request that the ledger knows. */
    static String of(Entry entry, Status status, int sequence, Outcome outcome, Instant at) {
        ObjectNode result = begin(entry, status, sequence, first(outcome.reference(), entry.providerReference()),
                first(outcome.providerStatus(), entry.providerStatus()));
        result.set("data", outcome.data() == null ? Json.object() : outcome.data());
        if (entry.status() == Status.UNRESOLVED && (status == Status.COMPLETED || status == Status.FAILED)) {
            result.put("resolvedBy", "provider");
        }
        boolean tells = status == Status.FAILED || status == Status.REJECTED || status == Status.UNKNOWN
                || status == Status.UNRESOLVED;
        return finish(result, tells ? outcome.error() : null, status.isFinal(), entry.envelope().get("metadata"), at);
    }

    /** How a person ended a request, and who did. */
    static String decided(Entry entry, Status status, int sequence, Act act, Instant at) {
        ObjectNode result = begin(entry, status, sequence, entry.providerReference(), entry.providerStatus());
        result.set("data", Json.object());
        result.put("resolvedBy", act.who());
        return finish(result, status == Status.COMPLETED ? null
                : new Outcome.Failure(Category.PROVIDER, null, "a person decided that it failed: " + act.why()), true,
                entry.envelope().get("metadata"), at);
    }

    private static ObjectNode begin(Entry entry, Status status, int sequence, @Nullable String reference,
            @Nullable String providerStatus) {
        return Json.object().put("requestId", entry.key().requestId()).put("family", entry.key().family())
                .put("provider", entry.provider()).put("account", entry.account()).put("operation", entry.operation())
                .put("sequence", sequence).put("status", status.name()).put("final", status.isFinal())
                .put("providerReference", reference).put("providerStatus", providerStatus);
    }

    /**
     * A refusal at the door, or of a request that conflicts with another: final, sequence 0.
     *
     * @param request what is believed of the request; members may be missing
     */
    public static String refusal(String family, JsonNode request, Outcome.Failure error, Instant at) {
        ObjectNode result = Json.object().put("requestId", text(request, "requestId")).put("family", family)
                .put("provider", text(request, "provider")).put("account", text(request, "account"))
                .put("operation", text(request, "operation")).put("sequence", 0).put("status", Status.REJECTED.name())
                .put("final", true).putNull("providerReference").putNull("providerStatus");
        result.set("data", Json.object());
        return finish(result, error, true, request.get("metadata"), at);
    }

    private static String finish(ObjectNode result, Outcome.@Nullable Failure error, boolean isFinal, JsonNode metadata,
            Instant at) {
        if (error == null) {
            result.putNull("error");
        } else {
            result.putObject("error").put("category", error.category().name()).put("code", error.code())
                    .put("message", error.message()).put("retryable", isFinal && error.category().retryable());
        }
        result.set("metadata", metadata == null || !metadata.isObject() ? Json.object() : metadata);
        return Json.write(result.put("replayed", false).put("occurredAt", at.toString()));
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    private static @Nullable String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isTextual() ? value.asText() : null;
    }
}
