package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider says how much an account has there: {@code balance} of its file. All places are within the
 * {@code data} of the result that the operation has.
 *
 * @param operation that reads it
 * @param list      of which each item is the balance in one currency; none where the data is itself one
 * @param amount    within that
 * @param currency  within that; none where the provider names none
 * @param minor     by which amounts in minor units are read; none where they are whole
 */
public record Balance(String operation, @Nullable JsonPointer list, JsonPointer amount, @Nullable JsonPointer currency,
        @Nullable MinorUnits minor) {

    /** What the amount of a provider that names no currency is in. */
    public static final String UNNAMED = Caps.ANY;

    static final String KEY = "balance";
    /** Below {@code limits}. */
    static final String LOW = "low-balance";
    private static final Pattern AMOUNT_IS = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?");

    /** @param file of a provider, which has a balance and no mistake in it */
    static Balance of(JsonNode file) {
        JsonNode node = file.path(KEY);
        return new Balance(node.path("operation").asText(), place(node.path("list")),
                JsonPointer.compile(node.path("amount").asText()), place(node.path("currency")),
                node.path("minor-units").asBoolean(false) ? MinorUnits.of(file.path("minor-units")) : null);
    }

    private static @Nullable JsonPointer place(JsonNode node) {
        return node.asText("").isEmpty() ? null : JsonPointer.compile(node.asText());
    }

    /**
     * How much there is, by currency. What is no amount is left out, and so is what stands there twice: nobody knows
     * which of the two counts.
     */
    public Map<String, BigDecimal> in(JsonNode data) {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        Set<String> twice = new HashSet<>();
        Iterable<JsonNode> items = list == null ? List.of(data) : data.at(list);
        for (JsonNode item : items) {
            String its = currency == null ? UNNAMED : item.at(currency).asText("");
            BigDecimal read = read(item.at(amount), its);
            if (read != null && amounts.put(its, read) != null) {
                twice.add(its);
            }
        }
        amounts.keySet().removeAll(twice);
        return amounts;
    }

    private @Nullable BigDecimal read(JsonNode written, String its) {
        String text = written.isNumber() ? written.decimalValue().toPlainString() : written.asText("");
        if (!AMOUNT_IS.matcher(text).matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(text);
        return minor == null ? number : minor.major(number, its);
    }
}
