package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What requests of a family can hold.
 *
 * @param member   the member of a request that holds the operation's own fields
 * @param envelope the schema of the family's requests
 */
record RequestShape(String member, JsonNode envelope, Schemas schemas) {

    /** What Sluice adds where the provider's file has {@code minor-units}. */
    static final Set<String> OF_AMOUNT = Set.of("minorAmount", "fixedAmount");
    /** What Sluice adds where a call has {@code list.pages}; that no other names it is looked at with those. */
    static final String PAGE = "page";

    /** Whether a request for this operation can have a value, and not a whole object, at this dotted place. */
    boolean has(JsonNode operation, String place) {
        return has(request(operation), List.of(place.split("\\.")));
    }

    /** The places that requests for these operations can have. */
    Set<String> names(Iterable<JsonNode> operations) {
        Set<String> names = new TreeSet<>();
        envelope.path("properties").fieldNames().forEachRemaining(names::add);
        names.removeAll(Set.of(member, "metadata"));
        operations.forEach(operation -> SchemaTree.walk(operation.path("fields"), (key, field, schema) -> {
            if (!field.isEmpty()) {
                names.add(member + "." + field);
            }
        }));
        return names;
    }

    /** A request as it is when a call is made of it: without its metadata, and with what Sluice adds. */
    private ObjectNode request(JsonNode operation) {
        ObjectNode request = envelope.deepCopy();
        ObjectNode members = (ObjectNode) request.get("properties");
        members.remove("metadata");
        members.set(member, operation.path("fields"));
        members.putObject("providerReference");
        members.putObject("webhookUrl");
        OF_AMOUNT.forEach(members::putObject);
        members.putObject(PAGE);
        if (operation.has("about")) {
            ObjectNode earlier = members.putObject("earlier").put("type", "object").putObject("properties");
            List.of("requestId", "operation", "providerReference").forEach(earlier::putObject);
        }
        return request;
    }

    /** Whether a document of this schema may have a value, and not a whole object, at this place. */
    private boolean has(JsonNode schema, List<String> path) {
        if (!schema.isObject()) {
            return schema.asBoolean(false);
        }
        if (schema.has("$ref") && has(schemas.referred(schema.get("$ref").asText()), path)) {
            return true;
        }
        if (path.isEmpty()) {
            return !schema.has("$ref") && !schema.has("properties")
                    && !Set.of("object", "array").contains(schema.path("type").asText());
        }
        String name = path.get(0);
        List<String> rest = path.subList(1, path.size());
        List<JsonNode> inner = new ArrayList<>();
        if (schema.path("properties").has(name)) {
            inner.add(schema.path("properties").get(name));
        }
        schema.path("patternProperties").properties().stream()
                .filter(pattern -> Pattern.compile(pattern.getKey()).matcher(name).find())
                .map(Map.Entry::getValue).forEach(inner::add);
        if (schema.path("additionalProperties").isObject()
                && Pattern.compile(schema.at("/propertyNames/pattern").asText("")).matcher(name).find()) {
            inner.add(schema.get("additionalProperties"));
        }
        if (inner.stream().anyMatch(one -> has(one, rest))) {
            return true;
        }
        List<JsonNode> beside = new ArrayList<>();
        List.of("allOf", "anyOf", "oneOf").forEach(list -> schema.path(list).forEach(beside::add));
        List.of("if", "then", "else").forEach(one -> beside.add(schema.path(one)));
        return beside.stream().anyMatch(one -> has(one, path));
    }
}
