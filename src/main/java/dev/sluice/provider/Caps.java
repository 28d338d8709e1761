package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The most that one order of an account may be of, and all of a day, by what its amount is in. What is not listed may
 * not be ordered at all, unless {@code *} says how much of anything else may be.
 *
 * @param most  of one order
 * @param daily of all orders of a day
 */
public record Caps(Map<String, BigDecimal> most, Map<String, BigDecimal> daily) {

    private static final String MOST = "amount";
    private static final String DAILY = "daily-amount";
    private static final String ANY = "*";
    /** What a database takes for a name, whatever the file lets be a currency. */
    private static final Pattern UNIT_IS = Pattern.compile("[A-Za-z0-9._-]{0,32}");
    private static final Pattern AMOUNT_IS = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

    /**
     * What an order comes to, of all that a day has room for.
     *
     * @param unit what the amount is in
     * @param most of all orders of a day in it
     */
    public record OfADay(String unit, BigDecimal amount, BigDecimal most) {
    }

    /** @param limits with an amount for each currency or token below its keys; nothing caps nothing */
    static Caps of(JsonNode limits) {
        return new Caps(amounts(limits.path(MOST)), amounts(limits.path(DAILY)));
    }

    private static Map<String, BigDecimal> amounts(JsonNode node) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        node.properties().forEach(cap -> amounts.put(cap.getKey(), new BigDecimal(cap.getValue().asText())));
        return Map.copyOf(amounts);
    }

    /** What is wrong with a request whose order is too large by itself, or may not be compared. */
    public @Nullable String fault(Operation operation, JsonNode request) {
        JsonNode order = request.path("order");
        if (operation.reads() || !order.has("amount")) {
            return null;
        }
        String fault = fault(most, MOST, holder(operation, order), order);
        return fault != null ? fault : fault(daily, DAILY, holder(operation, order), order);
    }

    /** What counts of a request without fault, where all of a day are counted. */
    public Optional<OfADay> ofADay(Operation operation, JsonNode request) {
        JsonNode order = request.path("order");
        String amount = order.path("amount").asText("");
        if (daily.isEmpty() || operation.reads() || !AMOUNT_IS.matcher(amount).matches()) {
            return Optional.empty();
        }
        String unit = order.path(holder(operation, order)).asText("");
        return Optional.ofNullable(cap(daily, unit)).map(cap -> new OfADay(unit, new BigDecimal(amount), cap));
    }

    private static @Nullable String fault(Map<String, BigDecimal> caps, String key, String holder, JsonNode order) {
        String unit = order.path(holder).asText("");
        BigDecimal cap = cap(caps, unit);
        if (caps.isEmpty()) {
            return null;
        }
        if (cap == null) {
            return "order." + holder + ": must be one of those that limits." + key + " of the account lists";
        }
        String amount = order.path("amount").asText("");
        return AMOUNT_IS.matcher(amount).matches() && new BigDecimal(amount).compareTo(cap) <= 0 ? null
                : "order.amount: must be no more than " + cap.toPlainString() + (unit.isEmpty() ? "" : " " + unit)
                        + ", which limits." + key + " of the account says";
    }

    private static @Nullable BigDecimal cap(Map<String, BigDecimal> caps, String unit) {
        return caps.containsKey(unit) ? caps.get(unit) : UNIT_IS.matcher(unit).matches() ? caps.get(ANY) : null;
    }

    /** Which member of the order says what its amount is in. */
    private static String holder(Operation operation, JsonNode order) {
        boolean ofToken = List.of("order", "amount").equals(operation.echo().get("tokenAmount"));
        return ofToken || !order.has("currency") && order.has("token") ? "token" : "currency";
    }
}
