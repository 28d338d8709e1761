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
            case "type" -> type(violation.getError());
            // A name that is none: whoever tells it says which.
            default -> violation.getError().replaceFirst("^property '.*' name is not valid: ", "");
        };
    }

    /** A schema may say it in words of its own. */
    private static String type(String error) {
        if (!error.contains(" found, ")) {
            return error;
        }
        String expected = error.substring(error.lastIndexOf(", ") + 2).replace(" expected", "");
        return switch (expected) {
            case "integer", "number" -> "must be a number, without quotes";
            case "boolean" -> "must be true or false, without quotes";
            case "string" -> "must be a text; put it in quotes";
            case "object" -> "must be a mapping of keys";
            case "array" -> "must be a list, such as [one, two]";
            default -> error;
        };
    }
}
