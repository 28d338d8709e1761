package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Kill -9 in the middle of the work. {@code -Dsluice.faults=long} tries ten times as long,
 * {@code -Dsluice.faults.seed=…} chooses the same orders and the same moments again.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillIT {

    private static final int LENGTH = "long".equals(System.getProperty("sluice.faults")) ? 10 : 1;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("sluice.faults.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final SandboxServer doubles =
            SandboxServer.start(0, SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(500)));

    /** The provider's word that it has no such order, heard for a minute, sends what was never sent. */
    @Test
    void embeddedEveryOrderIsMadeOnceAndEndsOnce() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Settings settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1))
                .set("sluice.providers.hambit.answers.no-such-order", "404")
                .set("sluice.providers.messagehub.poll.budget", "15s");
        Books books = run("SQLite", ports.get(0), List.of(settings), 500 * LENGTH, 50 * LENGTH, 4 * LENGTH);
        assertThat(books.ends().get("orders COMPLETED")).isEqualTo(500 * LENGTH);
    }

    /** Without that word nobody knows, and nobody guesses. */
    @Test
    void onPostgresqlWhatTheProviderNeverSawStaysOpenAndNeverFails() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (Postgres postgres = new Postgres()) {
            Settings settings = postgres.under(Settings.at(doubles)).embedded(ports.get(0)).http(ports.get(1))
                    .set("sluice.providers.hambit.poll.budget", "20s")
                    .set("sluice.providers.messagehub.poll.budget", "15s");
            run("PostgreSQL", ports.get(0), List.of(settings), 500 * LENGTH, 50 * LENGTH, 4 * LENGTH);
        }
    }

    /** The sweep is made so eager that two steps race for most orders: the conditional update tells them apart. */
    @Test
    void replicasGoOnWithEachOthersWork() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        try (OutsideBroker broker = new OutsideBroker(ports.get(0), folder.resolve("broker")); Postgres postgres = new Postgres()) {
            List<Settings> replicas = ports.subList(1, 3).stream().map(port -> postgres.under(Settings.at(doubles)).http(port)
                    .set("sluice.providers.hambit.limits.rate", "40")
                    .set("sluice.sweep.period", "100ms").set("sluice.sweep.grace", "0s")
                    .set("sluice.broker.embedded", "false").set("sluice.broker.url", "tcp://127.0.0.1:" + ports.get(0))
                    .set("sluice.providers.hambit.poll.budget", "20s")
                    .set("sluice.providers.messagehub.poll.budget", "15s")).toList();
            run("two replicas", ports.get(0), replicas, 300 * LENGTH, 30 * LENGTH, 4 * LENGTH);
        }
    }

    private Books run(String what, int brokerPort, List<Settings> replicas, int orders, int otps, int times) throws Exception {
        System.out.println("KillIT, " + what + ": repeat with -Dsluice.faults.seed=" + seed);
        long began = System.nanoTime();
        List<Asked> load = Asked.load(random, orders, otps);
        try (doubles; Killer killer = new Killer(random, new Workplace(folder), replicas);
             Books books = new Books(load, doubles.effects(), brokerPort);
             Sender sender = new Sender(brokerPort, load, sent -> sent < books.answered() + 100)) {
            killer.kill(times, books, load.size() * 9 / 10);
            awaitEnd(sender, books);
            System.out.printf("KillIT, %s: %d kills, %s, at the doubles %s, %d s%n", what, killer.kills(), books.ends(),
                    doubles.effects().counts(), (System.nanoTime() - began) / 1_000_000_000);
            assertThat(books.differences()).isEmpty();
            assertThat(killer.said("duplicate key")).isEmpty();
            long inFlight = killer.kills() * 16L;
            assertThat(books.ends().getOrDefault("orders UNRESOLVED", 0L)).isLessThanOrEqualTo(inFlight);
            assertThat(books.ends().getOrDefault("otp UNRESOLVED", 0L)).isLessThanOrEqualTo(inFlight / 2);
            return books;
        }
    }

    private static void awaitEnd(Sender sender, Books books) {
        try {
            await().atMost(Duration.ofMinutes(2L * LENGTH)).pollInterval(Duration.ofMillis(200))
                    .until(() -> sender.done() && books.allSettled());
        } catch (ConditionTimeoutException e) {
            assertThat(books.differences()).as("some requests never ended").isEmpty();
        }
        // Whoever publishes twice does so now.
        int messages = books.messages();
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> books.messages() == messages);
    }
}
