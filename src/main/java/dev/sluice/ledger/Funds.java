package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an account has in one currency, as it was read last.
 *
 * @param low whether that was less than it should be, as an operator was told
 * @param at  when it was read, epoch milliseconds
 */
public record Funds(BigDecimal amount, boolean low, long at) {

    /** All of an account by currency, as {@link #written} wrote them; none where nothing was written yet. */
    public static Map<String, Funds> read(@Nullable String written) {
        Map<String, Funds> funds = new TreeMap<>();
        if (written != null) {
            Json.own(written).properties().forEach(one -> funds.put(one.getKey(), new Funds(
                    new BigDecimal(one.getValue().path("balance").asText()), one.getValue().path("low").asBoolean(),
                    one.getValue().path("at").asLong())));
        }
        return funds;
    }

    /**
     * Whether an operator is to hear how it is now: it turned; or it is low, and that was told so long ago that nobody
     * watched it meanwhile.
     *
     * @param oldest what was read before that was so long ago
     */
    public static boolean isNews(boolean low, @Nullable Funds before, long oldest) {
        return before == null || !before.low ? low : !low || before.at < oldest;
    }

    public static String written(Map<String, Funds> funds) {
        ObjectNode document = Json.object();
        funds.forEach((currency, its) -> document.putObject(currency).put("balance", its.amount().toPlainString())
                .put("low", its.low()).put("at", its.at()));
        return Json.write(document);
    }
}
