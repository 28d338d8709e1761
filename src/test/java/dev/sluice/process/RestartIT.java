package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.given.MovedClock;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An orderly end, by SIGTERM, and what goes on after it. */
@Execution(ExecutionMode.CONCURRENT)
class RestartIT {

    /** Less than {@code sluice.shutdown-timeout} is here. */
    private static final Duration LONGEST_END = Duration.ofMinutes(3);
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    /** Who is told to end finishes what is under way: nothing is left of which nobody knows. */
    @Test
    void anEndUnderLoadLeavesNothingUnknown() throws Exception {
        Random random = new Random(17);
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = Asked.calm(random, 200, 20);
        Workplace place = new Workplace(folder);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(500)))) {
            Map<String, String> settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1))
                    .set("sluice.shutdown-timeout", "5m")
                    .set("sluice.providers.messagehub.poll.budget", "5s")
                    .set("sluice.providers.hambit.poll.budget", "20s").environment();
            SluiceProcess sluice = SluiceProcess.start(place, settings);
            try (Books books = new Books(load, doubles.effects(), ports.get(0));
                    Sender sender = new Sender(ports.get(0), load, sent -> true)) {
                for (int end = 1; end <= 2; end++) {
                    int at = load.size() * end / 4;
                    await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(5))
                            .until(() -> books.made() >= at);
                    long began = System.nanoTime();
                    int code = sluice.terminate(LONGEST_END);
                    System.out.printf("RestartIT: end %d took %d ms%n", end, (System.nanoTime() - began) / 1_000_000);
                    assertThat(code).isEqualTo(TERMINATED);
                    sluice = SluiceProcess.start(place, settings);
                }
                books.awaitSettled(Duration.ofMinutes(5));
                System.out.println("RestartIT: " + books.ends() + ", at the doubles " + doubles.effects().counts());
                assertThat(books.findings()).isEmpty();
                assertThat(books.ever("UNKNOWN")).isZero();
            } finally {
                sluice.close();
            }
        }
    }

    /** The next ask is a message in the broker; the sweep comes too late to be what asks here. */
    @Test
    void anAskThatIsDueLaterSurvivesARestart() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = Asked.calm(new Random(4), 3, 0);
        Workplace place = new Workplace(folder);
        MovedClock clock = new MovedClock();
        clock.moveTo(System.currentTimeMillis());
        Duration order = Duration.ofMinutes(1);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(order).withClock(clock))) {
            Map<String, String> settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1))
                    .set("sluice.shutdown-timeout", "5m")
                    .set("sluice.providers.hambit.poll.first-delay", "6s")
                    .set("sluice.providers.hambit.poll.max-delay", "6s").environment();
            SluiceProcess sluice = SluiceProcess.start(place, settings);
            try (Books books = new Books(load, doubles.effects(), ports.get(0));
                    Sender sender = new Sender(ports.get(0), load, sent -> true)) {
                await().atMost(Duration.ofMinutes(3)).until(() -> books.ever("ACCEPTED") == 3);
                assertThat(sluice.terminate(LONGEST_END)).isEqualTo(TERMINATED);
                assertThat(books.ends()).isEmpty();
                clock.advance(order);
                sluice = SluiceProcess.start(place, settings);
                books.awaitSettled(Duration.ofMinutes(5));
                assertThat(books.findings()).isEmpty();
                assertThat(books.ends()).containsOnly(Map.entry("orders COMPLETED", 3L));
            } finally {
                sluice.close();
            }
        }
    }
}
