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

    static final String MOST = "amount";
    static final String DAILY = "daily-amount";
    static final String ANY = "*";
    /** What may be listed; what is written otherwise, such as in small letters, is none of all others. */
    private static final Pattern UNIT_IS = Pattern.compile("[A-Z0-9]{2,10}");
    private static final String NONE = "";
    private static final String UNKNOWN = "?";
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

    /** Amounts by what they are in, as the file writes them. */
    static Map<String, BigDecimal> amounts(JsonNode node) {
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
        String holder = holder(operation, order);
        String unit = unit(operation, order);
        String fault = fault(most, MOST, holder, unit, order);
        return fault != null ? fault : fault(daily, DAILY, holder, unit, order);
    }

    /** What counts of a request without fault, where all of a day are counted. */
    public Optional<OfADay> ofADay(Operation operation, JsonNode request) {
        JsonNode order = request.path("order");
        String amount = order.path("amount").asText("");
        if (daily.isEmpty() || operation.reads() || !AMOUNT_IS.matcher(amount).matches()) {
            return Optional.empty();
        }
        String unit = unit(operation, order);
        return Optional.ofNullable(cap(daily, unit)).map(cap -> new OfADay(unit, new BigDecimal(amount), cap));
    }

    private static @Nullable String fault(Map<String, BigDecimal> caps, String key, String holder, String unit,
            JsonNode order) {
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
        boolean mayBe = unit.equals(NONE) || UNIT_IS.matcher(unit).matches();
        return !mayBe ? null : caps.containsKey(unit) ? caps.get(unit) : caps.get(ANY);
    }

    /** What the amount is in; none where the order has no such member. */
    private static String unit(Operation operation, JsonNode order) {
        JsonNode unit = order.path(holder(operation, order));
        return unit.isMissingNode() ? NONE : unit.isTextual() && !unit.asText().isEmpty() ? unit.asText() : UNKNOWN;
    }

    /**
     * What the amount of an order is in, such as {@code BRL}; empty where that is none that could be listed.
     *
     * @param operation as the provider's file has it; a missing one where it does not
     */
    public static Optional<String> unit(JsonNode operation, JsonNode order) {
        JsonNode unit = order.path(holder(operation.at("/echo/tokenAmount").asText("").equals(".order.amount"), order));
        return Optional.of(unit.asText("")).filter(text -> unit.isTextual() && UNIT_IS.matcher(text).matches());
    }

    /** Which member of the order, or of the fields of one, says what its amount is in. */
    public static String holder(Operation operation, JsonNode order) {
        return holder(List.of("order", "amount").equals(operation.echo().get("tokenAmount")), order);
    }

    private static String holder(boolean ofToken, JsonNode order) {
        return ofToken || !order.has("currency") && order.has("token") ? "token" : "currency";
    }
}
