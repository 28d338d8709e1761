package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.sluice.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Says in words which field breaks which rule, from the schema alone: the value itself is never looked at. */
final class Wording {

    private static final Set<String> UNKNOWN_MEMBER = Set.of("additionalProperties", "unevaluatedProperties");
    private static final Set<String> OF_MEMBER = Set.of("required", "propertyNames");
    private static final int LONGEST_NAME = 64;

    private final Schemas schemas;

    Wording(Schemas schemas) {
        this.schemas = schemas;
    }

    static boolean isUnknownMember(ValidationMessage message) {
        return UNKNOWN_MEMBER.contains(message.getType());
    }

    Violation violation(String prefix, ValidationMessage message) {
        boolean ofMember = OF_MEMBER.contains(message.getType()) || isUnknownMember(message);
        String member = ofMember ? message.getProperty() : null;
        return new Violation(field(prefix, message.getInstanceLocation(), member), rule(message));
    }

    static String field(String prefix, JsonNodePath place, @Nullable String member) {
        List<String> names = new ArrayList<>();
        if (!prefix.isEmpty()) {
            names.add(prefix);
        }
        for (int i = 0; i < place.getNameCount(); i++) {
            names.add(name(place.getName(i)));
        }
        if (member != null) {
            names.add(name(member));
        }
        return names.isEmpty() ? "request" : String.join(".", names);
    }

    /** A member's name is the producer's text. */
    private static String name(String member) {
        return Shown.line(member, LONGEST_NAME);
    }

    private String rule(ValidationMessage message) {
        JsonNode schema = schemas.holder(message.getSchemaLocation());
        JsonNode value = schema.path(message.getType());
        return switch (message.getType()) {
            case "required" -> "is required";
            case "additionalProperties", "unevaluatedProperties" -> "is not a known member";
            case "type" -> "must be " + types(value);
            case "enum" -> "must be one of " + items(value, ", ");
            case "const" -> "must be " + value.asText();
            case "propertyNames" -> "must have as its name "
                    + value.path(Schemas.RULE).asText("what matches " + value.path("pattern").asText());
            case "oneOf" -> alternatives(value, "must have exactly one of: ");
            case "anyOf" -> alternatives(value, "must have at least one of: ");
            default -> schema.has(Schemas.RULE) ? "must be " + schema.get(Schemas.RULE).asText()
                    : ofKeyword(message.getType(), value);
        };
    }

    private static String ofKeyword(String keyword, JsonNode value) {
        return switch (keyword) {
            case "pattern" -> "must match " + value.asText();
            case "minLength" -> "must have at least " + value.asText() + " characters";
            case "maxLength" -> "must have at most " + value.asText() + " characters";
            case "maxProperties" -> "must have at most " + value.asText() + " members";
            case "minimum" -> "must be at least " + value.asText();
            case "maximum" -> "must be at most " + value.asText();
            default -> "breaks the rule " + keyword + (value.isValueNode() ? " " + value.asText() : "");
        };
    }

    /** {@code oneOf} with a {@code required} in each alternative: what each asks for. */
    private static String alternatives(JsonNode branches, String words) {
        return words + stream(branches).map(branch -> items(branch.path("required"), " and "))
                .collect(Collectors.joining(", "));
    }

    private static String types(JsonNode type) {
        return type.isArray() ? stream(type).map(Wording::type).collect(Collectors.joining(" or ")) : type(type);
    }

    private static String type(JsonNode name) {
        String text = name.asText();
        return text.equals("null") ? text : ("aeiou".indexOf(text.charAt(0)) < 0 ? "a " : "an ") + text;
    }

    private static String items(JsonNode array, String between) {
        return stream(array).map(JsonNode::asText).collect(Collectors.joining(between));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
