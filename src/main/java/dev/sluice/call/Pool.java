package dev.sluice.call;

import dev.sluice.watch.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one provider. There are as many as its calls can need, so one that waits for a connection in vain
 * tells of a fault, of ours or of a provider that holds them all up: it is counted, logged, and shown in health.
 */
final class Pool {

    private static final Tally WANTING = new Tally("Calls that were not sent, for every connection to their"
            + " provider is in use: %s");

    private final String provider;
    private final PoolingHttpClientConnectionManager connections;
    private final Counter wanting;
    private volatile boolean usedUp;

    Pool(String provider, PoolingHttpClientConnectionManager connections, MeterRegistry metrics) {
        this.provider = provider;
        this.connections = connections;
        wanting = Counter.builder("sluice.connections.wanting").description("Calls that waited for a connection in"
                + " vain")
                .tag("provider", provider).register(metrics);
    }

    /** Of the pool that there is at the time: one takes another's place, and its meters stay. */
    static void count(String provider, Supplier<Pool> pool, MeterRegistry metrics) {
        Gauge.builder("sluice.connections.used", () -> pool.get().connections.getTotalStats().getLeased())
                .description("Connections that a call uses now").tag("provider", provider).register(metrics);
        Gauge.builder("sluice.connections.most", () -> pool.get().connections.getMaxTotal())
                .description("Connections that there can be").tag("provider", provider).register(metrics);
    }

    PoolingHttpClientConnectionManager connections() {
        return connections;
    }

    /** A call has waited for a connection in vain. */
    void wanted() {
        usedUp = true;
        wanting.increment();
        WANTING.count(provider + " (all " + connections.getMaxTotal() + ")");
    }

    /** A call has one. */
    void used() {
        if (usedUp) {
            usedUp = false;
        }
    }

    /** What an operator is told, while there are no connections for all calls. */
    @Nullable
    String told() {
        return usedUp && connections.getTotalStats().getLeased() >= connections.getMaxTotal()
                ? "all " + connections.getMaxTotal() + " connections are in use" : null;
    }
}
