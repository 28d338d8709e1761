package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.BulkItem.State;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of acts in bulk, on both databases. */
@ParameterizedClass
@EnumSource
class BulkRowsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC);
    private static final Search UNRESOLVED = new Search(null, List.of("UNRESOLVED"), "hambit", null, null, 0,
            Bulk.MOST + 1);

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;
    private Ledger ledger;
    private BulkRows rows;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        ledger = new Ledger(database, CLOCK);
        rows = new BulkRows(database, ledger, CLOCK);
        for (String id : List.of("a", "b", "c")) {
            unresolved(id);
        }
    }

    @AfterEach
    void close() throws Exception {
        if (database instanceof AutoCloseable closeable) {
            closeable.close();
        }
        pool.close();
    }

    /** However many of the same status there are beside them. */
    @Test
    void ofThoseThatNeedAPersonOnlyTheOnesOfACauseAreTaken() throws Exception {
        unresolved("d", "{\"error\":{\"category\":\"TIMEOUT\",\"code\":\"E504\",\"message\":\"late by 3 s\"}}");
        unresolved("e", "{\"error\":{\"category\":\"TIMEOUT\",\"code\":\"E504\",\"message\":\"late by 4 s\"}}");
        List<Need> needs = new ArrayList<>();
        try (LedgerReader reader = kind.reader(folder)) {
            reader.needs(9, 9_000, needs::add);
        }
        String cause = needs.stream().filter(need -> need.request().requestId().equals("d"))
                .map(need -> Cause.of(need).fingerprint()).findFirst().orElseThrow();
        assertThat(selected(ofCause(cause, 1))).as("no more than are wanted").extracting(one -> one.key().name())
                .containsExactly("d");
        Search both = ofCause(cause, 9);
        Selection seen = new Selection(both, 9_000, 2, Selection.set("resolve", Status.FAILED, selected(both)));

        assertThat(rows.begin(act("bulk-1"), Status.FAILED, seen, 20)).isEmpty();
        assertThat(rows.items("bulk-1", 0, 10)).extracting(item -> item.key().name()).containsExactly("d", "e");
    }

    @Test
    void whatWasSeenIsTakenOnceWhoeverAsksAgain() throws Exception {
        Selection seen = seen();

        assertThat(rows.begin(act("bulk-1"), Status.FAILED, seen, 20)).isEmpty();
        unresolved("d");
        assertThat(rows.begin(act("bulk-1"), Status.FAILED, seen, 20)).as("it comes back").isEmpty();

        assertThat(rows.items("bulk-1", 0, 10)).extracting(item -> item.key().name()).containsExactly("a", "b", "c");
        assertThat(rows.items("bulk-1", 1, 2)).singleElement()
                .isEqualTo(new BulkItem("bulk-1", 1, selected("b"), State.WAITING, null, null));
        assertThat(rows.find("bulk-1")).contains(
                new Bulk("bulk-1", "resolve", Status.FAILED, 3, 20, "bulk-1", 0, false, "ana", "ticket 17", 5_000,
                        null));
    }

    @Test
    void whatDiffersFromWhatWasSeenIsNotTaken() throws Exception {
        Selection three = seen();
        unresolved("d");
        assertThat(rows.begin(act("bulk-1"), Status.FAILED, three, 20))
                .isEqualTo("there are 4 of them now, and not 3; look at them anew");
        ledger.decide(new Act("person-1", request("a").key(), "resolve", "ben", "seen", null), to(Status.FAILED));
        assertThat(rows.begin(act("bulk-1"), Status.FAILED, three, 20))
                .isEqualTo("there are 3 of them now as well, but others, or one of them changed; look at them anew");
        assertThat(rows.find("bulk-1")).isEmpty();
        assertThat(count("bulk_item")).isZero();
        assertThat(ledger.isDecided(request("b").key())).isFalse();
    }

    @Test
    void anItemIsDoneWithItsActOrNotAtAll() throws Exception {
        rows.begin(act("bulk-1"), Status.FAILED, seen(), 20);
        BulkItem first = rows.items("bulk-1", 0, 1).get(0);
        Act act = new Act(first.step("bulk-1"), first.key(), "resolve", "ana", "ticket 17", null, first.part());

        assertThat(ledger.decide(act, to(Status.FAILED))).isPresent();
        assertThat(rows.items("bulk-1", 0, 1)).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(State.DONE);
            assertThat(item.step()).isEqualTo("bulk-1-0");
        });
        rows.refuse(first, "it ended already");
        assertThat(rows.items("bulk-1", 0, 1).get(0).state()).isEqualTo(State.DONE);
        assertThat(waiting()).containsExactly(1, 2);

        BulkItem second = rows.items("bulk-1", 1, 2).get(0);
        rows.refuse(second, "it ended already");
        ledger.decide(new Act("person-1", second.key(), "resolve", "ben", "seen", null), to(Status.COMPLETED));
        Act late = new Act(second.step("bulk-1"), second.key(), "resolve", "ana", "ticket 17", null, second.part());
        assertThat(ledger.decide(late, to(Status.FAILED))).isEmpty();
        assertThat(rows.items("bulk-1", 1, 2).get(0).said()).isEqualTo("it ended already");

        BulkItem third = rows.items("bulk-1", 2, 3).get(0);
        ledger.note(new Act(third.step("bulk-1"), third.key(), "ask", "ana", "ticket 17", null, third.part()));
        assertThat(waiting()).isEmpty();
        try (LedgerReader reader = kind.reader(folder)) {
            BulkView view = reader.bulks();
            assertThat(view.all()).singleElement().satisfies(progress -> {
                assertThat(progress.done()).isEqualTo(2);
                assertThat(progress.refused()).isEqualTo(1);
                assertThat(progress.waiting()).isZero();
                assertThat(progress.gone()).isZero();
            });
            assertThat(view.report("bulk-1")).extracting(BulkView.Reported::status)
                    .containsExactly("FAILED", "COMPLETED", "UNRESOLVED");
        }
    }

    /** Nobody else writes meanwhile, and there may be a million that ended. */
    @Test
    void neitherADocumentNorWhatEndedIsReadToBegin() throws Exception {
        Search accepted = new Search(null, List.of("ACCEPTED", Open.SILENT), null, null, null, 0, Bulk.MOST + 1);
        change("a", "status = 'ACCEPTED'");
        change("b", "status = 'ACCEPTED', final = 1");
        List<RequestRow> found = new ArrayList<>();
        try (LedgerReader reader = kind.reader(folder)) {
            found.addAll(reader.find(accepted, 5_000));
        }
        assertThat(found).extracting(RequestRow::requestId).containsExactly("a");
        Selection seen = new Selection(accepted, 5_000, 1,
                Selection.set("ask", null, List.of(selected("a"))));
        change("a", "document = '{'");

        assertThat(rows.begin(new Act("bulk-1", null, "ask", "ana", "ticket 17", null), null, seen, 20)).isEmpty();

        assertThat(rows.items("bulk-1", 0, 10)).extracting(item -> item.key().name()).containsExactly("a");
    }

    @Test
    void nothingIsBegunInTheNameOfWhoeverHadTheStepBefore() throws Exception {
        ledger.note(new Act("bulk-1", request("a").key(), "ask", "ben", "seen", null));

        assertThat(rows.begin(act("bulk-1"), Status.FAILED, seen(), 20)).isEqualTo("the step is another act's");

        assertThat(count("bulk")).isZero();
        assertThat(count("bulk_item")).isZero();
    }

    @Test
    void anIdThatIsAnActInBulkAlreadyIsNoOtherOne() throws Exception {
        Selection seen = seen();
        rows.begin(act("bulk-1"), Status.FAILED, seen, 20);
        for (Act other : List.of(new Act("bulk-1", null, "ask", "ana", "ticket 17", null),
                new Act("bulk-1", null, "resolve", "ben", "ticket 17", null),
                new Act("bulk-1", null, "resolve", "ana", "ticket 17", "{\"status\":\"COMPLETED\"}"))) {
            assertThat(rows.begin(other, Status.FAILED, seen, 20)).isEqualTo("the step is another act's");
            assertThat(rows.stop(other, "bulk-1")).isEqualTo("the step is another act's");
            assertThat(rows.resume(other, rows.find("bulk-1").orElseThrow(), 20))
                    .isEqualTo("the step is another act's");
        }
        assertThat(rows.find("bulk-1").orElseThrow().stopped()).isFalse();
        assertThat(rows.find("bulk-1").orElseThrow().chain()).isEqualTo("bulk-1");
    }

    @Test
    void whatWasSeenForOneEndIsNoWordForAnother() throws Exception {
        assertThat(rows.begin(act("bulk-1"), Status.COMPLETED, seen(), 20)).isNotEmpty();
        assertThat(rows.begin(new Act("bulk-1", null, "ask", "ana", "ticket 17", null), null, seen(), 20)).isNotEmpty();
        assertThat(count("bulk")).isZero();
    }

    @Test
    void whatChangedSinceItWasSeenIsNotTaken() throws Exception {
        Selection seen = seen();
        change("b", "known = 1");
        assertThat(rows.begin(act("bulk-1"), Status.FAILED, seen, 20))
                .isEqualTo("there are 3 of them now as well, but others, or one of them changed; look at them anew");
    }

    /** Between what was shown and what is said of it the provider's word leaves the row as it is. */
    @Test
    void whatTheProviderToldSinceItWasSeenIsNotTaken() throws Exception {
        change("b", "known = 1");
        Selection seen = seen();
        Act webhook = new Act("said-b", request("b").key(), Act.WEBHOOK, "hambit", "COMPLETED", null);
        ledger.hear(request("b").key(), row -> Change.NOTHING.hearing(new Heard(true, Set.of(), null, webhook)));
        assertThat(rows.begin(act("bulk-1"), Status.FAILED, seen, 20))
                .isEqualTo("there are 3 of them now as well, but others, or one of them changed; look at them anew");
    }

    @Test
    void whatChangedSinceItWasSelectedIsRefused() throws Exception {
        int nth = 0;
        for (String changed : List.of("sequence = 2", "provider = 'aeterna'", "account = 'second'",
                "status = 'UNKNOWN'", "claim = 'step-again'", "begun = 2", "known = 1",
                "provider_reference = 'REF-1'")) {
            String id = "bulk-" + ++nth;
            rows.begin(act(id), Status.FAILED, seen(), 20);
            BulkItem first = rows.items(id, 0, 1).get(0);
            Act act = new Act(first.step(id), first.key(), "resolve", "ana", "ticket 17", null, first.part());
            change("a", changed);
            assertThat(ledger.decide(act, to(Status.FAILED))).as(changed).isEmpty();
            assertThat(rows.items(id, 0, 1)).as(changed).containsExactly(new BulkItem(id, 0, first.selected(),
                    State.REFUSED, null, "it changed since it was selected"));
            change("a", "sequence = 1, provider = 'hambit', account = 'default', status = 'UNRESOLVED',"
                    + " claim = 'step-a', begun = 1, known = 0, provider_reference = NULL");
            assertThat(ledger.decide(act, to(Status.FAILED))).as("what was refused stays so").isEmpty();
        }
        assertThat(ledger.isDecided(request("a").key())).isFalse();
    }

    /** As one that was lost at the provider is, and is then sent again by the step that had the claim already. */
    @Test
    void whatWasSentAgainSinceIsRefusedThoughItStandsAsItDid() throws Exception {
        Search unknown = new Search(null, List.of("UNKNOWN"), "hambit", null, null, 0, Bulk.MOST + 1);
        Change lost = Change.to(Status.UNKNOWN, sequence -> "{\"error\":{\"message\":\"nobody answers\"}}");
        ledger.claim(request("d"), "step-d", false);
        ledger.record(request("d").key(), "step-d", lost.claimedBy("step-again"));
        Selection seen = new Selection(unknown, 5_000, 1,
                Selection.set("resolve", Status.FAILED, List.of(selected("d"))));
        assertThat(rows.begin(act("bulk-1"), Status.FAILED, seen, 20)).isEmpty();
        BulkItem item = rows.items("bulk-1", 0, 1).get(0);

        assertThat(ledger.claim(request("d"), "step-again", true).standing()).isEqualTo(Claim.Standing.FRESH);
        ledger.record(request("d").key(), "step-again", lost);

        assertThat(ledger.decide(new Act(item.step("bulk-1"), item.key(), "resolve", "ana", "ticket 17", null,
                item.part()), to(Status.FAILED))).isEmpty();
        assertThat(rows.items("bulk-1", 0, 1).get(0).said()).isEqualTo("it changed since it was selected");
        assertThat(ledger.find(request("d").key()).orElseThrow().status()).isEqualTo(Status.UNKNOWN);
    }

    /** Its row may be as it was: the provider was known to have it, and has named it before. */
    @Test
    void whatTheProviderToldSinceItWasSelectedIsRefused() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            change(id, "known = 1, provider_reference = 'REF-' || request_id");
        }
        ledger.note(new Act("said-before", request("c").key(), Act.WEBHOOK, "hambit", "PENDING", null));
        rows.begin(act("bulk-1"), Status.FAILED, seen(), 20);

        Act webhook = new Act("said-a", request("a").key(), Act.WEBHOOK, "hambit", "COMPLETED", null);
        Ledger behind = new Ledger(database, Clock.fixed(Instant.ofEpochMilli(1), ZoneOffset.UTC));
        behind.hear(request("a").key(), row -> Change.NOTHING.hearing(new Heard(true, Set.of(), null, webhook)));
        Act doubted = new Act("said-b", request("b").key(), Act.DOUBTED, "hambit", "COMPLETED", null);
        ledger.record(request("b").key(), "ask-b",
                Change.NOTHING.hearing(new Heard(true, Set.of("amount"), null, doubted)));
        ledger.note(new Act("person-1", request("c").key(), "ask", "ben", "look", null));

        for (BulkItem item : rows.items("bulk-1", 0, 3)) {
            ledger.decide(new Act(item.step("bulk-1"), item.key(), "resolve", "ana", "ticket 17", null, item.part()),
                    to(Status.FAILED));
        }
        assertThat(rows.items("bulk-1", 0, 3)).extracting(BulkItem::state).containsExactly(State.REFUSED,
                State.REFUSED, State.DONE);
        assertThat(rows.items("bulk-1", 0, 2)).extracting(BulkItem::said)
                .containsOnly("it changed since it was selected");
    }

    @Test
    void whatIsStoppedGoesOnByTheActThatResumesIt() throws Exception {
        rows.begin(act("bulk-1"), Status.FAILED, seen(), 20);
        rows.stop(new Act("person-1", null, Act.BULK_STOP, "ben", "wait", null), "bulk-1");
        assertThat(rows.find("bulk-1").orElseThrow().stopped()).isTrue();
        Act resume = new Act("person-2", null, Act.BULK_RESUME, "ben", "go", null);
        Bulk stopped = rows.find("bulk-1").orElseThrow();
        rows.resume(resume, stopped, 20);
        assertThat(rows.find("bulk-1").orElseThrow())
                .satisfies(bulk -> assertThat(bulk.stopped()).isFalse())
                .satisfies(bulk -> assertThat(bulk.chain()).isEqualTo("person-2"));
        rows.stop(new Act("person-3", null, Act.BULK_STOP, "ben", "wait", null), "bulk-1");
        assertThat(rows.resume(resume, stopped, 20)).isEmpty();
        assertThat(rows.find("bulk-1").orElseThrow().stopped()).as("the same act comes back").isTrue();
    }

    @Test
    void eachPlaceIsReachedByOneMessageAndNotAfterTheNext() throws Exception {
        rows.begin(act("bulk-1"), Status.FAILED, seen(), 20);

        assertThat(rows.reaches("bulk-1", "bulk-1", 0, "first")).isTrue();
        assertThat(rows.reaches("bulk-1", "bulk-1", 0, "second")).isFalse();
        assertThat(rows.reaches("bulk-1", "bulk-1", 0, "first")).as("it comes back").isTrue();
        assertThat(rows.reaches("bulk-1", "bulk-1", 2, "third")).isTrue();
        assertThat(rows.reaches("bulk-1", "bulk-1", 0, "first")).isFalse();
        assertThat(rows.reaches("bulk-2", "bulk-2", 0, "first")).isFalse();

        rows.refuse(rows.items("bulk-1", 0, 1).get(0), "x");
        rows.refuse(rows.items("bulk-1", 1, 2).get(0), "x");
        Bulk bulk = rows.find("bulk-1").orElseThrow();
        rows.resume(new Act("person-2", null, Act.BULK_RESUME, "ben", "go", null), bulk, 1);
        assertThat(rows.find("bulk-1").orElseThrow().reached()).isEqualTo(1);
        assertThat(rows.reaches("bulk-1", "bulk-1", 0, "first")).as("of the chain before").isTrue();
        assertThat(rows.reaches("bulk-1", "person-2", 1, "fourth")).isTrue();
        assertThat(rows.reaches("bulk-1", "person-2", 1, "fifth")).isFalse();
    }

    @Test
    void itIsForgottenAfterItsTimeWithTheLastOfItsRequests() throws Exception {
        rows.begin(act("bulk-1"), Status.FAILED, seen(), 20);
        BulkItem first = rows.items("bulk-1", 0, 1).get(0);
        ledger.decide(new Act(first.step("bulk-1"), first.key(), "resolve", "ana", "ticket 17", null, first.part()),
                to(Status.FAILED));
        Housekeeping housekeeping = new Housekeeping(database, CLOCK);
        housekeeping.prune(GivenRequests.ALL, 5_000, 100);
        assertThat(rows.items("bulk-1", 0, 10)).as("none of it is old").hasSize(3);

        housekeeping.prune(GivenRequests.ALL, 6_000, 100);
        assertThat(count("bulk_item")).as("the request that ended is gone").isEqualTo(2);
        assertThat(rows.find("bulk-1")).as("what was done about the others says to look there why")
                .hasValueSatisfying(bulk -> assertThat(bulk.why()).isEqualTo("ticket 17"));

        for (String id : List.of("b", "c")) {
            ledger.decide(new Act("person-" + id, request(id).key(), "resolve", "ben", "seen", null),
                    to(Status.FAILED));
        }
        housekeeping.prune(GivenRequests.ALL, 10_000, 100);
        assertThat(count("bulk")).isZero();
        assertThat(count("bulk_item")).isZero();
        assertThat(count("act")).isZero();
    }

    @Test
    void noMoreOfItIsForgottenAtOnceThanOfAnythingElse() throws Exception {
        rows.begin(act("bulk-1"), Status.FAILED, seen(), 20);
        for (BulkItem item : rows.items("bulk-1", 0, 3)) {
            ledger.decide(new Act(item.step("bulk-1"), item.key(), "resolve", "ana", "ticket 17", null, item.part()),
                    to(Status.FAILED));
        }
        Housekeeping housekeeping = new Housekeeping(database, CLOCK);
        assertThat(housekeeping.prune(GivenRequests.ALL, 10_000, 2)).isEqualTo(2);
        assertThat(rows.items("bulk-1", 0, 10)).hasSize(1);
        assertThat(count("bulk")).isEqualTo(1);
        assertThat(housekeeping.prune(GivenRequests.ALL, 10_000, 2)).isEqualTo(1);
        assertThat(count("bulk_item")).isZero();
        assertThat(count("bulk")).isZero();
    }

    @Test
    void aPersonIsFoundByWhatWasSaidOfManyTheRequestAmongThem() throws Exception {
        rows.begin(new Act("bulk-1", null, "resolve", "ana", "Maria Silva rang", null), Status.COMPLETED,
                seen(Status.COMPLETED), 20);
        unresolved("d");
        assertThat(found("Maria Silva")).containsExactly("a", "b", "c");

        ofAVersionBefore();
        assertThat(found("Maria Silva")).as("in a ledger of a version before").isEmpty();
    }

    @Test
    void aPersonIsTakenOutOfWhatWasSaidOfManyAsWell() throws Exception {
        Act about = new Act("bulk-1", null, "resolve", "ana", "Maria Silva rang", null);
        rows.begin(about, Status.FAILED, seen(), 20);
        BulkItem first = rows.items("bulk-1", 0, 1).get(0);
        for (BulkItem item : rows.items("bulk-1", 0, 2)) {
            ledger.decide(new Act(item.step("bulk-1"), item.key(), "resolve", "ana", about.why(), null, item.part()),
                    Change.to(Status.FAILED, sequence -> "{\"error\":{\"message\":\"it failed: Maria Silva rang\"}}"));
        }
        assertThat(texts("SELECT why FROM act WHERE step_id LIKE 'bulk-1-%'")).as("it is not copied")
                .containsExactly("see the act in bulk bulk-1", "see the act in bulk bulk-1");

        erase("Maria Silva", first.key());

        assertThat(rows.find("bulk-1").orElseThrow().why()).isEqualTo(Erased.TEXT);
        assertThat(texts("SELECT result FROM journal WHERE step_id LIKE 'bulk-1-%'")).as("of the other one as well")
                .hasSize(2).noneMatch(result -> result.contains("Maria")).allMatch(result -> result.contains("erased"));
    }

    @Test
    void aPersonIsFoundInTheReasonForWhichItWasResumedLastAndTakenOutOfIt() throws Exception {
        rows.begin(act("bulk-1"), Status.FAILED, seen(), 20);
        BulkItem first = rows.items("bulk-1", 0, 1).get(0);
        ledger.decide(new Act(first.step("bulk-1"), first.key(), "resolve", "ana", "ticket 17", null, first.part()),
                to(Status.FAILED));
        rows.resume(new Act("person-2", null, Act.BULK_RESUME, "ben", "Maria Silva rang", null),
                rows.find("bulk-1").orElseThrow(), 20);
        assertThat(found("Maria Silva")).containsExactly("a", "b", "c");

        assertThat(erase("Maria Silva", first.key())).isEqualTo(1);

        assertThat(texts("SELECT why FROM act WHERE step_id = 'person-2'")).containsExactly(Erased.TEXT);
        assertThat(found("Maria Silva")).isEmpty();
        ofAVersionBefore();
        assertThat(erase("Maria Silva", first.key())).as("from a ledger of a version before").isZero();
    }

    @Test
    void theCausesAreThoseOfTheNewestResults() throws Exception {
        see(reader -> {
            try {
                assertThat(reader.bulks().causes(reader.find(UNRESOLVED, 5_000)))
                        .containsExactly("nobody answers", "nobody answers", "nobody answers");
                assertThat(reader.bulks().causes(List.of())).isEmpty();
            } catch (java.sql.SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void ofAVersionBefore() {
        database.write(
                sql -> sql.updates(new Sql.Update("DROP TABLE approval"), new Sql.Update("DROP TABLE bulk_item")));
    }

    private void unresolved(String id) {
        unresolved(id, "{\"error\":{\"message\":\"nobody answers\"}}");
    }

    private void unresolved(String id, String result) {
        ledger.claim(request(id), "step-" + id, false);
        ledger.record(request(id).key(), "step-" + id, Change.to(Status.UNRESOLVED, sequence -> result));
    }

    private void change(String id, String changed) {
        database.write(sql -> sql.update("UPDATE request SET " + changed + " WHERE request_id = ?", id));
    }

    private List<Integer> waiting() {
        return rows.items("bulk-1", 0, 10).stream().filter(item -> item.state() == State.WAITING).map(BulkItem::nth)
                .toList();
    }

    private Selected selected(String id) {
        return database.read(sql -> Selected.of(sql, request(id).key())).orElseThrow();
    }

    private static Search ofCause(String cause, int most) {
        return new Search(null, List.of("UNRESOLVED"), "hambit", null, null, null, 0, most, null, null, null, cause,
                null);
    }

    private List<Selected> selected(Search search) {
        return database.read(sql -> LedgerReader.select(sql, search, 9_000));
    }

    private List<String> found(String person) throws Exception {
        try (LedgerReader reader = kind.reader(folder)) {
            return reader.walk().find(new Person(person, null)).stream().map(one -> one.request().requestId())
                    .toList();
        }
    }

    private int erase(String person, Key key) {
        return database.write(sql -> Erasure.of(sql, new Person(person, null), List.of(key), "ana", "why",
                5_000 + Erasure.SETTLING.toMillis())).erased();
    }

    private Selection seen() throws Exception {
        return seen(Status.FAILED);
    }

    private Selection seen(Status status) throws Exception {
        try (LedgerReader reader = kind.reader(folder)) {
            List<Selected> found = reader.selected(UNRESOLVED, 5_000);
            return new Selection(UNRESOLVED, 5_000, found.size(), Selection.set("resolve", status, found));
        }
    }

    private void see(Consumer<LedgerReader> look) throws Exception {
        try (LedgerReader reader = kind.reader(folder)) {
            look.accept(reader);
        }
    }

    private List<String> texts(String query) {
        return database.read(sql -> sql.query(row -> row.getString(1), query));
    }

    private int count(String table) {
        return database.read(sql -> sql.query(row -> row.getInt(1), "SELECT COUNT(*) FROM " + table).get(0));
    }

    private static Act act(String id) {
        return new Act(id, null, "resolve", "ana", "ticket 17", null);
    }
}
