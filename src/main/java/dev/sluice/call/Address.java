package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * The path and query of a call: the provider file's path, its {@code {name}} places filled with variables of the
 * exchange, and the members of the variable {@code query} that are not empty; all encoded (RFC 3986).
 */
final class Address {

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");

    private Address() {
    }

    static String of(String path, Exchange exchange) {
        String filled = PLACE.matcher(path).replaceAll(match -> Matcher.quoteReplacement(
                encoded(exchange.getVariable(match.group(1), String.class))));
        StringBuilder query = new StringBuilder();
        JsonNode parameters = exchange.getVariable("query", JsonNode.class);
        if (parameters != null) {
            parameters.properties().stream().filter(parameter -> !parameter.getValue().asText("").isEmpty()).forEach(
                    parameter -> query.append(query.isEmpty() && !filled.contains("?") ? '?' : '&')
                            .append(encoded(parameter.getKey())).append('=')
                            .append(encoded(parameter.getValue().asText())));
        }
        return filled + query;
    }

    private static String encoded(String text) {
        if (text == null) {
            throw new Slip("a place of the path has no variable that is set");
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
