package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.json.Format;
import dev.sluice.json.Unreadable;
import dev.sluice.signing.Signature;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What a provider's signature covers of a call and would not arrive so: it would be refused, and nobody knew why. */
final class SignedRules {

    private static final Pattern HEADER = Pattern.compile("\\{header:([^{}]+)}");
    private static final Pattern AS_JSON = Pattern.compile("\"(minified|sorted)\"|\\{body:(minified|sorted)}");
    private static final String FIELD = "{field:";
    private static final String NAMED = "\"named-in\":";
    /** HTTP itself sets them, for each connection anew. */
    private static final Set<String> OF_HTTP = Set.of("content-length", "transfer-encoding", "host", "connection",
            "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "expect");
    private static final Set<String> OF_THE_CLIENT = Set.of("connection", "user-agent", "accept-encoding");

    private final JsonNode file;
    private final WrongKey wrong;

    /** @param wrong is told the key and what is wrong there */
    SignedRules(JsonNode file, WrongKey wrong) {
        this.file = file;
        this.wrong = wrong;
    }

    void check() {
        placed("signature.headers.", file.at("/signature/headers"));
        placed("signature.without-body.headers.", file.at("/signature/without-body/headers"));
        List.of("operations", "calls").forEach(part -> file.path(part).properties()
                .forEach(call -> call(part + "." + call.getKey(), call.getValue())));
    }

    private void call(String key, JsonNode call) {
        boolean body = CallPlan.hasBody(call);
        JsonNode signature = Signature.described(file.path("signature"), body);
        twice(key + ".headers", call, signature);
        if (call.path("signed").asBoolean(true) && file.has("signature")) {
            headers(key, call, signature);
            if (body) {
                format(key, BodyFormat.of(file, call), call.path("body"), signature);
            } else {
                noBody(key + ".method", call, signature);
            }
        }
    }

    private void placed(String key, JsonNode headers) {
        for (String name : ProviderShape.names(headers)) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (OF_HTTP.contains(lower) || lower.startsWith("camel")) {
                wrong.accept(Rule.SIGNATURE, key + name,
                        "is a header that HTTP sets itself, so that it would not arrive"
                                + " as it is signed: take it away");
            }
        }
    }

    /** Of a header that is given twice only one would be sent; names differ by more than capital letters. */
    private void twice(String key, JsonNode call, JsonNode signature) {
        Set<String> given = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (call.path("signed").asBoolean(true)) {
            given.addAll(ProviderShape.names(signature.path("headers")));
        }
        if (given.contains("Authorization") && (call.has("basic") || file.has("basic"))) {
            wrong.accept(Rule.SIGNATURE, "signature.headers",
                    "has Authorization, which basic sets too: one of them is too many");
        }
        ProviderShape.names(call.path("headers")).stream().filter(name -> !given.add(name)).forEach(name -> wrong
                .accept(Rule.SIGNATURE, key + "." + name,
                        "is a header that the signature, or another line here, sets too"));
    }

    /** A header that is signed and that the call does not have, or has otherwise. */
    private void headers(String key, JsonNode call, JsonNode signature) {
        Set<String> sent = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List.of(file, signature, call)
                .forEach(part -> sent.addAll(ProviderShape.names(part.path("headers"))));
        sent.addAll(List.of("Host", "Accept"));
        if (CallPlan.hasBody(call)) {
            sent.add("Content-Type");
            if (!signature.has("body")) {
                sent.add("Content-Length");
            }
        }
        if (file.has("token") || file.has("basic") || call.has("basic")) {
            sent.add("Authorization");
        }
        boolean empty = signature.path("missing").asText().equals("empty");
        for (String name : named(signature)) {
            boolean clients = OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT));
            if (!sent.contains(name) && (!empty || clients || name.equalsIgnoreCase("Content-Length"))) {
                wrong.accept(Rule.SIGNATURE, key, "has no header " + name
                        + (signature.has("body") && name.equalsIgnoreCase("Content-Length")
                                ? " that is known when it is signed, for the signature changes the body"
                                : ", which the signature covers ({header:" + name + "}): set it in headers, or say"
                                        + " signed: false"));
            }
        }
    }

    /** The headers that the signature covers. */
    private static Set<String> named(JsonNode signature) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        HEADER.matcher(Signature.text(signature, JsonNode::toString, "message", "key", "headers", "query", "body"))
                .results().map((MatchResult found) -> found.group(1)).forEach(names::add);
        return names;
    }

    private void noBody(String key, JsonNode call, JsonNode signature) {
        for (Map.Entry<String, JsonNode> field : signature.path("body").properties()) {
            wrong.accept(Rule.SIGNATURE, key, "is " + call.path("method").asText() + " without a body, into which the"
                    + " signature puts " + field.getKey() + " (signature.body): send one, or say signed: false");
        }
        String message = Signature.text(signature, JsonNode::toString, "message");
        if (message.contains(NAMED)
                || message.contains(FIELD) && !signature.path("missing").asText().equals("empty")) {
            wrong.accept(Rule.SIGNATURE, key, "is " + call.path("method").asText() + " without a body, of which the"
                    + " signature needs fields ({field:…}, named-in): send one, or say signed: false");
        }
    }

    /** A signature reads the body that it finds fields in, or that it is made of in another form. */
    private void format(String key, BodyFormat format, JsonNode body, JsonNode signature) {
        String message = Signature.text(signature, JsonNode::toString, "message");
        if (format != BodyFormat.JSON && AS_JSON.matcher(message).find()) {
            wrong.accept(Rule.SIGNATURE, key + ".body-format",
                    "is " + format.label() + ", and the signature is made of a JSON body, minified or sorted:"
                            + " say raw there");
        }
        boolean fields = signature.toString().contains(FIELD) || signature.has("body")
                || message.contains("\"fields\":") && !message.contains("\"from\":\"query\"");
        String read = signature.path("body-format").asText("json");
        if (fields && !format.isReadAs(read)) {
            wrong.accept(Rule.SIGNATURE, key + ".body-format",
                    "is " + format.label() + ", and the signature finds its fields in " + read
                            + " (signature.body-format)");
        } else if (format == BodyFormat.XML && signature.path("body").isObject()) {
            elements(key + ".body", body, signature);
        } else if (fields && format != BodyFormat.JSON && hasList(body)) {
            wrong.accept(Rule.SIGNATURE, key + ".body",
                    "has a list, whose items are fields of one name in a form, and the signature"
                            + " finds its fields by their names: name each item");
        }
    }

    /** What the signature puts into XML stands in an element that is there. */
    private void elements(String key, JsonNode body, JsonNode signature) {
        try {
            JsonNode document = Format.XML.read(body.asText());
            for (String name : ProviderShape.names(signature.path("body"))) {
                String parent = name.substring(0, Math.max(0, name.lastIndexOf('.')));
                if (document.at("/" + parent.replace('.', '/')).isMissingNode()) {
                    wrong.accept(Rule.SIGNATURE, key,
                            "has no element " + parent + ", into which the signature puts " + name
                                    + " (signature.body)");
                }
            }
        } catch (Unreadable noXmlBeforeItIsFilled) {
            // Then nothing is known of it.
        }
    }

    private static boolean hasList(JsonNode body) {
        return body.isArray() && body.size() > 1 || StreamSupport.stream(body.spliterator(), false)
                .anyMatch(SignedRules::hasList);
    }
}
