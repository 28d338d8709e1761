package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import dev.sluice.text.Nearest;
import java.util.ArrayList;
import java.util.List;

/** What a rule of a JSON Schema that is broken says to an operator. */
public final class Broken {

    private Broken() {
    }

    public static String words(ValidationMessage violation) {
        JsonNode rule = violation.getSchemaNode();
        if (violation.getType().equals("enum") && rule != null && rule.isArray()) {
            List<String> values = new ArrayList<>();
            rule.forEach(value -> values.add(value.asText()));
            String given = violation.getInstanceNode() == null ? "" : violation.getInstanceNode().asText();
            return "must be one of " + String.join(", ", values) + Nearest.hint(given, values);
        }
        return switch (violation.getType()) {
            case "required" -> "is missing";
            case "minimum" -> "must be at least " + rule.asText();
            case "maximum" -> "must be at most " + rule.asText();
            default -> violation.getError();
        };
    }
}
