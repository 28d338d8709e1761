package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The envelope {@code trace_id, status_code, message, data}: HTTP 200 whatever happened, and a failure inside. The
 * kinds of a payment order's members are not documented; amounts are text here, as in the sample of a card top-up.
 */
final class HtpAnswers {

    private static final Duration PAYABLE = Duration.ofMinutes(30);

    private HtpAnswers() {
    }

    static Answer success(int code, JsonNode data) {
        ObjectNode body = Answer.object().put("trace_id", "").put("status_code", code).put("message", "Success");
        body.set("data", data);
        return Answer.ok(body);
    }

    static Answer error(int code, String message) {
        return Answer.ok(errorBody(code, message));
    }

    static ObjectNode errorBody(int code, String message) {
        return Answer.object().put("trace_id", UUID.randomUUID().toString().replace("-", "").substring(16))
                .put("status_code", code).put("message", message).putNull("data");
    }

    static JsonNode httpError(int status) {
        return errorBody(status, "as told");
    }

    static ObjectNode topUp(HtpOrder order) {
        ObjectNode data = started(order).put("card_id", order.card()).put("amount", text(order.amount()))
                .put("amount_usdt", order.amountUsdt().toPlainString())
                .put("net_amount", text(order.amount().subtract(order.fee())))
                .put("top_up_fee", text(order.fee())).put("exchange_rate", HtpOrder.RATE);
        return ended(data, order);
    }

    static ObjectNode cardRequest(HtpOrder order) {
        return ended(started(order).put("card_type", order.type()), order);
    }

    static ObjectNode paymentOrder(HtpOrder order, String status, Instant now) {
        boolean done = status.equals("SUCCESS");
        Instant expires = status.equals("EXPIRED") ? now : order.created().plus(PAYABLE);
        ObjectNode data = Answer.object().put("id", order.number()).put("order_sn", "OSN" + order.number())
                .put("merchant_order_sn", order.merchantOrderSn())
                .put("amount_usdt", order.amountUsdt().toPlainString())
                .put("actual_usdt", done ? order.amountUsdt().toPlainString() : "0")
                .put("merchant_usdt", order.amountUsdt().toPlainString()).put("chain_type", "TRON")
                .put("payment_address", "TSandboxDepositAddressXXXXXXXXXXXX")
                .put("payment_url", "https://pay.example.com/" + order.merchantOrderSn()).put("status", status)
                .put("transaction_hash", done ? hash(order) : "").put("confirmations", done ? 20 : 0)
                .put("webhook_url", "").put("callback_url", "").put("qr_code", "")
                .put("event_type", order.card() == null ? "CARD_REQUEST" : "TOP_UP")
                .put("exchange_rate", HtpOrder.RATE)
                .put("net_amount", text(order.amount().subtract(order.fee())));
        return data.put("expires_at", expires.toString())
                .put("expires_in", Math.max(0, Duration.between(now, expires).toSeconds()))
                .put("card_type", order.type() == null ? "VIRTUAL" : order.type());
    }

    private static ObjectNode started(HtpOrder order) {
        return Answer.object().put("id", order.number())
                .put("uuid", order.merchantOrderSn().substring("HTP-".length()));
    }

    private static ObjectNode ended(ObjectNode data, HtpOrder order) {
        data.put("status", "PENDING");
        if (!order.told().has(Mischief.NO_REFERENCE)) {
            data.put("merchant_order_sn", order.merchantOrderSn());
        }
        return data.put("created_at", order.created().toString());
    }

    /** With cents at least, as in the samples. */
    private static String text(BigDecimal amount) {
        return amount.setScale(Math.max(2, amount.scale())).toPlainString();
    }

    private static String hash(HtpOrder order) {
        return order.merchantOrderSn().substring("HTP-".length()).replace("-", "").repeat(2);
    }
}
