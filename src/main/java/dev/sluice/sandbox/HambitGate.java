package dev.sluice.sandbox;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Who may call (hambit 2 and 4): four headers, a known key, a timestamp of 13 digits within 5 minutes, a UUID v4 never
 * used before, and the signature, computed here from the document alone and not by the code that it checks. The
 * document names no window and no rule on nonces; both are this double's.
 */
final class HambitGate {

    static final String ACCESS_KEY = "sandbox-hambit-access-key";
    static final String SECRET_KEY = "sandbox-hambit-secret-key";

    private static final long WINDOW = Duration.ofMinutes(5).toMillis();
    private static final List<String> HEADERS = List.of("access_key", "timestamp", "nonce", "sign");
    private static final String UUID_V4 = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}";

    private final Clock clock;
    private final Map<String, Long> nonces = new ConcurrentHashMap<>();
    private volatile long forgetAt;

    HambitGate(Clock clock) {
        this.clock = clock;
    }

    /** What is wrong, or empty; then the nonce is used up. */
    Optional<String> refusal(MultiMap headers, FlatBody body) {
        if (HEADERS.stream().anyMatch(name -> headers.getAll(name).size() != 1)) {
            return Optional.of("access_key, timestamp, nonce and sign are required, once each");
        }
        String timestamp = headers.get("timestamp");
        String nonce = headers.get("nonce");
        if (!ACCESS_KEY.equals(headers.get("access_key"))) {
            return Optional.of("unknown access_key");
        }
        if (!timestamp.matches("\\d{13}") || Math.abs(clock.millis() - Long.parseLong(timestamp)) > WINDOW) {
            return Optional.of("timestamp must be 13 digits and within 5 minutes");
        }
        if (!nonce.matches(UUID_V4)) {
            return Optional.of("nonce must be a UUID v4");
        }
        if (!Macs.same(sign(headers, body), headers.get("sign"))) {
            return Optional.of("sign is wrong");
        }
        return used(nonce) ? Optional.of("nonce used before") : Optional.empty();
    }

    private static String sign(MultiMap headers, FlatBody body) {
        Map<String, String> signed = new TreeMap<>();
        body.names().stream().filter(name -> !body.isNull(name)).forEach(name -> signed.put(name, body.text(name)));
        HEADERS.subList(0, 3).forEach(name -> signed.put(name, headers.get(name)));
        return sign(SECRET_KEY, signed);
    }

    /** @param signed in the order of the names' ASCII codes */
    static String sign(String secretKey, Map<String, String> signed) {
        String message = signed.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("&"));
        return Base64.getEncoder().encodeToString(Macs.mac("HmacSHA1", secretKey.getBytes(StandardCharsets.UTF_8),
                message.getBytes(StandardCharsets.UTF_8)));
    }

    /** A nonce need not be remembered once every timestamp that it could come with is stale. */
    private boolean used(String nonce) {
        long now = clock.millis();
        if (now >= forgetAt) {
            forgetAt = now + WINDOW;
            nonces.values().removeIf(seen -> seen < now - 2 * WINDOW);
        }
        return nonces.putIfAbsent(nonce.toLowerCase(Locale.ROOT), now) != null;
    }
}
