package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;

/** A client of the messagehub double. */
final class MessagehubCaller {

    private final String base;

    MessagehubCaller(SandboxServer server) {
        this.base = server.baseUrl("messagehub");
    }

    /** The payload of a login: access_token, validity_period, refresh_token. */
    JsonNode login() throws IOException {
        Map<String, String> credentials = Sandbox.credentials("messagehub");
        return Http.json(auth("{\"type\":\"access_token\",\"username\":\"" + credentials.get("username")
                + "\",\"password\":\"" + credentials.get("password") + "\"}")).at("/payload");
    }

    HttpResponse<String> refresh(JsonNode tokens) throws IOException {
        return auth("{\"type\":\"refresh_token\",\"refresh_token\":\"" + tokens.at("/refresh_token").asText() + "\"}");
    }

    HttpResponse<String> auth(String body) throws IOException {
        return Http.post(base + "/auth/", body, Map.of());
    }

    HttpResponse<String> generate(JsonNode tokens, String mobile) throws IOException {
        return post(tokens, "/otp/v3/generate/", "{\"mobile\":\"" + mobile + "\"}");
    }

    HttpResponse<String> validate(JsonNode tokens, String id, String mobile, String pin) throws IOException {
        return post(tokens, "/otp/v3/validate/" + id, "{\"pin\":\"" + pin + "\",\"mobile\":\"" + mobile + "\"}");
    }

    HttpResponse<String> balance(JsonNode tokens) throws IOException {
        return Http.get(base + "/otp/v3/balance/", bearer(tokens));
    }

    HttpResponse<String> post(JsonNode tokens, String path, String body) throws IOException {
        return Http.post(base + path, body, bearer(tokens));
    }

    static int code(HttpResponse<String> answer) {
        return Http.json(answer).at("/errors/0/code").asInt();
    }

    private static Map<String, String> bearer(JsonNode tokens) {
        return Map.of("Authorization", "Bearer " + tokens.at("/access_token").asText());
    }
}
