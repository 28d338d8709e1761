package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What htp tells about itself: the members of info, countries and networks are made up. */
final class HtpReads {

    private static final Predicate<String> ANY = value -> !value.isEmpty();
    private static final Predicate<String> DATE = HtpReads::isDate;
    private static final Predicate<String> COUNT = value -> value.matches("[1-9]\\d{0,8}");
    private static final Map<String, Predicate<String>> TRANSACTIONS = Map.ofEntries(Map.entry("card_id", ANY),
            Map.entry("transaction_type",
                    Set.of("TOP_UP", "WITHDRAW", "TRANSFER", "RECEIVE", "CARD_REQUEST")::contains),
            Map.entry("transaction_status", Set.of("PENDING", "SUCCESS", "FAILED")::contains),
            Map.entry("order_id", ANY), Map.entry("start_date", DATE), Map.entry("end_date", DATE),
            Map.entry("page", COUNT), Map.entry("limit", COUNT), Map.entry("sort_by", ANY),
            Map.entry("sort_order", Set.of("asc", "desc")::contains));

    private HtpReads() {
    }

    static Answer info() {
        return HtpAnswers.success(200, Answer.object().put("name", "HTP sandbox").put("version", "1.0.0"));
    }

    static Answer countries() {
        ObjectNode data = Answer.object();
        data.putArray("items").add(Answer.object().put("id", 702).put("name", "Singapore").put("iso", "SG"))
                .add(Answer.object().put("id", 76).put("name", "Brazil").put("iso", "BR"));
        return HtpAnswers.success(200, data.path("items"));
    }

    static Answer networks() {
        ObjectNode data = Answer.object();
        List.of("TRON", "ETH", "BSC").forEach(data.withArray("/items")::add);
        return HtpAnswers.success(200, data.path("items"));
    }

    static Answer topUpRate() {
        return HtpAnswers.success(200, Answer.object().put("topup_rate", "0.01")
                .put("usdt_exchange_rate", HtpOrder.RATE));
    }

    /** Failed ones are never listed, as documented; the last three documented parameters are checked and not obeyed. */
    static Answer transactions(RoutingContext context, HtpOrders orders) {
        for (Map.Entry<String, String> given : context.queryParams()) {
            Predicate<String> rule = TRANSACTIONS.get(given.getKey());
            if (rule == null || context.queryParam(given.getKey()).size() > 1 || !rule.test(given.getValue())) {
                return HtpAnswers.error(400, "invalid parameter: " + given.getKey());
            }
        }
        ObjectNode data = Answer.object();
        data.putArray("items");
        orders.all().forEach(order -> {
            String type = order.card() == null ? "CARD_REQUEST" : "TOP_UP";
            String status = orders.status(order);
            if (!status.equals("FAILED") && asked(context, "transaction_type", type)
                    && asked(context, "transaction_status", status) && asked(context, "card_id", order.card())
                    && asked(context, "order_id", order.merchantOrderSn())) {
                data.withArray("/items").addObject().put("id", order.number())
                        .put("order_id", order.merchantOrderSn()).put("card_id", order.card())
                        .put("transaction_type", type).put("transaction_status", status).put("direction", "IN")
                        .put("amount", order.amount().toPlainString()).put("created_at", order.created().toString());
            }
        });
        return HtpAnswers.success(200, data.put("total", data.path("items").size()).put("page", 1).put("limit", 20));
    }

    private static boolean asked(RoutingContext context, String name, @Nullable String value) {
        String asked = context.queryParams().get(name);
        return asked == null || asked.equals(value);
    }

    private static boolean isDate(String value) {
        try {
            return OffsetDateTime.parse(value) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
