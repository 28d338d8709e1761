package dev.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Ran;
import dev.sluice.json.Json;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Status;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A provider's statement against a ledger. */
class ReconcileTest {

    private static final String TITLES = "Paid at;Merchant order;Order id;Sum;Currency;State\n";

    @TempDir
    private Path folder;
    private GivenLedger ledger;
    private String keep = "36500d";

    @BeforeEach
    void makeALedgerAndAProvidersFile() throws Exception {
        Path providers = Files.createDirectories(folder.resolve("config/providers"));
        Files.writeString(providers.resolve("hambit.yaml"),
                Files.readString(Path.of("config/providers/hambit.yaml")) + """

                        statement:
                          columns: {request-id: Merchant order, reference: Order id, amount: Sum, currency: Currency, status: State, time: Paid at}
                          delimiter: ";"
                          time-format: dd.MM.uuuu HH:mm
                          zone: America/Sao_Paulo
                          statuses: {progress: [OPEN], completed: [PAID], failed: [VOID]}
                        """);
        ledger = GivenLedger.in(folder);
        order("ord-1", "2026-11-01T12:00:00Z", "100.00", Status.COMPLETED);
        order("ord-2", "2026-11-01T13:00:00Z", "50", Status.FAILED);
        order("ord-3", "2026-11-01T14:00:00Z", "7.10", Status.UNRESOLVED);
        order("ord-4", "2026-11-01T15:00:00Z", "8.00", Status.ACCEPTED);
    }

    @AfterEach
    void closeIt() throws Exception {
        ledger.close();
    }

    @Test
    void whatIsTheSameIsNoDifferenceHoweverItsDigitsAreWritten() throws IOException {
        Ran ran = reconcile("""
                01.11.2026 09:00;ord-1;REF-ord-1;100;BRL;PAID
                01.11.2026 10:00;ord-2;;50.000;BRL;VOID
                01.11.2026 12:00;ord-4;;8;BRL;OPEN
                """);

        assertThat(ran.err()).isEmpty();
        // ord-3 waits for a person, and the statement, which tells of its time, has it not.
        assertThat(ran.out()).contains("not theirs", "ord-3", "UNRESOLVED 7.10 BRL", "1 difference: 1 not theirs.");
        assertThat(reconcile("01.11.2026 09:00;ord-1;REF-ord-1;100;BRL;PAID\n").out()).isEqualTo("""
                No differences.
                Looked for in the statement were orders of ours made from 2026-11-01T12:00:00Z to 2026-11-01T12:00:59.999Z.
                """);
        assertThat(reconcile("01.11.2026 09:00;ord-1;REF-ord-1;100;BRL;PAID\n").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "01.11.2026 08:00;ord-9;REF-9;1;BRL;PAID       | not ours        | PAID 1 BRL",
            "01.11.2026 09:00;ord-1;;100.01;BRL;PAID       | other amount    | PAID 100.01 BRL",
            "01.11.2026 09:00;ord-1;;100;MXN;PAID          | other amount    | PAID 100 MXN",
            "01.11.2026 09:00;;REF-ord-1;100;BRL;VOID      | other end       | VOID 100 BRL",
            "01.11.2026 10:00;ord-2;;50;BRL;PAID           | other end       | FAILED 50 BRL",
            "01.11.2026 11:00;ord-3;;7.1;BRL;PAID          | other end       | UNRESOLVED 7.10 BRL",
            "01.11.2026 12:00;ord-4;;8;BRL;PAID            | other end       | ACCEPTED 8.00 BRL",
            "01.11.2026 09:00;ord-1;REF-2;100;BRL;PAID     | other reference | REF-2",
            "01.11.2026 09:00;ord-8;REF-ord-1;100;BRL;PAID | other number    | ord-8",
            "01.11.2026 09:00;ord-1;;100;BRL;HELD          | unlisted word   | HELD 100 BRL"})
    void aDifferenceIsShownAndTheExitCodeIsOne(String line, String kind, String shown) throws IOException {
        Ran ran = reconcile(line.strip() + "\n");

        assertThat(ran.out()).contains(kind.strip(), shown.strip()).contains("1 difference: 1 " + kind.strip() + ".");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).isEmpty();
    }

    /** The last of the times is 12:00, which is as much of the minute as the provider writes. */
    @Test
    void anOrderOfTheLastMinuteIsMissed() throws IOException {
        order("ord-5", "2026-11-01T12:00:59Z", "9.00", Status.ACCEPTED);
        order("ord-6", "2026-11-01T12:01:00Z", "9.00", Status.ACCEPTED);

        assertThat(reconcile("01.11.2026 09:00;ord-1;;100;BRL;PAID\n").out()).contains("ord-5",
                "1 difference: 1 not theirs.");
    }

    @Test
    void theTimeThatIsComparedCanBeSaid() throws IOException {
        String line = "01.11.2026 09:00;ord-1;;100;BRL;PAID\n";

        assertThat(reconcile(line, "--from", "2026-11-01", "--until", "2026-11-01").out()).contains("ord-3", "ord-4",
                "2 differences: 2 not theirs.", "from 2026-11-01T03:00:00Z to 2026-11-02T02:59:59.999Z");
        assertThat(reconcile(line, "--until", "2026-11-01T14:00:00Z").out()).contains("1 difference: 1 not theirs.",
                "from 2026-11-01T12:00:00Z to 2026-11-01T14:00:00.999Z");
        assertThat(reconcile(line, "--from", "yesterday").err()).contains("--from must be a day or a time");
        assertThat(reconcile(line, "--from", "2026-11-02", "--until", "2026-11-01").exitCode()).isEqualTo(2);
        assertThat(reconcile(";ord-1;;100;BRL;PAID\n", "--from", "2026-11-01").err()).contains("name both --from and");
    }

    @Test
    void ordersOfAnOperationThatTheStatementHasNotAreNotMissed() throws IOException {
        Path file = folder.resolve("config/providers/hambit.yaml");
        Files.writeString(file, Files.readString(file) + "  operations: [crypto-to-fiat]\n");

        assertThat(reconcile("""
                01.11.2026 09:00;ord-1;;100;BRL;PAID
                01.11.2026 12:00;ord-4;;8;BRL;OPEN
                """).out()).startsWith("No differences.\n");
    }

    /** By its reference it would be the other's too, which would then not be missed. */
    @Test
    void aLineIsTheOrdersWhoseNumberItHasWhateverReferenceItNames() throws IOException {
        assertThat(
                reconcile("01.11.2026 11:00;ord-3;REF-ord-4;7.1;BRL;OPEN\n", "--until", "2026-11-01T15:00:00Z").out())
                .contains("ord-4", "3 differences: 1 other end, 1 other reference, 1 not theirs.");
    }

    /** Tokens are sold for reais, and hambit may write the one or the other. */
    @Test
    void anAmountOfAnotherKindIsNotComparedAndToldOf() throws IOException {
        order("ord-5", "2026-11-02T12:00:00Z", "crypto-to-fiat", """
                {"requestId": "ord-5", "order": {"amount": "100.00", "token": "USDT", "currency": "BRL"}}""",
                Status.COMPLETED);

        Ran other = reconcile("02.11.2026 09:00;ord-5;;540.00;BRL;PAID\n");
        assertThat(other.out()).startsWith("No differences in what was compared.\n")
                .contains("The amount of 1 line could not be compared");
        assertThat(other.exitCode()).isEqualTo(3);
        assertThat(reconcile("02.11.2026 09:00;ord-5;;100;USDT;PAID\n").out()).startsWith("No differences.\n")
                .doesNotContain("could not be compared");
        assertThat(reconcile("02.11.2026 09:00;ord-5;;99;USDT;PAID\n").out()).contains("COMPLETED 100.00 USDT",
                "1 difference: 1 other amount.");
    }

    @Test
    void anAmountThatTheLedgerKeepsAsANumberIsReadByItsDigitsAndOneThatItDoesNotKeepIsToldOf() throws IOException {
        order("ord-5", "2026-11-02T12:00:00Z", "fiat-to-crypto", """
                {"requestId": "ord-5", "order": {"amount": 1E+2, "currency": "BRL"}}""", Status.COMPLETED);
        order("ord-6", "2026-11-03T12:00:00Z", "fiat-to-crypto", """
                {"requestId": "ord-6", "order": {"amount": "***", "currency": "BRL"}}""", Status.COMPLETED);

        assertThat(reconcile("02.11.2026 09:00;ord-5;;100.00;BRL;PAID\n").out()).startsWith("No differences.\n")
                .doesNotContain("could not be compared");
        assertThat(reconcile("02.11.2026 09:00;ord-5;;101;BRL;PAID\n").out()).contains("COMPLETED 100 BRL");
        assertThat(reconcile("03.11.2026 09:00;ord-6;;1;BRL;PAID\n").out())
                .contains("The amount of 1 line could not be compared");
    }

    /** Whoever looks for the order would look in vain, and take the provider's word for a lie. */
    @Test
    void whatIsNoLongerKeptOrOursElsewhereIsToldApart() throws IOException {
        Ledger then = ledger.ledger(Clock.fixed(Instant.parse("2026-11-01T11:00:00Z"), ZoneOffset.UTC));
        then.claim(Entry.wanted(new Key("orders", "ord-7"), "aeterna", "shop", "payin", "hash-of-it",
                Json.own("{\"requestId\": \"ord-7\"}"), Json.object()), "ord-7", false);
        Ran ran = reconcile("01.11.2026 08:00;ord-7;;1;BRL;PAID\n");
        assertThat(ran.out()).contains("aeterna/shop SENT", "1 difference: 1 elsewhere.");
        Ran typo = reconcile("01.11.2026 09:00;ord-1;;100;BRL;PAID\n", "--account", "shop");
        assertThat(typo.err()).contains("--account shop: hambit has none such, nor has the ledger.");
        assertThat(typo.exitCode()).isEqualTo(2);
        then.claim(Entry.wanted(new Key("orders", "ord-8"), "hambit", "shop", "fiat-to-crypto", "hash-of-it",
                Json.own("{\"requestId\": \"ord-8\"}"), Json.object()), "ord-8", false);
        assertThat(reconcile("01.11.2026 09:00;ord-1;;100;BRL;PAID\n", "--account", "shop").out())
                .contains("hambit/default", "1 difference: 1 elsewhere.");

        order("ord-10", "2026-11-01T11:00:00Z", "order-status", "{\"requestId\": \"ord-10\"}", Status.COMPLETED);
        assertThat(reconcile("01.11.2026 08:00;ord-10;;1;BRL;PAID\n").out()).as("what only reads")
                .contains("hambit/default COMPLETED", "2 differences: 1 not theirs, 1 elsewhere.");

        keep = "1s";
        assertThat(reconcile("01.11.2025 08:00;ord-9;;1;BRL;PAID\n").out()).contains("1 difference: 1 not kept.");
    }

    @Test
    void anOrderThatIsThereTwiceIsTold() throws IOException {
        assertThat(reconcile("01.11.2026 09:00;ord-1;;100;BRL;PAID\n".repeat(2)).out())
                .contains("twice", "1 difference: 1 twice.");
    }

    @Test
    void aLineThatCannotBeReadIsToldByItsNumberAndTheOthersAreCompared() throws IOException {
        Ran ran = reconcile("""
                01.11.2026 09:00;"ord
                -1";;100;BRL;PAID
                2026-11-01;ord-1;;100;BRL;PAID
                01.11.2026 09:00;ord-1;;1e2;BRL;PAID
                01.11.2026 09:00;;;100;BRL;PAID
                01.11.2026 09:00;ord-1
                01.11.2026 09:00;"ord-1"x;;100;BRL;PAID
                01.11.2026 09:00;ord-1;;100;BRL;PAID
                01.11.2026 09:00;"ord-1;;100;BRL;PAID
                """);

        assertThat(ran.err().lines()).containsExactly(
                "statement.csv:4: has a time that is not written as statement.time-format says",
                "statement.csv:5: has an amount that is no number such as 12.50",
                "statement.csv:6: names no order",
                "statement.csv:7: has 2 cells, and none for reference",
                "statement.csv:8: has something behind a closing quote",
                "statement.csv:10: has a quote that is not closed",
                "6 lines of the statement could not be read, and were not compared.");
        assertThat(ran.out()).contains("3 differences: 1 not ours, 2 unread.");
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    /** Whoever closes it later has the lines between in one cell. */
    @Test
    void aQuoteThatIsClosedInAnotherLineHidesNoLine() throws IOException {
        Ran two = reconcile("""
                01.11.2026 09:00;ord-1;"hi;100;BRL;PAID
                01.11.2026 09:00;ord-9;bye";100;BRL;PAID
                01.11.2026 10:00;ord-2;;50;BRL;VOID
                """);
        assertThat(two.err()).contains(
                "statement.csv:2: has a cell with whole lines of the statement in it; is a quote not closed?");
        assertThat(two.exitCode()).isEqualTo(3);
        assertThat(reconcile("""
                01.11.2026 09:00;ord-1;"a;b;c;d;e
                f;g";100;BRL;PAID
                01.11.2026 10:00;ord-2;;50;BRL;VOID
                """).err()).as("a cell's own lines").doesNotContain("is a quote not closed?");
    }

    @Test
    void aBadLineOfAFileWithOldLineEndsHidesNoneBehindIt() throws IOException {
        Ran ran = reconcile("01.11.2026 09:00;\"ord-1\"x;;100;BRL;PAID\r01.11.2026 10:00;ord-9;;50;BRL;PAID\r");
        assertThat(ran.err()).contains("has something behind a closing quote", "1 line of the statement");
        assertThat(ran.out()).contains("1 not ours");
    }

    /** Of large amounts alone some write thousands apart: just these orders would be looked for in vain. */
    @Test
    void anOrderWhoseLineCannotBeReadIsNotToldAsOneThatTheProviderHasNot() throws IOException {
        order("ord-5", "2026-11-01T12:30:00Z", "1250.00", Status.COMPLETED);
        Ran ran = reconcile("""
                01.11.2026 09:00;ord-1;;100;BRL;PAID
                01.11.2026 10:00;ord-2;;50;BRL;VOID
                01.11.2026 09:30;ord-5;;"1,250.00";BRL;PAID
                """, "--csv", "differences.csv");

        assertThat(ran.out()).contains("1 difference: 1 unread.").doesNotContain("not theirs");
        assertThat(Files.readString(folder.resolve("differences.csv")))
                .contains("unread,ord-5,REF-ord-5,COMPLETED 1250.00 BRL,PAID BRL,4\r\n");
        assertThat(ran.exitCode()).isEqualTo(3);
        Ran missed = reconcile("""
                01.11.2026 09:00;ord-1;;100;BRL;PAID
                01.11.2026 10:00;;;50;BRL;VOID
                """, "--until", "2026-11-01T13:00:00Z");
        assertThat(missed.out()).contains("1 difference: 1 not theirs.");
        assertThat(missed.err()).contains("What is told as not theirs may stand in one of them.");
    }

    /** A file of the whole provider beside the orders of one account, or one that has references alone. */
    @Test
    void anOrderOfAnotherAccountIsKnownByItsReferenceToo() throws IOException {
        Key key = new Key("orders", "ord-7");
        Ledger then = ledger.ledger(Clock.fixed(Instant.parse("2026-11-01T11:00:00Z"), ZoneOffset.UTC));
        then.claim(Entry.wanted(key, "hambit", "shop", "fiat-to-crypto", "hash-of-it",
                Json.own("{\"requestId\": \"ord-7\"}"), Json.object()), "ord-7", false);
        then.record(key, "ord-7", Change.to(Status.ACCEPTED, sequence -> "{}").named("REF-7", null));

        assertThat(reconcile("01.11.2026 08:00;;REF-7;1;BRL;PAID\n", "--account", "default").out())
                .contains("ord-7", "hambit/shop ACCEPTED", "1 difference: 1 elsewhere.");
        assertThat(reconcile("01.11.2026 08:00;;REF-8;1;BRL;PAID\n", "--account", "default").out())
                .contains("1 difference: 1 not ours.");
    }

    /** With a delimiter in a name that nobody put in quotes, all behind it would be read from the wrong columns. */
    @Test
    void aLineWithMoreCellsThanTitlesIsNotCompared() throws IOException {
        Ran ran = reconcile("01.11.2026 09:00;ord-1;REF-ord-1;100;BRL;PAID;\n");

        assertThat(ran.err().lines()).containsExactly("statement.csv:2: has 7 cells, and there are titles for 6",
                "No line has a time in the column Paid at, so that orders of ours that the statement lacks were not"
                        + " looked for; say --from and --until.",
                "1 line of the statement could not be read, and was not compared.");
        assertThat(ran.out()).isEqualTo("No differences in what was compared.\n");
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    @Test
    void aStatementThatTellsNothingIsNotCompared() throws IOException {
        Ran none = reconcile("");
        assertThat(none.err()).contains("statement.csv: has no lines, so that nothing was compared");
        assertThat(none.out()).isEmpty();
        assertThat(none.exitCode()).isEqualTo(3);
        Ran quiet = reconcile("", "--from", "2026-11-02", "--until", "2026-11-02");
        assertThat(quiet.out()).startsWith("No differences.\n");
        assertThat(quiet.exitCode()).isZero();
        assertThat(reconcile("", "--from", "2026-11-01", "--until", "2026-11-01").exitCode()).isEqualTo(1);

        Ran timeless = reconcile(";ord-1;;100;BRL;PAID\n");
        assertThat(timeless.err()).contains("No line has a time in the column Paid at");
        assertThat(timeless.exitCode()).isEqualTo(3);
        assertThat(reconcile(";ord-1;;100;BRL;PAID\n", "--from", "2026-11-02", "--until", "2026-11-02").exitCode())
                .isZero();
    }

    @Test
    void withoutAColumnOfTimesWhatItLacksIsSaidNotToBeLookedFor() throws IOException {
        Path file = folder.resolve("config/providers/hambit.yaml");
        Files.writeString(file, Files.readString(file).replace(", time: Paid at", ""));
        String line = "01.11.2026 09:00;ord-1;;100;BRL;PAID\n";

        Ran ran = reconcile(line);
        assertThat(ran.out()).startsWith("No differences in what was compared.\n").contains("The statement tells no"
                + " times, so that orders of ours that it lacks were not looked for");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(reconcile(line, "--from", "2026-11-02", "--until", "2026-11-02").exitCode()).isZero();
    }

    /** Whoever looks at the exit code alone must not take it for a difference, or for none. */
    @Test
    void whatKeepsItFromComparingIsExitCodeThree() throws IOException {
        assertThat(run("nobody").exitCode()).isEqualTo(3);
        assertThat(run("hambit").exitCode()).isEqualTo(3);
        Files.writeString(folder.resolve("statement.csv"), TITLES + "01.11.2026 09:00;ord-1;;100;BRL;PAID\n");
        assertThat(Ran.run(folder, Map.of("SLUICE_DATA", folder.resolve("none").toString()), "", "reconcile", "hambit",
                "statement.csv").exitCode()).isEqualTo(3);
        Files.writeString(folder.resolve("config/providers/hambit.yaml"), "family: [");
        assertThat(run("hambit").exitCode()).isEqualTo(3);
    }

    @Test
    void aFileOfDifferencesIsNeverWrittenOver() throws IOException {
        Path kept = Files.writeString(folder.resolve("november.csv"), "found before\n");
        Ran ran = reconcile("01.11.2026 08:00;ord-9;;1;BRL;PAID\n", "--csv", "november.csv");

        assertThat(ran.err()).contains("november.csv is there already; name another file.");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(Files.readString(kept)).isEqualTo("found before\n");
    }

    @Test
    void aFileIsThereOnlyOnceSomethingWasCompared() throws IOException {
        Files.writeString(folder.resolve("statement.csv"), TITLES + "01.11.2026 08:00;ord-9;;1;BRL;PAID\n");
        Ran away = Ran.run(folder, Map.of("SLUICE_DATA", folder.resolve("none").toString()), "", "reconcile", "hambit",
                "statement.csv", "--csv", "november.csv");

        assertThat(away.exitCode()).isEqualTo(3);
        assertThat(folder.resolve("november.csv")).doesNotExist();
        assertThat(run("hambit", "--csv", "november.csv").exitCode()).isEqualTo(1);
        assertThat(folder.resolve("november.csv")).isNotEmptyFile();
    }

    /** As a Brazilian bank writes it. */
    @Test
    void amountsWithADecimalCommaAreReadAndLinesOfNoOrderArePassedOver() throws IOException {
        Path file = folder.resolve("config/providers/hambit.yaml");
        Files.writeString(file, Files.readString(file) + """
                  decimal: ","
                  skip: {State: [FEE, TOTAL]}
                """);
        order("ord-5", "2026-11-02T12:00:00Z", "1250.00", Status.COMPLETED);

        Ran ran = reconcile("""
                02.11.2026 09:00;ord-5;;1.250,00;brl;PAID
                02.11.2026 09:00;ord-5;;-2,50;BRL;FEE
                ;;;1.247,50;BRL;TOTAL
                """);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("No differences.\n")
                .contains("2 lines were passed over, as statement.skip says.");
        assertThat(ran.exitCode()).isZero();
        assertThat(reconcile("02.11.2026 09:00;ord-5;;1.250,01;BRL;PAID\n").out())
                .contains("1 difference: 1 other amount.");
        Files.writeString(file, Files.readString(file).replace("skip: {State", "skip: {Sort"));
        assertThat(run("hambit").err()).contains("has no column Sort, which statement.skip of the provider's file");
    }

    /** It runs meanwhile and is to name the same file, or it was killed. */
    @Test
    void whatAnotherOneHasWrittenIsNotTouchedAndInNobodysWay() throws IOException {
        Path part = Files.writeString(folder.resolve("november.csv.part"), "a part\n");
        reconcile("01.11.2026 08:00;ord-9;;1;BRL;PAID\n", "--csv", "november.csv");

        assertThat(folder.resolve("november.csv")).content().startsWith("DIFFERENCE,").contains("ord-9");
        assertThat(part).content().isEqualTo("a part\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".part"))).containsExactly(part);
        }
    }

    @Test
    void aTemporaryFileThatFailsIsNotToldAsTheLedgersFault() throws Exception {
        StatementLines lines = new StatementLines();
        lines.close();

        assertThatThrownBy(() -> lines.claim("ord-1")).isInstanceOf(Problem.class)
                .hasMessageStartingWith("the statement cannot be kept in a temporary file: ");
        assertThatThrownBy(() -> lines.of("ord-1", null)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> lines.notFound(0, 1)).isInstanceOf(Problem.class);
    }

    /** Within the ledger's reading it would be taken for the ledger's. */
    @Test
    void aFullDiskIsToldAsTheFilesFault() {
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        String told = "the file of differences cannot be written: No space left on device";

        assertThatThrownBy(() -> new Differences(full)).isInstanceOf(Problem.class).hasMessage(told);
        Differences differences = new Differences(new BufferedWriter(full));
        assertThatThrownBy(() -> differences.show(null, true)).isInstanceOf(Problem.class).hasMessage(told);
    }

    @Test
    void allOfThemAreInAFileThatNoSpreadsheetTakesForFormulas() throws IOException {
        String evil = "01.11.2026 08:00;=HYPERLINK(1);\"+1, \"\"x\"\"\";-5.00;@BRL;PAID\n";
        Ran ran = reconcile(evil, "--csv", "differences.csv");

        assertThat(Files.readString(folder.resolve("differences.csv"))).isEqualTo("""
                DIFFERENCE,REQUEST,REFERENCE,OURS,THEIRS,LINE\r
                not ours,'=HYPERLINK(1),"'+1, ""x""\",,PAID -5.00 @BRL,2\r
                """);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(Difference.csv(List.of("-5.00", "-x", "\tx", "a\nb"))).isEqualTo("-5.00,'-x,\"'\tx\",\"a\nb\"\r\n");
        assertThat(Difference.csv(List.of("a;=1"))).as("where ; divides").isEqualTo("\"a;=1\"\r\n");
    }

    @Test
    void aColumnThatIsNotThereAndAProviderWithoutAStatementAreToldAtOnce() throws IOException {
        Files.writeString(folder.resolve("statement.csv"), "a;b\n");
        assertThat(run("hambit").err()).contains("has no column ", "statement.columns.", "it has a, b");
        Files.writeString(folder.resolve("statement.csv"), TITLES.replace("State", "State;Sum"));
        assertThat(run("hambit").err()).contains("has the column Sum twice, which statement.columns.amount");
        Files.writeString(folder.resolve("statement.csv"), "");
        assertThat(run("hambit").err()).contains("is empty");
        assertThat(run("nobody").err()).contains("there is no provider nobody; there are hambit");
        Files.writeString(folder.resolve("config/providers/hambit.yaml"),
                Files.readString(Path.of("config/providers/hambit.yaml")));
        assertThat(run("hambit").err()).contains("does not say how its statement is written");
    }

    /** A reconciliation in a heap that could not hold the statement: lines are read, and differences counted, as they come. */
    @Test
    void aLargeStatementIsNotHeldInMemory() throws IOException {
        Path file = folder.resolve("statement.csv");
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            writer.write(TITLES);
            for (int i = 0; i < 20_000; i++) {
                writer.write("01.11.2026 09:00;other-" + i + ";;1.00;BRL;PAID\n");
            }
        }
        Ran ran = run("hambit", "--csv", "all.csv");
        assertThat(ran.out().lines().count()).isLessThan(210);
        assertThat(ran.out())
                .contains("20001 differences: 20000 not ours, 1 not theirs; shown are the first 50 of each");
        try (Stream<String> lines = Files.lines(folder.resolve("all.csv"))) {
            assertThat(lines.count()).isEqualTo(20_002);
        }
    }

    private Ran reconcile(String lines, String... options) throws IOException {
        Files.writeString(folder.resolve("statement.csv"), "\uFEFF" + TITLES + lines);
        return run("hambit", options);
    }

    private Ran run(String provider, String... options) {
        Map<String, String> environment = Map.of("SLUICE_DATA", folder.toString(), "SLUICE_LEDGER_KEEP", keep);
        return Ran.run(folder, environment, "", Stream.concat(
                Stream.of("reconcile", provider, "statement.csv"), Arrays.stream(options)).toArray(String[]::new));
    }

    private void order(String id, String at, String amount, Status status) {
        order(id, at, "fiat-to-crypto", """
                {"requestId": "%s", "order": {"amount": "%s", "currency": "BRL"}}""".formatted(id, amount), status);
    }

    private void order(String id, String at, String operation, String document, Status status) {
        Ledger then = ledger.ledger(Clock.fixed(Instant.parse(at), ZoneOffset.UTC));
        Key key = new Key("orders", id);
        then.claim(Entry.wanted(key, "hambit", "default", operation, "hash-of-it", Json.own(document), Json.object()),
                id, false);
        then.record(key, id, Change.to(status, sequence -> "{\"status\":\"" + status + "\"}").named("REF-" + id, null));
    }
}
