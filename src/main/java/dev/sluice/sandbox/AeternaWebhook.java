package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The webhook of an ended order. Only its {@code X-Signature} is documented: HMAC-SHA256 in hex over the body without
 * spaces and line breaks. Its members are made up.
 */
final class AeternaWebhook {

    private AeternaWebhook() {
    }

    static SentWebhook of(AeternaOrder order, String url) {
        boolean forged = order.told().has(Mischief.WEBHOOK_FORGED);
        boolean failed = order.told().has(Mischief.FAIL) != forged;
        ObjectNode body = Answer.object().put("order_id", order.orderId()).put("id", order.id())
                .put("status", failed ? "failed" : "success").put("amount", order.amount().toPlainString())
                .put("currency", order.currency());
        String signature = Macs.sha256Hex(forged ? "forged-secret-token" : AeternaGate.SECRET_TOKEN, body.toString());
        String text = order.told().has(Mischief.WEBHOOK_RESPACED) ? body.toPrettyString() : body.toString();
        return new SentWebhook("aeterna", order.orderId(), url, text, Map.of("X-Signature", signature));
    }

    static boolean acknowledged(int status, String body) {
        return status == 200;
    }
}
