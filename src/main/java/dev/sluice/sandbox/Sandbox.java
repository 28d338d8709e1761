package dev.sluice.sandbox;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * Doubles of the providers inside Sluice, below {@code /sandbox/<provider>} of its own HTTP port. Off unless
 * {@code sluice.sandbox.enabled} is true, and then nothing of it can be reached. What they hold lives as long as the
 * process; {@link SandboxServer} runs the same doubles in a process of their own. Webhooks go to
 * {@code sluice.sandbox.webhook-url}, or with {@code sluice.sandbox.webhooks=true} to Sluice itself; else none is sent.
 */
@ApplicationScoped
public class Sandbox {

    private final boolean enabled;
    private final Doubles doubles;

    @Inject
    Sandbox(Config config) {
        this(config.getOptionalValue("sluice.sandbox.enabled", Boolean.class).orElse(false), settings(config));
    }

    Sandbox(boolean enabled, SandboxSettings settings) {
        this.enabled = enabled;
        this.doubles = new Doubles(settings);
    }

    static SandboxSettings settings(Config config) {
        SandboxSettings settings = SandboxSettings.read(
                (name, otherwise) -> config.getOptionalValue(name, String.class).orElse(otherwise));
        boolean toItself = config.getOptionalValue("sluice.sandbox.webhooks", Boolean.class).orElse(false);
        return toItself && settings.webhooks().isEmpty()
                ? settings.withWebhooks("http://127.0.0.1:"
                        + config.getOptionalValue("quarkus.http.port", String.class).orElse("8080"))
                : settings;
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
