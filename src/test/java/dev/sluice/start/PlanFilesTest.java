package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.PlanMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fingerprint of the files that a plan is made of. */
class PlanFilesTest {

    @TempDir
    private Path folder;

    @Test
    void foldersThatAreLinksCountAsIfTheyWereNone() throws IOException {
        Path plain = made(folder.resolve("plain"), "limits: 1");
        Path release = made(folder.resolve("release"), "limits: 1");
        Path linked = Files.createDirectories(folder.resolve("linked/config")).getParent();
        Files.createSymbolicLink(linked.resolve("config/providers"), release.resolve("config/providers"));
        Files.createSymbolicLink(linked.resolve("config/routing.yaml"), release.resolve("config/routing.yaml"));
        Files.createSymbolicLink(linked.resolve("routes"), release.resolve("routes"));
        PlanMark mark = PlanFiles.mark(linked);
        assertThat(mark).isEqualTo(PlanFiles.mark(plain));
        assertThat(PlanFiles.all(linked)).containsExactly(linked.resolve("config/providers/one.yaml"),
                linked.resolve("config/routing.yaml"), linked.resolve("routes/some/one.camel.yaml"));

        made(release, "limits: 2");
        assertThat(PlanFiles.mark(linked)).isNotEqualTo(mark);
    }

    private static Path made(Path home, String text) throws IOException {
        Files.createDirectories(home.resolve("config/providers"));
        Files.createDirectories(home.resolve("routes/some"));
        Files.writeString(home.resolve("config/providers/one.yaml"), text);
        Files.writeString(home.resolve("config/routing.yaml"), "rules: []");
        Files.writeString(home.resolve("routes/some/one.camel.yaml"), "- route:");
        return home;
    }
}
