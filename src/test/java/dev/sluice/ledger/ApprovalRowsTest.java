package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.given.MovedClock;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for the second person, on both databases. */
@ParameterizedClass
@EnumSource
class ApprovalRowsTest {

    private static final Search UNRESOLVED = new Search(null, List.of("UNRESOLVED"), "hambit", null, null, 0,
            Bulk.MOST + 1);
    private static final String UNDECIDABLE = "the provider has it";
    private static final String KNOWS_NOTHING = "the ledger knows nothing of the id person-9 that has to be approved";

    private final MovedClock clock = new MovedClock();
    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;
    private Ledger ledger;
    private BulkRows bulks;
    private ApprovalRows rows;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        ledger = new Ledger(database, clock);
        bulks = new BulkRows(database, ledger, clock);
        rows = new ApprovalRows(database, ledger, bulks, clock);
        for (String id : List.of("a", "b")) {
            ledger.claim(request(id), "step-" + id, false);
            ledger.record(request(id).key(), "step-" + id, to(Status.UNRESOLVED));
        }
    }

    @AfterEach
    void close() throws Exception {
        if (database instanceof AutoCloseable closeable) {
            closeable.close();
        }
        pool.close();
    }

    @Test
    void whatIsWantedIsNotedWithHowItStandsAndNotDone() {
        assertThat(want()).isEmpty();
        assertThat(want()).as("it comes back").isEmpty();

        assertThat(bulks.find("person-1")).contains(new Bulk("person-1", "resolve", Status.FAILED, 1, 1, "person-1", 0,
                true, "ana", "ticket 17", clock.millis(),
                new Approval(Approval.State.WAITING, clock.millis() + ApprovalRows.TIME.toMillis(), null)));
        assertThat(bulks.items("person-1", 0, 2)).singleElement().satisfies(item -> {
            assertThat(item.selected()).isEqualTo(selected("a"));
            assertThat(item.state()).isEqualTo(BulkItem.State.WAITING);
        });
        assertThat(ledger.isDecided(request("a").key())).isFalse();
        assertThat(texts("SELECT act FROM act WHERE step_id = 'person-1'")).containsExactly(Act.WANT);
    }

    @Test
    void whatCannotBeDecidedIsNotWanted() {
        ledger.record(request("a").key(), "late", to(Status.COMPLETED));
        assertThat(want()).isEqualTo(UNDECIDABLE);
        assertThat(bulks.find("person-1")).isEmpty();
        assertThat(texts("SELECT bulk FROM approval")).isEmpty();
    }

    @Test
    void whatIsWantedAlreadyIsToBeApprovedOrWithdrawnFirst() {
        want();
        Act again = new Act("person-2", request("a").key(), "resolve", "ben", "ticket 18", null);
        assertThat(rows.want(again, Status.COMPLETED, UNDECIDABLE)).isEqualTo("ana wants it resolved as FAILED"
                + " already: ./sluice orders approve person-1 has that done, and ./sluice orders withdraw person-1"
                + " forgotten");
        assertThat(bulks.find("person-2")).isEmpty();
        rows.withdraw(withdrawal("person-3"), "person-1");
        assertThat(rows.want(again, Status.COMPLETED, UNDECIDABLE)).isEmpty();
    }

    @Test
    void anotherPersonStartsItByAnActOfItsOwn() {
        want();
        assertThat(rows.approve(approval("person-2", "ben"), "person-1")).isEmpty();
        assertThat(bulks.find("person-1").orElseThrow()).satisfies(bulk -> {
            assertThat(bulk.approval()).isEqualTo(new Approval(Approval.State.APPROVED,
                    clock.millis() + ApprovalRows.TIME.toMillis(), "ben"));
            assertThat(bulk.chain()).isEqualTo("person-2");
            assertThat(bulk.stopped()).isFalse();
            assertThat(bulk.isUnapproved()).isFalse();
        });
        assertThat(rows.approve(approval("person-2", "ben"), "person-1")).as("it comes back").isEmpty();
        assertThat(rows.approve(approval("person-3", "carl"), "person-1")).isEqualTo("ben approved it already");
        assertThat(rows.withdraw(withdrawal("person-4"), "person-1")).isEqualTo(
                "ben approved it already; ./sluice orders bulk stop person-1 has no more of it done");
        assertThat(want()).as("what was wanted comes back").isEmpty();
        assertThat(bulks.find("person-1").orElseThrow().chain()).isEqualTo("person-2");
        assertThat(texts("SELECT act FROM act WHERE step_id IN ('person-3', 'person-4')")).isEmpty();
    }

    @Test
    void whoWantsItDoesNotApproveIt() {
        want();
        assertThat(rows.approve(approval("person-2", "ana"), "person-1"))
                .isEqualTo("ana wants it, and somebody else has to approve it");
        assertThat(bulks.find("person-1").orElseThrow().isUnapproved()).isTrue();
        assertThat(texts("SELECT act FROM act WHERE step_id = 'person-2'")).isEmpty();
    }

    @Test
    void whatNobodyWantsIsNotApproved() {
        assertThat(rows.approve(approval("person-2", "ben"), "person-9")).isEqualTo(KNOWS_NOTHING);
        assertThat(rows.withdraw(withdrawal("person-2"), "person-9")).isEqualTo(KNOWS_NOTHING);
        bulks.begin(new Act("person-9", null, "resolve", "ana", "ticket 17", null), Status.FAILED, seen(), 20);
        assertThat(rows.approve(approval("person-2", "ben"), "person-9")).as("one person was enough for it")
                .isEqualTo(KNOWS_NOTHING);
    }

    @Test
    void whatChangedSinceIsNotApproved() {
        for (String changed : List.of("sequence = 2", "status = 'UNKNOWN'", "provider_reference = 'REF-1'",
                "known = 1", "final = 1, status = 'COMPLETED'")) {
            want();
            database.write(sql -> sql.update("UPDATE request SET " + changed + " WHERE request_id = 'a'"));
            assertThat(rows.approve(approval("person-2", "ben"), "person-1")).as(changed)
                    .isEqualTo("it changed since it was wanted; withdraw it, look at the request, and resolve it anew");
            database.write(sql -> sql.update("UPDATE request SET sequence = 1, status = 'UNRESOLVED', final = 0,"
                    + " provider_reference = NULL, known = 0 WHERE request_id = 'a'"));
        }
        assertThat(rows.approve(approval("person-2", "ben"), "person-1")).as("as it was").isEmpty();
    }

    @Test
    void whatTheProviderToldSinceIsNotApprovedThoughItsRowIsAsItWas() {
        database.write(sql -> sql.update("UPDATE request SET known = 1"));
        want();
        Act webhook = new Act("said-a", request("a").key(), Act.WEBHOOK, "hambit", "COMPLETED", null);
        ledger.hear(request("a").key(), row -> Change.NOTHING.hearing(new Heard(true, Set.of(), null, webhook)));
        assertThat(rows.approve(approval("person-2", "ben"), "person-1")).startsWith("it changed since it was wanted");
    }

    @Test
    void itEndsByItselfAfterADay() throws Exception {
        want();
        clock.advance(ApprovalRows.TIME.minusMillis(1));
        assertThat(waiting()).containsExactly("person-1");
        clock.advance(ApprovalRows.TIME);
        assertThat(waiting()).isEmpty();
        assertThat(rows.approve(approval("person-2", "ben"), "person-1"))
                .isEqualTo("it was not approved within 24 hours, and ended so");
        assertThat(bulks.find("person-1").orElseThrow().isUnapproved()).isTrue();
    }

    @Test
    void anybodyWithdrawsIt() throws Exception {
        want();
        assertThat(waiting()).containsExactly("person-1");
        assertThat(rows.withdraw(withdrawal("person-2"), "person-1")).isEmpty();
        assertThat(rows.withdraw(withdrawal("person-2"), "person-1")).as("it comes back").isEmpty();
        assertThat(waiting()).isEmpty();
        assertThat(rows.approve(approval("person-3", "ben"), "person-1")).isEqualTo("ana withdrew it already");
        assertThat(bulks.find("person-1").orElseThrow().isUnapproved()).isTrue();
    }

    @Test
    void aStepThatIsNotedForAnotherActApprovesNothing() {
        want();
        ledger.note(new Act("person-2", request("b").key(), "ask", "ben", "seen", null));
        assertThat(rows.approve(approval("person-2", "ben"), "person-1")).isEqualTo("the step is another act's");
        assertThat(bulks.find("person-1").orElseThrow().isUnapproved()).isTrue();
    }

    @Test
    void manyAreWantedAsTheyWereSeen() throws Exception {
        Act act = new Act("bulk-1", null, "resolve", "ana", "ticket 17", null);
        assertThat(rows.want(act, Status.COMPLETED, seen(), 20)).as("shown for another end").isNotEmpty();
        assertThat(rows.want(act, Status.FAILED, seen(), 20)).isEmpty();
        assertThat(rows.want(act, Status.FAILED, seen(), 20)).as("it comes back").isEmpty();
        assertThat(bulks.find("bulk-1").orElseThrow()).satisfies(bulk -> {
            assertThat(bulk.items()).isEqualTo(2);
            assertThat(bulk.rate()).isEqualTo(20);
            assertThat(bulk.isUnapproved()).isTrue();
        });
        try (LedgerReader reader = kind.reader(folder)) {
            assertThat(reader.approvals("orders", "b", clock.millis())).singleElement().satisfies(wish -> {
                assertThat(wish.bulk().id()).isEqualTo("bulk-1");
                assertThat(wish.request()).isNull();
                assertThat(wish.changed()).isFalse();
            });
            assertThat(reader.approvals("orders", "c", clock.millis())).isEmpty();
        }
        assertThat(want()).isEqualTo("ana wants it and 1 other resolved as FAILED already: look at them first,"
                + " ./sluice orders bulk report bulk-1");
        assertThat(rows.approve(approval("person-2", "ben"), "bulk-1")).isEmpty();
        assertThat(bulks.find("bulk-1").orElseThrow().rate()).isEqualTo(20);
    }

    @Test
    void itIsForgottenWithWhatWasWanted() {
        want();
        ledger.record(request("a").key(), "late", to(Status.COMPLETED));
        clock.advance(ApprovalRows.TIME);
        new Housekeeping(database, clock).prune(GivenRequests.ALL, clock.millis(), 100);
        assertThat(texts("SELECT id FROM bulk")).isEmpty();
        assertThat(texts("SELECT bulk FROM approval")).isEmpty();
    }

    /** Else {@code status}, which has no need of what people did, would end with an error. */
    @Test
    void whoMayNotReadWhoWantsItIsToldOfNothing() throws Exception {
        assumeThat(kind).isEqualTo(LedgerDatabase.POSTGRESQL);
        want();
        for (String grant : List.of("DROP ROLE IF EXISTS teller", "CREATE ROLE teller LOGIN",
                "GRANT USAGE ON SCHEMA public TO teller", "GRANT SELECT ON approval, bulk, bulk_item TO teller")) {
            database.write(sql -> sql.update(grant));
        }
        String url = "jdbc:postgresql://localhost:" + LedgerDatabase.serverPort() + "/postgres";
        try (LedgerReader reader = LedgerReader.server(url, "teller", "")) {
            assertThat(reader.approvals(clock.millis())).isEmpty();
            assertThat(reader.approvalCount(clock.millis())).isZero();
        }
        database.write(sql -> sql.update("GRANT SELECT ON act TO teller"));
        try (LedgerReader reader = LedgerReader.server(url, "teller", "")) {
            assertThat(reader.approvalCount(clock.millis())).isEqualTo(1);
        }
    }

    @Test
    void allThatWaitAreCountedAndTheOldestAreTold() throws Exception {
        want();
        for (int nth = 1; nth <= 100; nth++) {
            String id = "person-" + nth;
            database.write(sql -> sql.update("INSERT INTO act (step_id, act, who, why, at) SELECT 'more-" + id
                    + "', act, who, why, at FROM act WHERE step_id = 'person-1'"));
            database.write(sql -> sql.update("INSERT INTO bulk SELECT 'more-" + id + "', act, status, 2, rate, chain,"
                    + " reached, token, stopped, at FROM bulk WHERE id = 'person-1'"));
            database.write(sql -> sql.update("INSERT INTO approval SELECT 'more-" + id + "', state, until_at, ended_by"
                    + " FROM approval WHERE bulk = 'person-1'"));
        }
        try (LedgerReader reader = kind.reader(folder)) {
            assertThat(reader.approvalCount(clock.millis())).isEqualTo(101);
            assertThat(reader.approvals(clock.millis())).hasSize(100);
        }
    }

    /** An order may stay open for longer than anything is kept, and then says by whose word it ended. */
    @Test
    void whoApprovedManyIsKeptAsLongAsAnyOfThem() {
        rows.want(new Act("bulk-1", null, "resolve", "ana", "ticket 17", null), Status.FAILED, seen(), 20);
        rows.approve(approval("person-2", "ben"), "bulk-1");
        clock.advance(ApprovalRows.TIME);
        new Housekeeping(database, clock).prune(GivenRequests.ALL, clock.millis(), 100);
        assertThat(bulks.find("bulk-1").orElseThrow().approval()).isEqualTo(new Approval(Approval.State.APPROVED,
                clock.millis(), "ben"));
    }

    @Test
    void whatStaysForAnOpenRequestKeepsNothingElse() {
        want();
        clock.advance(Duration.ofMillis(1));
        rows.want(new Act("person-2", request("b").key(), "resolve", "ana", "ticket 17", null), Status.FAILED,
                UNDECIDABLE);
        ledger.record(request("b").key(), "late", to(Status.COMPLETED));
        clock.advance(ApprovalRows.TIME);
        new Housekeeping(database, clock).prune(GivenRequests.ALL, clock.millis(), 1);
        assertThat(texts("SELECT id FROM bulk")).containsExactly("person-1");
    }

    @Test
    void aPersonIsFoundByWhyManyWereWithdrawn() throws Exception {
        rows.want(new Act("bulk-1", null, "resolve", "ana", "ticket 17", null), Status.FAILED, seen(), 20);
        rows.withdraw(new Act("person-2", null, Act.WITHDRAW, "ben", "Maria Silva rang", null), "bulk-1");
        try (LedgerReader reader = kind.reader(folder)) {
            assertThat(reader.walk().find(new Person("Maria Silva", null)))
                    .extracting(one -> one.request().requestId()).containsExactly("a", "b");
        }
    }

    @Test
    void aPersonIsTakenOutOfWhyItWasWantedAndApproved() throws Exception {
        Act act = new Act("bulk-1", null, "resolve", "ana", "Maria Silva rang", null);
        rows.want(act, Status.FAILED, seen(), 20);
        rows.approve(new Act("person-2", null, Act.APPROVE, "ben", "Maria Silva rang me too", null), "bulk-1");
        ledger.decide(new Act("person-9", request("a").key(), "resolve", "ana", "seen", null), to(Status.FAILED));

        database.write(sql -> Erasure.of(sql, new Person("Maria Silva", null), List.of(request("a").key()), "ana",
                "why", clock.millis() + Erasure.SETTLING.toMillis() + TimeUnit.DAYS.toMillis(1)));

        assertThat(texts("SELECT why FROM act WHERE step_id IN ('bulk-1', 'person-2')")).containsExactly(Erased.TEXT,
                Erased.TEXT);
    }

    private String want() {
        return rows.want(new Act("person-1", request("a").key(), "resolve", "ana", "ticket 17",
                "{\"status\":\"FAILED\"}"), Status.FAILED, UNDECIDABLE);
    }

    private static Act approval(String id, String who) {
        return new Act(id, null, Act.APPROVE, who, "seen", null);
    }

    private static Act withdrawal(String id) {
        return new Act(id, null, Act.WITHDRAW, "ana", "a mistake", null);
    }

    private Selection seen() {
        return new Selection(UNRESOLVED, clock.millis(), 2,
                Selection.set("resolve", Status.FAILED, List.of(selected("a"), selected("b"))));
    }

    private Selected selected(String id) {
        return database.read(sql -> Selected.of(sql, request(id).key())).orElseThrow();
    }

    private List<String> waiting() throws Exception {
        try (LedgerReader reader = kind.reader(folder)) {
            return reader.approvals(clock.millis()).stream().map(wish -> wish.bulk().id()).toList();
        }
    }

    private List<String> texts(String query) {
        return database.read(sql -> sql.query(row -> row.getString(1), query));
    }
}
