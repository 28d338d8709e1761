package dev.sluice.sandbox;

import dev.sluice.config.Durations;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Doubles of the providers inside Sluice, below {@code /sandbox/<provider>} of its own HTTP port. Off unless
 * {@code sluice.sandbox.enabled} is true, and then nothing of it can be reached. What they hold lives as long as the
 * process; {@link SandboxServer} runs the same doubles in a process of their own.
 */
@ApplicationScoped
public class Sandbox {

    private final boolean enabled;
    private final Doubles doubles;

    Sandbox(@ConfigProperty(name = "sluice.sandbox.enabled", defaultValue = "false") boolean enabled,
            @ConfigProperty(name = "sluice.sandbox.order-duration", defaultValue = "3s") String orderDuration,
            @ConfigProperty(name = "sluice.sandbox.token-life", defaultValue = "30m") String tokenLife,
            @ConfigProperty(name = "sluice.sandbox.otp-life", defaultValue = "5m") String otpLife) {
        this.enabled = enabled;
        this.doubles = new Doubles(new SandboxSettings(Durations.parse(orderDuration), Durations.parse(tokenLife),
                Durations.parse(otpLife), Clock.systemUTC()));
    }

    /** The made-up credentials that a double takes, by credential name; empty where there is no such double. */
    public static Map<String, String> credentials(String provider) {
        return new Doubles(SandboxSettings.defaults()).credentials(provider);
    }

    /** What took effect at the doubles since the start. */
    public Effects effects() {
        return doubles.effects();
    }

    void mount(@Observes Router router, Vertx vertx) {
        if (enabled) {
            doubles.mount(router, vertx);
        }
    }
}
