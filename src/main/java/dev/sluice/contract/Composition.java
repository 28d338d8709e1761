package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeSet;

/** Completes a family's schemas with what each configured provider's operations ask for and answer. */
final class Composition {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Composition() {
    }

    /** The result schema: {@code data} is as its {@code $defs/data} has it, but for completed reads. */
    static ObjectNode result(JsonNode result, String family, Map<String, Operations> providers) {
        ObjectNode complete = result.deepCopy();
        ArrayNode reads = NODES.arrayNode();
        providers.forEach((provider, its) -> {
            if (its.family().equals(family) && !its.reads().isEmpty()) {
                ObjectNode read = when("provider", provider);
                ((ObjectNode) read.get("properties")).set("operation", oneOf(its.reads()));
                reads.add(read);
            }
        });
        ObjectNode normalised = property("data", NODES.objectNode().put("$ref", "#/$defs/data"));
        if (reads.isEmpty()) {
            return complete.set("allOf", NODES.arrayNode().add(normalised));
        }
        ObjectNode completedRead = when("status", "COMPLETED");
        completedRead.set("anyOf", reads);
        complete.set("if", completedRead);
        return complete.set("else", normalised);
    }

    /** The request schema: the operations of each provider and the fields of each operation. */
    static ObjectNode request(JsonNode request, String family, Map<String, Operations> providers) {
        ObjectNode complete = request.deepCopy();
        String member = request.get(Schemas.MEMBER).asText();
        ArrayNode rules = NODES.arrayNode();
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> operations = new TreeSet<>();
        providers.forEach((provider, its) -> {
            if (its.family().equals(family)) {
                names.add(provider);
                operations.addAll(its.fields().keySet());
                rules.add(rule(when("provider", provider), property("operation", oneOf(its.fields().keySet()))));
                its.fields().forEach((operation, fields) -> {
                    ObjectNode then = property(member, fields);
                    if (its.hasRequiredFields(operation)) {
                        then.putArray("required").add(member);
                    }
                    rules.add(rule(both(provider, operation), then));
                });
            }
        });
        ((ObjectNode) complete.at("/properties/provider")).setAll(oneOf(names));
        ((ObjectNode) complete.at("/properties/operation")).setAll(oneOf(operations));
        if (!rules.isEmpty()) {
            complete.set("allOf", rules);
        }
        return complete;
    }

    private static ObjectNode rule(JsonNode condition, JsonNode then) {
        ObjectNode rule = NODES.objectNode();
        rule.set("if", condition);
        rule.set("then", then);
        return rule;
    }

    private static ObjectNode both(String provider, String operation) {
        ObjectNode condition = when("provider", provider);
        ((ObjectNode) condition.get("properties")).putObject("operation").put("const", operation);
        ((ArrayNode) condition.get("required")).add("operation");
        return condition;
    }

    private static ObjectNode when(String name, String value) {
        ObjectNode condition = property(name, NODES.objectNode().put("const", value));
        condition.putArray("required").add(name);
        return condition;
    }

    private static ObjectNode property(String name, JsonNode schema) {
        ObjectNode holder = NODES.objectNode();
        holder.putObject("properties").set(name, schema);
        return holder;
    }

    private static ObjectNode oneOf(Iterable<String> values) {
        ObjectNode schema = NODES.objectNode();
        ArrayNode items = schema.putArray("enum");
        values.forEach(items::add);
        return schema;
    }
}
