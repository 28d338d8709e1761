package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a validator passes over or tells without its place: misspelled keywords, dead references, broken patterns. */
final class SchemaFaults {

    private static final String COMMON = "common.schema.json#/$defs/";
    private static final Set<String> KEYWORDS = keywords();

    private SchemaFaults() {
    }

    /** All faults: its dotted path in the schema with a leading dot, and what is wrong there. */
    static List<Violation> find(JsonNode schema, Schemas schemas) {
        List<Violation> found = new ArrayList<>();
        SchemaTree.walk(schema, (key, member, inner) -> {
            for (Map.Entry<String, JsonNode> keyword : inner.properties()) {
                String reason = fault(keyword.getKey(), keyword.getValue(), schemas);
                if (reason != null) {
                    found.add(new Violation(key + "." + keyword.getKey(), reason));
                }
            }
        });
        return found;
    }

    private static @Nullable String fault(String keyword, JsonNode value, Schemas schemas) {
        if (!KEYWORDS.contains(keyword)) {
            return "is no keyword of JSON Schema 2020-12";
        }
        if (keyword.equals("$ref")) {
            String reference = value.asText();
            boolean leadsSomewhere = reference.startsWith(COMMON) && !schemas.referred(reference).isMissingNode();
            return leadsSomewhere ? null
                    : "leads to nothing; must be " + COMMON + "<name> with a name that stands there";
        }
        if (keyword.equals("enum") && StreamSupport.stream(value.spliterator(), false).anyMatch(JsonNode::isTextual)
                && StreamSupport.stream(value.spliterator(), false).anyMatch(JsonNode::isBoolean)) {
            return "has true or false among texts, which YAML makes of yes, no, on and off: put that in quotes";
        }
        if (keyword.equals("pattern")) {
            try {
                Pattern.compile(value.asText());
            } catch (PatternSyntaxException e) {
                return "is no regular expression: " + e.getDescription();
            }
        }
        return null;
    }

    private static Set<String> keywords() {
        Set<String> keywords = new HashSet<>(JsonMetaSchema.getV202012().getKeywords().keySet());
        keywords.addAll(Set.of("if", "then", "else", "title", "description", "examples", Schemas.LEDGER, Schemas.RULE));
        return keywords;
    }
}
