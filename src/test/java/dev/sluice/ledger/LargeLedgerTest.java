package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.ALL;
import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger of 100,000 open requests and as many that ended: whatever a step or the upkeep asks, an index answers. */
@ParameterizedClass
@EnumSource
class LargeLedgerTest {

    /** The time and the hold are one row each, and of days there are few. */
    private static final Pattern FROM_END_TO_END = Pattern
            .compile(
                    "SCAN (request|journal|delivery|act|provider_order|exchange|bulk_item)\\b(?! USING (COVERING )?INDEX)|Seq"
                            + " Scan on (?!(ledger_time|submission_hold|account_hold|daily_amount|bulk|approval|refused_webhook|commit_mark)\\b)");
    /** All that was there at first was not heard of for ten minutes. */
    private static final long LATER = 200_000 + Entry.SILENT_MILLIS;
    private static final String NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i"
            + " < 200000) ";
    private static final String REQUESTS = "INSERT INTO request (family, request_id, provider, account, operation,"
            + " content_hash,"
            + " document, envelope, claim, begun, status, final, sequence, ask_due, not_found, created_at, updated_at) "
            + NUMBERS + "SELECT 'orders', 'r-' || i, 'hambit', 'default', 'fiat-to-crypto', 'h', '{}', '{}', 'c-'"
            + " || i, 1,"
            + " CASE WHEN i % 2 = 0 THEN 'COMPLETED' WHEN i % 1000 = 1 THEN NULL ELSE 'ACCEPTED' END,"
            + " CASE WHEN i % 2 = 0 THEN 1 ELSE 0 END, 1, CASE WHEN i % 2 = 0 THEN NULL ELSE i END, 0, i, i FROM n";
    private static final String JOURNAL = "INSERT INTO journal (step_id, family, request_id, sequence, status,"
            + " result, at) "
            + NUMBERS + "SELECT 'c-' || i, 'orders', 'r-' || i, 1, 'ACCEPTED', '{}', i FROM n";
    private static final String DELIVERIES = "INSERT INTO delivery (delivery, step_id, at) "
            + NUMBERS + "SELECT 'd-' || i, 'w-' || i, i FROM n";

    private static final String ACTS = "INSERT INTO act (step_id, family, request_id, act, who, why, at) "
            + NUMBERS + "SELECT 'a-' || i, 'orders', 'r-' || i, 'ask', 'ana', 'why', i FROM n";
    private static final String ORDERS = "INSERT INTO provider_order (provider, account, reference, family,"
            + " request_id) "
            + NUMBERS + "SELECT 'hambit', 'default', 'REF-' || i, 'orders', 'r-' || i FROM n";

    private static final String EXCHANGES = "INSERT INTO exchange (family, request_id, step_id, said, at) "
            + NUMBERS + "SELECT 'orders', 'r-' || i, 'c-' || i, '{}', i FROM n";

    private static final String ITEMS = "INSERT INTO bulk_item (bulk, nth, family, request_id, sequence, provider,"
            + " account, claim, begun, known, told, state) "
            + NUMBERS + "SELECT 'b-' || i / 1000, i, 'orders', 'r-' || i, 1, 'hambit', 'default', 'c-' || i, 1, 0, 0,"
            + " 'DONE' FROM n";

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;

    @BeforeEach
    void fill() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        for (String fill : List.of(REQUESTS, JOURNAL, DELIVERIES, ACTS, ORDERS, EXCHANGES, ITEMS)) {
            database.write(sql -> sql.update(fill));
        }
        database.write(
                sql -> sql.update("UPDATE request SET family = 'otp' WHERE request_id IN ('r-199998', 'r-200000')"));
        // As the server does by itself, a little later; SQLite never does, and its plans must be good all the same.
        if (kind == LedgerDatabase.POSTGRESQL) {
            execute("ANALYZE");
        }
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) database).close();
        pool.close();
    }

    @Test
    void nothingIsSearchedFromEndToEnd() {
        PlannedDatabase planned = new PlannedDatabase(database,
                kind == LedgerDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ");
        Ledger ledger = new Ledger(planned, Clock.fixed(Instant.ofEpochMilli(300_000), ZoneOffset.UTC));
        Housekeeping housekeeping = new Housekeeping(planned,
                Clock.fixed(Instant.ofEpochMilli(300_000), ZoneOffset.UTC));
        Key key = new Key("orders", "r-777");
        ledger.claim(request("new"), "new", false);
        ledger.claim(request("r-777"), "other", false);
        ledger.record(key, "poll", to(Status.PENDING, "1", null));
        ledger.record(ledger.find(key).orElseThrow(), "named",
                row -> to(row.takes("REF-1") ? Status.COMPLETED : Status.UNKNOWN));
        ledger.asked(key, "ask", Change.NOTHING.askedAt(1L), true, new Exchanged("{}", 300_000));
        ledger.find(key);
        ledger.find("orders", "hambit", "default", "r-777");
        ledger.recorded("c-777");
        ledger.firstDelivery(GivenRequests.delivered("d-new", "w-new"));
        housekeeping.undecided();
        assertThat(housekeeping.load()).satisfies(load -> {
            assertThat(load.pending()).containsEntry("hambit", 99_800L);
            assertThat(load.lateMillis(300_000)).isEqualTo(299_999);
            assertThat(load.bytes()).isGreaterThan(1 << 20);
        });
        ledger.note(new Act("person", key, "ask", "ana", "why", null));
        new LedgerTime(planned, Clock.fixed(Instant.ofEpochMilli(300_000), ZoneOffset.UTC), () -> 0).look();
        assertThat(housekeeping.takeOverdue(1_000, 300_000, 500)).hasSize(500);
        assertThat(housekeeping.prune(ALL, 1_000, 400)).isEqualTo(400);
        // The few of this family stand behind as many of the other as there are.
        assertThat(housekeeping.prune(new Retention(Duration.ofDays(9), Map.of("otp", Duration.ZERO)), 300_000, 400))
                .isEqualTo(2);
        assertThat(housekeeping.pruneExchanges(10_000, 400)).isTrue();
        assertThat(housekeeping.pruneExchanges(500, 400)).isFalse();
        assertThat(housekeeping.saidBeyond(1_000)).hasValue(199_001);
        assertThat(planned.plans()).hasSizeGreaterThan(20);
        assertThat(planned.plans().values()).filteredOn(plan -> FROM_END_TO_END.matcher(plan).find()).isEmpty();
    }

    @Test
    void whatNeedsAPersonIsFoundByIndexesAndBounded() throws Exception {
        database.write(
                sql -> sql.update("UPDATE request SET status = 'UNKNOWN' WHERE final = 0 AND status = 'ACCEPTED'"));
        database.write(sql -> sql.update("INSERT INTO act (step_id, family, request_id, act, who, why, detail, at)"
                + " VALUES ('word', 'orders', 'r-2', 'word', 'hambit', 'it is FAILED', '{}', 300000)"));
        database.write(
                sql -> sql.update("UPDATE request SET begun = 0, updated_at = 300000 WHERE request_id = 'r-1001'"));
        database.write(sql -> sql
                .update("UPDATE journal SET follow_up = '{\"unsent\":\"not sent\"}' WHERE request_id = 'r-1001'"));
        try (LedgerReader reader = kind.reader(folder)) {
            List<Need> needs = new ArrayList<>();

            List<Open> more = reader.needs(100, LATER, needs::add);

            assertThat(needs).hasSize(202).filteredOn(need -> need.kind() == Need.Kind.UNHEARD).hasSize(100);
            assertThat(needs).filteredOn(need -> need.kind() == Need.Kind.UNSENT).singleElement()
                    .satisfies(need -> assertThat(need.said()).isEqualTo("not sent"));
            assertThat(needs).filteredOn(need -> need.kind() == Need.Kind.CONTRADICTED).singleElement()
                    .satisfies(need -> assertThat(need.request().requestId()).isEqualTo("r-2"));
            assertThat(more).containsExactly(new Open("hambit", "UNKNOWN", 99_700, 0),
                    new Open("hambit", "SILENT", 99, 0));
        }
        PlannedDatabase planned = new PlannedDatabase(database,
                kind == LedgerDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ");
        planned.read(sql -> new Needs(sql, 100, LATER).tell(need -> {}));
        assertThat(planned.plans()).hasSize(7);
        assertThat(planned.plans().values()).filteredOn(plan -> FROM_END_TO_END.matcher(plan).find()).isEmpty();
    }

    @Test
    void theWebhooksOfOneProviderAreFoundHoweverManyCameOfOthersSince() throws Exception {
        database.write(sql -> sql.update("UPDATE delivery SET provider = 'htp', account = 'default', sort = 'OURS',"
                + " times = 1, last_at = at WHERE delivery IN ('d-5', 'd-7')"));
        try (LedgerReader reader = kind.reader(folder)) {
            assertThat(reader.webhooks("htp", null, 10)).extracting(WebhookRow::id).containsExactly("w-7", "w-5");
            assertThat(reader.webhooks("htp", null, 1)).extracting(WebhookRow::id).containsExactly("w-7");
        }
        PlannedDatabase planned = new PlannedDatabase(database,
                kind == LedgerDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ");
        planned.read(sql -> WebhookRows.newest(sql, "htp", null, 10));
        planned.read(sql -> WebhookRows.newest(sql, null, null, 10));
        assertThat(planned.plans()).hasSize(2);
        assertThat(planned.plans().values()).filteredOn(plan -> FROM_END_TO_END.matcher(plan).find()).isEmpty();
    }

    @Test
    void anAccountOfAProviderIsLookedForAmongItsOwnRequests() throws Exception {
        PlannedDatabase planned = new PlannedDatabase(database,
                kind == LedgerDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ");
        boolean has = planned.read(sql -> LedgerReader.hasAccount(sql, "htp", "default"));
        assertThat(has).isFalse();
        assertThat(planned.plans()).hasSize(1);
        assertThat(planned.plans().values()).filteredOn(plan -> FROM_END_TO_END.matcher(plan).find()).isEmpty();
        try (LedgerReader reader = kind.reader(folder)) {
            assertThat(reader.hasAccount("hambit", "default")).isTrue();
            assertThat(reader.hasAccount(null, "default")).isTrue();
            assertThat(reader.hasAccount(null, "second")).isFalse();
        }
    }

    @Test
    void theFewThatAreOpenOrContradictedAreFoundByWhatFindsJustThese() throws Exception {
        database.write(sql -> sql.update("UPDATE request SET status = 'COMPLETED', final = 1 WHERE final = 0"
                + " AND created_at > 999"));
        database.write(sql -> sql.update("INSERT INTO act (step_id, family, request_id, act, who, why, detail, at)"
                + " VALUES ('word', 'orders', 'r-2', 'word', 'hambit', 'it is FAILED', '{}', 300000)"));
        if (kind == LedgerDatabase.POSTGRESQL) {
            execute("ANALYZE");
        }
        PlannedDatabase planned = new PlannedDatabase(database,
                kind == LedgerDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ");
        Map<List<String>, Integer> few = Map.of(Open.STATUSES, 1, List.of("UNRESOLVED"), 0, List.of(Open.SILENT), 1,
                List.of("ACCEPTED", Open.SILENT), 500, List.of(Open.CONTRADICTED), 1,
                List.of(Open.CONTRADICTED, Open.SILENT), 2);
        few.forEach((statuses, count) -> {
            Search search = new Search(null, statuses, "hambit", "default", null, 0, 1_000);
            List<RequestRow> found = planned.read(sql -> LedgerReader.find(sql, search, LATER));
            assertThat(found).hasSize(count);
            // As an act in bulk selects them, while nobody else writes.
            List<Selected> selected = planned.read(sql -> LedgerReader.select(sql, search, LATER));
            assertThat(selected).extracting(one -> one.key().name())
                    .containsExactlyElementsOf(found.stream().map(RequestRow::requestId).toList());
        });
        assertThat(planned.plans()).hasSize(2 * few.size());
        assertThat(planned.plans().values())
                .filteredOn(plan -> FROM_END_TO_END.matcher(plan).find() || plan.contains("SCAN r\n")
                        || plan.contains("request_order_number"))
                .isEmpty();
    }

    @Test
    void sinceWhenIsLookedUpOfThoseAloneThatAreToldOf() throws Exception {
        PlannedDatabase planned = new PlannedDatabase(database,
                kind == LedgerDatabase.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ");
        for (Search search : List.of(new Search("r-", List.of(), null, null, null, 0, 3),
                new Search(null, List.of("COMPLETED"), "hambit", null, null, 0, 3),
                new Search(null, List.of(), null, null, null, null, 0, 3, 2L, null, null, null, null))) {
            List<RequestRow> found = planned.read(sql -> LedgerReader.find(sql, search, LATER));
            assertThat(found).hasSize(3);
        }
        // The keys first, so many; only then the rows, by their key.
        Pattern twice = Pattern.compile(kind == LedgerDatabase.SQLITE
                ? "SEARCH r USING INDEX sqlite_autoindex_request_1 \\(family=\\? AND request_id=\\?\\)"
                : "Limit  (?s:.*)Limit  ");
        assertThat(planned.plans()).hasSize(3);
        assertThat(planned.plans().values()).allMatch(plan -> twice.matcher(plan).find());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            new Sql(connection).update(sql);
        }
    }
}
