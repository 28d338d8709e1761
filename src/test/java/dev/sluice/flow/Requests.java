package dev.sluice.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Requests as upstream systems write them, right in every member until a test changes one. */
final class Requests {

    static final String ETH = "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24";
    static final String TRON = "TBoG3wMvQhFUYQdcrHF6M3s7TKNHvCdW4w";

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(new JsonNodeFactory(true));

    private Requests() {
    }

    static ObjectNode fiatToCrypto(String id) {
        ObjectNode request = request(id, "fiat-to-crypto");
        request.putObject("order").put("amount", "100.00").put("currency", "BRL").put("token", "USDT")
                .put("network", "ETH").put("address", ETH);
        request.putObject("metadata").put("tenant", "shop-7");
        return request;
    }

    /** A fiat-to-crypto order whose remark tells the double what to do wrong. */
    static ObjectNode told(String id, String remark) {
        ObjectNode request = fiatToCrypto(id);
        request.withObject("/order").put("remark", remark);
        return request;
    }

    static ObjectNode cryptoToFiat(String id) {
        ObjectNode request = request(id, "crypto-to-fiat");
        request.putObject("order").put("amount", "10.50").put("currency", "BRL").put("token", "USDT")
                .put("network", "TRON").put("address", TRON);
        return request;
    }

    static ObjectNode payin(String id) {
        ObjectNode request = request(id, "payin").put("provider", "aeterna");
        request.putObject("order").put("amount", "10.50").put("currency", "EUR");
        return request;
    }

    static ObjectNode orderStatus(String id, String of) {
        ObjectNode request = request(id, "order-status");
        request.putObject("order").put("requestId", of);
        return request;
    }

    static ObjectNode send(String id, String mobile) {
        ObjectNode request = request(id, "send");
        request.putObject("otp").put("mobile", mobile);
        return request;
    }

    static ObjectNode verify(String id, String mobile, String pin) {
        ObjectNode request = request(id, "verify");
        request.putObject("otp").put("mobile", mobile).put("pin", pin);
        return request;
    }

    static ObjectNode balance(String id) {
        return request(id, "balance");
    }

    static ObjectNode request(String id, String operation) {
        return MAPPER.createObjectNode().put("requestId", id).put("operation", operation);
    }

    static ObjectNode read(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
