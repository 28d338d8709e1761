package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.ALL;
import static dev.sluice.ledger.GivenRequests.handOn;
import static dev.sluice.ledger.GivenRequests.heard;
import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.cli.Ran;
import dev.sluice.config.ConfigProblem;
import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What was said to providers is written with what a step records, and goes when its time is over; on both databases. */
@ParameterizedClass
@EnumSource
class ExchangeRowsTest {

    private static final Key KEY = request("r-1").key();

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;
    private Ledger ledger;
    private Housekeeping housekeeping;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
        ledger = new Ledger(database, clock);
        housekeeping = new Housekeeping(database, clock);
        ledger.claim(request("r-1"), "a", false);
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) database).close();
        pool.close();
    }

    @Test
    void itIsThereWithWhatTheStepRecorded() throws Exception {
        ledger.record(seen(), "a", row -> to(Status.PENDING, "new", "{\"step\":\"p1\"}"), said("\u00e9 'one'", 900));
        assertThat(ledger.asked(KEY, "p1", heard("nothing"), false, said("two", 950))).isTrue();

        assertThat(rows()).containsExactly("a {\"word\":\"\u00e9 'one'\"} 900", "p1 {\"word\":\"two\"} 950");
    }

    /** An order may be asked about hundreds of times a day. */
    @Test
    void ofAsksThatToldNothingTheNewestIsThere() throws Exception {
        ledger.claim(request("r-2"), "other", false);
        ledger.asked(request("r-2").key(), "q1", heard(null), false, said("other", 900));
        ledger.record(seen(), "a", row -> to(Status.PENDING, "new", null), said("sent", 900));
        ledger.asked(KEY, "p1", heard(null), false, said("nothing", 910));
        ledger.record(seen(), "p2", row -> handOn("next"), said("news", 920));
        ledger.asked(KEY, "p3", heard(null), false, said("nothing", 930));
        ledger.asked(KEY, "p4", heard(null), false, said("nothing", 940));

        assertThat(rows()).extracting(row -> row.substring(0, 2)).containsExactly("a ", "p2", "p4");
        assertThat(all()).isEqualTo(4);
    }

    /** A page of requests would have too many of them for the memory of a command. */
    @Test
    void whoReadsTheLedgerFromEndToEndReadsThemWithTheRequestThatIsTold() throws Exception {
        ledger.claim(request("r-2"), "b", false);
        ledger.record(seen(), "a", row -> to(Status.COMPLETED), said("one", 900));
        ledger.record(ledger.find(request("r-2").key()).orElseThrow(), "b", row -> to(Status.COMPLETED),
                said("two", 900));
        List<Integer> told = new ArrayList<>();

        try (LedgerReader reader = kind.reader(folder)) {
            reader.walk().ended(KEY.family(), 0, 9_000, (request, steps, acts, exchanges) -> {
                told.add(exchanges.size());
                database.write(sql -> sql.update("DELETE FROM exchange"));
            });
        }

        assertThat(told).containsExactly(1, 0);
    }

    /** As where a webhook ended the order while its answer was on the way. */
    @Test
    void whatWasAnsweredAfterTheEndIsThereAndNothingElseOfIt() throws Exception {
        Entry seen = seen();
        ledger.record(KEY, "hook", to(Status.COMPLETED));
        Entry ended = seen();

        assertThat(ledger.record(seen, "a", row -> to(Status.FAILED), said("late", 902))).isEmpty();

        assertThat(rows()).containsExactly("a {\"word\":\"late\"} 902");
        assertThat(seen()).isEqualTo(ended);
        assertThat(ledger.recorded("a")).isEmpty();
    }

    @Test
    void whatAStepThatComesBackSaysIsNotThereTwice() throws Exception {
        Entry seen = seen();
        ledger.record(seen, "a", row -> to(Status.COMPLETED), said("one", 900));
        ledger.record(seen, "a", row -> to(Status.COMPLETED), said("again", 901));

        assertThat(rows()).containsExactly("a {\"word\":\"one\"} 900");
    }

    @Test
    void whatAStepSaysThatComesBackAfterTheEndTakesThePlaceOfWhatItSaidBefore() throws Exception {
        Entry seen = seen();
        ledger.record(KEY, "hook", to(Status.COMPLETED));
        ledger.record(seen, "a", row -> to(Status.FAILED), said("late", 902));
        ledger.record(seen, "a", row -> to(Status.FAILED), said("later", 903));

        assertThat(rows()).containsExactly("a {\"word\":\"later\"} 903");
    }

    /** Another step may have turned it meanwhile: then it is recorded, and may have to be published. */
    @Test
    void thatTheProviderIsAtWorkIsNotedOnlyWhereThatIsKnown() {
        Change atWork = to(Status.PENDING, "2", null);
        ledger.record(KEY, "a", to(Status.ACCEPTED, "1", null));
        assertThat(ledger.asked(KEY, "p1", atWork, false, null)).as("another word").isFalse();
        ledger.record(KEY, "p1", atWork);
        assertThat(ledger.asked(KEY, "p2", atWork, false, null)).isTrue();
        ledger.record(KEY, "p3", to(Status.UNRESOLVED));
        assertThat(ledger.asked(KEY, "p4", atWork, false, null)).isFalse();
        assertThat(ledger.recorded("p2")).isEmpty();
    }

    @Test
    void whereAnotherStepWasFasterItIsWrittenAllTheSame() throws Exception {
        Entry seen = seen();
        ledger.record(KEY, "hook", to(Status.PENDING, "new", null));
        ledger.record(seen, "a", row -> handOn("next"), said("one", 900));

        assertThat(rows()).containsExactly("a {\"word\":\"one\"} 900");
    }

    @Test
    void itIsRemovedAfterItsTimeTheOldestFirst() throws Exception {
        for (int at = 1; at <= 5; at++) {
            Sql.Update row = Statements.exchange(KEY, "p" + at, said("x", at));
            database.write(sql -> sql.updates(row));
        }

        assertThat(housekeeping.pruneExchanges(5, 3)).isTrue();
        assertThat(rows()).extracting(row -> row.substring(0, 2)).containsExactly("p4", "p5");
        assertThat(housekeeping.pruneExchanges(5, 3)).isFalse();
        assertThat(rows()).extracting(row -> row.substring(0, 2)).containsExactly("p5");
        assertThat(housekeeping.pruneExchanges(6, 3)).isFalse();
        assertThat(rows()).isEmpty();
    }

    @Test
    void itGoesWithItsRequest() throws Exception {
        ledger.record(seen(), "a", row -> to(Status.COMPLETED), said("one", 900));

        housekeeping.prune(ALL, 2_000, 10);

        assertThat(ledger.find(KEY)).isEmpty();
        assertThat(rows()).isEmpty();
    }

    @Test
    void bothWaysToLookForItHaveAnIndex() throws Exception {
        List<String> plans = database.read(sql -> sql.query(row -> row.getString(kind == LedgerDatabase.SQLITE ? 4 : 1),
                kind == LedgerDatabase.SQLITE
                        ? "EXPLAIN QUERY PLAN SELECT * FROM exchange WHERE family = 'orders' AND request_id = 'r'"
                        : "SELECT indexdef FROM pg_indexes WHERE tablename = 'exchange' ORDER BY 1"));

        assertThat(plans.toString()).contains(kind == LedgerDatabase.SQLITE ? "USING INDEX" : "exchange_pkey");
    }

    @Test
    void theSettingIsATimeOrOff() {
        assertThat(ExchangeKeep.of(config("14d", "7"))).isEqualTo(new ExchangeKeep(Duration.ofDays(14), 7));
        assertThat(ExchangeKeep.of(config("off", "7")).isOff()).isTrue();
        assertThatThrownBy(() -> ExchangeKeep.of(config("never", "7"))).isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith("setting sluice.exchanges.keep: must be a");
        for (String most : List.of("0", "-1", "many", "1e6")) {
            assertThatThrownBy(() -> ExchangeKeep.of(config("14d", most))).isInstanceOf(ConfigProblem.class)
                    .hasMessage("setting sluice.exchanges.most: must be a whole number, at least 1");
        }
    }

    private static Config config(String keep, String most) {
        return new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(
                Map.of(ExchangeKeep.KEEP, keep, ExchangeKeep.MOST, most), "test", 100)).build();
    }

    /** A command that tells of an order is needed most where something is wrong. */
    @Test
    void whoMayNotReadThemIsToldSoAndAllTheRest() throws Exception {
        assumeThat(kind).isEqualTo(LedgerDatabase.POSTGRESQL);
        ledger.record(seen(), "a", row -> to(Status.PENDING, "new", null), said("sent", 900));
        for (String grant : List.of("DROP ROLE IF EXISTS viewer", "CREATE ROLE viewer LOGIN",
                "GRANT USAGE ON SCHEMA public TO viewer", "GRANT SELECT ON request, journal, act TO viewer")) {
            database.write(sql -> sql.update(grant));
        }
        String denied = "What was said to hambit cannot be read, for this user has no SELECT on exchange"
                + " (docs/operate.md, \"Who may do what\").\n";

        Ran shown = show();
        assertThat(shown.err()).isEqualTo(denied);
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out()).containsPattern("1 +PENDING .* sent\\R").contains("Nothing is left to do");
        Ran json = show("--json");
        assertThat(json.err()).isEqualTo(denied);
        assertThat(Json.own(json.out()).path("exchanges").isNull()).isTrue();

        database.write(sql -> sql.update("GRANT SELECT ON exchange TO viewer"));
        assertThat(show().err()).isEmpty();
    }

    private Ran show(String... options) {
        Map<String, String> environment = Map.of("SLUICE_LEDGER_URL",
                "jdbc:postgresql://localhost:" + LedgerDatabase.serverPort() + "/postgres", "SLUICE_LEDGER_USERNAME",
                "viewer");
        return Ran.run(folder, environment, "",
                Stream.concat(Stream.of("orders", "show", "r-1"), Arrays.stream(options)).toArray(String[]::new));
    }

    private Entry seen() {
        return ledger.find(KEY).orElseThrow();
    }

    private static Exchanged said(String word, long at) {
        return new Exchanged("{\"word\":\"" + word + "\"}", at);
    }

    private int all() {
        return database.read(sql -> sql.query(row -> row.getInt(1), "SELECT COUNT(*) FROM exchange")).get(0);
    }

    private List<String> rows() throws Exception {
        try (LedgerReader reader = kind.reader(folder)) {
            return reader.exchanges(KEY.family(), KEY.name()).stream()
                    .map(row -> row.stepId() + " " + row.said() + " " + row.at()).toList();
        }
    }
}
