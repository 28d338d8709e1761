package dev.sluice.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** For the moments that are random on purpose, and for the time between two tries to connect. */
final class Pause {

    private Pause() {
    }

    static void millis(long millis) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)).join();
    }
}
