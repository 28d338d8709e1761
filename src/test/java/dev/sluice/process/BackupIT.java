package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder put back as it was copied while Sluice was stopped, as docs/operate.md has it. */
class BackupIT {

    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void whatIsPutBackSendsNothingWhileItIsHeldAndKnowsWhatItKnew() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        int broker = ports.get(0);
        Workplace place = new Workplace(folder.resolve("place"));
        Path data = place.file("data");
        Asked ended = Asked.order("ended");
        Asked waiting = Asked.order("waiting");
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO))) {
            Settings free = Settings.at(doubles).embedded(broker).http(ports.get(1));
            Map<String, String> running = free.environment();
            Map<String, String> held = free.set("sluice.submissions.held", "true").environment();
            try (SluiceProcess sluice = SluiceProcess.start(place, running)) {
                end(broker, doubles, ended, sluice);
            }
            try (SluiceProcess sluice = SluiceProcess.start(place, held)) {
                send(broker, waiting);
                assertThat(sluice.terminate(LONGEST_END)).isPositive();
            }
            copy(data, folder.resolve("backup"));
            try (SluiceProcess sluice = SluiceProcess.start(place, running)) {
                end(broker, doubles, waiting, sluice);
            }
            delete(data);
            copy(folder.resolve("backup"), data);

            try (SluiceProcess sluice = SluiceProcess.start(place, held);
                    Books books = new Books(List.of(ended, waiting), doubles.effects(), broker)) {
                assertThat(sluice.said("No request is submitted: held by the setting")).isNotEmpty();
                send(broker, ended);
                await().during(Duration.ofSeconds(2)).atMost(LONGEST_END)
                        .until(() -> made(doubles, ended) == 1 && made(doubles, waiting) == 1
                                && doubles.effects().attempts().isEmpty());
                assertThat(books.newest()).doesNotContainKey("waiting");
            }
        }
    }

    private static void end(int broker, SandboxServer doubles, Asked asked, SluiceProcess sluice)
            throws InterruptedException {
        try (Books books = new Books(List.of(asked), doubles.effects(), broker)) {
            if (made(doubles, asked) == 0) {
                send(broker, asked);
            }
            books.awaitSettled(LONGEST_END);
        }
        assertThat(sluice.terminate(LONGEST_END)).isPositive();
    }

    private static void send(int broker, Asked asked) {
        try (Sender sender = new Sender(broker, List.of(asked), sent -> true)) {
            await().atMost(LONGEST_END).until(sender::done);
        }
    }

    private static int made(SandboxServer doubles, Asked asked) {
        return doubles.effects().of("hambit", "order-created", asked.requestId()).size();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
