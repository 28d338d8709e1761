package dev.sluice.flow;

import dev.sluice.sandbox.Sandbox;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Starts the world before Sluice, tells Sluice of it by settings alone, and hands it to the tests. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {

    private World world;
    private EmbeddedPostgres postgresql;
    private boolean server;
    private boolean meddled;

    @Override
    public void init(Map<String, String> arguments) {
        server = "postgresql".equals(arguments.get("ledger"));
        meddled = "meddled".equals(arguments.get("answers"));
    }

    @Override
    public Map<String, String> start() {
        world = new World();
        Map<String, String> settings = new HashMap<>(Map.of(
                "quarkus.http.test-port", String.valueOf(world.httpPort()),
                "sluice.broker.port", String.valueOf(world.brokerPort()),
                "sluice.data", "target/flow/" + UUID.randomUUID()));
        for (String provider : new String[]{"hambit", "messagehub"}) {
            String prefix = "sluice.providers." + provider + ".";
            settings.put(prefix + "base-url", meddled ? world.meddledUrl(provider) : world.baseUrl(provider));
            Sandbox.credentials(provider).forEach((name, value) -> {
                settings.put(prefix + "accounts.default." + name, value);
                settings.put(prefix + "accounts.second." + name, value);
                settings.put(prefix + "accounts.wrong." + name, name.matches("access-key|username") ? value : "wrong");
            });
        }
        settings.put("sluice.providers.hambit.accounts.half.access-key", "there-is-no-secret-key");
        if (server) {
            postgresql = durable();
            settings.put("sluice.ledger.url", postgresql.getJdbcUrl("postgres", "postgres"));
            settings.put("sluice.ledger.username", "postgres");
            settings.put("sluice.ledger.password", "postgres");
        }
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(world, new TestInjector.MatchesType(World.class));
    }

    @Override
    public void stop() {
        world.close();
        if (postgresql != null) {
            try {
                postgresql.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static EmbeddedPostgres durable() {
        try {
            return EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                    .setPGStartupWait(Duration.ofMinutes(2)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
