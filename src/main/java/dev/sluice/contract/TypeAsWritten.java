package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonValidator;
import com.networknt.schema.Keyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.TypeValidator;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.Vocabulary;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keyword {@code type}, for which an integer is one that is written as one. JSON Schema means any number without a
 * fraction (Validation 2020-12, 6.1.1), but an identifier 5.0 or 5e2 would reach the provider as other text than 5.
 */
final class TypeAsWritten implements Keyword {

    /** The vocabulary of JSON Schema with this type in the place of its own; nothing for any but that of validation. */
    static @Nullable Vocabulary vocabulary(String iri) {
        Vocabulary validation = Vocabulary.V202012_VALIDATION;
        TypeAsWritten type = new TypeAsWritten();
        return !iri.equals(validation.getIri()) ? null : new Vocabulary(iri, validation.getKeywords().stream()
                .map(keyword -> keyword.getValue().equals(type.getValue()) ? type : keyword).toArray(Keyword[]::new));
    }

    @Override
    public String getValue() {
        return "type";
    }

    @Override
    public JsonValidator newValidator(
            SchemaLocation location, JsonNodePath path, JsonNode type, JsonSchema parent, ValidationContext context) {
        return new Validator(location, path, type, parent, context);
    }

    private static final class Validator extends TypeValidator {

        private final Set<String> types = new TreeSet<>();

        Validator(SchemaLocation location, JsonNodePath path, JsonNode type, JsonSchema parent,
                ValidationContext context) {
            super(location, path, type, parent, context);
            if (type.isTextual()) {
                types.add(type.asText());
            }
            type.forEach(name -> types.add(name.asText()));
        }

        @Override
        public Set<ValidationMessage> validate(
                ExecutionContext execution, JsonNode value, JsonNode root, JsonNodePath place) {
            if (!value.isNumber() || value.isIntegralNumber() || types.contains("number")) {
                return super.validate(execution, value, root, place);
            }
            return Set.of(message().instanceNode(value).instanceLocation(place)
                    .locale(execution.getExecutionConfig().getLocale()).failFast(execution.isFailFast())
                    .arguments("number", types).build());
        }
    }
}
