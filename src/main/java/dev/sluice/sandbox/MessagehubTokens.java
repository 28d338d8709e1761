package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Access and refresh tokens. A refresh token is good for one use; the access token that came with it lives on to its
 * end. The document says neither.
 */
final class MessagehubTokens {

    static final String USERNAME = "sandbox-messagehub-user";
    static final String PASSWORD = "sandbox-messagehub-password";

    private record Access(Instant until, String refreshToken) {
    }

    private final SandboxSettings settings;
    private final Map<String, Access> accesses = new ConcurrentHashMap<>();
    private final Map<String, Boolean> refreshTokens = new ConcurrentHashMap<>();

    MessagehubTokens(SandboxSettings settings) {
        this.settings = settings;
    }

    /** The payload of a login, or empty for wrong credentials. */
    Optional<ObjectNode> login(String username, String password) {
        boolean known = USERNAME.equals(username) && MessageDigest.isEqual(
                PASSWORD.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
        return known ? Optional.of(issue()) : Optional.empty();
    }

    /** The payload of a refresh, or empty for a token that is unknown, used or revoked. */
    Optional<ObjectNode> refresh(String refreshToken) {
        return refreshTokens.remove(refreshToken) == null ? Optional.empty() : Optional.of(issue());
    }

    /** @param authorization the header, if there is one */
    boolean admits(@Nullable String authorization) {
        Access access = accesses.get(bearer(authorization));
        return access != null && settings.clock().instant().isBefore(access.until());
    }

    void revokeAccess(String authorization) {
        accesses.remove(bearer(authorization));
    }

    void revokeWithRefresh(String authorization) {
        Access access = accesses.remove(bearer(authorization));
        if (access != null) {
            refreshTokens.remove(access.refreshToken());
        }
    }

    private ObjectNode issue() {
        String access = UUID.randomUUID().toString();
        String refresh = UUID.randomUUID().toString();
        Instant now = settings.clock().instant();
        accesses.values().removeIf(old -> old.until().isBefore(now));
        accesses.put(access, new Access(now.plus(settings.tokenLife()), refresh));
        refreshTokens.put(refresh, true);
        return Answer.object().put("access_token", access)
                .put("validity_period", settings.tokenLife().toSeconds()).put("refresh_token", refresh);
    }

    private static String bearer(@Nullable String authorization) {
        return authorization != null && authorization.startsWith("Bearer ") ? authorization.substring(7) : "";
    }
}
