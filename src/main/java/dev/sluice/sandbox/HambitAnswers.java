package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Answers member for member like the samples of hambit 5.2 to 5.5: numbers when an order is created, text when it is
 * asked for, {@code null} where the samples have it.
 */
final class HambitAnswers {

    private HambitAnswers() {
    }

    /**
     * Codes 300, 307 and 500 are the document's. It does not say how an unknown order is answered: 404 is made up here,
     * and Sluice reads it as "does not tell" unless the operator's table says otherwise.
     */
    static ObjectNode error(String code, String message) {
        return Answer.object().put("code", code).put("success", false).put("msg", message)
                .put("msgEn", message.toUpperCase(Locale.ROOT)).putNull("data");
    }

    static JsonNode httpError(int status) {
        return error(status == 500 ? "500" : Integer.toString(status), "system error");
    }

    static Answer created(HambitOrder order) {
        ObjectNode answer = success();
        ObjectNode data = answer.putObject("data");
        boolean buys = order.direction() == HambitOrder.Direction.FIAT_TO_CRYPTO;
        data.put("orderId", order.told().has(Mischief.NO_REFERENCE) ? null : order.orderId())
                .put("symbolType", symbol(order)).put("externalOrderId", order.externalOrderId())
                .put("currencyType", order.currency()).put("tokenType", buys ? null : order.token())
                .put("chainType", order.chain()).put("currencyAmount", shortest(order.fiat()))
                .put("tokenAmount", shortest(order.tokens()));
        if (!buys) {
            data.put("addressTo", order.address());
        }
        if (order.told().has(Mischief.CONTRADICT)) {
            answer.put("code", "500");
        }
        return Answer.ok(answer);
    }

    static Answer info(HambitOrder order, Instant now, Duration duration) {
        ObjectNode answer = success();
        ObjectNode data = answer.putObject("data");
        boolean buys = order.direction() == HambitOrder.Direction.FIAT_TO_CRYPTO;
        int status = order.status(now, duration);
        boolean complete = status == HambitOrder.COMPLETE;
        boolean failed = status == HambitOrder.FAILED;
        boolean paid = complete || status == HambitOrder.WAIT_RECEIVE;
        data.put("tokenAmount", shortest(order.tokens()).toPlainString())
                .put("currencyAmount", atLeastCents(order.fiat()))
                .put("orderAmount", shortest(order.asked()).toPlainString())
                .put("orderActualAmount", complete ? shortest(order.asked()) : null);
        if (buys) {
            data.put("orderFee", complete ? BigDecimal.ZERO : null);
        } else {
            data.put("orderFee", "0");
        }
        data.put("orderPayTime",
                paid ? (Long) order.created().plus(order.life(duration).dividedBy(2)).toEpochMilli() : null)
                .put("orderCompleteTime", complete ? (Long) order.ends(duration).toEpochMilli() : null)
                .put("currencyType", order.currency()).put("tokenType", order.token())
                .put("chainType", order.chain()).put("exSymbolType", symbol(order))
                .put("exchangeRate", order.rate().toPlainString()).put("addressTo", order.address())
                .put("remark", order.remark());
        if (!buys) {
            data.put("notifyUrl", order.notifyUrl());
        }
        data.put("tradeHash", complete ? hash(order) : "")
                .put("errorMsg", failed ? "exchange failed" : null)
                .put("errorMsgEn", failed ? "EXCHANGE FAILED" : null)
                .put("orderId", order.orderId()).put("externalOrderId", order.externalOrderId())
                .put("orderStatus", status);
        return Answer.ok(answer);
    }

    private static ObjectNode success() {
        return Answer.object().put("code", "200").put("success", true).put("msg", "Success").put("msgEn", "SUCCESS");
    }

    private static String symbol(HambitOrder order) {
        return order.direction() == HambitOrder.Direction.FIAT_TO_CRYPTO ? "CURRENCY TO TOKEN" : "TOKEN TO CURRENCY";
    }

    /** As the samples: 5171.2, not 5171.20. */
    private static BigDecimal shortest(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String atLeastCents(BigDecimal amount) {
        return amount.setScale(Math.max(2, shortest(amount).scale())).toPlainString();
    }

    static String hash(HambitOrder order) {
        UUID made = UUID.nameUUIDFromBytes(order.orderId().getBytes(StandardCharsets.UTF_8));
        return "0x" + made.toString().replace("-", "").repeat(2);
    }
}
