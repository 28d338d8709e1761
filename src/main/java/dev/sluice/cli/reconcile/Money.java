package dev.sluice.cli.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.RequestRow;
import dev.sluice.provider.Caps;
import dev.sluice.provider.MinorUnits;
import dev.sluice.provider.Operation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an order of ours is of, where its provider echoes the amount and the currency.
 *
 * @param amount   none where the ledger keeps none
 * @param currency what the amount is in; empty where the order does not say
 * @param isTheirs whether the provider calls the same the amount: one that takes tokens for a currency may mean either
 */
record Money(@Nullable BigDecimal amount, String currency, boolean isTheirs) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

    /** @param operation as the provider's file has it now, if it has it */
    static Money of(RequestRow ours, @Nullable Operation operation) {
        Map<String, List<String>> echo = operation == null ? Map.of() : operation.echo();
        JsonNode order = ours.document().path("order");
        List<String> amount = echo.get("amount");
        List<String> unit = echo.get("currency");
        String written = Json.plain(amount == null || isAmount(amount) ? order.path("amount")
                : at(ours.document(), amount));
        JsonNode currency = amount != null && unit != null ? at(ours.document(), unit)
                : order.path(operation == null ? "currency" : Caps.holder(operation, order));
        return new Money(NUMBER.matcher(written).matches() ? new BigDecimal(written) : null, currency.asText(""),
                amount != null || echo.values().stream().noneMatch(Money::isAmount));
    }

    private static boolean isAmount(List<String> place) {
        return place.equals(List.of("order", "amount"))
                || place.size() == 1 && MinorUnits.PLACES.contains(place.get(0));
    }

    private static JsonNode at(JsonNode document, List<String> place) {
        JsonNode node = document;
        for (String name : place) {
            node = node.path(name);
        }
        return node;
    }

    /** As people read it. */
    String text() {
        return ((amount == null ? "" : amount.toPlainString()) + " " + currency).strip();
    }
}
