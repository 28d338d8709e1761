package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** A client of the htp double that signs for itself. */
final class HtpCaller {

    private final String base;
    private final Clock clock;

    HtpCaller(SandboxServer server, Clock clock) {
        this.base = server.baseUrl("htp");
        this.clock = clock;
    }

    /** The access token of a new login. */
    String login() throws IOException {
        return Http.json(connect(clock.instant().getEpochSecond())).at("/data/access_token").asText();
    }

    HttpResponse<String> connect(long seconds) throws IOException {
        return connect(connectBody(Long.toString(seconds)), connectHeaders(Long.toString(seconds)));
    }

    HttpResponse<String> connect(String body, Map<String, String> headers) throws IOException {
        return Http.post(base + "/connect/token", body, headers);
    }

    static String connectBody(String seconds) {
        return "{\"device_id\":\"sandbox-htp-device\",\"timestamp\":\"" + seconds
                + "\",\"user_id\":\"sandbox-htp-user\"}";
    }

    static Map<String, String> connectHeaders(String seconds) {
        Map<String, String> credentials = Sandbox.credentials("htp");
        String message = credentials.get("agent-id") + credentials.get("device-id") + seconds
                + credentials.get("user-id");
        return new TreeMap<>(Map.of("X-Agent-ID", credentials.get("agent-id"),
                "X-Signature", TestMac.sha256Hex(credentials.get("agent-secret"), message)));
    }

    HttpResponse<String> topUp(String token, String cardId) throws IOException {
        return post(token, "/card-topup?method=agent_pay", "{\"amount\":100.00,\"card_id\":" + cardId + "}");
    }

    HttpResponse<String> request(String token, String address) throws IOException {
        return post(token, "/card-request?method=agent-pay", "{\"card_type\":\"VIRTUAL\",\"country_id\":702,"
                + "\"address\":\"" + address + "\",\"post_code\":\"238823\"}");
    }

    /** The data of the payment order that an answer names. */
    JsonNode order(String token, HttpResponse<String> created) throws IOException {
        return Http.json(get(token, "/payment-orders/" + Http.json(created).at("/data/merchant_order_sn").asText()))
                .at("/data");
    }

    HttpResponse<String> post(String token, String path, String body) throws IOException {
        return Http.post(base + path, body, Map.of("Authorization", "Bearer " + token));
    }

    HttpResponse<String> get(String token, String path) throws IOException {
        return Http.get(base + path, Map.of("Authorization", "Bearer " + token));
    }

    static int code(HttpResponse<String> answer) {
        return Http.json(answer).at("/status_code").asInt();
    }
}
