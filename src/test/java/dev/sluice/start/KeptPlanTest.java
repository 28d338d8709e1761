package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.Ran;
import dev.sluice.ledger.PlanMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of what runs, against which files are compared. */
class KeptPlanTest {

    private static final String SECRET = "a-secret-of-somebody";

    @TempDir
    private Path home;
    private Path data;

    @BeforeEach
    void asShipped() throws IOException {
        for (String part : List.of("config", "routes")) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.createDirectories(home.resolve(file).getParent());
                    Files.copy(file, home.resolve(file));
                }
            }
        }
        Files.writeString(home.resolve("config/application.properties"), """
                sluice.providers.hambit.accounts.default.secret-key=%1$s
                sluice.providers.hambit.accounts.default.secret-key-previous=%1$s
                sluice.providers.hambit.headers.Authorization=%1$s
                %%prod.sluice.ledger.password=%1$s
                sluice.broker.url=tcp://broker?password=%1$s
                quarkus.datasource.password=%1$s
                sluice.providers.hambit.limits.rate=20
                sluice.providers.hambit.accounts.default.limits.rate=7
                sluice.ledger.keep=30d
                """.formatted(SECRET));
        data = Files.createDirectory(home.resolve("data"));
    }

    @Test
    void itIsWhatRunsWithoutSecrets() throws IOException {
        KeptPlan.keep(home, data, PlanFiles.mark(home));

        assertThat(KeptPlan.mark(KeptPlan.in(data))).isEqualTo(PlanFiles.mark(home).text());
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(SECRET);
            }
        }
        assertThat(Files.readString(KeptPlan.in(data).resolve("config/application.properties"))).contains(
                "sluice.providers.hambit.limits.rate=20", "sluice.providers.hambit.accounts.default.limits.rate=7",
                "sluice.ledger.keep=30d");
        assertThat(diff().exitCode()).as(diff().out()).isZero();
    }

    @Test
    void itIsThatOfTheLastStart() throws IOException {
        KeptPlan.keep(home, data, PlanFiles.mark(home));
        Path settings = home.resolve("config/application.properties");
        Files.writeString(settings, Files.readString(settings).replace("rate=20", "rate=50"));
        Files.delete(home.resolve("config/providers/messagehub.yaml"));

        assertThat(diff().out()).contains("hambit: rate 20 to 50", "provider messagehub is gone");
        KeptPlan.keep(home, data, PlanFiles.mark(home));
        assertThat(diff().out()).startsWith("Nothing changes against what runs");
        assertThat(data.resolve("plan.new")).doesNotExist();
    }

    @Test
    void itStaysWhatItWasWhereTheFilesAreOthersAlready() throws IOException {
        PlanMark runs = PlanFiles.mark(home);
        KeptPlan.keep(home, data, runs);
        Files.delete(home.resolve("config/providers/messagehub.yaml"));
        assertThatThrownBy(() -> KeptPlan.keep(home, data, runs)).hasMessage("its files are others already");
        assertThat(KeptPlan.mark(KeptPlan.in(data))).isEqualTo(runs.text());
        assertThat(data.resolve("plan.new")).doesNotExist();
    }

    private Ran diff() {
        return Ran.run(home, Map.of(), "", "diff");
    }
}
