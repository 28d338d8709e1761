package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The callback of an ended order: flat and signed like a request, as hambit's ramp product documents it, with the
 * exchange product's numbers in {@code orderStatus}. It has a null member, which is not signed, and a number.
 */
final class HambitCallback {

    private static final Duration STALE = Duration.ofMinutes(10);

    private HambitCallback() {
    }

    /** @param url also what {@code notifyUrl} says where the order has one */
    static SentWebhook of(HambitOrder order, String url, Clock clock, Duration duration) {
        boolean forged = order.told().has(Mischief.WEBHOOK_FORGED);
        ObjectNode body = body(order, duration, order.told().has(Mischief.FAIL) != forged);
        Map<String, String> headers = new TreeMap<>();
        headers.put("access_key", HambitGate.ACCESS_KEY);
        headers.put("timestamp", Long.toString(clock.millis()
                - (order.told().has(Mischief.WEBHOOK_STALE) ? STALE.toMillis() : 0)));
        headers.put("nonce", UUID.randomUUID().toString());
        Map<String, String> signed = new TreeMap<>(headers);
        body.properties().stream().filter(member -> !member.getValue().isNull())
                .forEach(member -> signed.put(member.getKey(), member.getValue().asText()));
        headers.put("sign", HambitGate.sign(forged ? "forged-secret-key" : HambitGate.SECRET_KEY, signed));
        String text = order.told().has(Mischief.WEBHOOK_RESPACED) ? body.toPrettyString() : body.toString();
        return new SentWebhook("hambit", order.about(), url, text, headers);
    }

    /** HTTP 200 and {@code {"code":200,"success":true}}: so answers the one plugin that is known. */
    static boolean acknowledged(int status, String body) {
        try {
            JsonNode answer = new ObjectMapper().readTree(body);
            return status == 200 && answer.path("code").asInt() == 200 && answer.path("success").asBoolean();
        } catch (IOException e) {
            return false;
        }
    }

    private static ObjectNode body(HambitOrder order, Duration duration, boolean failed) {
        JsonNode info = HambitAnswers.info(order, order.ends(duration), duration).body().path("data");
        ObjectNode body = Answer.object();
        for (String name : new String[]{"currencyType", "orderId", "tokenType", "tokenAmount", "currencyAmount",
                "orderFee", "remark", "chainType", "externalOrderId", "addressTo", "orderAmount", "exchangeRate"}) {
            body.set(name, info.path(name));
        }
        return body.put("orderCompleteTime", order.ends(duration).toEpochMilli())
                .put("orderStatus", failed ? HambitOrder.FAILED : HambitOrder.COMPLETE)
                .put("tradeHash", failed ? null : HambitAnswers.hash(order))
                .put("notifyUrl", order.notifyUrl()).put("errorMsg", failed ? "exchange failed" : null);
    }
}
