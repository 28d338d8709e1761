package dev.sluice.sandbox;

import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may call: three headers, a known token, a timestamp of seconds within 5 minutes, and the signature over
 * {@code ts + email} in lower case, computed here from the document. It says that a timestamp's life is limited and not
 * how long it is.
 */
final class AeternaGate {

    static final String PUBLIC_TOKEN = "sandbox-aeterna-public-token";
    static final String SECRET_TOKEN = "sandbox-aeterna-secret-token";
    static final String EMAIL = "sandbox-merchant@example.com";

    private static final long WINDOW = Duration.ofMinutes(5).toSeconds();
    private static final List<String> HEADERS = List.of("X-App-Token", "X-App-Access-Ts", "X-App-Access-Sig");

    private final Clock clock;

    AeternaGate(Clock clock) {
        this.clock = clock;
    }

    /** What is wrong, or empty. */
    Optional<String> refusal(MultiMap headers) {
        if (HEADERS.stream().anyMatch(name -> headers.getAll(name).size() != 1)) {
            return Optional.of("X-App-Token, X-App-Access-Ts and X-App-Access-Sig are required, once each");
        }
        String timestamp = headers.get("X-App-Access-Ts");
        if (!PUBLIC_TOKEN.equals(headers.get("X-App-Token"))) {
            return Optional.of("unknown X-App-Token");
        }
        if (!timestamp.matches("\\d{10}")
                || Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp)) > WINDOW) {
            return Optional.of("X-App-Access-Ts must be seconds and within 5 minutes");
        }
        return Macs.same(Macs.sha256Hex(SECRET_TOKEN, timestamp + EMAIL), headers.get("X-App-Access-Sig"))
                ? Optional.empty() : Optional.of("X-App-Access-Sig is wrong");
    }

    /** As the document prints it; spaces do not count. */
    static boolean accepts(String accept) {
        return accept != null && accept.replace(" ", "").equals("application/json,text/plain");
    }
}
