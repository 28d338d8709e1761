package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many orders pending and many requests waiting, in a heap of 512 MB. {@code -Dsluice.faults=long} makes it 100,000 of
 * each, {@code -Dsluice.backlog=…} any number.
 */
class BacklogIT {

    private static final int MANY = Integer.getInteger("sluice.backlog",
            "long".equals(System.getProperty("sluice.faults")) ? 100_000 : 2_000);
    private static final Duration LONGEST = Duration.ofMinutes(2 + MANY / 1_000);
    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void memoryStaysBoundedAndResultsFlow() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Workplace place = new Workplace(folder);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofHours(5)))) {
            Map<String, String> settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1))
                    .set("sluice.providers.hambit.limits.rate", "1000")
                    .set("sluice.providers.hambit.limits.concurrency", "32")
                    .set("sluice.providers.hambit.poll.first-delay", "2h")
                    .set("sluice.providers.hambit.poll.max-delay", "2h")
                    .set("sluice.providers.messagehub.limits.rate", "1").environment();
            List<Asked> pending = IntStream.range(0, MANY).mapToObj(number -> Asked.order("pending-" + number))
                    .toList();
            List<Asked> waiting = IntStream.range(0, MANY).mapToObj(number -> Asked.otp("waiting-" + number, number))
                    .toList();
            SluiceProcess sluice = SluiceProcess.start(place, settings);
            try (Counter results = new Counter(ports.get(0), "orders.results");
                    Counter otps = new Counter(ports.get(0), "otp.results")) {
                say("idle", sluice);
                long began = System.nanoTime();
                try (Sender sender = new Sender(ports.get(0), pending, sent -> true)) {
                    await().atMost(LONGEST).until(() -> sender.done() && results.count() == MANY);
                }
                System.out.printf("BacklogIT: %d orders accepted in %d s%n", MANY,
                        (System.nanoTime() - began) / 1_000_000_000);
                say("pending", sluice);
                try (Sender sender = new Sender(ports.get(0), waiting, sent -> true)) {
                    await().atMost(LONGEST).until(sender::done);
                }
                say("pending and waiting", sluice);
                Asked one = Asked.order("late");
                try (Sender sender = new Sender(ports.get(0), List.of(one), sent -> true)) {
                    await().atMost(LONGEST).until(() -> results.count() == MANY + 1);
                }
                int before = otps.count();
                await().atMost(LONGEST).until(() -> otps.count() > before);
                assertThat(sluice.terminate(LONGEST_END)).isEqualTo(143);
                long restarted = System.nanoTime();
                sluice = SluiceProcess.start(place, settings);
                System.out.printf("BacklogIT: ready again after %d ms%n", (System.nanoTime() - restarted) / 1_000_000);
                say("after a restart", sluice);
                int then = otps.count();
                await().atMost(LONGEST).until(() -> otps.count() > then);
            } finally {
                sluice.close();
            }
        }
    }

    /** A small heap is soon full. */
    @Test
    @EnabledIfSystemProperty(named = "sluice.faults", matches = "long")
    void whereMemoryIsFullOfPendingOrdersNewOnesWaitForTheirEnd() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> orders = IntStream.range(0, 24_000).mapToObj(number -> Asked.order("order-" + number)).toList();
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofSeconds(1)))) {
            Map<String, String> settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1))
                    .set("sluice.providers.hambit.limits.rate", "1000")
                    .set("sluice.providers.hambit.limits.concurrency", "32")
                    .set("sluice.providers.hambit.poll.first-delay", "10m")
                    .set("sluice.providers.hambit.poll.max-delay", "10m").environment();
            try (SluiceProcess sluice = SluiceProcess.launch(new Workplace(folder), settings, List.of("-Xmx96m"));
                    Counter results = new Counter(ports.get(0), "orders.results");
                    Sender sender = new Sender(ports.get(0), orders, sent -> true)) {
                await().atMost(Duration.ofMinutes(10)).until(() -> !sluice.said("Sluice waits for memory for more"
                        + " pending orders").isEmpty());
                assertThat(results.count()).isLessThan(orders.size());
                say("full", sluice);
                await().atMost(Duration.ofMinutes(20))
                        .until(() -> sender.done() && results.count() == 2 * orders.size());
                assertThat(sluice.said("Sluice goes on: memory for more pending orders")).isNotEmpty();
                assertThat(sluice.said("OutOfMemory")).isEmpty();
            }
        }
    }

    private static void say(String when, SluiceProcess sluice) throws Exception {
        System.out.printf("BacklogIT: %s: %d MiB of heap after a collection, %d MiB resident%n", when,
                sluice.heap() >> 20, sluice.resident() >> 20);
    }
}
