package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Person.Fit;
import dev.sluice.outcome.Masking;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A person is found in both databases of the ledger, and taken out of what ended. */
@ParameterizedClass
@EnumSource
class ErasureTest {

    private static final String NUMBER = "+5511912345678";
    private static final Key KEY = new Key("otp", "r-1");
    private static final long ENDED = 9_000;
    private static final long SETTLED = ENDED + Erasure.SETTLING.toMillis();

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;
    private Ledger ledger;
    private KeyedHash hash;
    private Person person;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        ledger = new Ledger(database, Clock.fixed(Instant.ofEpochMilli(ENDED), ZoneOffset.UTC));
        hash = new KeyedHash(ledger.hashKey("cd".repeat(32)));
        person = new Person(NUMBER, hash);
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) database).close();
        pool.close();
    }

    @Test
    void aPersonIsFoundByWhatIsSurest() throws Exception {
        ended("by-hash", NUMBER, "");
        ended("of-another", "+5511900000078", "");
        ended("by-text", "+4915112345678", "call " + NUMBER);
        ledger.claim(entry("masked", Json.object()), "masked", false);
        ledger.record(new Key("otp", "masked"), "masked", Change.to(Status.COMPLETED,
                sequence -> "{\"data\":{\"mobile\":\"+55*********78\"}}"));

        assertThat(found()).extracting(one -> one.request().requestId(), PersonFound::fit).containsExactly(
                tuple("by-hash", Fit.HASH), tuple("by-text", Fit.TEXT), tuple("masked", Fit.MASKED));
    }

    @Test
    void whatWasSaidToTheProviderIsLookedIntoAndGoes() throws Exception {
        ended("r-1", "+4915112345678", "");
        database.write(sql -> sql.updates(Statements.exchange(KEY, "a",
                new Exchanged("{\"exchanges\": [{\"why\": \"no such number: " + NUMBER + "\"}]}", 1)),
                Statements.exchange(new Key("otp", "r-2"), "b", new Exchanged("{}", 2))));
        assertThat(found()).extracting(PersonFound::fit).containsExactly(Fit.TEXT);

        assertThat(erase(KEY)).isEqualTo(1);

        assertThat(found()).isEmpty();
        assertThat(database.<List<String>>read(sql -> sql.query(row -> row.getString(1),
                "SELECT request_id FROM exchange"))).containsExactly("r-2");
    }

    /** A ledger of the version before, on which this one was not started yet. */
    @Test
    void aLedgerThatHasNoExchangesIsLookedIntoAndErasedToo() throws Exception {
        ended("r-1", NUMBER, "");
        database.write(sql -> sql.update("DROP TABLE exchange"));
        assertThat(found()).hasSize(1);

        assertThat(erase(KEY)).isEqualTo(1);

        assertThat(found()).isEmpty();
    }

    /** Else a person would be told that there is nothing, where nobody looked. */
    @Test
    void aRightThatIsMissingIsNamedWithItsTable() throws Exception {
        assumeThat(kind).isEqualTo(LedgerDatabase.POSTGRESQL);
        ended("r-1", NUMBER, "");
        for (String grant : List.of("DROP ROLE IF EXISTS clerk", "CREATE ROLE clerk LOGIN",
                "GRANT USAGE ON SCHEMA public TO clerk", "GRANT SELECT, UPDATE ON request, journal, act TO clerk",
                "GRANT SELECT ON hash_key, ledger_time, bulk, bulk_item, approval TO clerk",
                "GRANT INSERT ON act TO clerk")) {
            database.write(sql -> sql.update(grant));
        }
        String url = "jdbc:postgresql://localhost:" + LedgerDatabase.serverPort() + "/postgres";
        String denied = "permission denied for table exchange";

        try (LedgerReader reader = LedgerReader.server(url, "clerk", "")) {
            assertThatThrownBy(() -> reader.walk().find(person)).hasMessageContaining(denied);
        }
        try (LedgerReader reader = LedgerReader.server(url, "clerk", "")) {
            assertThatThrownBy(() -> reader.walk().ended("otp", 0, SETTLED, (request, steps, acts, exchanges) -> {}))
                    .hasMessageContaining(denied);
        }
        try (LedgerWriter writer = LedgerWriter.server(url, "clerk", "")) {
            assertThatThrownBy(() -> writer.erase(person, List.of(KEY), "ana", "why", SETTLED))
                    .hasMessageContaining(denied);
        }
        assertThat(found()).as("nothing of it was erased").hasSize(1);
    }

    @Test
    void whatIsErasedKeepsItsMoneyAndIsStillTheSameRequest() throws Exception {
        ended("r-1", NUMBER, "Maria");
        Entry before = ledger.find(KEY).orElseThrow();

        assertThat(erase(KEY)).isEqualTo(1);

        assertThat(found()).isEmpty();
        Entry left = ledger.find(KEY).orElseThrow();
        assertThat(left.document()).isEqualTo(Json.own("""
                {"requestId": "r-1", "provider": "hambit", "operation": "send", "otp": {"amount": "10.00"},
                 "erasedAt": "1970-01-02T00:00:09Z"}"""));
        assertThat(left.envelope()).isEqualTo(Json.own("{\"replyTo\": \"replies.shop\"}"));
        assertThat(left).usingRecursiveComparison().ignoringFields("document", "envelope").isEqualTo(before);
        Claim again = ledger.claim(entry("r-1", before.document()), "again", false);
        assertThat(again.standing()).isEqualTo(Claim.Standing.DUPLICATE);
        assertThat(again.row().contentHash()).isEqualTo(before.contentHash());
        assertThat(Json.own(again.newest())).isEqualTo(Json.own("""
                {"requestId": "r-1", "status": "FAILED", "data": {"cost": "0.10"}, "metadata": {}, "sequence": 1,
                 "error": {"category": "PROVIDER", "code": "7", "message": "erased", "retryable": false}}"""));
        assertThat(text("SELECT follow_up FROM journal")).containsOnly("null");
        assertThat(text("SELECT why FROM act WHERE request_id = 'r-1' ORDER BY step_id")).containsExactly("erased",
                "of the books");
    }

    @Test
    void thatItWasDoneIsNotedAndNotWhoIsErased() throws Exception {
        ended("r-1", NUMBER, "Maria");
        erase(KEY);

        assertThat(text("SELECT who || ' ' || why || ' ' || detail FROM act WHERE act = 'erase'")).singleElement()
                .isEqualTo("ana asked by letter 7 {\"requests\":1,\"acts\":[\"person-r-1\"]}");
        assertThat(erase(KEY)).as("again").isZero();
    }

    /** Its result may be published yet, by a step whose commit to the broker failed. */
    @Test
    void whatEndedNewlyByTheLedgersTimeIsToldAndStays() throws Exception {
        ended("r-1", NUMBER, "Maria");
        Entry before = ledger.find(KEY).orElseThrow();
        try (LedgerWriter writer = kind.writer(folder)) {
            assertThat(writer.erase(person, List.of(KEY), "ana", "why", SETTLED - 1))
                    .isEqualTo(new Erasure.Done(0, List.of(KEY)));
            noted(SETTLED - 1);
            assertThat(writer.erase(person, List.of(KEY), "ana", "why", SETTLED).early()).containsExactly(KEY);
            assertThat(ledger.find(KEY)).contains(before);

            noted(SETTLED);
            assertThat(writer.erase(person, List.of(KEY), "ana", "why", SETTLED).erased()).isEqualTo(1);
        }
    }

    private void noted(long time) {
        database.write(sql -> sql.update("INSERT INTO ledger_time (id, at, confirmed) VALUES (1, ?, 0)"
                + " ON CONFLICT (id) DO UPDATE SET at = excluded.at", time));
    }

    @Test
    void whereAResultGoesStaysThoughThePersonIsInIt() {
        assertThat(Erased.envelope(Json.own("""
                {"replyTo": "replies.maria", "correlationId": "maria", "trace": "maria", "metadata": {}}"""),
                new Person("maria", null))).isEqualTo(Json.own("""
                        {"replyTo": "replies.maria", "correlationId": "maria"}"""));
    }

    @Test
    void whatWasWrittenOfOneWhoWasErasedGoesLaterWithoutAnotherTimeOfErasing() throws Exception {
        ended("r-1", NUMBER, "Maria");
        erase(KEY);
        String erased = text("SELECT document FROM request").get(0);
        ledger.note(new Act("person-late", KEY, "ask", "ana", "of " + NUMBER, null));
        try (LedgerWriter writer = kind.writer(folder)) {
            assertThat(writer.erase(person, List.of(KEY), "ana", "why", SETTLED + 5).erased()).isEqualTo(1);
        }
        assertThat(text("SELECT document FROM request")).containsExactly(erased);
        assertThat(text("SELECT why FROM act WHERE step_id = 'person-late'")).containsExactly("erased");
    }

    @Test
    void whatHasNotEndedStaysAsItIs() throws Exception {
        ledger.claim(entry("r-1", document("r-1", NUMBER, "")), "a", false);
        ledger.record(KEY, "a", Change.to(Status.UNRESOLVED, sequence -> "{\"status\":\"UNRESOLVED\"}"));
        Entry before = ledger.find(KEY).orElseThrow();

        assertThat(erase(KEY)).isZero();

        assertThat(ledger.find(KEY)).contains(before);
        assertThat(text("SELECT act FROM act")).isEmpty();
    }

    /** One that cannot be read stands for an end in the middle: what was before it in its batch is as it was. */
    @Test
    void whoIsCutOffDoesItOnceMore() throws Exception {
        List<Key> keys = IntStream.range(0, 3).mapToObj(i -> new Key("otp", "r-" + i)).toList();
        keys.forEach(key -> ended(key.requestId(), NUMBER, ""));
        String whole = text("SELECT document FROM request WHERE request_id = 'r-2'").get(0);
        database.write(sql -> sql.update("UPDATE request SET document = 'cut off' WHERE request_id = 'r-2'"));
        try (LedgerWriter writer = kind.writer(folder)) {
            assertThat(writer.erase(person, keys.subList(0, 1), "ana", "why", SETTLED).erased()).isEqualTo(1);
            assertThatThrownBy(() -> writer.erase(person, keys.subList(1, 3), "ana", "why", SETTLED))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        database.write(sql -> sql.update("UPDATE request SET document = ? WHERE request_id = 'r-2'", whole));

        assertThat(found()).extracting(one -> one.request().requestId()).containsExactly("r-1", "r-2");
        assertThat(text("SELECT detail FROM act WHERE act = 'erase'")).hasSize(1);
        erase(found().stream().map(one -> new Key("otp", one.request().requestId())).toArray(Key[]::new));
        assertThat(found()).isEmpty();
    }

    @Test
    void nothingIsLeftInTheFile() throws Exception {
        ended("r-1", NUMBER, "Maria");
        erase(KEY);
        if (kind == LedgerDatabase.SQLITE) {
            for (String file : List.of("ledger.db", "ledger.db-wal")) {
                String bytes = Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
                assertThat(Stream.of("Maria", "+55*********78", hash.of(NUMBER)).filter(bytes::contains)).as(file)
                        .isEmpty();
            }
        }
    }

    private List<PersonFound> found() throws Exception {
        try (LedgerReader reader = kind.reader(folder)) {
            return reader.walk().find(person);
        }
    }

    private int erase(Key... keys) throws Exception {
        try (LedgerWriter writer = kind.writer(folder)) {
            return writer.erase(person, List.of(keys), "ana", "asked by letter 7", SETTLED).erased();
        }
    }

    private void ended(String id, String mobile, String note) {
        Key key = new Key("otp", id);
        ledger.claim(entry(id, document(id, mobile, note)), id, false);
        ledger.note(new Act("person-" + id, key, "ask", "ana", "of " + mobile, "{\"text\":\"x\"}"));
        ledger.note(new Act("person-" + id + "-2", key, "ask", "ben", "of the books", null));
        ledger.record(key, id, Change.to(Status.FAILED, sequence -> """
                {"requestId":"%s","status":"FAILED","data":{"cost":"0.10","mobile":"+55*********78"},"metadata":{"n":"%s"},\
                "sequence":%d,"error":{"category":"PROVIDER","code":"7","message":"no %s","retryable":false}}"""
                .formatted(id, note, sequence, note)).followedBy("{\"step\":\"next\"}"));
    }

    private ObjectNode document(String id, String mobile, String note) {
        return Json.own("""
                {"requestId": "%s", "provider": "hambit", "operation": "send", "metadata": {"n": "%s"},
                 "otp": {"amount": "10.00", "holder": "%s", "mobile": "%s", "mobileHash": "%s"}}""".formatted(id, note,
                note, Masking.number(mobile), hash.of(mobile)));
    }

    private static Entry entry(String id, ObjectNode document) {
        return Entry.wanted(new Key("otp", id), "hambit", "default", "send", "content-" + id, document,
                Json.own("{\"replyTo\": \"replies.shop\", \"metadata\": {\"n\": \"x\"}}"));
    }

    private List<String> text(String query) {
        return database.read(sql -> sql.query(row -> String.valueOf(row.getString(1)), query));
    }
}
