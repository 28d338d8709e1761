package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.step.Step;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * Whether what is asked names the order that it is about, by our number or by the provider's reference, letters and digits
 * counting alone. What a flow leaves out by a slip is answered "no such order", or with another order.
 */
final class Question {

    private static final String NAMED = Question.class.getName();

    private Question() {
    }

    static void begin(Exchange exchange) {
        exchange.setProperty(NAMED, false);
    }

    /** @param sent the address, or a body before it is encrypted */
    static void look(Exchange exchange, String sent) {
        if (isOne(exchange) && !isNamed(exchange) && names((Step) exchange.getVariable("step"), sent)) {
            exchange.setProperty(NAMED, true);
        }
    }

    static void look(Exchange exchange, JsonNode body) {
        if (body != null && isOne(exchange) && !isNamed(exchange)) {
            look(exchange, body.toString());
        }
    }

    /** Whether it is a question, and none of its requests named the order. */
    static boolean isAboutNothing(Exchange exchange) {
        return isOne(exchange) && !isNamed(exchange);
    }

    private static boolean isOne(Exchange exchange) {
        return exchange.getVariable("step") instanceof Step step && step.asking();
    }

    private static boolean isNamed(Exchange exchange) {
        return Boolean.TRUE.equals(exchange.getProperty(NAMED));
    }

    private static boolean names(Step step, String sent) {
        String plain = plain(sent);
        return Stream.of("requestId", "providerReference").map(name -> step.request().path(name)).filter(JsonNode::isValueNode)
                .map(id -> plain(id.asText(""))).filter(id -> !id.isEmpty()).anyMatch(plain::contains);
    }

    static String decoded(String address) {
        return URLDecoder.decode(address, StandardCharsets.UTF_8);
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
