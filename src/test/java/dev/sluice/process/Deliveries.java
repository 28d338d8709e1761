package dev.sluice.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sandbox.Sandbox;
import dev.sluice.signing.Outgoing;
import dev.sluice.signing.Signature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Webhooks as the providers' documents have them, delivered to a running Sluice. */
public final class Deliveries {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String SORTED_FIELDS = """
            {"message": {"fields": {"from": "body", "add": {"access_key": "{credential:access-key}",
               "timestamp": "{timestamp}", "nonce": "{nonce}"}}},
             "timestamp": "milliseconds", "nonce": "uuid", "algorithm": "HMAC-SHA1",
             "key": {"credential": "secret-key", "encoding": "text"}, "output": {"encoding": "base64"},
             "headers": {"access_key": "{credential:access-key}", "timestamp": "{timestamp}", "nonce": "{nonce}",
               "sign": "{signature}"}}""";

    private final int port;

    public Deliveries(int port) {
        this.port = port;
    }

    /** Headers of a callback over this body, signed at this time with this key. */
    static Map<String, String> hambit(String body, Clock clock, String secretKey) throws IOException {
        Map<String, String> credentials = new HashMap<>(Sandbox.credentials("hambit"));
        credentials.put("secret-key", secretKey);
        return Signature.of(new ObjectMapper().readTree(SORTED_FIELDS)).sign(
                new Outgoing("POST", "/webhooks/hambit/default", "", Map.of(), body.getBytes(StandardCharsets.UTF_8)),
                credentials::get, clock, () -> UUID.randomUUID().toString()).headers();
    }

    public static Map<String, String> hambit(String body) throws IOException {
        return hambit(body, Clock.systemUTC(), Sandbox.credentials("hambit").get("secret-key"));
    }

    static Map<String, String> aeterna(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Sandbox.credentials("aeterna").get("secret-token").getBytes(StandardCharsets.UTF_8),
                "HmacSHA256"));
        return Map.of("X-Signature", HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8))));
    }

    /** @return the status of the answer */
    public int post(String path, String body, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(1)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
