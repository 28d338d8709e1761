package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as a provider counts them, in cents and the like: how many digits behind the point each of its currencies
 * has. Nothing is rounded, and a currency that the file does not list is none of the provider's.
 */
public record MinorUnits(Map<String, Integer> digits) {

    /** The member of a request that holds the amount in minor units. */
    public static final String AMOUNT = "minorAmount";
    /** The one that holds the amount with exactly the digits that its currency has. */
    private static final String FIXED = "fixedAmount";
    /** All that is made of an amount by the digits of its currency. */
    public static final Set<String> PLACES = Set.of(AMOUNT, FIXED);

    private static final String ORDER = "order";
    private static final Pattern AMOUNT_IS = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

    static MinorUnits of(JsonNode node) {
        Map<String, Integer> digits = new HashMap<>();
        node.properties().forEach(currency -> digits.put(currency.getKey(), currency.getValue().asInt()));
        return new MinorUnits(Map.copyOf(digits));
    }

    /** What is wrong with a request whose amount cannot be given in minor units, where they are asked for. */
    public @Nullable String fault(JsonNode request) {
        JsonNode order = request.path(ORDER);
        if (digits.isEmpty() || !order.has("amount")) {
            return null;
        }
        Integer known = digits.get(order.path("currency").asText());
        if (known == null) {
            return "order.currency: must be one of those that the provider has minor units for";
        }
        return minor(order) != null ? null
                : "order.amount: must be a number with no more than " + known + " digits behind the point, for its"
                        + " currency has no smaller unit";
    }

    /** Writes the amount in minor units, and with its currency's digits, into the request where that can be done. */
    public void put(ObjectNode request) {
        BigDecimal minor = digits.isEmpty() ? null : minor(request.path(ORDER));
        if (minor != null) {
            int known = digits.getOrDefault(request.path(ORDER).path("currency").asText(), 0);
            request.put(AMOUNT, minor.toPlainString());
            request.put(FIXED, minor.movePointLeft(known).setScale(known).toPlainString());
        }
    }

    /** Whether one of these places is such a one. */
    public static boolean isNamedIn(Collection<String> places) {
        return places.stream().anyMatch(PLACES::contains);
    }

    /** An amount in minor units of a currency as a number of it, where it can be one. */
    public @Nullable BigDecimal major(BigDecimal minor, String currency) {
        Integer known = digits.get(currency);
        return known == null || minor.stripTrailingZeros().scale() > 0 ? null
                : minor.setScale(0).movePointLeft(known).setScale(known);
    }

    private @Nullable BigDecimal minor(JsonNode order) {
        Integer known = digits.get(order.path("currency").asText());
        String amount = order.path("amount").asText("");
        if (known == null || !AMOUNT_IS.matcher(amount).matches()) {
            return null;
        }
        BigDecimal minor = new BigDecimal(amount).movePointRight(known).stripTrailingZeros();
        return minor.scale() > 0 ? null : minor;
    }
}
