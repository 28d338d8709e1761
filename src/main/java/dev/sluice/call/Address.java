package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Template;
import dev.sluice.json.Json;
import dev.sluice.outcome.CannotSend;
import dev.sluice.provider.CallPlan;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The path and query of a call: the provider file's path, its {@code {name}} places filled with variables of the
 * exchange, fields of the request and credentials; then what the file has below {@code query}, and the members of the
 * variable {@code query} that are not empty; all encoded (RFC 3986).
 */
final class Address {

    private static final String CREDENTIAL = "credential:";

    private final Exchange exchange;
    private final JsonNode request;
    private final Function<String, @Nullable String> credentials;

    private Address(Exchange exchange, JsonNode request, Function<String, @Nullable String> credentials) {
        this.exchange = exchange;
        this.request = request;
        this.credentials = credentials;
    }

    static String of(CallPlan call, Exchange exchange, JsonNode request,
            Function<String, @Nullable String> credentials) {
        Address address = new Address(exchange, request, credentials);
        String path = Objects.requireNonNull(call.path(), "path").filled(address::place);
        StringBuilder query = new StringBuilder();
        call.query().forEach((name, template) -> append(query, name, template.fill(request, credentials)));
        JsonNode parameters = exchange.getVariable("query", JsonNode.class);
        if (parameters != null) {
            parameters.properties().forEach(one -> append(query, one.getKey(), one.getValue()));
        }
        return query.isEmpty() ? path : path + (path.contains("?") ? '&' : '?') + query;
    }

    private static void append(StringBuilder query, String name, @Nullable JsonNode value) {
        if (value != null && value.isArray()) {
            value.forEach(one -> append(query, name, one));
        } else if (value != null && !Json.plain(value).isEmpty()) {
            query.append(query.isEmpty() ? "" : "&").append(encoded(name)).append('=')
                    .append(encoded(Json.plain(value)));
        }
    }

    /** What a flow has set counts before what the request has there. */
    private String place(String name) {
        if (name.startsWith(CREDENTIAL)) {
            return segment(name, credentials.apply(name.substring(CREDENTIAL.length())));
        }
        String set = exchange.getVariable(name) instanceof JsonNode node && node.isNumber() ? Json.plain(node)
                : exchange.getVariable(name, String.class);
        String value = set == null ? Template.value(request, name) : set;
        if (value == null && name.indexOf('.') < 0) {
            throw new Slip("a place of the path has no variable that is set");
        }
        return segment(name, value);
    }

    /** Without a value, or with one that means another folder, another call would be made. */
    private static String segment(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new CannotSend(name, "is needed, for it stands in the path of the call",
                    name.startsWith(CREDENTIAL));
        }
        if (value.equals(".") || value.equals("..")) {
            throw new CannotSend(name, "must not be . or .., for it stands in the path of the call",
                    name.startsWith(CREDENTIAL));
        }
        return encoded(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E",
                "~");
    }
}
