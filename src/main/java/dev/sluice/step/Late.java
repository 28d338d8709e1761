package dev.sluice.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Evidence;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Outcome.Failure;
import dev.sluice.provider.Operation.Lost;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A provider's answer that came after the broker had given its message to another: said once more as a step of its own,
 * for what its own step records would not be published.
 *
 * @param of     the step that the answer was to
 * @param asking whether the provider was asked about the order, and not given it
 */
public record Late(String of, boolean asking, Outcome outcome) {

    /** Whether an answer tells something that the other delivery may not find out by itself. */
    static boolean tells(Step step, Outcome outcome) {
        return switch (outcome.kind()) {
            case COMPLETED, ECHO_MISMATCH -> true;
            case ACCEPTED, PROGRESS -> !step.asking();
            // Of two calls it is not known which of them a no is about.
            case FAILED -> step.asking() || isOnlyCall(step);
            case REFUSED, UNAUTHORISED -> !step.asking() && isOnlyCall(step);
            case UNKNOWN -> outcome.evidence().known();
            case NOT_SENT, NOT_DONE, NO_SUCH_ORDER -> false;
        };
    }

    private static boolean isOnlyCall(Step step) {
        return step.repeat() == 0 && step.operation().lost() != Lost.REPEAT;
    }

    /** Whether it says no to a call: that counts for the one call that it answers, and for no later one. */
    boolean isNo() {
        return !asking && (outcome.kind() == Kind.REFUSED || outcome.kind() == Kind.UNAUTHORISED
                || outcome.kind() == Kind.FAILED);
    }

    ObjectNode write() {
        ObjectNode node = Json.object().put("of", of).put("asking", asking).put("kind", outcome.kind().name())
                .put("reference", outcome.reference()).put("providerStatus", outcome.providerStatus());
        node.set("data", outcome.data());
        ObjectNode evidence = node.putObject("evidence").put("known", outcome.evidence().known());
        outcome.evidence().same().forEach(evidence.putArray("same")::add);
        outcome.evidence().other().forEach(evidence.putArray("other")::add);
        if (outcome.error() != null) {
            node.putObject("error").put("category", outcome.error().category().name())
                    .put("code", outcome.error().code())
                    .put("message", outcome.error().message());
        }
        return node;
    }

    /** @throws IllegalStateException where it has a word that a later version wrote; quotes none of it */
    static Late read(JsonNode node) {
        JsonNode error = node.path("error");
        Failure failure = !error.isObject() ? null : new Failure(word(Category.class, error.path("category")),
                error.path("code").textValue(), error.path("message").textValue());
        return new Late(node.path("of").asText(), node.path("asking").asBoolean(), new Outcome(
                word(Kind.class, node.path("kind")), node.path("reference").textValue(),
                node.path("providerStatus").textValue(), node.path("data").isObject() ? node.get("data") : null,
                failure, null)
                .with(new Evidence(node.at("/evidence/known").asBoolean(), texts(node.at("/evidence/same")),
                        texts(node.at("/evidence/other")))));
    }

    private static <T extends Enum<T>> T word(Class<T> type, JsonNode word) {
        return Stream.of(type.getEnumConstants()).filter(one -> one.name().equals(word.asText())).findFirst()
                .orElseThrow(() -> new IllegalStateException("a late answer has a word that this version does not"
                        + " know"));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
