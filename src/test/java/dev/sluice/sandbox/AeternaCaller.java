package dev.sluice.sandbox;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** A client of the aeterna double that signs for itself. */
final class AeternaCaller {

    private final String base;
    private final Clock clock;

    AeternaCaller(SandboxServer server, Clock clock) {
        this.base = server.baseUrl("aeterna");
        this.clock = clock;
    }

    static String order(String orderId, String note) {
        return "{\"order_id\":\"" + orderId
                + "\",\"amount\":\"100.00\",\"currency\":\"EUR\",\"note\":\"" + note + "\"}";
    }

    HttpResponse<String> payin(String orderId, String note) throws IOException {
        return post("/payin", order(orderId, note));
    }

    HttpResponse<String> status(String orderId) throws IOException {
        return post("/status", "{\"order_id\":\"" + orderId + "\"}");
    }

    HttpResponse<String> post(String path, String body) throws IOException {
        return post(path, body, headers(clock.instant().getEpochSecond()));
    }

    HttpResponse<String> post(String path, String body, Map<String, String> headers) throws IOException {
        return Http.post(base + path, body, headers);
    }

    static Map<String, String> headers(long seconds) {
        Map<String, String> credentials = Sandbox.credentials("aeterna");
        return new TreeMap<>(Map.of("Accept", "application/json, text/plain",
                "X-App-Token", credentials.get("public-token"), "X-App-Access-Ts", Long.toString(seconds),
                "X-App-Access-Sig",
                TestMac.sha256Hex(credentials.get("secret-token"), seconds + credentials.get("email"))));
    }
}
