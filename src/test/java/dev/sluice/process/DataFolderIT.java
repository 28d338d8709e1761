package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A data folder belongs to one process, whatever is embedded there, and to none once that is gone. */
@Execution(ExecutionMode.CONCURRENT)
class DataFolderIT {

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Pattern TAKEN = Pattern.compile("setting sluice\\.data: another Sluice has the folder"
            + " data: process (\\d+)"
            + "( on [^,]+)?, since ([^;]+); stop it, or set another folder");

    @TempDir
    private Path folder;

    @Test
    void aSecondSluiceSaysAtOnceWhichProcessHasIt() throws Exception {
        List<Integer> ports = Workplace.freePorts(4);
        Workplace place = new Workplace(folder);
        Settings embedded = new Settings().embedded(ports.get(0)).http(ports.get(1));
        SluiceProcess first = SluiceProcess.start(place, embedded.environment());
        try {
            Settings onlyTheBroker = Postgres.under(new Settings().embedded(ports.get(2)).http(ports.get(3)),
                    ports.get(0));
            Settings onlyTheLedger = new Settings().http(ports.get(3)).outside("tcp://127.0.0.1:" + ports.get(2))
                    .alone();
            for (Settings second : List.of(new Settings().embedded(ports.get(2)).http(ports.get(3)), onlyTheBroker,
                    onlyTheLedger)) {
                try (SluiceProcess refused = SluiceProcess.launch(place, second.environment())) {
                    assertThat(refused.awaitEnd(SOON)).isEqualTo(1);
                    List<String> lines = refused.output().stream()
                            .filter(line -> !line.contains(" INFO ") && !line.contains("CONFIGURATION")).toList();
                    assertThat(lines).singleElement().asString().matches(TAKEN);
                    Matcher taken = TAKEN.matcher(lines.get(0));
                    assertThat(taken.matches()).isTrue();
                    assertThat(Long.parseLong(taken.group(1))).isEqualTo(first.pid());
                    assertThat(Instant.parse(taken.group(3))).isBetween(Instant.now().minusSeconds(600), Instant.now());
                }
            }
            Ran ran = Ran.run(place.folder(), embedded.environment(), "", "orders", "find");
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            diffTellsWhatIsEdited(place, embedded);
            first.awaitReady();
            first.kill();
            assertThat(Files.readString(place.file("data/lock"))).startsWith("process " + first.pid());
            first = SluiceProcess.start(place, embedded.environment());
            assertThat(Files.readString(place.file("data/lock"))).startsWith("process " + first.pid());
        } finally {
            first.close();
        }
    }

    private static void diffTellsWhatIsEdited(Workplace place, Settings settings) throws IOException {
        Ran same = Ran.run(place.folder(), settings.environment(), "", "diff");
        assertThat(same.exitCode()).as(same.out() + same.err()).isZero();
        Path file = place.file("config/providers/hambit.yaml");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("rate: 200", "rate: 20"));
        Ran other = Ran.run(place.folder(), settings.environment(), "", "diff");
        assertThat(other.exitCode()).isOne();
        assertThat(other.out()).contains("1 change against what runs", "hambit: rate 200 to 20");
        Files.writeString(file, text);
    }

    /** It does not look into a folder in which it has nothing. */
    @Test
    void whoHasNothingInsideTakesNoFolder() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        Workplace place = new Workplace(folder);
        Settings outside = Postgres.under(new Settings().http(ports.get(0)).outside("tcp://127.0.0.1:" + ports.get(1)),
                ports.get(2));
        try (SluiceProcess sluice = SluiceProcess.launch(place, outside.environment())) {
            await().atMost(SOON).until(() -> sluice.status("/q/health/live") == 200);
            assertThat(place.file("data")).doesNotExist();
        }
    }
}
