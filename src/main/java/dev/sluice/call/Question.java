package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.passage.Calling;
import dev.sluice.step.Step;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is asked names the order that it is about, by our number or by the provider's reference, letters and
 * digits counting alone. What a flow leaves out by a slip is answered "no such order", or with another order.
 */
final class Question {

    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]");

    private Question() {
    }

    /** @param address what is called, encoded */
    static void look(Calling calling, String address) {
        if (isOpen(calling)) {
            lookAt(calling, URLDecoder.decode(address, StandardCharsets.UTF_8));
        }
    }

    /**
     * Where an empty list says that there is no such order, it is not enough: what a header filters by is easily passed
     * over.
     *
     * @param value of a header of the call
     */
    static void lookAtHeader(Calling calling, String value) {
        if (isOpen(calling) && !calling.plan().places().deniesOrder()) {
            lookAt(calling, value);
        }
    }

    /** @param body before it is encrypted, if there is one */
    static void look(Calling calling, @Nullable JsonNode body) {
        if (body != null && isOpen(calling)) {
            lookAt(calling, body.toString());
        }
    }

    /** Whether it is a question, and none of its requests named the order. */
    static boolean isAboutNothing(Calling calling) {
        return isOpen(calling);
    }

    private static boolean isOpen(Calling calling) {
        return calling.isQuestion() && !calling.isNamed() && !calling.plan().places().findsOrder();
    }

    private static void lookAt(Calling calling, String sent) {
        if (names(Objects.requireNonNull(calling.step()), sent)) {
            calling.named();
        }
    }

    private static boolean names(Step step, String sent) {
        String plain = plain(sent);
        return Stream.of("requestId", "providerReference").map(name -> step.request().path(name))
                .filter(JsonNode::isValueNode)
                .map(id -> id.asText("")).filter(id -> !id.isEmpty())
                .anyMatch(id -> plain(id).isEmpty() ? sent.contains(id) : plain.contains(plain(id)));
    }

    private static String plain(String text) {
        return SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
