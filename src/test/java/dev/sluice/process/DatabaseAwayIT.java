package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What Sluice does while PostgreSQL is away: it waits and says so, and nothing that waits is spent. */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseAwayIT {

    private static final String WAITS = "Sluice waits for the ledger at jdbc:postgresql://127.0.0.1:";
    private static final String GOES_ON = "Sluice goes on: the ledger at ";
    private static final Duration LONGEST = Duration.ofMinutes(3);
    /** Longer than it takes the database to go, on a busy machine too. */
    private static final Duration ANSWER = Duration.ofSeconds(25);

    @TempDir
    private Path folder;

    @Test
    void aStartWaitsForTheDatabaseAndRequestsWaitWithIt() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        List<Asked> load = Asked.calm(new Random(6), 5, 1);
        try (SandboxServer doubles = doubles();
                SluiceProcess sluice = SluiceProcess.launch(new Workplace(folder.resolve("place")),
                        settings(doubles, ports).environment());
                Books books = new Books(load, doubles.effects(), ports.get(0))) {
            await().atMost(LONGEST).until(() -> sluice.status("/q/health/live") == 200);
            assertThat(sluice.status("/q/health/started")).isEqualTo(200);
            assertThat(sluice.status("/q/health/ready")).isEqualTo(503);
            try (Sender sender = new Sender(ports.get(0), load, sent -> true)) {
                await().atMost(LONGEST).until(
                        () -> sender.done() && !sluice.said(WAITS + ports.get(2) + "/postgres since ").isEmpty());
                assertThat(sluice.status("/q/health/ready")).isEqualTo(503);
                assertThat(sluice.status("/q/metrics")).isEqualTo(200);
                try (Postgres there = new Postgres(ports.get(2), folder.resolve("postgres"))) {
                    books.awaitSettled(LONGEST);
                    await().atMost(LONGEST).until(sluice::ready);
                    assertThat(books.findings()).isEmpty();
                    assertOneLineNowAndThen(sluice);
                }
            }
        }
    }

    /** All answers arrive while nothing can be recorded. */
    @Test
    void anAnswerInHandIsKeptUntilTheDatabaseIsBack() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        List<Asked> load = IntStream.range(0, 16)
                .mapToObj(number -> Asked.slow("slow-" + number, ANSWER)).toList();
        Postgres before = new Postgres(ports.get(2), folder.resolve("postgres"));
        try (SandboxServer doubles = doubles();
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder.resolve("place")),
                        settings(doubles, ports).set("sluice.providers.hambit.timeouts.response", "39s").environment());
                Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            await().atMost(LONGEST).until(() -> doubles.effects().count("hambit", "order-created") == load.size());
            assertThat(books.messages()).as("the database goes before the first answer comes").isZero();
            before.close();
            await().atMost(LONGEST).until(() -> !sluice.said(WAITS).isEmpty() && doubles.effects().all().stream()
                    .allMatch(effect -> effect.at().isBefore(Instant.now().minus(ANSWER).minusSeconds(1))));
            assertThat(books.messages()).isZero();
            try (Postgres after = new Postgres(ports.get(2), folder.resolve("postgres"))) {
                books.awaitSettled(LONGEST);
            }
            assertThat(books.findings()).isEmpty();
            assertThat(books.ever("UNKNOWN")).isZero();
            assertThat(books.ends()).containsOnly(Map.entry("orders COMPLETED", (long) load.size()));
            assertOneLineNowAndThen(sluice);
        } finally {
            before.close();
        }
    }

    /** Connections of before the restart are many, and some are lost while they commit. */
    @Test
    void aDatabaseThatComesAndGoesUnderLoadLosesAndDoublesNothing() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        List<Asked> load = Asked.calm(new Random(7), 200, 20);
        Postgres postgres = new Postgres(ports.get(2), folder.resolve("postgres"));
        try (SandboxServer doubles = doubles();
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder.resolve("place")),
                        settings(doubles, ports).environment());
                Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            for (int gone = 1; gone <= 3; gone++) {
                int at = load.size() * gone / 5;
                await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).until(() -> books.made() >= at);
                postgres.close();
                postgres = new Postgres(ports.get(2), folder.resolve("postgres"));
            }
            books.awaitSettled(LONGEST);
            assertThat(books.findings()).isEmpty();
            assertThat(books.ever("UNKNOWN")).isZero();
            assertThat(sluice.said("\tat ")).isEmpty();
        } finally {
            postgres.close();
        }
    }

    @Test
    void whatWaitingDoesNotMendEndsSluiceInOneLineOnceTheDatabaseIsThere() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        try (SandboxServer doubles = doubles();
                Postgres postgres = new Postgres(ports.get(2), folder.resolve("postgres"))) {
            postgres.execute("CREATE TABLE request (somebody TEXT)");
            postgres.close();
            try (SluiceProcess sluice = SluiceProcess.launch(new Workplace(folder.resolve("place")),
                    settings(doubles, ports).environment())) {
                await().atMost(LONGEST).until(() -> !sluice.said(WAITS).isEmpty());
                try (Postgres there = new Postgres(ports.get(2), folder.resolve("postgres"))) {
                    assertThat(sluice.awaitEnd(LONGEST)).isEqualTo(1);
                }
                assertThat(sluice.said("setting sluice.ledger.url: ")).singleElement().asString()
                        .contains("127.0.0.1:" + ports.get(2), "cannot be used", "schema").doesNotContain("unsaid");
                assertThat(sluice.said("\tat ")).isEmpty();
            }
        }
    }

    private static void assertOneLineNowAndThen(SluiceProcess sluice) {
        assertThat(sluice.said("\tat ")).isEmpty();
        assertThat(sluice.said("unsaid")).isEmpty();
        assertThat(sluice.turns(WAITS, GOES_ON)).as("said once whenever it is back").matches("(w+g)+w*");
        assertThat(sluice.said(WAITS)).hasSizeBetween(1, Math.max(7, sluice.tensOfSeconds()));
        assertThat(sluice.said("WARN").stream().filter(line -> !line.contains(WAITS))
                .filter(line -> !line.contains("REJECTED CONFIGURATION"))
                .filter(line -> !line.contains("dev.sluice.provider"))).isEmpty();
    }

    private static Settings settings(SandboxServer doubles, List<Integer> ports) {
        return Postgres.under(Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1)), ports.get(2));
    }

    private static SandboxServer doubles() {
        return SandboxServer.start(0, SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(500)));
    }
}
