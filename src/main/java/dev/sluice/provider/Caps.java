package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The most that one order of an account may be of, by what its amount is in. What is not listed may not be ordered at
 * all, unless {@code *} says how much of anything else may be.
 */
public record Caps(Map<String, BigDecimal> most) {

    private static final String ANY = "*";
    private static final Pattern AMOUNT_IS = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

    /** @param node an amount for each currency or token; nothing caps nothing */
    static Caps of(JsonNode node) {
        Map<String, BigDecimal> most = new HashMap<>();
        node.properties().forEach(cap -> most.put(cap.getKey(), new BigDecimal(cap.getValue().asText())));
        return new Caps(Map.copyOf(most));
    }

    /** What is wrong with a request whose order is too large, or may not be compared. */
    public @Nullable String fault(Operation operation, JsonNode request) {
        JsonNode order = request.path("order");
        if (most.isEmpty() || operation.reads() || !order.has("amount")) {
            return null;
        }
        String in = order.path(holder(operation, order)).asText("");
        BigDecimal cap = most.getOrDefault(in, most.get(ANY));
        if (cap == null) {
            return "order." + holder(operation, order) + ": must be one of those that limits.amount of the account lists";
        }
        String amount = order.path("amount").asText("");
        return AMOUNT_IS.matcher(amount).matches() && new BigDecimal(amount).compareTo(cap) <= 0 ? null
                : "order.amount: must be no more than " + cap.toPlainString() + (in.isEmpty() ? "" : " " + in)
                        + ", which limits.amount of the account says";
    }

    /** Which member of the order says what its amount is in. */
    private static String holder(Operation operation, JsonNode order) {
        boolean ofToken = List.of("order", "amount").equals(operation.echo().get("tokenAmount"));
        return ofToken || !order.has("currency") && order.has("token") ? "token" : "currency";
    }
}
