package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ledger.RequestRow;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What orders come to together, in what their amounts are in. */
final class Amounts {

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

    private final Units units;
    private final SortedMap<String, BigDecimal> sums = new TreeMap<>();
    private long count;
    private long summed;

    Amounts(Units units) {
        this.units = units;
    }

    void add(RequestRow request) {
        count++;
        String amount = request.document().path("order").path("amount").asText("");
        units.of(request).filter(unit -> AMOUNT.matcher(amount).matches()).ifPresent(unit -> {
            summed++;
            sums.merge(unit, new BigDecimal(amount), BigDecimal::add);
        });
    }

    /** Such as {@code 300.00 BRL}, and of how many, where that is not known of all; empty where it is known of none. */
    String text() {
        String text = sums.entrySet().stream().map(sum -> sum.getValue().toPlainString() + " " + sum.getKey())
                .collect(Collectors.joining(", "));
        return summed == 0 || summed == count ? text : text + " of " + summed + " of " + count;
    }

    void into(ObjectNode json) {
        ObjectNode amounts = json.putObject("amounts");
        sums.forEach((unit, sum) -> amounts.put(unit, sum.toPlainString()));
        json.put("summed", summed);
    }
}
