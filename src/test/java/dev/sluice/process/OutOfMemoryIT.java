package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process without memory ends, whichever of its threads meets that first, and does what it left undone when it starts
 * again.
 */
@Execution(ExecutionMode.CONCURRENT)
class OutOfMemoryIT {

    private static final int OUT_OF_MEMORY = 3;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    /** What was claimed and not yet called is asked about until its budget is over, for nobody else knows of it. */
    private static final String BUDGET = "20s";
    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    /** Without the flag, as a plain {@code java -jar} is. */
    @ParameterizedTest
    @ValueSource(strings = {"watch", "ledger", "step", "call", "http"})
    void itEndsWithOneLineAndNothingIsLost(String place) throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = List.of(Asked.order("one"), Asked.order("two"));
        Workplace work = new Workplace(folder);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(100)))) {
            Map<String, String> settings = Settings.at(doubles).impatient(BUDGET, "3s").embedded(ports.get(0))
                    .http(ports.get(1)).environment();
            try (SluiceProcess sluice = SluiceProcess.launch(work, settings, Point.woven())) {
                sluice.awaitReady();
                Files.createFile(work.file("no-memory-" + place));
                try (Sender sender = new Sender(ports.get(0), load, sent -> true)) {
                    sluice.status("/q/health/ready");
                    assertThat(sluice.awaitEnd(LONGEST)).as(String.join("\n", sluice.output()))
                            .isEqualTo(OUT_OF_MEMORY);
                    assertThat(sluice.said("Sluice ends, for it is out of memory")).hasSize(1);
                    Files.delete(work.file("no-memory-" + place));
                    try (SluiceProcess next = SluiceProcess.start(work, settings);
                            Books books = new Books(load, doubles.effects(), ports.get(0))) {
                        books.awaitSettled(LONGEST_SETTLING);
                        assertThat(books.findings()).isEmpty();
                    }
                }
            }
        }
    }
}
