package dev.sluice.watch;

import dev.sluice.config.ConfigProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks every second whether something is there that Sluice cannot work without, such as its ledger. Says so in the log
 * while it is away, once for the whole process, and lets work wait for it.
 */
public final class Watch implements AutoCloseable {

    /** One look. Ends without an exception where the thing is there. */
    public interface Look {
        /**
         * @throws ConfigProblem where it does not help to look again
         * @throws Exception     whose message says why it is not there
         */
        void at() throws Exception;
    }

    private static final Logger LOG = Logger.getLogger(Watch.class);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    /** What is over sooner is not worth a line. */
    private static final Duration BEFORE_FIRST_LINE = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 800;
    /** Where work waits, which says that it is away although a look found it. */
    private static final long SHORTEST_PAUSE_MILLIS = 200;
    /** A look that takes longer is as good as none. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(3);

    private final String what;
    private final Look look;
    private final Consumer<ConfigProblem> problem;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition looked = lock.newCondition();
    private final Condition wanted = lock.newCondition();

    private long begun;
    private long succeeded;
    private int waiting;
    private boolean closed;
    private @Nullable Instant lookingSince;
    private @Nullable Instant awaySince;
    private Instant said = Instant.EPOCH;
    private @Nullable String why = "it does not answer yet";

    public Watch(String what, Look look) {
        this(what, look, problem -> {});
    }

    /**
     * @param what    the thing and its place as the log names them, without credentials: {@code the ledger at …}
     * @param problem is told of a look's, after which nothing is looked at or waited for any more
     */
    public Watch(String what, Look look, Consumer<ConfigProblem> problem) {
        this.what = what;
        this.look = look;
        this.problem = problem;
        Thread thread = new Thread(this::run, "watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether it was there at the newest look; answers at once. */
    public boolean there() {
        return absence() == null;
    }

    /** Why it is not there, and nothing where it is; answers at once. */
    public @Nullable String absence() {
        lock.lock();
        try {
            if (succeeded == 0 || awaySince != null) {
                return why;
            }
            boolean hangs = lookingSince != null && lookingSince.plus(LONGEST_LOOK).isBefore(Instant.now());
            return hangs ? "it does not answer" : null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a look that begins after this call and succeeds, however long that takes.
     *
     * @return false where Sluice ends, or the thread is interrupted, meanwhile
     */
    public boolean await() {
        lock.lock();
        try {
            long before = begun;
            waiting++;
            wanted.signalAll();
            while (succeeded <= before && !closed) {
                looked.await();
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** Looks no more, and lets nobody wait any longer. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            looked.signalAll();
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (begin()) {
                String failure = null;
                try {
                    look.at();
                } catch (ConfigProblem e) {
                    close();
                    failure = e.getMessage();
                    problem.accept(e);
                } catch (Exception e) {
                    OutOfMemory.endsOn(e);
                    failure = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
                } catch (Error e) {
                    OutOfMemory.endsOn(e);
                    failure = e.toString();
                    LOG.errorf(e, "A look at %s failed", what);
                }
                end(failure);
            }
        } catch (InterruptedException e) {
            close();
        }
    }

    private boolean begin() throws InterruptedException {
        if (begun > 0) {
            Thread.sleep(SHORTEST_PAUSE_MILLIS);
        }
        lock.lock();
        try {
            if (begun > 0 && !closed && (awaySince != null || waiting == 0)) {
                wanted.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
            begun++;
            lookingSince = Instant.now();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable String failure) {
        lock.lock();
        try {
            why = failure;
            if (failure == null) {
                if (awaySince != null && !said.isBefore(awaySince) && !closed) {
                    LOG.infof("Sluice goes on: %s is back after %d s", what,
                            awaySince.until(Instant.now(), ChronoUnit.SECONDS));
                }
                awaySince = null;
                succeeded = begun;
                looked.signalAll();
            } else {
                awaySince = awaySince == null ? Objects.requireNonNull(lookingSince) : awaySince;
                say(awaySince);
            }
            lookingSince = null;
        } finally {
            lock.unlock();
        }
    }

    private void say(Instant since) {
        Instant now = Instant.now();
        if (!closed && !now.isBefore(since.plus(BEFORE_FIRST_LINE)) && !now.isBefore(said.plus(BETWEEN_LINES))) {
            LOG.warnf("Sluice waits for %s since %s: %s", what, since.truncatedTo(ChronoUnit.SECONDS), why);
            said = now;
        }
    }
}
