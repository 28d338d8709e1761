package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Looks at every place in a request, and every credential, that a provider's file names. One that no request can have
 * would be left out of each call, or of each comparison, and nobody would know.
 */
final class RequestPlaces {

    private static final String CREDENTIAL = "credential:";
    private static final Pattern ECHO = Pattern.compile("(\\.[A-Za-z0-9_-]+)+");
    private static final Pattern SIGNED_FIELD = Pattern.compile("\\{field:([^}.]+)");

    private final String provider;
    private final String member;
    private final JsonNode file;
    private final JsonNode envelope;
    private final Schemas schemas;

    /**
     * @param member   the member of a request that holds the operation's own fields
     * @param envelope the schema of the family's requests
     */
    RequestPlaces(String provider, String member, JsonNode file, JsonNode envelope, Schemas schemas) {
        this.provider = provider;
        this.member = member;
        this.file = file;
        this.envelope = envelope;
        this.schemas = schemas;
    }

    /** @throws WrongFields for the first place that leads nowhere */
    void check() {
        file.path("headers").properties().forEach(header -> template("headers." + header.getKey(), header.getValue(), List.of()));
        file.path("operations").properties().forEach(operation -> operation("operations." + operation.getKey(), operation.getValue()));
        file.path("calls").properties().forEach(call -> question(call.getKey(), call.getValue()));
    }

    private void operation(String key, JsonNode operation) {
        LedgerRules.of(operation.path("fields"), schemas).keySet().stream().filter(field -> field.contains(".")).findFirst()
                .ifPresent(field -> {
                    throw wrong(key + ".fields", "has x-ledger at " + field + ", where the ledger does not look: only a member"
                            + " of the operation's own can be kept masked, not one inside of another");
                });
        operation.path("echo").properties().forEach(echo -> echo(key, operation, echo.getKey(), echo.getValue().asText()));
        if (operation.has("body")) {
            template(key + ".body", operation.get("body"), List.of(operation));
            signedFields(key, operation);
            StreamSupport.stream(operation.path("numbers").spliterator(), false).map(JsonNode::asText)
                    .filter(number -> !operation.get("body").has(number)).findFirst().ifPresent(number -> {
                        throw wrong(key + ".numbers", "names " + number + ", which the body does not have");
                    });
        }
        about(key + ".about", operation);
        if (operation.path("lost").asText().equals("ask")) {
            masked(operation).stream().findFirst().ifPresent(field -> {
                throw wrong(key + ".lost", "cannot be ask, for an order that the provider does not know is sent again from the"
                        + " ledger, which keeps " + field + " masked or not at all (x-ledger): use person, or repeat where that does no harm");
            });
        }
    }

    private void echo(String key, JsonNode operation, String name, String place) {
        String echo = key + ".echo." + name;
        if (!ECHO.matcher(place).matches()) {
            throw wrong(echo, "must be a place in the request such as ." + member + ".amount");
        }
        known(echo, place.substring(1), List.of(operation));
        if (masked(operation).contains(place.substring(1))
                && (operation.has("ask") || file.at("/webhook/places/echo").has(name))) {
            throw wrong(echo, "cannot be compared with what the provider tells later, for the ledger keeps " + place.substring(1)
                    + " masked or not at all (x-ledger): leave it out");
        }
        JsonNode places = operation.at("/places/echo").isObject() ? operation.at("/places/echo") : file.at("/places/echo");
        if (operation.has("body") && (operation.has("places") || file.has("places")) && !places.has(name)) {
            throw wrong(echo, "is never compared, for no place of the answer is named for it: add it to places.echo");
        }
    }

    private void about(String key, JsonNode operation) {
        JsonNode about = operation.path("about");
        if (about.isMissingNode()) {
            return;
        }
        known(key + ".field", member + "." + about.path("field").asText(), List.of(operation));
        about.path("operations").forEach(earlier -> {
            if (!file.path("operations").has(earlier.asText())) {
                throw wrong(key + ".operations", "names " + earlier.asText() + ", which is no operation of this file");
            }
        });
    }

    /** A question is filled with the request of the operation that asks it, as the ledger keeps that. */
    private void question(String name, JsonNode call) {
        String key = "calls." + name;
        List<JsonNode> askers = StreamSupport.stream(file.path("operations").spliterator(), false)
                .filter(operation -> operation.path("ask").asText().equals(name)).toList();
        if (!call.has("body") || askers.isEmpty()) {
            return;
        }
        template(key + ".body", call.get("body"), askers);
        signedFields(key, call);
        for (JsonNode asker : askers) {
            Set<String> masked = masked(asker);
            Template.places(call.get("body")).stream().filter(masked::contains).findFirst().ifPresent(place -> {
                throw wrong(key + ".body", "names {" + place + "}, which the ledger keeps masked or not at all (x-ledger):"
                        + " a question would carry another value");
            });
        }
    }

    /** @param operations those with whose requests it is filled; one of them must have what is named */
    private void template(String key, JsonNode template, List<JsonNode> operations) {
        if (template.isArray()) {
            template.forEach(inner -> template(key, inner, operations));
            return;
        }
        if (template.isObject()) {
            template.properties().forEach(inner -> template(key + "." + inner.getKey(), inner.getValue(), operations));
            return;
        }
        for (String place : Template.places(template)) {
            if (!place.startsWith(CREDENTIAL)) {
                known(key, place, operations);
            } else if (!texts(file.path("credentials")).contains(place.substring(CREDENTIAL.length()))) {
                throw wrong(key, "names {" + place + "}, which is not in the list of credentials");
            }
        }
        if (Template.hasMalformedPlace(template)) {
            throw wrong(key, "has braces that are no place; write {" + member + ".amount} or {credential:name}, without blanks");
        }
    }

    /** Of a body that the file describes it is known which fields the signature finds in it. */
    private void signedFields(String key, JsonNode call) {
        JsonNode message = file.at("/signature/message");
        if (!call.path("signed").asBoolean(true) || file.at("/signature/missing").asText().equals("empty")) {
            return;
        }
        SIGNED_FIELD.matcher(message.toString()).results().map(field -> field.group(1))
                .filter(field -> !call.path("body").has(field) && !file.at("/signature/body").has(field)).findFirst()
                .ifPresent(field -> {
                    throw wrong(key + ".body", "has no " + field + ", which the signature needs ({field:" + field + "})");
                });
    }

    private void known(String key, String place, List<JsonNode> operations) {
        if (operations.stream().noneMatch(operation -> has(request(operation), List.of(place.split("\\."))))) {
            throw wrong(key, "names " + place + ", which " + (operations.isEmpty() ? "is no credential; only those are known here"
                    : "no request of this operation has: it must be one of " + String.join(", ", names(operations))));
        }
    }

    /** A request as it is when a call is made of it: without its metadata, and with what Sluice adds. */
    private ObjectNode request(JsonNode operation) {
        ObjectNode request = envelope.deepCopy();
        ObjectNode members = (ObjectNode) request.get("properties");
        members.remove("metadata");
        members.set(member, operation.path("fields"));
        members.putObject("providerReference");
        members.putObject("webhookUrl");
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
            return !schema.has("$ref") && !schema.has("properties") && !Set.of("object", "array").contains(schema.path("type").asText());
        }
        String name = path.get(0);
        List<String> rest = path.subList(1, path.size());
        List<JsonNode> inner = new ArrayList<>();
        if (schema.path("properties").has(name)) {
            inner.add(schema.path("properties").get(name));
        }
        schema.path("patternProperties").properties().stream().filter(pattern -> Pattern.compile(pattern.getKey()).matcher(name).find())
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

    /** Places whose values the ledger does not keep as they came. */
    private Set<String> masked(JsonNode operation) {
        Set<String> masked = new TreeSet<>();
        LedgerRules.of(operation.path("fields"), schemas).keySet().forEach(field -> masked.add(member + "." + field));
        return masked;
    }

    private Set<String> names(List<JsonNode> operations) {
        Set<String> names = new TreeSet<>(Set.of("requestId"));
        operations.forEach(operation -> SchemaTree.walk(operation.path("fields"), (key, field, schema) -> {
            if (!field.isEmpty()) {
                names.add(member + "." + field);
            }
        }));
        return names;
    }

    private WrongFields wrong(String key, String reason) {
        return new WrongFields(provider, key, reason);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
