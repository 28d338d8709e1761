package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** That every order of a provider whose accounts have caps says what it is of, so that none gets past them. */
final class CapRules {

    private static final String AMOUNT = "common.schema.json#/$defs/amount";

    private final JsonNode file;
    private final WrongKey wrong;

    /** @param wrong is told the key and what is wrong there */
    CapRules(JsonNode file, WrongKey wrong) {
        this.file = file;
        this.wrong = wrong;
    }

    void check(Map<String, Operation> operations) {
        operations.forEach((name, operation) -> {
            JsonNode written = file.path("operations").path(name);
            boolean served = !written.path("path").asText("none").isEmpty();
            if (served && operation.creates() && !operation.reads()) {
                Stream.of(Caps.MOST, Caps.DAILY).filter(this::isSet).findFirst()
                        .ifPresent(key -> fields("operations." + name + ".fields", operation, written.path("fields"),
                                "limits." + key));
            }
        });
    }

    private void fields(String key, Operation operation, JsonNode fields, String limits) {
        if (!requires(fields, "amount") || !isAmount(member(fields, "amount"))) {
            wrong.accept(Rule.WRONG_FIELDS, key, "must require an amount, for " + limits
                    + " caps it: name amount in required, and let it be {$ref: \"" + AMOUNT + "\"} or a string");
        }
        String unit = Caps.holder(operation, fields.path("properties"));
        if (!fields.path("properties").has(unit)) {
            if (!isForAny()) {
                wrong.accept(Rule.WRONG_FIELDS, key, "has no " + unit + ", so that " + limits
                        + " lets no order pass: require one, or set \"*\" there");
            }
        } else if (!requires(fields, unit) || !isListed(member(fields, unit))) {
            wrong.accept(Rule.WRONG_FIELDS, key, "must require a " + unit + " of a list, for " + limits
                    + " caps an order by it: name it in required, and let it be an enum or a const");
        }
    }

    /** For any account; each has what the provider has, or its own. */
    private boolean isSet(String key) {
        return limits().anyMatch(limits -> !limits.path(key).isEmpty());
    }

    private boolean isForAny() {
        return limits().flatMap(limits -> Stream.of(limits.path(Caps.MOST), limits.path(Caps.DAILY)))
                .allMatch(caps -> caps.isEmpty() || caps.has(Caps.ANY));
    }

    private Stream<JsonNode> limits() {
        return Stream.concat(Stream.of(file), file.path("accounts").properties().stream().map(Map.Entry::getValue))
                .map(part -> part.path("limits"));
    }

    private static boolean requires(JsonNode fields, String name) {
        return StreamSupport.stream(fields.path("required").spliterator(), false)
                .anyMatch(one -> one.asText().equals(name));
    }

    private static JsonNode member(JsonNode fields, String name) {
        JsonNode member = fields.path("properties").path(name);
        String reference = member.path("$ref").asText();
        return reference.startsWith("#/") ? fields.at(reference.substring(1)) : member;
    }

    private static boolean isAmount(JsonNode schema) {
        return schema.path("$ref").asText().equals(AMOUNT) || schema.path("type").asText().equals("string");
    }

    private static boolean isListed(JsonNode schema) {
        return schema.path("const").isTextual() || schema.has("enum")
                && StreamSupport.stream(schema.get("enum").spliterator(), false).allMatch(JsonNode::isTextual);
    }
}
