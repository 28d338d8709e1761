package dev.sluice.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./sluice check --fix} mends, and what it leaves to a person. */
class MendTest {

    private static final String FILE = "config/providers/hambit.yaml";
    private static final String ROUTES = "routes/providers/hambit.camel.yaml";
    private static final String BLOCK = """
            - templatedRoute:
                routeTemplateRef: submit
                routeId: mine
                parameters:
                  - {name: provider, value: hambit}
                  - {name: lane, value: ""}
            """;

    @TempDir
    private Path folder;
    private Checked shipped;

    @BeforeEach
    void asShipped() throws IOException {
        shipped = Checked.asShipped(folder);
    }

    @Test
    void whatIsCertainIsMendedAndCheckedAgain() throws IOException {
        String before = shipped.text(FILE);
        int line = shipped.edit(FILE, "max-delay: 5m", "max-dela: 5m");
        String routes = shipped.text(ROUTES);
        shipped.write(ROUTES, routes + BLOCK + "# what comes then\n" + BLOCK.replace("mine", "other")
                .replace("submit", "polls"));
        byte[] settings = "\uFEFFsluice.sweep.period=10s\n# caf\u00e9\r\n".getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("config/application.properties"), settings);

        Ran ran = shipped.check("--fix");

        assertThat(ran.err().replace(folder + "/", "").lines()).containsExactlyInAnyOrder(
                "mended " + FILE + ":" + line + ": max-dela is max-delay now",
                "mended " + ROUTES + ":" + (routes.lines().count() + 1) + ": lines " + (routes.lines().count() + 1)
                        + " to " + (routes.lines().count() + 6) + " are taken away",
                "mended " + ROUTES + ":" + (routes.lines().count() + 8) + ": lines " + (routes.lines().count() + 8)
                        + " to " + (routes.lines().count() + 13) + " are taken away",
                "mended config/application.properties:1: what should not stand there is taken away");
        assertThat(ran.out()).endsWith("No mistakes.\n");
        assertThat(ran.exitCode()).isZero();
        assertThat(shipped.text(FILE)).isEqualTo(before);
        assertThat(shipped.text(ROUTES)).isEqualTo(routes + "# what comes then\n");
        assertThat(shipped.text("config/application.properties")).isEqualTo("sluice.sweep.period=10s\n# caf\u00e9\r\n");
        assertThat(shipped.check("--fix").err()).isEmpty();
    }

    @Test
    void anAcceptanceThatAcceptsNothingIsTakenAway() throws IOException {
        String before = shipped.text(FILE);
        shipped.edit(FILE, "  statuses:\n", "  statuses: # sluice: accept near-words: gone\n"
                + "    # sluice: accept near-words: gone too\n");
        shipped.check("--fix");
        assertThat(shipped.text(FILE)).isEqualTo(before);
        assertThat(shipped.lines()).containsExactly("No mistakes.");
    }

    /** What decides what becomes of money, or could be meant for two, is a person's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            statuses:          | statues:
            lost:              | losst:
            first-delay: 3s    | `firs-delay: 3s\n  first-delay: 3s`
            max-delay: 5m      | `"max-dela": 5m`
            default: {}        | `default: {secret-key: x}`
            """)
    void whatIsNotCertainIsLeft(String text, String instead) throws IOException {
        shipped.edit(FILE, text, instead);
        String edited = shipped.text(FILE);
        Ran ran = shipped.check("--fix");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(shipped.text(FILE)).isEqualTo(edited);
    }

    @Test
    void aRouteThatSaysSomethingElseIsLeft() throws IOException {
        shipped.write(ROUTES, shipped.text(ROUTES)
                + BLOCK.replace("value: \"\"}", "value: \"\"}\n      - {name: account, value: other}"));
        String edited = shipped.text(ROUTES);
        assertThat(shipped.check("--fix", ROUTES).out()).contains("[needless-route]");
        assertThat(shipped.text(ROUTES)).isEqualTo(edited);
    }

    /** A block that another one repeats, one that shares its line, and one below a sign that is a line's end in YAML. */
    @ParameterizedTest
    @ValueSource(strings = {"parameters: &these", "\u0085"})
    void aBlockThatCannotBeTakenAwayByLinesIsLeft(String odd) throws IOException {
        shipped.write(ROUTES, odd.length() > 1 ? shipped.text(ROUTES) + BLOCK.replace("parameters:", odd)
                : "# a" + odd + "# b\n" + shipped.text(ROUTES) + BLOCK);
        String edited = shipped.text(ROUTES);
        assertThat(shipped.check("--fix", ROUTES).out()).contains("[needless-route]");
        assertThat(shipped.text(ROUTES)).isEqualTo(edited);
    }

    @Test
    void aFileBehindALinkIsMendedAndStaysBehindIt() throws IOException {
        Path file = folder.resolve(FILE);
        Path release = folder.resolve("release.yaml");
        shipped.edit(FILE, "max-delay: 5m", "max-dela: 5m");
        Files.move(file, release);
        Files.createSymbolicLink(file, release);
        shipped.check("--fix");
        assertThat(file).isSymbolicLink();
        assertThat(release).content().contains("max-delay: 5m").doesNotContain("max-dela: 5m");
    }

    @Test
    void onlyWhatIsAskedForIsMended() throws IOException {
        shipped.edit(FILE, "max-delay: 5m", "max-dela: 5m");
        assertThat(shipped.check("--fix", "routes").err()).isEmpty();
        assertThat(shipped.check("--fix", "--format", "json", "config").out()).startsWith("{\"mistakes\":0,");
    }
}
