package dev.sluice.watch;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Counts what may happen too often for a line of the log each, and says it in one line a minute; the first at once. */
public final class Tally {

    private static final Logger LOG = Logger.getLogger(Tally.class);
    private static final long PAUSE_SECONDS = 60;
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tally");
        thread.setDaemon(true);
        return thread;
    });

    private final String line;
    private final Map<String, Long> counts = new TreeMap<>();
    private boolean pausing;

    /** @param line of the log, {@code %s} the counts: {@code 3 × this, 1 × that} */
    public Tally(String line) {
        this.line = line;
    }

    /** @param what one of few texts of our own, never a text from outside */
    public synchronized void count(String what) {
        counts.merge(what, 1L, Long::sum);
        if (!pausing) {
            say();
        }
    }

    private synchronized void say() {
        pausing = !counts.isEmpty();
        if (pausing) {
            LOG.warnf(line, counts.entrySet().stream().map(count -> count.getValue() + " × " + count.getKey())
                    .collect(Collectors.joining(", ")));
            counts.clear();
            CLOCK.schedule(this::say, PAUSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
