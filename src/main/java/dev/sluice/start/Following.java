package dev.sluice.start;

import dev.sluice.health.PlanCheck;
import dev.sluice.lane.HeldSubmissions;
import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.PlanRows;
import dev.sluice.ledger.RunningPlan;
import dev.sluice.watch.OutOfMemory;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.quarkus.main.events.AfterStart;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks twice a second which plan is wanted, and whether submissions are held back. It is a thread of its own and no flow, for a swap replaces the flows. */
@Singleton
public class Following {

    private static final Logger LOG = Logger.getLogger(Following.class);
    private static final Path HOME = Path.of("");
    private static final long PAUSE_MILLIS = 500;

    private final PlanRows rows;
    private final RunningPlan running;
    private final Swap swap;
    private final PlanCheck check;
    private final Clock clock;
    private final Config config;
    private final HeldSubmissions submissions;
    private final boolean watches;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Follower follower;

    Following(PlanRows rows, RunningPlan running, Swap swap, @Readiness PlanCheck check, Clock clock, Config config,
            HeldSubmissions submissions, @ConfigProperty(name = "sluice.plan.watch") boolean watches) {
        this.submissions = submissions;
        this.rows = rows;
        this.running = running;
        this.swap = swap;
        this.check = check;
        this.clock = clock;
        this.config = config;
        this.watches = watches;
    }

    void begin(@Observes AfterStart event) {
        Thread thread = new Thread(this::run, "plan");
        thread.setDaemon(true);
        thread.start();
    }

    void end(@Observes ShutdownEvent event) {
        ended.countDown();
        Follower follower = this.follower;
        if (follower != null && rows.areThere()) {
            follower.leave();
        }
    }

    private void run() {
        String name = host() + ":" + config.getValue("quarkus.http.port", String.class);
        Supplier<PlanMark> files = () -> PlanFiles.mark(HOME);
        Follower mine = new Follower(rows, running, files, swap::take, clock, name, HOME.toAbsolutePath().toString(),
                view -> check.seen(name, view));
        follower = mine;
        Manifest manifest = watches ? new Manifest(HOME, rows, files, name) : null;
        List<Runnable> looks = manifest == null ? List.of(submissions::look, mine::look)
                : List.of(submissions::look, manifest::look, mine::look);
        try {
            do {
                if (rows.areThere()) {
                    each(looks);
                }
            } while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One after the other: files that cannot be read keep nobody from telling what runs. */
    static void each(List<Runnable> looks) {
        for (Runnable look : looks) {
            try {
                look.run();
            } catch (RuntimeException | Error e) {
                OutOfMemory.endsOn(e);
                LOG.debug("What is wanted could not be seen; it is looked at again", e);
            }
        }
    }

    private static String host() {
        String told = System.getenv("HOSTNAME");
        if (told != null && !told.isBlank()) {
            return told.strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
