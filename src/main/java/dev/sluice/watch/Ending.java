package dev.sluice.watch;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Durations;
import dev.sluice.text.Shown;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The end of the process: steps that are under way have until the limit, where they are cut off, and some seconds later
 * it is over in any case. What was not finished is redelivered at the next start.
 */
@Singleton
public class Ending {

    private static final Logger LOG = Logger.getLogger(Ending.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** For the broker and the ledger to close after the last step. */
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final int TERMINATED = 128 + 15;

    private final String setting;
    private final Duration limit;
    private final AtomicBoolean told = new AtomicBoolean();
    private final List<Runnable> first = new CopyOnWriteArrayList<>();

    public Ending(@ConfigProperty(name = "sluice.shutdown-timeout") String setting) {
        this.setting = setting;
        try {
            this.limit = Durations.parse(setting);
        } catch (IllegalArgumentException e) {
            throw new ConfigProblem("setting sluice.shutdown-timeout: " + e.getMessage());
        }
        if (this.limit.compareTo(SHORTEST) < 0) {
            throw new ConfigProblem("setting sluice.shutdown-timeout: must be at least 1s, not '" + setting + "'");
        }
    }

    void prepare(@Observes BeforeStart event) {
        event.getCamelContext()
                .setShutdownStrategy(new TellingShutdown(event.getCamelContext(), limit, limit.plus(CLOSING),
                        cutOff -> LOG.warnf("sluice.shutdown-timeout (%s) is over and cuts off %s: what they hold is"
                                + " redelivered, and asked"
                                + " about where a call had left", setting, cutOff)));
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::endInAnyCase, "ending"));
        }
    }

    void begin(@Observes ShutdownEvent event) {
        LOG.infof("Sluice ends: it takes nothing new, and waits up to %s for what is under way", setting);
        first.forEach(Runnable::run);
    }

    /** What is done when the end begins, before anything is waited for. */
    public void first(Runnable act) {
        first.add(act);
    }

    /**
     * Ends the process because of what an operator has to mend, with exit code 1 and the problem's one line. Of several
     * the first is told.
     */
    public void because(ConfigProblem problem) {
        if (told.compareAndSet(false, true)) {
            System.err.println(Shown.line(problem.getMessage()));
            Quarkus.asyncExit(1);
        }
    }

    /** Runs as a hook beside all others, so it must not wait itself. */
    private void endInAnyCase() {
        Thread last = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(limit.plus(CLOSING).toMillis());
                LOG.warnf("Sluice did not close within %d s after sluice.shutdown-timeout (%s): it leaves, what is"
                        + " under way is"
                        + " redelivered", CLOSING.toSeconds(), setting);
            } catch (InterruptedException e) {
                // nobody interrupts it
            } finally {
                Runtime.getRuntime().halt(TERMINATED);
            }
        }, "ending in any case");
        last.setDaemon(true);
        last.start();
    }
}
