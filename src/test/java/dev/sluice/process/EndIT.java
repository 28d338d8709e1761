package dev.sluice.process;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SIGTERM in the middle of work that takes long, or that waits: it ends, and what was not finished is done by the next.
 */
@Execution(ExecutionMode.CONCURRENT)
class EndIT {

    private static final int TERMINATED = 128 + 15;
    private static final int AT_A_TIME = 16;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    /** Less than {@code sluice.shutdown-timeout} is here, so that it is not the limit that ends it. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    private final SandboxServer doubles = SandboxServer.start(0,
            SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(200)));

    /** At the signal every consumer is inside a call, so whatever begins after it is new. */
    @Test
    void callsInFlightAreFinishedAndNoneBegins() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = slow(AT_A_TIME * 3, Duration.ofSeconds(25));
        Workplace place = new Workplace(folder);
        Settings patient = settings(ports).set("sluice.providers.hambit.timeouts.response", "2m");
        Map<String, String> few = patient.set("sluice.providers.hambit.limits.concurrency", "" + AT_A_TIME)
                .environment();
        Map<String, String> all = patient.set("sluice.providers.hambit.limits.concurrency", "" + load.size())
                .environment();
        try (doubles; Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            try (SluiceProcess sluice = SluiceProcess.start(place, few)) {
                await().atMost(LONGEST).until(() -> sender.done() && begun() == AT_A_TIME);
                assertThat(books.messages()).as("nothing is answered yet").isZero();
                assertThat(sluice.terminate(SOON)).isEqualTo(TERMINATED);
                assertThat(begun()).isEqualTo(AT_A_TIME);
                assertThat(sluice.said("\tat ")).isEmpty();
            }
            try (SluiceProcess next = SluiceProcess.start(place, all)) {
                books.awaitSettled(LONGEST);
                assertThat(books.findings()).isEmpty();
                assertThat(books.ever("UNKNOWN")).isZero();
                assertThat(books.ends()).containsOnly(Map.entry("orders COMPLETED", (long) load.size()));
            }
        }
    }

    @Test
    void aProviderThatHangsAndASecondSignalHoldNothingUp() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = slow(5, Duration.ofMinutes(10));
        Workplace place = new Workplace(folder);
        Map<String, String> settings = settings(ports).set("sluice.shutdown-timeout", "2s")
                .set("sluice.providers.hambit.breaker.failures", "" + load.size()).environment();
        try (doubles; Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            try (SluiceProcess sluice = SluiceProcess.start(place, settings)) {
                await().atMost(LONGEST).until(() -> sender.done() && begun() == load.size());
                sluice.signal();
                await().atMost(SOON).until(() -> !sluice.said("Sluice ends").isEmpty());
                assertThat(sluice.terminate(SOON)).isEqualTo(TERMINATED);
                assertThat(sluice.said("sluice.shutdown-timeout (2s) is over")).singleElement(as(STRING))
                        .contains("cuts off 5 × orders-hambit-submit");
                assertThat(sluice.said("in a row failed")).as("what Sluice ended itself tells nothing of the"
                        + " provider").isEmpty();
                assertThat(sluice.output()).noneMatch(line -> line.startsWith("\tat "));
            }
            try (SluiceProcess next = SluiceProcess.start(place, settings)) {
                books.awaitSettled(LONGEST);
                assertThat(books.findings()).isEmpty();
                assertThat(books.ends()).containsOnly(Map.entry("orders COMPLETED", (long) load.size()));
            }
        }
    }

    @Test
    void stepsThatWaitForTheDatabaseDoNotHoldItUp() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        List<Asked> load = slow(AT_A_TIME * 2, Duration.ofSeconds(1));
        Workplace place = new Workplace(folder.resolve("place"));
        Map<String, String> settings = Postgres.under(settings(ports), ports.get(2)).environment();
        try (doubles; Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            try (SluiceProcess sluice = SluiceProcess.launch(place, settings)) {
                await().atMost(LONGEST)
                        .until(() -> sender.done() && !sluice.said("Sluice waits for the ledger").isEmpty());
                assertThat(sluice.terminate(SOON)).isEqualTo(TERMINATED);
                assertThat(sluice.said("\tat ")).isEmpty();
            }
            try (Postgres there = new Postgres(ports.get(2), folder.resolve("postgres"));
                    SluiceProcess next = SluiceProcess.start(place, settings)) {
                books.awaitSettled(LONGEST);
                assertThat(books.findings()).isEmpty();
                assertThat(books.ever("UNKNOWN")).isZero();
            }
        }
    }

    @Test
    void stepsThatWaitForTheirTurnDoNotHoldItUp() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = slow(AT_A_TIME * 8, Duration.ofMillis(1));
        Workplace place = new Workplace(folder);
        try (doubles; Books books = new Books(load, doubles.effects(), ports.get(0));
                Sender sender = new Sender(ports.get(0), load, sent -> true)) {
            try (SluiceProcess sluice = SluiceProcess.start(place,
                    settings(ports).set("sluice.providers.hambit.limits.rate", "1").environment())) {
                await().atMost(LONGEST).until(() -> sender.done() && begun() > 0);
                assertThat(sluice.terminate(SOON)).isEqualTo(TERMINATED);
                assertThat(begun()).as("in %s at one a second", SOON).isLessThan(load.size());
            }
            try (SluiceProcess next = SluiceProcess.start(place, settings(ports).environment())) {
                books.awaitSettled(LONGEST);
                assertThat(books.findings()).isEmpty();
                assertThat(books.ever("UNKNOWN")).isZero();
            }
        }
    }

    private long begun() {
        return doubles.effects().count("hambit", "order-created");
    }

    private static List<Asked> slow(int orders, Duration answer) {
        return IntStream.range(0, orders).mapToObj(number -> Asked.slow("slow-" + number, answer)).toList();
    }

    private Settings settings(List<Integer> ports) {
        return Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1)).set("sluice.shutdown-timeout", "120s");
    }
}
