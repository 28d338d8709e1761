package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import dev.sluice.config.DataFolder;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./sluice ledger move} from a real file to a real server. */
class LedgerMoveTest {

    private static final Key DONE = new Key("orders", "done");
    private static final Key OPEN = new Key("orders", "open");

    @TempDir
    private Path folder;
    private AgroalDataSource server;

    @BeforeEach
    void aFileWithOrdersAndAnEmptyServer() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        try (GivenLedger file = GivenLedger.in(folder.resolve("data"))) {
            file.identity();
            Ledger ledger = file.ledger(Clock.systemUTC());
            for (Key key : List.of(DONE, OPEN)) {
                ledger.claim(GivenRequests.request(key.requestId()), "step-" + key.requestId(), false);
            }
            ledger.record(OPEN, "step-open",
                    GivenRequests.to(Status.PENDING, "wait 'quoted' \u00e9\u4e2d", "{\"step\":\"next\"}"));
            ledger.record(DONE, "step-done", GivenRequests.to(Status.COMPLETED));
            ledger.asked(OPEN, "ask-1", GivenRequests.heard(null), false, new Exchanged("{\"exchanges\":[]}", 1));
            ledger.note(new Act("act-1", OPEN, "ask", "ana", "a call", null));
        }
        server = LedgerDatabase.POSTGRESQL.open(folder);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void allOfItIsThereAndWorksAndTheFileHasAnotherName() throws Exception {
        Map<String, List<String>> before = rows(folder.resolve("data/ledger.db"));

        Ran ran = move();

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("Moved 2 requests, ").contains("ledger.db.moved now. Keep it");
        assertThat(before.get("request")).hasSize(2);
        assertThat(before).containsKeys("identity", "hash_key", "journal", "act");
        assertThat(before.get("exchange")).hasSize(1);
        for (String table : before.keySet()) {
            assertThat(rows(server, table)).as(table).containsExactlyInAnyOrderElementsOf(before.get(table));
        }
        assertThat(folder.resolve("data/ledger.db")).doesNotExist();
        assertThat(rows(folder.resolve("data/ledger.db.moved"))).isEqualTo(before);
        Ledger ledger = new Ledger(LedgerDatabase.POSTGRESQL.database(server), Clock.systemUTC());
        assertThat(ledger.find(OPEN).orElseThrow().status()).isEqualTo(Status.PENDING);
        assertThat(ledger.record(OPEN, "next", GivenRequests.to(Status.COMPLETED))).isPresent();
        assertThat(ledger.find(OPEN).orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(move().err()).contains("there is no ledger at ").contains("since it was moved");
    }

    /** Ended after the commit and before the file had its other name. */
    @Test
    void whatWasCutOffIsDoneOnceMore() throws Exception {
        Files.copy(folder.resolve("data/ledger.db"), folder.resolve("kept"));
        assertThat(move().exitCode()).isZero();
        Files.delete(folder.resolve("data/ledger.db.moved"));
        Files.copy(folder.resolve("kept"), folder.resolve("data/ledger.db"));

        assertThat(move().out()).startsWith("Moved 2 requests, ");

        assertThat(rows(server, "request")).hasSize(2);
        assertThat(folder.resolve("data/ledger.db")).doesNotExist();
    }

    @Test
    void aLedgerThatWentOnElsewhereIsNotWrittenOver() throws Exception {
        Files.copy(folder.resolve("data/ledger.db"), folder.resolve("kept"));
        assertThat(move().exitCode()).isZero();
        Files.delete(folder.resolve("data/ledger.db.moved"));
        Files.copy(folder.resolve("kept"), folder.resolve("data/ledger.db"));
        new Ledger(LedgerDatabase.POSTGRESQL.database(server), Clock.systemUTC()).record(OPEN, "next",
                GivenRequests.to(Status.COMPLETED));

        refused("has worked on it since it was moved");
    }

    @Test
    void aServerWithOrdersOfItsOwnOrWithASluiceIsRefused() throws Exception {
        try (AgroalDataSource pool = LedgerDatabase.POSTGRESQL.openWithTables(folder);
                Connection connection = pool.getConnection()) {
            new Sql(connection).update("INSERT INTO replica (name, running, since, folder, standing, said, seen_at)"
                    + " VALUES ('a', 'b', 1, 'c', 'RUNS', '', ?)", System.currentTimeMillis());
            refused("a Sluice ran on the ledger there a minute ago");
            new Ledger(LedgerDatabase.POSTGRESQL.database(pool), Clock.systemUTC())
                    .claim(GivenRequests.request("theirs"), "step", false);
            refused("has requests of its own");
        }
    }

    @Test
    void nothingIsMovedBesideARunningSluiceOrToWhereNobodyIs() throws Exception {
        try (DataFolder running = DataFolder.of(folder.resolve("data"))) {
            refused("another Sluice has the folder");
        }
        Ran ran = Ran.run(folder, Map.of("SLUICE_LEDGER_URL", "jdbc:postgresql://localhost:1/postgres"), "", "ledger",
                "move");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).singleElement().asString().contains("nothing was moved to ")
                .contains("check SLUICE_LEDGER_URL");
        assertThat(Ran.run(folder, Map.of(), "", "ledger", "move").err()).isEqualTo("sluice ledger move: set"
                + " sluice.ledger.url to the database that it is to come to, with sluice.ledger.username and"
                + " sluice.ledger.password.\n");
        assertThat(folder.resolve("data/ledger.db")).exists();
    }

    /** Flyway would make it, and the ledger would be where nobody looks for it. */
    @Test
    void aSchemaThatIsNotThereIsRefusedAndNotMade() throws Exception {
        Map<String, List<String>> before = rows(folder.resolve("data/ledger.db"));
        Ran ran = move("?currentSchema=nope");
        assertThat(ran.err().lines()).singleElement().asString()
                .contains("/postgres, schema nope: there is no schema nope: have it made by CREATE SCHEMA, or mend"
                        + " currentSchema");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(rows(folder.resolve("data/ledger.db"))).isEqualTo(before);
        try (Connection connection = server.getConnection()) {
            assertThat(new Sql(connection).query(row -> row.getString(1),
                    "SELECT nspname FROM pg_namespace WHERE nspname = 'nope'")).isEmpty();
        }
        assertThat(move("?currentSchema=%22$user%22,Public").out()).contains("/postgres, schema \"$user\",Public.");
    }

    @Test
    void whatIsNoLedgerAndWhatIsNoAddressIsToldAsSuch() throws Exception {
        assertThat(Ran.run(folder, Map.of("SLUICE_LEDGER_URL", "postgresql://localhost/postgres"), "", "ledger", "move")
                .err()).contains("that is no address such as jdbc:postgresql://host:5432/sluice");
        Files.write(folder.resolve("data/ledger.db"), new byte[0]);
        assertThat(move().err()).contains("ledger.db is empty, and no ledger");
        assertThat(folder.resolve("data/ledger.db")).exists();
    }

    private void refused(String why) throws Exception {
        Map<String, List<String>> before = rows(folder.resolve("data/ledger.db"));
        Ran ran = move();
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).singleElement().asString().contains(why);
        assertThat(rows(folder.resolve("data/ledger.db"))).isEqualTo(before);
    }

    private Ran move() {
        return move("");
    }

    private Ran move(String parameters) {
        return Ran.run(folder, Map.of("SLUICE_LEDGER_URL", "jdbc:postgresql://localhost:" + LedgerDatabase.serverPort()
                + "/postgres" + parameters, "SLUICE_LEDGER_USERNAME", "postgres"), "", "ledger", "move");
    }

    private static Map<String, List<String>> rows(Path file) throws SQLException, IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Sql sql = new Sql(connection);
            for (String table : sql.query(row -> row.getString(1), "SELECT name FROM sqlite_master WHERE type = 'table'"
                    + " AND name NOT LIKE 'flyway%'")) {
                rows.put(table, rows(sql, table));
            }
        }
        return rows;
    }

    private static List<String> rows(AgroalDataSource pool, String table) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return rows(new Sql(connection), table);
        }
    }

    private static List<String> rows(Sql sql, String table) throws SQLException {
        return sql.query(row -> {
            Map<String, String> columns = new TreeMap<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                columns.put(row.getMetaData().getColumnName(i), row.getString(i));
            }
            return columns.toString();
        }, "SELECT * FROM " + table);
    }
}
