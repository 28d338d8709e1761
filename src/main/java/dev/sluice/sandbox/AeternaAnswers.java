package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/** The document shows no answer: all of these, and their codes, are made up. */
final class AeternaAnswers {

    private AeternaAnswers() {
    }

    static Answer error(int status, String code, String message) {
        return new Answer(status, errorBody(code, message));
    }

    static ObjectNode errorBody(String code, String message) {
        ObjectNode body = Answer.object().put("success", false);
        body.putObject("error").put("code", code).put("message", message);
        return body;
    }

    static ObjectNode httpError(int status) {
        return errorBody(status == 429 ? "throttled" : status == 503 ? "unavailable" : "internal", "as told");
    }

    static Answer order(AeternaOrder order, String status, boolean withReference) {
        ObjectNode data = Answer.object();
        data.put("id", withReference ? order.id() : null).put("order_id", order.orderId()).put("status", status)
                .put("amount", order.amount().toPlainString()).put("currency", order.currency());
        return success(data);
    }

    static Answer balance() {
        ObjectNode data = Answer.object();
        data.putArray("balances").add(Answer.object().put("currency", "EUR").put("amount", "10250.75"))
                .add(Answer.object().put("currency", "BRL").put("amount", "0.00"));
        return success(data);
    }

    static Answer statistics(Collection<AeternaOrder> orders) {
        ObjectNode data = Answer.object();
        for (String kind : List.of("payin", "payout")) {
            data.put(kind, orders.stream().filter(order -> order.kind().equals(kind)).count());
        }
        return success(data);
    }

    static Answer disputes() {
        ObjectNode data = Answer.object();
        data.putArray("disputes").add(Answer.object().put("id", "DSP-1").put("order_id", "sandbox-disputed")
                .put("status", "open").put("amount", "12.50").put("currency", "EUR"));
        return success(data);
    }

    private static Answer success(ObjectNode data) {
        ObjectNode body = Answer.object().put("success", true);
        body.set("data", data);
        return Answer.ok(body);
    }
}
