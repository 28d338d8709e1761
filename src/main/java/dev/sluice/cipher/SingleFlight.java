package dev.sluice.cipher;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * One run at a time for a name: who comes while it runs gets its result, or its failure, and starts none of their own.
 * What runs must not ask for its own name.
 */
public final class SingleFlight<V> {
    private final ConcurrentHashMap<String, CompletableFuture<V>> running = new ConcurrentHashMap<>();

    public boolean isRunning(String name) {
        return running.containsKey(name);
    }

    /** @throws Exception what the run failed with */
    public V result(String name, Callable<V> run) throws Exception {
        CompletableFuture<V> own = new CompletableFuture<>();
        CompletableFuture<V> other = running.putIfAbsent(name, own);
        if (other != null) {
            return resultOf(other);
        }
        try {
            V result = run.call();
            own.complete(result);
            return result;
        } catch (Throwable failed) {
            own.completeExceptionally(failed);
            throw failed;
        } finally {
            running.remove(name, own);
        }
    }

    private V resultOf(CompletableFuture<V> other) throws Exception {
        try {
            return other.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }
}
