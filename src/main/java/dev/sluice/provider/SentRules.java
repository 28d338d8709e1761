package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a provider's file says of a request that could not be sent so, or not as it was signed. */
final class SentRules {

    private static final Pattern PLACE = Pattern.compile("\\{[^{}]*}");
    private static final Pattern URL = Pattern.compile("([A-Za-z0-9._~!$&'()*+,;=:@/?#{}-]|%[0-9A-Fa-f]{2})*");
    private static final Pattern HEADER = Pattern.compile("\\{header:([^{}]+)}");
    private static final Pattern AS_JSON = Pattern.compile("\"(minified|sorted)\"|\\{body:(minified|sorted)}");
    private static final String FIELD = "{field:";
    /** HTTP itself sets them, for each connection anew. */
    private static final Set<String> OF_HTTP = Set.of("content-length", "transfer-encoding", "host", "connection",
            "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "expect");
    private static final Set<String> OF_THE_CLIENT = Set.of("connection", "user-agent", "accept-encoding");

    private final JsonNode file;
    private final BiConsumer<String, String> wrong;

    /** @param wrong is told the key and what is wrong there */
    SentRules(JsonNode file, BiConsumer<String, String> wrong) {
        this.file = file;
        this.wrong = wrong;
    }

    void check() {
        ProviderShape.names(file.at("/signature/headers")).forEach(this::placed);
        List.of("operations", "calls").forEach(part -> file.path(part).properties()
                .forEach(call -> call(part + "." + call.getKey(), call.getValue())));
        authorization("", file);
        minorUnits();
        requestIds();
    }

    private void minorUnits() {
        file.path("operations").properties()
                .forEach(operation -> minorUnits("operations." + operation.getKey(), operation.getValue()));
        if (file.has("minor-units") && !file.path("family").asText().equals("orders")) {
            wrong.accept("minor-units", "counts for the family orders alone, whose requests have amounts");
        }
    }

    private void minorUnits(String key, JsonNode operation) {
        boolean named = Template.sent(operation).contains(MinorUnits.AMOUNT)
                || operation.path("echo").toString().contains("\"." + MinorUnits.AMOUNT + "\"");
        JsonNode fields = operation.at("/fields/properties");
        if (named && !file.has("minor-units")) {
            wrong.accept(key, "names " + MinorUnits.AMOUNT + ", and nothing says how many digits a currency has: set"
                    + " minor-units");
        } else if (named && !fields.has("amount")) {
            wrong.accept(key + ".fields", "has no amount, of which " + MinorUnits.AMOUNT + " is made");
        }
        if (file.has("minor-units") && fields.has("amount") && !fields.has("currency")) {
            wrong.accept(key + ".fields", "has an amount and no currency, by which alone minor-units tell what can be"
                    + " sent");
        }
    }

    private void requestIds() {
        if (RequestIds.RANGE.matcher(file.at("/request-id/characters").asText("")).results()
                .anyMatch(range -> range.group(1).compareTo(range.group(2)) > 0)) {
            wrong.accept("request-id.characters", "has a range that ends before it begins");
        }
    }

    private void placed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (OF_HTTP.contains(lower) || lower.startsWith("camel")) {
            wrong.accept("signature.headers." + name, "is a header that HTTP sets itself, so that it would not arrive"
                    + " as it is signed: take it away");
        }
    }

    private void call(String key, JsonNode call) {
        path(key + ".path", call.path("path").asText());
        authorization(key + ".", call);
        body(key, call);
        twice(key + ".headers", call);
        if (call.path("signed").asBoolean(true) && file.has("signature")) {
            headers(key, call);
            if (!CallPlan.hasBody(call)) {
                signedBody(key, call);
            }
        }
    }

    private void path(String key, String path) {
        if (path.startsWith("//")) {
            wrong.accept(key, "begins with two slashes, behind which a URL has its host: write one");
        }
        if (!URL.matcher(PLACE.matcher(path).replaceAll("")).matches()) {
            wrong.accept(key, "has a character that no URL has, and would not arrive as it stands: write it"
                    + " percent-encoded, such as %20 for a blank");
        }
    }

    private void authorization(String prefix, JsonNode part) {
        boolean basic = prefix.isEmpty() ? part.has("basic") : part.has("basic") || file.has("basic");
        ProviderShape.names(part.path("headers")).stream()
                .filter(name -> basic && name.equalsIgnoreCase("Authorization"))
                .forEach(name -> wrong.accept(prefix + "headers." + name,
                        "is what basic sets too: one of them is too many"));
    }

    /** Of a header that is given twice only one would be sent; names differ by more than capital letters. */
    private void twice(String key, JsonNode call) {
        Set<String> given = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (call.path("signed").asBoolean(true)) {
            given.addAll(ProviderShape.names(file.at("/signature/headers")));
        }
        if (given.contains("Authorization") && (call.has("basic") || file.has("basic"))) {
            wrong.accept("signature.headers", "has Authorization, which basic sets too: one of them is too many");
        }
        ProviderShape.names(call.path("headers")).stream().filter(name -> !given.add(name)).forEach(name -> wrong
                .accept(key + "." + name, "is a header that the signature, or another line here, sets too"));
    }

    private void body(String key, JsonNode call) {
        BodyFormat format = BodyFormat.of(call.path("body-format").asText(file.path("body-format").asText("json")));
        JsonNode body = call.path("body");
        if (body.isMissingNode()) {
            return;
        }
        if (format.isText() != body.isTextual()) {
            wrong.accept(key + ".body", format.isText() ? "must be one text, for body-format is " + label(format)
                    : "is one text, and body-format is " + label(format) + ": say text or xml");
        } else if (body.isArray() && format != BodyFormat.JSON) {
            wrong.accept(key + ".body", "is a list, and a form has names: write an object");
        }
        if (format == BodyFormat.MULTIPART) {
            List.of(file, call).forEach(part -> ProviderShape.names(part.path("headers")).stream()
                    .filter("Content-Type"::equalsIgnoreCase)
                    .forEach(name -> wrong.accept(key + ".body-format", "is multipart, of which Content-Type tells the"
                            + " boundary: take the header " + name + " away")));
        }
        if (format != BodyFormat.JSON && !call.path("numbers").isEmpty()) {
            wrong.accept(key + ".numbers", "counts for body-format: json alone");
        }
        if (format != BodyFormat.JSON && call.path("signed").asBoolean(true)
                && AS_JSON.matcher(file.at("/signature/message").toString()).find()) {
            wrong.accept(key + ".body-format", "is " + label(format) + ", and the signature is made of a JSON body,"
                    + " minified or sorted: say raw there");
        }
        boolean fields = file.path("signature").toString().contains(FIELD)
                || file.at("/signature/message").has("fields") || file.at("/signature").has("body");
        String read = file.at("/signature/body-format").asText("json");
        boolean form = format == BodyFormat.FORM || format == BodyFormat.FORM_REPEATED;
        if (fields && call.path("signed").asBoolean(true)
                && (form != read.equals("form") || format.isText() || format == BodyFormat.MULTIPART)) {
            wrong.accept(key + ".body-format", "is " + label(format) + ", and the signature finds its fields in "
                    + read + " (signature.body-format)");
        }
    }

    private static String label(BodyFormat format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A header that is signed and that the call does not have, or has otherwise. */
    private void headers(String key, JsonNode call) {
        Set<String> sent = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List.of(file, file.path("signature"), call)
                .forEach(part -> sent.addAll(ProviderShape.names(part.path("headers"))));
        sent.addAll(List.of("Host", "Accept"));
        if (CallPlan.hasBody(call)) {
            sent.add("Content-Type");
            if (!file.at("/signature").has("body")) {
                sent.add("Content-Length");
            }
        }
        if (file.has("token") || file.has("basic") || call.has("basic")) {
            sent.add("Authorization");
        }
        boolean empty = file.at("/signature/missing").asText().equals("empty");
        for (String name : named()) {
            boolean clients = OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT));
            if (!sent.contains(name) && (!empty || clients || name.equalsIgnoreCase("Content-Length"))) {
                wrong.accept(key, "has no header " + name
                        + (file.at("/signature").has("body") && name.equalsIgnoreCase("Content-Length")
                                ? " that is known when it is signed, for the signature changes the body"
                                : ", which the signature covers ({header:" + name + "}): set it in headers, or say"
                                        + " signed: false"));
            }
        }
    }

    /** The headers that the signature covers. */
    private Set<String> named() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<JsonNode> parts = new ArrayList<>(List.of(file.at("/signature/message"), file.at("/signature/key")));
        List.of("headers", "query", "body").forEach(part -> parts.add(file.path("signature").path(part)));
        parts.forEach(part -> HEADER.matcher(part.toString()).results().map((MatchResult found) -> found.group(1))
                .forEach(names::add));
        return names;
    }

    private void signedBody(String key, JsonNode call) {
        for (Map.Entry<String, JsonNode> field : file.at("/signature/body").properties()) {
            wrong.accept(key + ".method", "is " + call.path("method").asText() + " without a body, into which the"
                    + " signature puts " + field.getKey() + " (signature.body): send one, or say signed: false");
        }
        if (file.at("/signature/message").toString().contains(FIELD)
                && !file.at("/signature/missing").asText().equals("empty")) {
            wrong.accept(key + ".method", "is " + call.path("method").asText() + " without a body, of which the"
                    + " signature needs fields ({field:…}): send one, or say signed: false");
        }
    }
}
