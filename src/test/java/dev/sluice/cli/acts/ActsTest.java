package dev.sluice.cli.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people did is exported so that a change behind it shows, in the file and in the ledger. */
class ActsTest {

    private static final Key KEY = new Key("orders", "r-1");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    @TempDir
    private Path folder;
    private GivenLedger given;

    @BeforeEach
    void makeALedger() throws Exception {
        given = GivenLedger.in(folder);
        ago(9).claim(Entry.wanted(KEY, "hambit", "default", "any", "h", Json.object(), Json.object()), "a", false);
        ago(8).note(new Act("person-2", KEY, "ask", "ana", "it takes long", null));
        ago(8).note(new Act("person-1", null, "discard", "ben", "a test message", "{\"fingerprint\":\"0a1b2c3d\"}"));
        ago(7).note(new Act("hook-1", KEY, Act.WEBHOOK, "hambit", "PENDING", null));
        ago(7).note(new Act("person-3", KEY, "resolve", "ana", "seen there", "{\"status\":\"FAILED\"}"));
        ago(0).note(new Act("new-1", null, "hold", "eve", "now", null));
    }

    @AfterEach
    void closeIt() throws Exception {
        given.close();
    }

    @Test
    void eachLineHasTheHashOfItselfAndAllBeforeIt() throws Exception {
        List<String> lines = export("one").lines().toList();

        assertThat(lines).hasSize(5);
        assertThat(lines.subList(1, 4)).extracting(line -> Json.own(line).path("step").asText())
                .as("in a moment by their ids, no provider's word, nothing of the last minutes")
                .containsExactly("person-1", "person-2", "person-3");
        String head = "0".repeat(64);
        for (String line : lines.subList(1, 4)) {
            String content = line.replaceFirst(",\"hash\":\"[0-9a-f]{64}\"}$", "}");
            head = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest((head + content).getBytes(StandardCharsets.UTF_8)));
            assertThat(Json.own(line).path("hash").asText()).isEqualTo(head);
        }
        assertThat(Json.own(lines.get(4)).at("/end/head").asText()).isEqualTo(head);
        assertThat(verify("one").out()).isEqualTo("The ledger has what the files have: 3 acts.\n");
    }

    @Test
    void aLaterExportGoesOnWhereTheFormerEnded() throws Exception {
        export("one");
        Ran two = Ran.run(folder, environment(), "", "acts", "export", "--after", "one");
        Files.writeString(folder.resolve("two"), two.out());

        assertThat(Json.own(two.out().lines().toList().get(0)).at("/acts/after").asText())
                .isEqualTo(Json.own(lines("one").get(4)).at("/end/head").asText());
        assertThat(verify("one", "two").out()).contains("3 acts");
        assertThat(verify("two", "one").err()).contains("one does not go on where the file before it ends");
        change("one", lines -> lines.subList(0, 4));
        assertThat(Ran.run(folder, environment(), "", "acts", "export", "--after", "one").err())
                .contains("one is cut");
    }

    @Test
    void aFileThatWasChangedShowsAtTheLine() throws Exception {
        export("one");
        List<String> whole = lines("one");

        assertThat(changed(lines -> replaced(lines, "seen there", "seen here"))).contains("one line 4 was changed");
        assertThat(changed(lines -> without(lines, 2))).contains("one line 3 was changed");
        assertThat(changed(lines -> without(lines, 3))).contains("one line 4 was changed");
        assertThat(changed(lines -> swapped(lines))).contains("one line 2 was changed");
        assertThat(changed(lines -> lines.subList(0, 3))).contains("one is cut");
        assertThat(changed(lines -> List.of("{}"))).contains("one line 1 was changed: it is no line of");
        assertThat(changed(lines -> whole)).isEmpty();
    }

    @Test
    void whatStandsBehindTheLastLineIsRefused() throws Exception {
        export("one");
        String behind = "one line 6: the file goes on behind its last line";

        assertThat(changed(lines -> Stream.concat(lines.stream(), lines.stream()).toList())).contains(behind);
        assertThat(changed(lines -> Stream.concat(lines.stream(), Stream.of(lines.get(2))).toList())).contains(behind);
        assertThat(changed(lines -> Stream.concat(lines.stream(), Stream.of("")).toList())).contains(behind);
        change("one", lines -> Stream.concat(lines.stream(), Stream.of(lines.get(2))).toList());
        assertThat(Ran.run(folder, environment(), "", "acts", "export", "--after", "one").err()).contains(behind);
    }

    @Test
    void aLedgerThatWasChangedShowsAtTheLine() throws Exception {
        export("one");

        assertThat(behind("UPDATE act SET who = 'eve' WHERE step_id = 'person-3'"))
                .contains("one line 4: the act is otherwise in the ledger").contains("\"who\":\"eve\"");
        assertThat(behind("UPDATE act SET why = 'erased', detail = NULL WHERE step_id = 'person-3'"))
                .as("no act says that it was erased").contains("one line 4: the act is otherwise in the ledger");
        assertThat(behind("DELETE FROM act WHERE step_id = 'person-2'"))
                .contains("one line 3: the act is not in the ledger, which still has to keep it: ask by ana");
        assertThat(behind("UPDATE act SET step_id = 'person-0' WHERE step_id = 'person-2'"))
                .contains("the ledger has an act that the file has not, before one line 2: ask by ana");
        assertThat(behind("UPDATE act SET at = at - 1 WHERE step_id = 'person-3'"))
                .contains("the ledger has an act that the file has not, before one line 4");
        assertThat(verify("one").exitCode()).isZero();
    }

    @Test
    void whatIsForgottenOrErasedByTheRulesIsNoDifference() throws Exception {
        export("one");
        given.act("UPDATE act SET why = 'erased', detail = NULL WHERE step_id = 'person-2'");
        ago(0).note(new Act("person-9", null, "erase", "ana", "letter", "{\"requests\":1,\"acts\":[\"person-2\"]}"));
        assertThat(verify("one").out()).contains("2 acts, and of 1 the text was erased, as acts say");

        ago(7).record(KEY, "end", Change.to(Status.FAILED, sequence -> "{}"));
        Map<String, String> shorter = new HashMap<>(environment());
        shorter.put("SLUICE_LEDGER_KEEP_ORDERS", "1h");
        given.act("DELETE FROM act WHERE request_id = 'r-1'");
        assertThat(Ran.run(folder, shorter, "", "acts", "verify", "one").err()).as("its request is there")
                .contains("one line 3: the act is not in the ledger");
        given.act("DELETE FROM request");
        assertThat(verify("one").err()).as("kept for 90 days").contains("one line 3: the act is not in the ledger");
        assertThat(Ran.run(folder, shorter, "", "acts", "verify", "one").out())
                .contains("1 acts, and 2 that were kept long enough are gone");
    }

    @Test
    void theActsOfAForgottenRequestAreNotMissedWhereItsIdIsUsedAgain() throws Exception {
        export("one");
        given.act("DELETE FROM act WHERE request_id = 'r-1'");
        given.act("DELETE FROM request");
        ago(1).claim(Entry.wanted(KEY, "hambit", "default", "any", "h", Json.object(), Json.object()), "again", false);
        Map<String, String> shorter = new HashMap<>(environment());
        shorter.put("SLUICE_LEDGER_KEEP_ORDERS", "2h");

        assertThat(Ran.run(folder, shorter, "", "acts", "verify", "one").out())
                .contains("1 acts, and 2 that were kept long enough are gone");
    }

    private String changed(UnaryOperator<List<String>> change) throws IOException {
        List<String> whole = lines("one");
        change("one", change);
        String told = verify("one").err();
        Files.write(folder.resolve("one"), whole);
        return told;
    }

    private void change(String name, UnaryOperator<List<String>> change) throws IOException {
        Files.write(folder.resolve(name), change.apply(lines(name)));
    }

    /** What is said of it when the acts are as this leaves them; then they are as before. */
    private String behind(String change) throws IOException {
        given.act("CREATE TABLE kept AS SELECT * FROM act");
        given.act(change);
        Ran ran = verify("one");
        given.act("DELETE FROM act");
        given.act("INSERT INTO act SELECT * FROM kept");
        given.act("DROP TABLE kept");
        assertThat(ran.exitCode()).isEqualTo(1);
        return ran.err();
    }

    private static List<String> replaced(List<String> lines, String text, String other) {
        return lines.stream().map(line -> line.replace(text, other)).toList();
    }

    private static List<String> without(List<String> lines, int index) {
        List<String> left = new ArrayList<>(lines);
        left.remove(index);
        return left;
    }

    private static List<String> swapped(List<String> lines) {
        List<String> others = new ArrayList<>(lines);
        Collections.swap(others, 1, 2);
        return others;
    }

    private String export(String name) throws IOException {
        Ran ran = Ran.run(folder, environment(), "", "acts", "export");
        assertThat(ran.err()).isEmpty();
        Files.writeString(folder.resolve(name), ran.out());
        return ran.out();
    }

    private Ran verify(String... names) {
        return Ran.run(folder, environment(), "",
                Stream.concat(Stream.of("acts", "verify"), Arrays.stream(names)).toArray(String[]::new));
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    private Map<String, String> environment() {
        return Map.of("SLUICE_DATA", folder.toString());
    }

    /** The ledger of a Sluice so many hours ago. */
    private Ledger ago(int hours) {
        return given.ledger(Clock.fixed(now.minus(Duration.ofHours(hours)), ZoneOffset.UTC));
    }
}
