package dev.sluice.flow;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sluice with its embedded ledger, and with schedules short enough to be waited for. */
public class OnSqlite implements QuarkusTestProfile {

    static final int REPLY_QUEUES = 60;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>();
        for (String provider : new String[]{"hambit", "messagehub"}) {
            Map.of("poll.first-delay", "100ms", "poll.factor", "1", "poll.max-delay", "100ms", "poll.jitter", "0",
                    "poll.budget", "8s", "retry.first-delay", "250ms", "retry.factor", "1", "retry.jitter", "0",
                    "timeouts.response", "12s", "limits.rate", "1000")
                    .forEach((key, value) -> settings.put("sluice.providers." + provider + "." + key, value));
            settings.put("sluice.providers." + provider + ".breaker.open", "200ms");
        }
        // Whose orders are not over before a test is done with them.
        settings.put("sluice.providers.hambit.accounts.second.poll.budget", "1m");
        settings.put("sluice.providers.messagehub.token.renew-ahead", "3s");
        // It is called over no TLS here; how long the certificate lasts is told all the same.
        settings.put("sluice.providers.authtool.trust-file", "src/test/resources/keys/root.pem");
        settings.put("sluice.watch.period", "200ms");
        settings.put("sluice.reply-to.unused", "15s");
        settings.put("sluice.reply-to.most", String.valueOf(REPLY_QUEUES));
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Surroundings.class, Map.of("ledger", ledger(), "answers", answers())));
    }

    String answers() {
        return "honest";
    }

    String ledger() {
        return "sqlite";
    }
}
