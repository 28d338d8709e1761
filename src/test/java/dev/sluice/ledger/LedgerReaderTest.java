package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person finds in the ledger, on both of its databases, while a Sluice has it open. */
@ParameterizedClass
@EnumSource
class LedgerReaderTest {

    private static final long NOW = 100_000_000;

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;
    private LedgerReader reader;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        reader = kind.reader(folder);
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
        if (database instanceof AutoCloseable closeable) {
            closeable.close();
        }
        pool.close();
    }

    @Test
    void theVersionThatIsNeededIsThatToWhichAStartBringsTheTables() throws Exception {
        assertThat(reader.version()).contains(reader.neededVersion());
    }

    /** Many ended in the same millisecond. */
    @Test
    void whatEndedIsToldOnceEachSomeAtATime() throws Exception {
        database.write(sql -> sql.update("INSERT INTO request (family, request_id, provider, account, operation,"
                + " content_hash, document, envelope, claim, begun, status, final, sequence, not_found, created_at,"
                + " updated_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
                + " SELECT CASE WHEN i > 1190 THEN 'otp' ELSE 'orders' END, 'r-' || i, 'hambit', 'default', 'any', 'h',"
                + " '{}', '{}', 'c', 1, CASE WHEN i % 2 = 0 THEN 'COMPLETED' ELSE 'PENDING' END, CASE WHEN i % 2 = 0"
                + " THEN 1 ELSE 0 END, 1, 0, 1, i / 900 FROM n"));
        List<String> told = new ArrayList<>();
        for (String family : reader.walk().families()) {
            reader.walk().ended(family, 0, 9, (request, steps, acts, exchanges) -> told.add(request.requestId()));
        }

        assertThat(told).doesNotHaveDuplicates().hasSize(600).contains("r-2", "r-898", "r-900", "r-1190", "r-1200");
        told.clear();
        reader.walk().ended("orders", 1, 2, (request, steps, acts, exchanges) -> told.add(request.requestId()));
        assertThat(told).hasSize(146).contains("r-900").doesNotContain("r-898");
        reader.walk().ended("orders", 2, 9, (request, steps, acts, exchanges) -> told.add("late"));
        assertThat(told).hasSize(146);
    }

    /** Many were done in one moment, more than are read at a time. */
    @Test
    void whatPeopleDidIsToldOnceEachSomeAtATime() throws Exception {
        database.write(sql -> sql.update("INSERT INTO act (step_id, act, who, why, at) WITH RECURSIVE n (i) AS"
                + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) SELECT 'person-' || i, CASE WHEN i % 3 = 0"
                + " THEN 'webhook' ELSE 'ask' END, 'ana', 'why', CASE WHEN i < 200 THEN i WHEN i < 1400 THEN 200 ELSE i"
                + " END FROM n"));
        List<PersonAct> told = new ArrayList<>();
        reader.walk().acts(1, 1499, told::add);

        assertThat(told).isSortedAccordingTo(PersonAct.ORDER).doesNotHaveDuplicates().hasSize(999);
    }

    @Test
    void whatNeedsAPersonComesFirstAndTheOldestOfIt() throws Exception {
        recorded("done", 10, Status.COMPLETED);
        recorded("accepted", 10, Status.ACCEPTED);
        recorded("unknown", 20, Status.UNKNOWN);
        recorded("stuck-late", 40, Status.UNRESOLVED);
        recorded("stuck-early", 30, Status.UNRESOLVED);
        ledger(NOW - 600_000).claim(request("silent"), "s-silent", false);
        ledger(NOW - 1).claim(request("new"), "s-new", false);

        assertThat(ids(search(null, Open.STATUSES, 0, 9))).containsExactly("stuck-early", "stuck-late", "unknown",
                "silent");
        assertThat(ids(search(null, List.of(), 0, 9))).startsWith("stuck-early", "stuck-late", "unknown").hasSize(7);
        assertThat(ids(search(null, List.of("COMPLETED"), 0, 9))).containsExactly("done");
        assertThat(ids(search(null, Open.STATUSES, 0, 1))).containsExactly("stuck-early");
    }

    /** Who ends what is unresolved as failed is not to end what its provider has. */
    @Test
    void whatTheProviderRepeatedOtherwiseIsNotFoundAsUnresolved() throws Exception {
        recorded("stuck", 10, Status.UNRESOLVED);
        ledger(20).claim(request("doubted"), "s-doubted", false);
        ledger(20).record(new Key("orders", "doubted"), "s-doubted",
                to(Status.UNRESOLVED).hearing(new Heard(true, Set.of("amount"), null, null)));
        recorded("unknown", 30, Status.UNKNOWN);

        assertThat(ids(search(null, List.of("UNRESOLVED"), 0, 9))).containsExactly("stuck");
        assertThat(ids(search(null, Open.STATUSES, 0, 9))).containsExactly("stuck", "unknown");
        assertThat(ids(search(null, List.of(Open.DOUBTED), 0, 9))).containsExactly("doubted");
        assertThat(ids(search(null, List.of(Open.DOUBTED, "UNKNOWN"), 0, 9))).containsExactly("doubted", "unknown");
        assertThat(ids(search(null, List.of("UNRESOLVED", Open.DOUBTED, Open.CONTRADICTED), 0, 9)))
                .containsExactly("stuck", "doubted");
        assertThat(reader.requests("doubted")).extracting(RequestRow::doubted).containsExactly(true);
        assertThat(reader.requests("stuck")).extracting(RequestRow::doubted).containsExactly(false);
    }

    @Test
    void howManyMoreWereContradictedIsTold() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            recorded(id, 10, Status.FAILED);
            ledger(20).noteWord(
                    new Act("word-" + id, new Key("orders", id), Act.WORD, "hambit", "it is COMPLETED", "{}"));
        }
        List<Need> needs = new ArrayList<>();

        assertThat(reader.needs(2, NOW, needs::add)).containsExactly(new Open("hambit", Open.CONTRADICTED, 1, 0));
        assertThat(needs).hasSize(2);
        assertThat(reader.needs(3, NOW, needs::add)).isEmpty();
    }

    @Test
    void aRequestIsAsOldAsItsStatus() throws Exception {
        recorded("r-1", 1_000, Status.ACCEPTED);
        ledger(5_000).record(new Key("orders", "r-1"), "s2", to(Status.PENDING, "3", null));
        ledger(9_000).record(new Key("orders", "r-1"), "s3", to(Status.PENDING, "3", null));

        assertThat(reader.requests("r-1")).singleElement().satisfies(row -> {
            assertThat(row.since()).as("the same once more is no news").isEqualTo(5_000);
            assertThat(row.createdAt()).isEqualTo(1_000);
            assertThat(row.providerStatus()).isEqualTo("3");
            assertThat(row.askDue()).isEqualTo(5_000);
        });
        assertThat(ids(search(null, List.of(), NOW - 5_000, 9))).containsExactly("r-1");
        assertThat(ids(search(null, List.of(), NOW - 4_999, 9))).isEmpty();
    }

    @Test
    void aTextIsFoundAsItStandsInIdsAndReferences() throws Exception {
        recorded("ord_17-a", 1, Status.UNKNOWN);
        recorded("ordX17-b", 2, Status.UNKNOWN);
        ledger(3).claim(request("other"), "s-o", false);
        ledger(3).record(new Key("orders", "other"), "s-o",
                Change.to(Status.ACCEPTED, sequence -> "{}").named("REF%17Z", null));

        assertThat(ids(search("D_17", List.of(), 0, 9))).containsExactly("ord_17-a");
        assertThat(ids(search("f%17z", List.of(), 0, 9))).containsExactly("other");
        assertThat(ids(search("17", List.of(), 0, 9))).containsExactly("ord_17-a", "ordX17-b", "other");
        assertThat(ids(search("nowhere", List.of(), 0, 9))).isEmpty();
    }

    @Test
    void providerAccountAndFamilyNarrowIt() throws Exception {
        recorded("r-1", 1, Status.UNKNOWN);

        assertThat(reader.find(new Search(null, List.of(), "hambit", "default", "orders", 0, 9), NOW)).hasSize(1);
        assertThat(reader.find(new Search(null, List.of(), "htp", null, null, 0, 9), NOW)).isEmpty();
        assertThat(reader.find(new Search(null, List.of(), null, "shop7", null, 0, 9), NOW)).isEmpty();
        assertThat(reader.find(new Search(null, List.of(), null, null, "otp", 0, 9), NOW)).isEmpty();
    }

    @Test
    void whatItsProducerPutBesideItIsFoundAsItIsWritten() throws Exception {
        ledger(1).claim(beside("r-1", Json.object().put("tenant", "shop-7").put("note", "a \"b\" 100%_")), "s-1",
                false);
        ledger(1).claim(beside("r-2", Json.object().put("tenant", "shop-77")), "s-2", false);

        assertThat(ids(beside("tenant", "shop-7"))).containsExactly("r-1");
        assertThat(ids(beside("note", "a \"b\" 100%_"))).containsExactly("r-1");
        assertThat(ids(beside("tenant", "SHOP-7"))).isEmpty();
        assertThat(ids(beside("enant", "shop-7"))).isEmpty();
        assertThat(ids(beside("note", "a"))).isEmpty();
    }

    /** As the tenant is, and who does a request instead. */
    @Test
    void whatSluiceKeepsBesideARequestIsNoMetadata() throws Exception {
        Entry one = request("r-1");
        ObjectNode envelope = Json.object().put("tenant", "acme").put("replyTo", "answers");
        envelope.putObject("otherwise").put("account", "second");
        envelope.set("metadata", Json.object().put("tenant", "shop-7").put("a.b", "c").put("größe", "§"));
        ledger(1).claim(Entry.wanted(one.key(), one.provider(), "default", "x", "h", one.document(), envelope), "s-1",
                false);
        ledger(1).claim(request("r-2"), "s-2", false);

        assertThat(ids(beside("tenant", "acme"))).isEmpty();
        assertThat(ids(beside("replyTo", "answers"))).isEmpty();
        assertThat(ids(beside("account", "second"))).isEmpty();
        assertThat(ids(beside("tenant", "shop-7"))).containsExactly("r-1");
        assertThat(ids(beside("a.b", "c"))).containsExactly("r-1");
        assertThat(ids(beside("größe", "§"))).containsExactly("r-1");
    }

    /** PostgreSQL reads nothing out of a document with a NUL, and one message is not to end all searches. */
    @Test
    void aNulThatAProducerSentIsNotInTheWay() throws Exception {
        ledger(1).claim(beside("r-1", Json.object().put("tenant", "shop-7")), "s-1", false);
        ledger(1).claim(beside("r-2", Json.object().put("note", "a" + (char) 0 + "b")), "s-2", false);

        assertThat(ids(beside("tenant", "shop-7"))).containsExactly("r-1");
        assertThat(ids(beside("tenant", "other"))).isEmpty();
    }

    /** What is found so can be ended all at once. */
    @Test
    void anErrorIsThatOfTheNewestResultAndNoOtherMemberOfItsName() throws Exception {
        told("r-1", """
                {"data":null,"error":{"category":"TIMEOUT","code":"E504","message":"late"},"metadata":{}}""");
        told("r-2", """
                {"data":null,"error":{"category":"OUTCOME_UNKNOWN","code":null,"message":"lost"},\
                "metadata":{"code":"E504","category":"TIMEOUT"}}""");
        told("r-3", """
                {"data":{"error":{"category":"TIMEOUT","code":"E504"}},"error":null,"metadata":{}}""");
        told("r-4", """
                {"data":{"note":"a\\u0000b"},"error":null,"metadata":{}}""");

        assertThat(ids(withError("E504"))).containsExactly("r-1");
        assertThat(ids(withError("timeout"))).containsExactly("r-1");
        assertThat(ids(withError("OUTCOME_UNKNOWN"))).containsExactly("r-2");
        assertThat(ids(withError("e504"))).as("a code is just what it is").isEmpty();
        assertThat(ids(withError("E50_"))).isEmpty();
        assertThat(ids(withError("null"))).isEmpty();
    }

    private void told(String id, String result) {
        ledger(10).claim(request(id), "s-" + id, false);
        ledger(10).record(new Key("orders", id), "s-" + id, Change.to(Status.UNRESOLVED, sequence -> result));
    }

    private static Search withError(String error) {
        return new Search(null, List.of(), null, null, null, null, 0, 9, null, null, error, null, null);
    }

    private static Search beside(String name, String value) {
        return new Search(null, List.of(), null, null, null, null, 0, 9, null, null, null, null,
                new Search.Metadata(name, value));
    }

    private static Entry beside(String id, ObjectNode metadata) {
        Entry one = request(id);
        return Entry.wanted(one.key(), one.provider(), "default", "x", "h", one.document(),
                Json.object().set("metadata", metadata));
    }

    @Test
    void anOrderNumberIsFoundAndShown() throws Exception {
        ledger(1).claim(request("r-1").numbered("k3x9"), "s-1", false);
        ledger(1).claim(request("r-2"), "s-2", false);

        assertThat(reader.find(search("K3X", List.of(), 0, 9), NOW)).singleElement().satisfies(row -> {
            assertThat(row.requestId()).isEqualTo("r-1");
            assertThat(row.orderNumber()).isEqualTo("k3x9");
        });
        assertThat(reader.requests("r-2")).extracting(RequestRow::orderNumber).containsExactly("r-2");
    }

    @Test
    void anIdIsFoundInEachFamilyThatHasIt() throws Exception {
        for (String family : new String[]{"orders", "otp", "licenses"}) {
            Entry one = request("r-1");
            ledger(1).claim(
                    Entry.wanted(new Key(family, "r-1"), one.provider(), "default", "x", "h", one.document(),
                            one.envelope()),
                    "s-" + family, false);
        }

        assertThat(reader.requests("r-1")).extracting(RequestRow::family).containsExactly("licenses", "orders", "otp");
        assertThat(reader.requests("r-2")).isEmpty();
    }

    @Test
    void stepsAndActsAreTheWholeHistory() throws Exception {
        Key key = new Key("orders", "r-1");
        ledger(1).claim(request("r-1"), "s", false);
        ledger(2).record(key, "s", to(Status.UNKNOWN, null, "{\"step\":\"s-p1\",\"at\":9}"));
        ledger(3).note(new Act("person-1", key, "ask", "ana", "ticket", null));
        ledger(4).decide(new Act("person-2", key, "resolve", "ben", "seen there", "{\"status\":\"FAILED\"}"),
                to(Status.FAILED));
        ledger(5).note(new Act("person-3", new Key("otp", "r-1"), "ask", "eve", "another family", null));

        assertThat(reader.steps("orders", "r-1"))
                .extracting(StepRow::stepId, StepRow::sequence, StepRow::status, StepRow::at)
                .containsExactly(tuple("s", 1, "UNKNOWN", 2L),
                        tuple("person-2", 2, "FAILED", 4L));
        assertThat(reader.steps("orders", "r-1").get(0).followUp().path("at").asLong()).isEqualTo(9);
        assertThat(reader.acts("orders", "r-1")).extracting(ActRow::who, ActRow::act, ActRow::at)
                .containsExactly(tuple("ana", "ask", 3L),
                        tuple("ben", "resolve", 4L));
    }

    @Test
    void whatIsUndecidedIsCountedByProviderSoThatNoneHidesAnothers() throws Exception {
        for (String id : new String[]{"r-1", "r-2", "r-3"}) {
            recorded(id, 1, Status.UNRESOLVED);
        }
        Key key = new Key("orders", "other");
        ledger(5).claim(Entry.wanted(key, "htp", "second", "x", "h", Json.object(), Json.object()), "s-other", false);
        ledger(7).record(key, "s-other", to(Status.UNRESOLVED));

        assertThat(reader.undecided(List.of("hambit", "htp", "none"), 2)).containsExactly(
                new UndecidedOf("hambit", "default", "UNRESOLVED", 2, 1, false),
                new UndecidedOf("htp", "second", "UNRESOLVED", 1, 7, true));
    }

    private void recorded(String id, long at, Status status) {
        ledger(at).claim(request(id), "s-" + id, false);
        ledger(at).record(new Key("orders", id), "s-" + id, to(status));
    }

    private List<String> ids(Search search) throws Exception {
        return reader.find(search, NOW).stream().map(RequestRow::requestId).toList();
    }

    private static Search search(String text, List<String> statuses, long older, int most) {
        return new Search(text, statuses, null, null, null, older, most);
    }

    private Ledger ledger(long millis) {
        return new Ledger(database, Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }
}
