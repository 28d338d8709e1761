package dev.sluice.call;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Caller.Answered;
import dev.sluice.outcome.NotSent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That every connection to a provider is in use is not kept silent. */
class PoolTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ProviderConnections connections = Caller.plain(metrics);

    @Test
    void aCallThatFindsNoConnectionIsNotSentAndIsTold() throws Exception {
        try (RawProvider provider = new RawProvider(); Caller caller = new Caller(connections)) {
            CountDownLatch hold = new CountDownLatch(1);
            provider.answers(out -> {
                awaitQuietly(hold);
                out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes());
            });
            String uri = "http://127.0.0.1:" + provider.port() + "/";
            List<CompletableFuture<Answered>> held = new ArrayList<>();
            for (int calls = 0; calls < Caller.MOST; calls++) {
                held.add(CompletableFuture.supplyAsync(() -> caller.call(uri)));
            }
            await().until(() -> provider.heads().size() == Caller.MOST);
            assertThat(connections.told("hambit")).as("nobody wants another").isNull();

            assertThat(caller.call(uri).failure()).isInstanceOf(NotSent.class);
            assertThat(connections.told("hambit")).isEqualTo("all 2 connections are in use");
            assertThat(metrics.get("sluice.connections.wanting").tag("provider", "hambit").counter().count())
                    .isEqualTo(1);
            assertThat(metrics.get("sluice.connections.used").gauge().value()).isEqualTo(2);

            hold.countDown();
            for (CompletableFuture<Answered> one : held) {
                assertThat(one.get(60, TimeUnit.SECONDS).http()).isEqualTo(204);
            }
            assertThat(connections.told("hambit")).isNull();
            assertThat(caller.call(uri).http()).isEqualTo(204);
            assertThat(metrics.get("sluice.connections.used").gauge().value()).isZero();
        }
    }

    private static void awaitQuietly(CountDownLatch hold) {
        try {
            hold.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
