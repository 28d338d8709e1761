package dev.sluice.flow;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Starts the tellers, and tells Sluice of them as of the provider aeterna, whose protocol is the operator's to
 * describe.
 */
public final class TellersNearby implements QuarkusTestResourceLifecycleManager {

    private static final String PREFIX = "sluice.providers.aeterna.";

    private Tellers tellers;

    @Override
    public Map<String, String> start() {
        tellers = new Tellers();
        Map<String, String> settings = new HashMap<>();
        Map.ofEntries(Map.entry("base-url", tellers.baseUrl()), Map.entry("operations.payin.path", "/payin"),
                Map.entry("calls.order.path", "/status"), Map.entry("places.success", "/success"),
                Map.entry("places.code", "/error/code"), Map.entry("places.reference", "/data/id"),
                Map.entry("places.status", "/data/status"), Map.entry("places.echo.requestId", "/data/order_id"),
                Map.entry("answers.codes", "{\"invalid\": {\"kind\": \"refused\", \"category\": \"VALIDATION\"}}"),
                Map.entry("answers.statuses.progress", "created"), Map.entry("answers.statuses.completed", "success"))
                .forEach((key, value) -> settings.put(PREFIX + key, value));
        for (String account : new String[]{"default", "second"}) {
            settings.put(PREFIX + "accounts." + account + ".public-token", account);
            settings.put(PREFIX + "accounts." + account + ".secret-token", "secret");
            settings.put(PREFIX + "accounts." + account + ".email", "shop@example.com");
        }
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(tellers, new TestInjector.MatchesType(Tellers.class));
    }

    @Override
    public void stop() {
        tellers.close();
    }
}
