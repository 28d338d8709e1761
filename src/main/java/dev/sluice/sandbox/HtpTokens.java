package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code connect/token}: HMAC-SHA256 in lower-case hex over agent id, device id, timestamp and user id, seconds within
 * 5 minutes. Any device and user of the one agent is known. A token lives to its end whatever comes after it.
 */
final class HtpTokens {

    static final String AGENT_ID = "00000000-0000-4000-8000-5a4db0c5a9e7";
    static final String AGENT_SECRET = "sandbox-htp-agent-secret";
    static final String DEVICE_ID = "sandbox-htp-device";
    static final String USER_ID = "sandbox-htp-user";

    private static final long WINDOW = Duration.ofMinutes(5).toSeconds();
    private static final List<String> MEMBERS = List.of("device_id", "timestamp", "user_id");

    private final SandboxSettings settings;
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();

    HtpTokens(SandboxSettings settings) {
        this.settings = settings;
    }

    /** What is wrong, 400 for the body and 401 for who asks, or empty. */
    Optional<Answer> refusal(MultiMap headers, FlatBody body) {
        if (!body.names().equals(Set.copyOf(MEMBERS))
                || MEMBERS.stream().anyMatch(name -> body.string(name).filter(text -> !text.isEmpty()).isEmpty())) {
            return Optional.of(HtpAnswers.error(400, "device_id, timestamp and user_id are required, as text"));
        }
        String timestamp = body.needed("timestamp");
        if (headers.getAll("X-Agent-ID").size() != 1 || headers.getAll("X-Signature").size() != 1) {
            return Optional.of(HtpAnswers.error(401, "X-Agent-ID and X-Signature are required, once each"));
        }
        if (!timestamp.matches("\\d{10}")
                || Math.abs(settings.clock().instant().getEpochSecond() - Long.parseLong(timestamp)) > WINDOW) {
            return Optional.of(HtpAnswers.error(401, "timestamp must be seconds and within 5 minutes"));
        }
        String expected = Macs.sha256Hex(AGENT_SECRET, headers.get("X-Agent-ID") + body.text("device_id") + timestamp
                + body.text("user_id"));
        return AGENT_ID.equals(headers.get("X-Agent-ID")) && Macs.same(expected, headers.get("X-Signature"))
                ? Optional.empty() : Optional.of(HtpAnswers.error(401, "X-Agent-ID or X-Signature is wrong"));
    }

    ObjectNode issue() {
        Instant now = settings.clock().instant();
        tokens.values().removeIf(until -> until.isBefore(now));
        String token = UUID.randomUUID().toString();
        Instant until = now.plus(settings.tokenLife());
        tokens.put(token, until);
        return Answer.object().put("access_token", token).put("expired_at", until.getEpochSecond());
    }

    /** @param authorization the header, if there is one */
    boolean admits(@Nullable String authorization) {
        Instant until = tokens.get(bearer(authorization));
        return until != null && settings.clock().instant().isBefore(until);
    }

    void revoke(String authorization) {
        tokens.remove(bearer(authorization));
    }

    private static String bearer(@Nullable String authorization) {
        return authorization != null && authorization.startsWith("Bearer ") ? authorization.substring(7) : "";
    }
}
