package dev.sluice.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which device has been activated with which key, and until when. */
final class AuthtoolLicences {

    static final String KEY_OK = "sandbox-key-ok";
    static final String KEY_EXPIRED = "sandbox-key-expired";
    static final String KEY_FULL = "sandbox-key-full";
    static final String KEY_DISABLED = "sandbox-key-disabled";

    private static final Duration TERM = Duration.ofDays(30);

    record Licence(String key, Instant until) {
    }

    private final Clock clock;
    private final Map<String, Licence> byDevice = new ConcurrentHashMap<>();

    AuthtoolLicences(Clock clock) {
        this.clock = clock;
    }

    /** Of a key that activates no device. */
    static Optional<Answer> refusal(String key) {
        return switch (key) {
            case KEY_OK, KEY_EXPIRED -> Optional.empty();
            case KEY_DISABLED -> Optional.of(AuthtoolAnswers.error(400, "Key disabled"));
            case KEY_FULL -> Optional.of(AuthtoolAnswers.error(409, "Key has reached device limit"));
            default -> Optional.of(AuthtoolAnswers.error(404, "Key not found"));
        };
    }

    Optional<Licence> of(String uid) {
        return Optional.ofNullable(byDevice.get(uid));
    }

    /** True where the device did not have this key before; a device that has it keeps its term. */
    boolean activate(String uid, String key) {
        Licence before = byDevice.get(uid);
        if (before != null && before.key().equals(key)) {
            return false;
        }
        Instant now = clock.instant();
        byDevice.put(uid, new Licence(key, key.equals(KEY_EXPIRED) ? now.minus(TERM) : now.plus(TERM)));
        return true;
    }
}
