package dev.sluice.sandbox;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client of the hambit double that signs for itself; members of a request are JSON strings. */
public final class HambitCaller {

    static final String CREATE = "/api/v3/exchange/fiat/to/wallet";
    static final String QUERY = "/api/v3/exchange/query/exchange/orderinfo";
    static final String SELL = "/api/v3/exchange/wallet/to/fiat";
    static final String QUERY_SELL = "/api/v3/exchange/query/wallet/exchange/orderinfo";

    private final String base;
    private final Clock clock;

    public HambitCaller(SandboxServer server, Clock clock) {
        this.base = server.baseUrl("hambit");
        this.clock = clock;
    }

    /** The document's own request. */
    public static Map<String, String> order(String externalOrderId) {
        Map<String, String> order = new LinkedHashMap<>();
        order.put("addressTo", "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24");
        order.put("chainType", "ETH");
        order.put("tokenType", "USDT");
        order.put("currencyAmount", "1");
        order.put("currencyType", "BRL");
        order.put("externalOrderId", externalOrderId);
        order.put("remark", "123");
        return order;
    }

    static Map<String, String> order(String externalOrderId, String remark) {
        return with(order(externalOrderId), "remark", remark);
    }

    public static Map<String, String> with(Map<String, String> members, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(members);
        changed.put(name, value);
        return changed;
    }

    public HttpResponse<String> create(Map<String, String> members) throws IOException {
        return post(CREATE, members);
    }

    HttpResponse<String> query(String externalOrderId) throws IOException {
        return post(QUERY, Map.of("externalOrderId", externalOrderId));
    }

    HttpResponse<String> post(String path, Map<String, String> members) throws IOException {
        return post(path, json(members), headers(members, clock.millis(), UUID.randomUUID().toString()));
    }

    HttpResponse<String> post(String path, String body, Map<String, String> headers) throws IOException {
        return Http.post(base + path, body, headers);
    }

    static String json(Map<String, String> members) {
        return members.entrySet().stream().map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** @param members as text, whatever their kind in the body */
    static Map<String, String> headers(Map<String, String> members, long timestamp, String nonce) {
        Map<String, String> credentials = Sandbox.credentials("hambit");
        Map<String, String> headers = new TreeMap<>(Map.of("access_key", credentials.get("access-key"),
                "timestamp", Long.toString(timestamp), "nonce", nonce));
        Map<String, String> signed = new TreeMap<>(members);
        signed.putAll(headers);
        headers.put("sign", hmacSha1(credentials.get("secret-key"), signed.entrySet().stream()
                .map(Map.Entry::toString).collect(Collectors.joining("&"))));
        return headers;
    }

    private static String hmacSha1(String key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
