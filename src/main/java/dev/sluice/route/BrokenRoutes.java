package dev.sluice.route;

import dev.sluice.provider.PlanTaken;
import dev.sluice.text.Shown;
import dev.sluice.watch.Counters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Calls that their own flow fails: each cause is said once in the log, and health names it until such a call succeeds.
 * Always up: no restart mends a flow.
 */
@Singleton
@Readiness
@Unremovable
public class BrokenRoutes implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(BrokenRoutes.class);
    private static final int MOST = 1_000;

    private record Broken(String why, int times, Instant since) {
    }

    private final Map<String, Broken> broken = new TreeMap<>();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final Counters counters;

    public BrokenRoutes(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        counters = new Counters(metrics, "sluice.routes.failed", "Calls that their own flow failed", "call");
    }

    /** Counts from 0: a rate knows nothing of what a counter begins with. */
    public void begin(String call) {
        counters.of(call);
    }

    /**
     * @param call  {@code provider.call}
     * @param place where it is known
     * @param why   what is told of it, which quotes no message
     */
    public synchronized void failed(String call, @Nullable RoutePlace place, String why) {
        String told = why + (place == null || place.file() == null ? "" : " (" + place.file() + ")");
        Broken known = broken.get(call);
        broken.put(call, known == null ? new Broken(told, 1, clock.instant())
                : new Broken(told, known.times() + 1, known.since()));
        counters.of(call).increment();
        if (said.size() < MOST && said.add(call + told)) {
            LOG.warnf("%s: %s. It is said once; health tells how often, until such a call succeeds", call, told);
        }
    }

    /** Other flows, which may be mended. */
    synchronized void forget(@Observes PlanTaken event) {
        broken.clear();
        said.clear();
    }

    public void passed(String call) {
        if (!broken.isEmpty()) {
            synchronized (this) {
                broken.remove(call);
            }
        }
    }

    @Override
    public synchronized HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("routes").up();
        broken.forEach((call, it) -> response.withData(call,
                Shown.line(it.times() + " times since " + it.since() + ", last: " + it.why())));
        return response.build();
    }
}
