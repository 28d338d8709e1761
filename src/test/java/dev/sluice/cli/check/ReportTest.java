package dev.sluice.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Launcher;
import dev.sluice.cli.Ran;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.config.Rule;
import dev.sluice.config.RuleText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check tells a person and a program the same. */
class ReportTest {

    private static final String FILE = "config/providers/hambit.yaml";

    @TempDir
    private Path folder;
    private Checked shipped;
    private int line;

    @BeforeEach
    void withAMistakeAndANote() throws IOException {
        shipped = Checked.asShipped(folder);
        line = shipped.edit(FILE, "max-delay: 5m", "max-dela: 5m");
    }

    @Test
    void aProgramReadsJson() throws IOException {
        Ran ran = shipped.check("--format", "json");
        JsonNode report = new ObjectMapper().readTree(ran.out());
        assertThat(ran.out().lines()).hasSize(1);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(report.path("mistakes").asInt()).isEqualTo(1);
        assertThat(report.path("accepted").asInt()).isZero();
        assertThat(report.path("findings").path(0)).isEqualTo(new ObjectMapper().readTree("""
                {"level": "mistake", "rule": "unknown-key", "file": "config/providers/hambit.yaml", "line": %d,
                 "column": 3, "key": "poll.max-dela",
                 "reason": "is not a key that a provider file knows; did you mean max-delay?"}""".formatted(line)));
        assertThat(report.path("notes").asInt()).isEqualTo(report.path("findings").size() - 1).isPositive();
        assertThat(report.path("findings").path(1).path("level").asText()).isEqualTo("note");
    }

    @Test
    void withoutMistakesAProgramReadsThatToo() throws IOException {
        shipped.edit(FILE, "max-dela: 5m", "max-delay: 5m");
        Ran ran = shipped.check("--format", "json");
        assertThat(ran.exitCode()).isZero();
        assertThat(new ObjectMapper().readTree(ran.out()).path("mistakes").asInt(-1)).isZero();
    }

    @Test
    void gitHubShowsItBesideTheLine() throws IOException {
        assertThat(shipped.check("--format", "github").out().lines())
                .first().isEqualTo("::error file=" + FILE + ",line=" + line + ",col=3,title=unknown-key::"
                        + "poll.max-dela: is not a key that a provider file knows; did you mean max-delay?");
        assertThat(shipped.lines("--format", "github")).last().isEqualTo("1 mistake.");
        assertThat(shipped.check("--format", "github").out())
                .contains("\n::notice title=unusable-account::aeterna has no base URL");
    }

    /** A percent sign, a colon and a comma mean something to it. */
    @Test
    void whatGitHubReadsOtherwiseIsEscaped() throws IOException {
        shipped.write("config/a,b%:c.yaml", "x: y\n");
        assertThat(shipped.check("--format", "github").out())
                .contains("::error file=config/a%2Cb%25%3Ac.yaml,title=unread-file::is not read: ");
        shipped.edit("config/routing.yaml", "when:", "\"wh%0Aen\":");
        assertThat(shipped.check("--format", "github").out()).contains("orders.0.wh%250Aen: is not a key");
    }

    @Test
    void gitHubFindsFilesBelowItsWorkspace() {
        Ran ran = Ran.run(folder, Map.of("GITHUB_WORKSPACE", folder.getParent().toString()), "", "check", "--format",
                "github");
        assertThat(ran.out()).startsWith("::error file=" + folder.getFileName() + "/" + FILE + ",line=");
    }

    /** As OASIS publishes it: what is required is there, and what refers to something leads there. */
    @Test
    void aScannerReadsSarif() throws IOException {
        shipped.write("config/a b%c.yaml", "x: y\n");
        shipped.write("routes/mine.camel.yaml", """
                # sluice: accept needless-route: until the next release
                - templatedRoute:
                    routeTemplateRef: submit
                    routeId: mine
                    parameters:
                      - {name: provider, value: hambit}
                """);
        JsonNode log = new ObjectMapper().readTree(shipped.check("--format", "sarif").out());
        assertThat(log.path("version").asText()).isEqualTo("2.1.0");
        assertThat(names(log)).containsExactlyInAnyOrder("$schema", "version", "runs");
        assertThat(log.path("runs")).hasSize(1);
        JsonNode run = log.path("runs").path(0);
        assertThat(names(run)).containsExactlyInAnyOrder("tool", "columnKind", "results");
        JsonNode rules = run.at("/tool/driver/rules");
        assertThat(run.at("/tool/driver/name").asText()).isEqualTo("Sluice");
        Set<String> ids = new HashSet<>();
        rules.forEach(rule -> {
            assertThat(names(rule)).containsExactlyInAnyOrder("id", "shortDescription", "fullDescription", "help",
                    "defaultConfiguration");
            assertThat(ids.add(rule.path("id").asText())).isTrue();
            assertThat(rule.at("/help/text").asText()).isNotEmpty();
            assertThat(rule.at("/defaultConfiguration/level").asText()).isIn("note", "error");
        });
        assertThat(ids).hasSize(Rule.values().length);
        run.path("results").forEach(result -> {
            assertThat(rules.path(result.path("ruleIndex").asInt()).path("id")).isEqualTo(result.path("ruleId"));
            assertThat(result.path("level").asText()).isIn("note", "error");
            assertThat(result.at("/message/text").asText()).isNotEmpty();
            result.path("locations").forEach(location -> {
                assertThat(URI.create(location.at("/physicalLocation/artifactLocation/uri").asText())).isNotNull();
                JsonNode region = location.at("/physicalLocation/region");
                assertThat(region.isMissingNode()
                        || region.path("startLine").asInt() > 0 && region.path("startColumn").asInt() > 0).isTrue();
            });
        });
        JsonNode first = result(run, "unknown-key");
        assertThat(first.path("level").asText()).isEqualTo("error");
        assertThat(first.at("/locations/0/physicalLocation/region/startLine").asInt()).isEqualTo(line);
        assertThat(first.at("/locations/0/physicalLocation/region/startColumn").asInt()).isEqualTo(3);
        assertThat(first.at("/message/text").asText()).startsWith("poll.max-dela: is not a key");
        assertThat(first.has("suppressions")).isFalse();
        assertThat(result(run, "unread-file").at("/locations/0/physicalLocation/artifactLocation/uri").asText())
                .endsWith("config/a%20b%25c.yaml");
        assertThat(result(run, "unusable-account").path("locations")).isEmpty();
    }

    @Test
    void whatIsAcceptedIsToldToProgramsWithItsReason() throws IOException {
        shipped.edit(FILE, "max-dela: 5m", "max-delay: 5m");
        shipped.write("routes/mine.camel.yaml", """
                # sluice: accept needless-route: until the next release
                - templatedRoute:
                    routeTemplateRef: submit
                    routeId: mine
                    parameters:
                      - {name: provider, value: hambit}
                """);
        JsonNode log = new ObjectMapper().readTree(shipped.check("--format", "sarif").out());
        assertThat(result(log.at("/runs/0"), "needless-route").at("/suppressions/0")).isEqualTo(new ObjectMapper()
                .readTree("{\"kind\": \"inSource\", \"justification\": \"until the next release\"}"));
        assertThat(new ObjectMapper().readTree(shipped.check("--format", "json").out()).path("accepted").asInt())
                .isEqualTo(1);
        assertThat(shipped.lines()).containsExactly("No mistakes.");
        assertThat(shipped.lines("--format", "github")).containsExactly("No mistakes.");
    }

    @Test
    void onATerminalItIsColouredAndInAPipeItIsNot() {
        assertThat(shipped.check().out()).doesNotContain("\033");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
        Launcher.run(new Surroundings(folder, folder, Map.of(), InputStream.nullInputStream(), lines, lines,
                Terminal.of("100x30", true)), "check");
        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(said).contains("\033[36m", "\033[33mnote:\033[0m ", "\033[31m1 mistake.\033[0m");
        assertThat(said.replaceAll("\033\\[[0-9]*m", "").replace(folder + "/", "")).isEqualTo(shipped.check().out());
    }

    @Test
    void rulesAreListedAndExplained() {
        assertThat(shipped.check("--rules").out().lines()).hasSize(Rule.values().length)
                .anySatisfy(said -> assertThat(said).startsWith("unread-queue ").endsWith(RuleText.of(
                        Rule.UNREAD_QUEUE).finds()));
        RuleText text = RuleText.of(Rule.NEAR_WORDS);
        assertThat(shipped.check("--explain", "near-words").out()).contains(text.finds(), text.why(), text.mend(),
                "# sluice: accept near-words: REASON");
        assertThat(shipped.check("--explain", "unread-queue").out()).contains("It stops what finds it, and cannot be"
                + " accepted.");
    }

    @Test
    void whatThereIsNotIsNoRuleAndNoFormat() {
        Ran rule = shipped.check("--explain", "unread-queu");
        assertThat(rule.exitCode()).isEqualTo(2);
        assertThat(rule.err()).contains("there is no rule unread-queu", "did you mean unread-queue?");
        Ran format = shipped.check("--format", "xml");
        assertThat(format.exitCode()).isEqualTo(2);
        assertThat(format.err()).contains("text, json, sarif, github").hasLineCount(1);
    }

    private static JsonNode result(JsonNode run, String rule) {
        for (JsonNode result : run.path("results")) {
            if (result.path("ruleId").asText().equals(rule)) {
                return result;
            }
        }
        throw new AssertionError("no result of " + rule);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
