package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.outcome.Outcome;
import dev.sluice.provider.Provider;
import dev.sluice.step.Step;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a step that the ledger keeps as they are in any case: of the request all that is not masked there or
 * left out, of what was answered the words in which it is recorded, and the words of the provider's own tables.
 */
final class KnownValues {

    /** More of them are in no request, and of an answer not all are needed. */
    private static final int MOST = 500;
    /** Not what was asked for, but what goes with it. */
    private static final Set<String> BESIDE = Set.of("metadata", "provider", "account", "webhookUrl");

    private final Set<String> values = new HashSet<>();
    private final Set<String> hidden = new HashSet<>();
    private final Provider provider;

    KnownValues(Step step, Outcome outcome) {
        provider = step.provider();
        Set<String> unkept = step.operation().unkept();
        step.request().properties().forEach(member -> {
            if (member.getValue() instanceof ObjectNode fields) {
                unkept.forEach(field -> hide(fields.path(field)));
            }
            if (!BESIDE.contains(member.getKey())) {
                add(member.getValue(), unkept);
            }
        });
        add(outcome.reference());
        add(outcome.providerStatus());
        add(outcome.error() == null ? null : outcome.error().code());
        if (outcome.data() != null && !step.operation().exact()) {
            add(outcome.data(), Set.of());
        }
    }

    private void hide(JsonNode value) {
        if (value.isValueNode() && !value.asText().isEmpty()) {
            hidden.add(value.asText());
        }
    }

    private void add(JsonNode value, Set<String> unkept) {
        if (value.isContainerNode()) {
            value.properties().stream().filter(member -> !unkept.contains(member.getKey()))
                    .forEach(member -> add(member.getValue(), unkept));
            if (value.isArray()) {
                value.forEach(item -> add(item, unkept));
            }
        } else if (!value.isBoolean() && !value.isNull()) {
            add(value.asText());
        }
    }

    private void add(@Nullable String value) {
        if (value != null && values.size() < MOST) {
            values.add(value);
        }
    }

    boolean have(String value) {
        return !hidden.contains(value) && (values.contains(value) || provider.answers().hasWord(value));
    }

    /** Whether it is something that the ledger does not keep. */
    boolean hide(String text) {
        return hidden.contains(text);
    }
}
