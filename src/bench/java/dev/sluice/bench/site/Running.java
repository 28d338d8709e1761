package dev.sluice.bench.site;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A system that was started.
 *
 * @param ready nanoseconds from its start until it was ready
 */
public record Running(Child child, CompletableFuture<Long> ready) implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(120);

    /** Waits for it. */
    public Duration awaitReady() throws InterruptedException {
        try {
            return Duration.ofNanos(ready.get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailure("it is not ready; the end of " + child.lastWords(), e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
