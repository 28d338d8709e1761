package dev.sluice.lane;

import dev.sluice.ledger.LedgerUnavailable;
import dev.sluice.ledger.ShareRows;
import dev.sluice.watch.OutOfMemory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Renews this replica's leases once a second, and sooner where there is something to tell; where replicas may share. */
@Singleton
public class Leasing {

    private static final Logger LOG = Logger.getLogger(Leasing.class);
    private static final long LOOK_MILLIS = 50;
    /** Where somebody waits, or there is something to tell. */
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ShareRows rows;
    private final Leases leases;
    private final String replica = UUID.randomUUID().toString();
    private final CountDownLatch ended = new CountDownLatch(1);

    Leasing(ShareRows rows, Gates gates, MeterRegistry metrics) {
        this.rows = rows;
        this.leases = new Leases(rows::renew, replica, gates.all());
        Gauge.builder("sluice.limits.alone", () -> leases.isAlone() ? 1 : 0)
                .description(
                        "1 while this replica keeps to an equal part of accounts' limits, for the ledger is away, or"
                                + " has none, for others were at it whenever it asked")
                .register(metrics);
    }

    void begin(@Observes StartupEvent event) {
        if (rows.areShared()) {
            Thread thread = new Thread(this::run, "leases");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Others may have the rate at once, for nobody is let in any more. */
    void end(@Observes ShutdownEvent event) {
        ended.countDown();
        if (rows.areShared()) {
            leases.end();
            try {
                rows.leave(replica);
            } catch (LedgerUnavailable e) {
                LOG.debug("This replica's leases end by themselves", e);
            }
        }
    }

    private void run() {
        try {
            do {
                long began = System.nanoTime();
                boolean done = renewed();
                long rest = done ? PERIOD_NANOS : 0;
                while (System.nanoTime() - began < rest && !(System.nanoTime() - began >= SOON_NANOS
                        && (leases.isNews() || leases.isWanting()))) {
                    if (ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean renewed() {
        try {
            return leases.renew();
        } catch (RuntimeException | Error e) {
            OutOfMemory.endsOn(e);
            LOG.warn("Leases of accounts' limits could not be renewed; it is tried again", e);
            return true;
        }
    }
}
