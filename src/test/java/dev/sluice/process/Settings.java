package dev.sluice.process;

import dev.sluice.sandbox.Sandbox;
import dev.sluice.sandbox.SandboxServer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings by their names in the environment, made for a test that cannot wait as long as a provider takes. */
public final class Settings {

    private final Map<String, String> environment = new HashMap<>();

    /**
     * All providers at the doubles, asked soon and often; payins as the double has them, and told of by webhooks only.
     */
    static Settings at(SandboxServer doubles) {
        Settings settings = new Settings();
        for (String provider : List.of("hambit", "aeterna", "htp", "messagehub", "authtool")) {
            String prefix = "sluice.providers." + provider + ".";
            settings.set(prefix + "base-url", doubles.baseUrl(provider)).set(prefix + "limits.rate", "80")
                    .set(prefix + "poll.first-delay", "200ms").set(prefix + "poll.max-delay", "2s")
                    .set(prefix + "retry.first-delay", "200ms");
            Sandbox.credentials(provider)
                    .forEach((name, value) -> settings.set(prefix + "accounts.default." + name, value));
        }
        String aeterna = "sluice.providers.aeterna.";
        return settings.set(aeterna + "operations.payin.path", "/payin").set(aeterna + "places.success", "/success")
                .set(aeterna + "operations.payin.body",
                        "{\"amount\":\"{order.amount}\",\"currency\":\"{order.currency}\","
                                + "\"order_id\":\"{requestId}\",\"note\":\"{order.fields.note}\"}")
                .set(aeterna + "places.reference", "/data/id").set(aeterna + "places.code", "/error/code")
                .set(aeterna + "places.echo.amount", "/data/amount")
                .set(aeterna + "places.echo.currency", "/data/currency")
                .set(aeterna + "answers.codes", "{\"refused\":{\"kind\":\"refused\",\"category\":\"VALIDATION\"}}")
                .set(aeterna + "answers.statuses.completed", "success")
                .set(aeterna + "answers.statuses.failed", "failed")
                .set(aeterna + "webhook.places.order-id", "/order_id").set(aeterna + "webhook.places.status", "/status")
                .set(aeterna + "webhook.places.reference", "/id")
                .set(aeterna + "webhook.places.echo.amount", "/amount");
    }

    /** What no provider's file says: the asking ends soon, and an answer that takes longer is lost. */
    Settings impatient(String budget, String patience) {
        for (String provider : List.of("hambit", "aeterna", "htp", "messagehub", "authtool")) {
            set("sluice.providers." + provider + ".poll.budget", budget);
            set("sluice.providers." + provider + ".timeouts.response", patience);
        }
        return this;
    }

    public Settings embedded(int brokerPort) {
        return set("sluice.broker.port", Integer.toString(brokerPort));
    }

    Settings outside(String broker) {
        return set("sluice.broker.embedded", "false").set("sluice.broker.url", broker);
    }

    /** No other Sluice is at this broker, so that the ledger need not be one that several can share. */
    Settings alone() {
        return set("sluice.ledger.one-process", "true");
    }

    public Settings http(int port) {
        return set("quarkus.http.port", Integer.toString(port)).set("quarkus.http.host", "127.0.0.1");
    }

    public Settings set(String name, String value) {
        environment.put(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value);
        return this;
    }

    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }
}
