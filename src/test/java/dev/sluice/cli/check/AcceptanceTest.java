package dev.sluice.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.given.Beside;
import dev.sluice.start.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Advice is accepted line by line, with a reason, and only as long as there is something to accept. */
@Beside
class AcceptanceTest {

    private static final String FILE = "config/providers/hambit.yaml";

    @TempDir
    private Path folder;
    private Checked shipped;
    private int line;

    /** A word of the provider that stands in two lists, but for capital letters. */
    @BeforeEach
    void withANote() throws IOException {
        shipped = Checked.asShipped(folder);
        String word = shipped.text(FILE).split("completed: \\[", 2)[1].split("[],]", 2)[0];
        shipped.edit(FILE, "completed: [" + word, "completed: [done");
        line = shipped.edit(FILE, "failed: [", "failed: [DONE, ");
        assertThat(shipped.lines()).hasSize(2).last().isEqualTo("No mistakes.");
        assertThat(shipped.lines().get(0)).startsWith("note: " + FILE + ":" + line + ":").endsWith("[near-words]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `# sluice: accept near-words: two words of theirs`
            `# another comment\n    # sluice: accept near-words: two words of theirs\n    # and one more\n`
            `#sluice:accept near-words:two words`
            """)
    void aCommentBeforeItAcceptsIt(String comment) throws IOException {
        before(comment);
        assertThat(shipped.lines()).containsExactly("No mistakes.");
        assertThat(shipped.check().exitCode()).isZero();
    }

    @Test
    void aCommentInItsLineAcceptsIt() throws IOException {
        behind("  # sluice: accept near-words: two words of theirs");
        assertThat(shipped.lines()).containsExactly("No mistakes.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sluice: accept near-words                   | accepts near-words without a reason: write # sluice: accept RULE: REASON
            sluice: accept near-words:                  | accepts near-words without a reason
            sluice: accept                              | accepts nothing as it stands: write # sluice: accept RULE: REASON
            sluice: acept near-words: so it is          | accepts nothing as it stands
            sluice: accept near-word: so it is          | accepts near-word, a rule that there is not; ./sluice check --rules lists them; did you mean near-words?
            sluice: accept two-meanings: so it is       | accepts two-meanings, which cannot be accepted: mend what it finds
            sluice: accept unusable-account: so it is   | accepts unusable-account, which cannot be accepted: take it away
            """)
    void oneThatCannotCountIsAMistake(String comment, String told) throws IOException {
        before("# " + comment);
        assertThat(shipped.lines()).contains("1 mistake.").anySatisfy(
                said -> assertThat(said).startsWith(FILE + ":" + line + ":5: " + told).endsWith(" [acceptance]"))
                .anySatisfy(said -> assertThat(said).endsWith("[near-words]"));
        assertThat(shipped.check().exitCode()).isEqualTo(1);
    }

    @Test
    void oneThatAcceptsNothingIsAMistake() throws IOException {
        before("# sluice: accept unsigned-body: so it is");
        assertThat(shipped.lines()).anySatisfy(said -> assertThat(said).startsWith(FILE + ":" + line
                + ":5: accepts unsigned-body, which is not found in the line behind it: take it away"));
    }

    @Test
    void oneThatAcceptsNothingAnyMoreIsAMistake() throws IOException {
        behind("  # sluice: accept near-words: two words of theirs");
        shipped.edit(FILE, "failed: [DONE, ", "failed: [");
        assertThat(shipped.lines()).hasSize(2).first().asString().startsWith(FILE + ":" + line + ":")
                .contains("accepts near-words, which is not found in this line: take it away");
    }

    /** What runs must not depend on a comment. */
    @ParameterizedTest
    @ValueSource(strings = {"# sluice: accept unsigned-body: so it is", "# sluice: accept near-words",
            "# sluice: except near-words: so it is", "# sluice: accept two-meanings: so it is"})
    void aStartOnlyNotesOneThatAcceptsNothing(String comment) throws IOException {
        before(comment);
        Mistakes found = Plan.checked(folder, StartSettings.of(folder, new Surroundings(folder, folder, Map.of(),
                InputStream.nullInputStream(), System.out, System.err, Terminal.of(null, false))), Map.of());
        assertThat(found.all()).noneMatch(mistake -> mistake.rule() == Rule.ACCEPTANCE);
        assertThat(found.notes()).anyMatch(note -> note.rule() == Rule.ACCEPTANCE);
    }

    /** Behind a mistake there may be notes that could not be found yet. */
    @Test
    void besideAMistakeNothingIsSaidOfOneThatAcceptsNothing() throws IOException {
        behind("  # sluice: accept unsigned-body: so it is");
        shipped.edit(FILE, "first-delay: 3s", "first-delay: soon");
        assertThat(shipped.lines()).contains("1 mistake.").noneMatch(said -> said.contains("[acceptance]"));
    }

    @Test
    void inSettingsItIsAMistakeToo() throws IOException {
        shipped.write("config/application.properties",
                "# sluice: accept settings-form: ours\nsluice.sweep.period=10s\nsluice.sweep.period=11s\n");
        assertThat(shipped.lines()).contains("2 mistakes.").anySatisfy(said -> assertThat(said).startsWith(
                "config/application.properties:1:1: accepts settings-form, which cannot be accepted"));
    }

    @Test
    void aRouteThatFollowsFromTheFileIsAcceptedWhereItStands() throws IOException {
        String block = """
                # sluice: accept needless-route: until the next release
                - templatedRoute:
                    routeTemplateRef: submit
                    routeId: mine
                    parameters:
                      - {name: provider, value: hambit}
                """;
        String routes = "routes/providers/hambit.camel.yaml";
        String text = shipped.text(routes);
        shipped.write(routes, text + block.substring(block.indexOf('\n') + 1));
        int at = (int) text.lines().count() + 1;
        assertThat(shipped.lines(routes)).anySatisfy(said -> assertThat(said).startsWith("note: " + routes + ":" + at
                + ":1: the route mine need not be written any more"));
        shipped.write(routes, text + block);
        assertThat(shipped.lines(routes)).containsExactly("No mistakes.");
    }

    private void before(String comment) throws IOException {
        shipped.edit(FILE, "failed: [DONE", comment.strip() + "\n    failed: [DONE");
    }

    private void behind(String comment) throws IOException {
        String list = shipped.text(FILE).substring(shipped.text(FILE).indexOf("failed: [DONE")).lines().findFirst()
                .orElseThrow();
        shipped.edit(FILE, list, list + comment);
    }
}
