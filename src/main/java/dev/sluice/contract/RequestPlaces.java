package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.contract.WrongFields.Wrong;
import dev.sluice.json.Json;
import dev.sluice.signing.Signature;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Looks at every place in a request, and every credential, that a provider's file names. One that no request can have
 * would be left out of each call, or of each comparison, and nobody would know.
 */
final class RequestPlaces {

    private static final String CREDENTIAL = "credential:";
    private static final List<String> SENT = List.of("path", "query", "headers", "basic", "body");
    private static final Pattern ECHO = Pattern.compile("(\\.[A-Za-z0-9_-]+)+");
    private static final Pattern SIGNED_FIELD = Pattern.compile("\\{field:([^}.]+)");

    private final String provider;
    private final String member;
    private final JsonNode file;
    private final RequestShape shape;
    private final Schemas schemas;
    private final Consumer<Wrong> wrong;

    /** @param wrong is told of each place that leads nowhere */
    RequestPlaces(String provider, JsonNode file, RequestShape shape, Schemas schemas, Consumer<Wrong> wrong) {
        this.provider = provider;
        this.member = shape.member();
        this.file = file;
        this.shape = shape;
        this.schemas = schemas;
        this.wrong = wrong;
    }

    /** Tells of each place that leads nowhere. */
    void check() {
        file.path("headers").properties()
                .forEach(header -> template("headers." + header.getKey(), header.getValue(), List.of()));
        template("basic", file.path("basic"), List.of());
        file.path("operations").properties()
                .forEach(operation -> operation("operations." + operation.getKey(), operation.getValue()));
        file.path("calls").properties().forEach(call -> question(call.getKey(), call.getValue()));
        data();
    }

    /** Names of a result's data, of which another would be left out, or not masked. */
    private void data() {
        DataRules rules = DataRules.of(file.path("family").asText());
        file.at("/answers/times").fieldNames()
                .forEachRemaining(name -> data("answers.times." + name, name, rules.times()));
        texts(file.at("/answers/masked")).forEach(name -> data("answers.masked", name, rules.names()));
        file.at("/places/data").fieldNames().forEachRemaining(name -> data("places.data." + name, name, rules.names()));
        file.at("/webhook/places/data").fieldNames()
                .forEachRemaining(name -> data("webhook.places.data." + name, name, rules.names()));
        for (String part : List.of("operations", "calls")) {
            file.path(part).properties()
                    .forEach(call -> call.getValue().at("/places/data").fieldNames()
                            .forEachRemaining(name -> data(part + "." + call.getKey() + ".places.data." + name, name,
                                    rules.names())));
        }
        texts(file.at("/answers/minor-units"))
                .forEach(name -> data("answers.minor-units", name, rules.decimals()));
        amounts(rules);
    }

    /** An amount that a provider of minor units answers may be in these or not, and nobody but the file can say. */
    private void amounts(DataRules rules) {
        boolean named = file.findValues("places").stream()
                .anyMatch(places -> names(places.path("data")).stream().anyMatch(rules::isDecimal));
        if (named && file.has("minor-units") && !file.path("answers").has("minor-units")) {
            wrong(Rule.AMOUNT_DIGITS, "answers",
                    "says nothing of amounts in the provider's answers, which places.data names, and orders"
                            + " are sent in minor units: list those members that are too as minor-units, or none: []");
        }
        if (file.path("answers").has("minor-units") && !file.has("minor-units")) {
            wrong(Rule.AMOUNT_DIGITS, "answers.minor-units",
                    "needs the digits of each currency: minor-units of the file");
        }
    }

    private void data(String key, String name, Set<String> known) {
        if (!known.isEmpty() && !known.contains(name)) {
            wrong(Rule.UNKNOWN_PLACE, key,
                    (key.endsWith(name) ? "is" : "names " + name + ", which is") + " none of the data of a"
                            + " result, which are "
                            + String.join(", ", known) + Nearest.hint(name, known));
        }
    }

    private void operation(String key, JsonNode operation) {
        LedgerRules.of(operation.path("fields"), schemas).keySet().stream().filter(field -> field.contains("."))
                .forEach(field -> wrong(Rule.KEPT_MASKED, key + ".fields",
                        "has x-ledger at " + field + ", where the ledger does not"
                                + " look: only a member"
                                + " of the operation's own can be kept masked, not one inside of another"));
        operation.path("echo").properties()
                .forEach(echo -> echo(key, operation, echo.getKey(), echo.getValue().asText()));
        sent(key, operation, List.of(operation));
        if (operation.has("body")) {
            signedFields(key, operation);
            StreamSupport.stream(operation.path("numbers").spliterator(), false).map(JsonNode::asText)
                    .filter(number -> operation.get("body").at(Json.place(number)).isMissingNode())
                    .forEach(number -> wrong(Rule.UNKNOWN_PLACE, key + ".numbers",
                            "names " + number + ", which the body does not have"));
        }
        about(key + ".about", operation);
        if (!operation.path("lost").asText().equals("ask")) {
            files(key + ".files", operation);
        } else {
            masked(operation).stream().findFirst().ifPresent(field -> wrong(Rule.KEPT_MASKED, key + ".lost",
                    "cannot be ask, for an order that the provider does not know is sent again"
                            + " from the"
                            + " ledger, which keeps " + field + " masked or not at all (x-ledger): use person, or"
                            + " repeat where that does no harm"));
        }
    }

    /** A picture of a person, as much as a request can hold; the ledger has no need of it. */
    private void files(String key, JsonNode operation) {
        Map<String, String> rules = LedgerRules.of(operation.path("fields"), schemas);
        names(operation.path("files")).forEach(name -> Template.places(operation.path("body").path(name)).stream()
                .filter(place -> place.startsWith(member + "."))
                .map(place -> place.substring(member.length() + 1).split("\\.", 2)[0])
                .filter(field -> !"never".equals(rules.get(field)))
                .forEach(field -> wrong(Rule.KEPT_MASKED, key + "." + name,
                        "is of the field " + field + ", which the ledger would keep"
                                + " whole: say x-ledger: never of it in fields")));
    }

    private void echo(String key, JsonNode operation, String name, String place) {
        String echo = key + ".echo." + name;
        if (!ECHO.matcher(place).matches()) {
            wrong(Rule.UNKNOWN_PLACE, echo, "must be a place in the request such as ." + member + ".amount");
            return;
        }
        known(echo, place.substring(1), List.of(operation));
        if (masked(operation).contains(place.substring(1))
                && (operation.has("ask") || file.at("/webhook/places/echo").has(name))) {
            wrong(Rule.KEPT_MASKED, echo,
                    "cannot be compared with what the provider tells later, for the ledger keeps " + place.substring(1)
                            + " masked or not at all (x-ledger): leave it out");
        }
        JsonNode places = operation.at("/places/echo").isObject() ? operation.at("/places/echo")
                : file.at("/places/echo");
        boolean asked = file.path("calls").path(operation.path("ask").asText()).at("/places/echo").has(name);
        if (operation.has("body") && (operation.has("places") || file.has("places")) && !places.has(name)
                && !asked) {
            wrong(Rule.NEVER_COMPARED, echo,
                    "is never compared, for no place of the answer is named for it: add it to places.echo");
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
                wrong(Rule.UNKNOWN_PLACE, key + ".operations",
                        "names " + earlier.asText() + ", which is no operation of this file"
                                + Nearest.hint(earlier.asText(), names(file.path("operations"))));
            }
        });
    }

    /** A question is filled with the request of the operation that asks it, as the ledger keeps that. */
    private void question(String name, JsonNode call) {
        String key = "calls." + name;
        List<JsonNode> askers = StreamSupport.stream(file.path("operations").spliterator(), false)
                .filter(operation -> operation.path("ask").asText().equals(name)).toList();
        sent(key, call, askers);
        if (call.has("body") && !askers.isEmpty()) {
            signedFields(key, call);
        }
        for (JsonNode asker : askers) {
            Set<String> masked = masked(asker);
            SENT.forEach(part -> Template.places(call.path(part)).stream().filter(masked::contains)
                    .forEach(place -> wrong(Rule.KEPT_MASKED, key + "." + part,
                            "names {" + place + "}, which the ledger keeps masked or not at all (x-ledger):"
                                    + " a question would carry another value")));
        }
    }

    /** What a call says of itself; what a body holds is known of those alone that are filled with a request. */
    private void sent(String key, JsonNode call, List<JsonNode> operations) {
        SENT.stream().filter(part -> !part.equals("path") && (!part.equals("body") || !operations.isEmpty()))
                .forEach(part -> template(key + "." + part, call.path(part), operations));
        Template.places(call.path("path")).forEach(place -> {
            if (place.startsWith(CREDENTIAL)) {
                credential(key + ".path", place);
            } else if (place.contains(".")) {
                known(key + ".path", place, operations);
            }
        });
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
            } else {
                credential(key, place);
            }
        }
        if (template.asText().matches("\\(?\\.?" + member + "\\.[A-Za-z0-9_.]+\\)?|\\.(requestId|providerReference)")) {
            wrong(Rule.UNKNOWN_PLACE, key, "would be sent as it stands; a place is written {"
                    + template.asText().replaceAll("^[(.]+|\\)$", "") + "}");
        }
        if (Template.hasMalformedPlace(template)) {
            wrong(Rule.UNKNOWN_PLACE, key,
                    "has braces that are no place; write {" + member + ".amount} or {credential:name}, without"
                            + " blanks");
        }
    }

    private void credential(String key, String place) {
        List<String> credentials = texts(file.path("credentials"));
        String name = place.substring(CREDENTIAL.length());
        if (!credentials.contains(name)) {
            wrong(Rule.UNKNOWN_CREDENTIAL, key, "names {" + place + "}, which is not in the list of credentials"
                    + Nearest.hint(name, credentials));
        }
    }

    /** Of a body that the file describes it is known which fields the signature finds in it. */
    private void signedFields(String key, JsonNode call) {
        if (!call.path("signed").asBoolean(true) || file.at("/signature/missing").asText().equals("empty")
                || call.path("body").isTextual()) {
            return;
        }
        SIGNED_FIELD.matcher(Signature.text(file.path("signature"), RequestPlaces::ofTheBody, "message")).results()
                .map(field -> field.group(1))
                .filter(field -> !call.path("body").has(field) && !file.at("/signature/body").has(field))
                .forEach(field -> wrong(Rule.SIGNATURE, key + ".body",
                        "has no " + field + ", which the signature needs ({field:" + field + "})"));
    }

    /** The texts of a message, but for those whose fields are an item's. */
    private static String ofTheBody(JsonNode message) {
        if (!message.isContainerNode()) {
            return message.asText();
        }
        Stream<JsonNode> inner = message.isObject()
                ? message.properties().stream().filter(member -> !member.getKey().equals("each"))
                        .map(Map.Entry::getValue)
                : StreamSupport.stream(message.spliterator(), false);
        return inner.map(RequestPlaces::ofTheBody).collect(Collectors.joining("\n"));
    }

    private void known(String key, String place, List<JsonNode> operations) {
        if (operations.stream().noneMatch(operation -> shape.has(operation, place))) {
            wrong(Rule.UNKNOWN_PLACE, key,
                    "names " + place + ", which " + (operations.isEmpty() ? "is no credential; only those are"
                            + " known here"
                            : "no request of this operation has: it must be one of "
                                    + String.join(", ", shape.names(operations))
                                    + Nearest.hint(place, shape.names(operations))));
        }
    }

    /** Places whose values the ledger does not keep as they came. */
    private Set<String> masked(JsonNode operation) {
        Set<String> masked = new TreeSet<>();
        LedgerRules.of(operation.path("fields"), schemas).keySet().forEach(field -> masked.add(member + "." + field));
        if (masked.contains(member + ".amount")) {
            masked.addAll(RequestShape.OF_AMOUNT);
        }
        return masked;
    }

    private void wrong(Rule rule, String key, String reason) {
        wrong.accept(new Wrong(rule, provider, key, reason));
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
