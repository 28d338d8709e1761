package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.ALL;
import static dev.sluice.ledger.GivenRequests.handOn;
import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.ledger.Claim.Standing;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ledger promises, on both of its databases. */
@ParameterizedClass
@EnumSource
class LedgerTest {

    private static final Entry ORDER = request("r-1");
    private static final Key KEY = ORDER.key();

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        ledger = at(1_000);
    }

    @AfterEach
    void close() throws Exception {
        if (database instanceof AutoCloseable closeable) {
            closeable.close();
        }
        pool.close();
    }

    @Test
    void whatAFirstClaimTellsOfTheRequestIsWhatIsKeptOfIt() {
        assertThat(ledger.claim(request("r-1"), "a", false).entry()).isEqualTo(ledger.find(KEY).orElseThrow());
    }

    @Test
    void whileSubmissionsAreHeldBackNoClaimWritesAnything() {
        Ledger others = at(1_000);
        ledger.claim(request("begun"), "b", false);
        ledger.claim(request("handed"), "h", false);
        ledger.record(request("handed").key(), "h", handOn("h2"));
        HoldRows rows = new HoldRows(database, others, Clock.systemUTC());
        // The claim waits for the ledger, and the hold comes meanwhile.
        Ledger slow = new Ledger(new Database() {
            @Override
            public <T> T write(Work<T> work) {
                rows.hold(new Act("person-1", null, Act.HOLD, "ana", "ticket 17", null), HeldPlace.EVERYTHING, true);
                return database.write(work);
            }

            @Override
            public <T> T read(Work<T> work) {
                return database.read(work);
            }
        }, Clock.systemUTC());
        assertThat(slow.claim(ORDER, "a", false).standing()).isEqualTo(Standing.HELD_BACK);
        assertThat(slow.claim(request("begun"), "b", false).standing()).isEqualTo(Standing.HELD_BACK);
        assertThat(slow.claim(request("handed"), "h2", true).standing()).isEqualTo(Standing.HELD_BACK);

        rows.hold(new Act("person-2", null, Act.RELEASE, "ana", "ticket 17", null), HeldPlace.EVERYTHING, false);
        assertThat(ledger.find(KEY)).isEmpty();
        assertThat(ledger.claim(ORDER, "a", false).standing()).isEqualTo(Standing.FRESH);
        assertThat(ledger.claim(request("handed"), "h2", true).standing()).isEqualTo(Standing.FRESH);
        assertThat(ledger.claim(request("begun"), "b", false).row().begun()).isEqualTo(2);
    }

    /** One that throws makes all that share its commit begin anew. */
    @Test
    void anOrderOfAFullDayIsToldWithoutAFailure() {
        Spending most = new Spending("hambit", "default", "BRL", BigDecimal.TEN, BigDecimal.TEN);
        assertThat(ledger.claim(ORDER, "a", false, most).standing()).isEqualTo(Standing.FRESH);
        List<RuntimeException> failures = new ArrayList<>();
        Ledger watched = new Ledger(new Database() {
            @Override
            public <T> T write(Work<T> work) {
                return database.write(sql -> {
                    try {
                        return work.on(sql);
                    } catch (RuntimeException e) {
                        failures.add(e);
                        throw e;
                    }
                });
            }

            @Override
            public <T> T read(Work<T> work) {
                return database.read(work);
            }
        }, Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC));
        assertThat(watched.claim(request("r-2"), "b", false, most).standing()).isEqualTo(Standing.OVER_THE_DAY);
        assertThat(watched.claim(ORDER, "c", false, most).standing()).isEqualTo(Standing.DUPLICATE);
        assertThat(ledger.find(request("r-2").key())).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void whatHappenedSinceAStepSawTheRequestIsReadAnew() {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        ledger.record(KEY, "w", to(Status.PENDING, "2", null));

        Recorded late = ledger.record(seen, "a", row -> to(Status.PENDING, row.entry().providerStatus() + "-4", null))
                .orElseThrow();

        assertThat(late.sequence()).isEqualTo(2);
        assertThat(ledger.find(KEY).orElseThrow().providerStatus()).isEqualTo("2-4");
    }

    @Test
    void whatTakesNeitherASequenceNorATimeIsReadAnewToo() {
        ledger.claim(ORDER, "a", false);
        isReadAnewAfter("begun again", () -> ledger.claim(ORDER, "a", false));
        isReadAnewAfter("denied", () -> ledger.asked(KEY, 10L, true, null));
        isReadAnewAfter("denied and not and denied", () -> ledger.asked(KEY, 10L, true, null), () -> {
            ledger.asked(KEY, 10L, false, null);
            at(7_000).asked(KEY, 10L, true, null);
        });
        isReadAnewAfter("known", () -> ledger.hear(KEY, row -> heard(null, "w1")));
        isReadAnewAfter("named", () -> ledger.hear(KEY, row -> heard(row.takes("REF") ? "REF" : null, "w2")));
        isReadAnewAfter("doubted", () -> ledger.record(KEY, "w3", noted(null, null).hearing(
                new Heard(false, Set.of("b", "a"), null, null))));
        isReadAnewAfter("of another status", () -> ledger.record(KEY, "w4", noted(null, "2")));
        isReadAnewAfter("asked about", () -> ledger.record(KEY, "w5", Change.NOTHING.askedSince(5)));
    }

    @Test
    void aWordAfterTheEndIsNotedOnceAndKnowsTheStepThatHeardItFirst() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", to(Status.COMPLETED, "8", null));

        assertThat(ledger.noteWord(word("w1", "it is FAILED"))).isTrue();
        assertThat(ledger.noteWord(word("w2", "it is FAILED"))).isFalse();
        assertThat(ledger.noteWord(word("w0", "it is FAILED"))).as("an id that comes before").isFalse();
        assertThat(ledger.noteWord(word("w1", "it is FAILED"))).as("the first step again").isTrue();
        assertThat(ledger.noteWord(word("w2", "it is PENDING"))).as("another word").isTrue();

        List<String> noted = database
                .read(sql -> sql.query(row -> row.getString(1), "SELECT step_id FROM act ORDER BY 1"));
        assertThat(noted).containsExactly("w1", "w2");
    }

    /** Else a contradiction of a replica whose clock is behind would be taken for one that somebody looked at. */
    @Test
    void aWordIsLaterThanTheNotesBeforeItAndANoteNoEarlierThanTheWordsBeforeIt() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", to(Status.COMPLETED, "8", null));

        at(5_000).note(new Act("n1", KEY, Act.NOTE, "ana", "seen", null));
        at(2_000).noteWord(word("w1", "it is FAILED"));
        at(1_000).note(new Act("n2", KEY, Act.NOTE, "ana", "paid back", null));
        at(9_000).noteWord(word("w2", "it is PENDING"));

        List<Long> times = database
                .read(sql -> sql.query(row -> row.getLong(1), "SELECT at FROM act ORDER BY at, step_id"));
        assertThat(times).containsExactly(5_000L, 5_001L, 5_001L, 9_000L);
    }

    private static Act word(String step, String said) {
        return new Act(step, KEY, Act.WORD, "hambit", said, null);
    }

    @Test
    void whatEndedMeanwhileIsNeitherHeardNorAskedAbout() {
        ledger.claim(ORDER, "a", false);
        assertThat(ledger.hear(KEY, row -> heard(null, "w1"))).isTrue();
        assertThat(ledger.asked(KEY, 10L, false, null)).isTrue();
        ledger.record(KEY, "a", to(Status.COMPLETED, "8", null));
        assertThat(ledger.hear(KEY, row -> heard(null, "w2"))).isFalse();
        assertThat(ledger.asked(KEY, 10L, false, null)).isFalse();
    }

    private void isReadAnewAfter(String what, Runnable happens) {
        isReadAnewAfter(what, () -> {}, happens);
    }

    private void isReadAnewAfter(String what, Runnable before, Runnable happens) {
        before.run();
        Entry seen = ledger.find(KEY).orElseThrow();
        happens.run();
        Entry now = ledger.find(KEY).orElseThrow();
        assertThat(now).as(what).isNotEqualTo(seen);
        AtomicReference<Entry> decidedOn = new AtomicReference<>();
        ledger.record(seen, what, row -> {
            decidedOn.set(row.entry());
            return noted(null, null);
        });
        assertThat(decidedOn.get()).as(what).isEqualTo(now);
    }

    private static Change heard(String reference, String step) {
        return noted(reference, null).hearing(new Heard(true, Set.of(), null,
                new Act(step + "-said", KEY, Act.WEBHOOK, "hambit", "it is PENDING", null)));
    }

    private static Change noted(String reference, String providerStatus) {
        return Change.NOTHING.named(reference, providerStatus);
    }

    @Test
    void aStepTakesAnOrderOfTheProviderThatIsNobodysWithoutReading() {
        Entry seen = ledger.claim(ORDER, "a", false).entry();
        assertThat(takes(seen, "a")).as("asked once").containsExactly(true);
        assertThat(takes(ledger.claim(request("r-2"), "b", false).entry(), "b")).as("asked anew").containsExactly(true,
                false);
        assertThat(ledger.find(new Key("orders", "r-2")).orElseThrow().providerReference()).isNull();
    }

    private List<Boolean> takes(Entry seen, String step) {
        List<Boolean> answers = new ArrayList<>();
        ledger.record(seen, step, row -> {
            answers.add(row.takes("REF"));
            return noted(answers.get(answers.size() - 1) ? "REF" : null, null);
        });
        return answers;
    }

    @Test
    void aStepThatSawARequestThatEndedSinceLeavesNothingBehind() {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        ledger.record(KEY, "w", to(Status.COMPLETED));
        Entry ended = ledger.find(KEY).orElseThrow();

        assertThat(ledger.record(seen, "a", row -> to(Status.FAILED))).isEmpty();
        assertThat(ledger.find(KEY)).contains(ended);
        assertThat(ledger.recorded("a")).isEmpty();
    }

    @Test
    void aStepThatIsInTheJournalChangesNothingOfTheRequest() {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        Optional<Recorded> first = ledger.record(seen, "a", row -> to(Status.PENDING, "2", "{}"));
        Entry recorded = ledger.find(KEY).orElseThrow();

        assertThat(ledger.record(recorded, "a", row -> to(Status.COMPLETED))).isEqualTo(first.map(LedgerTest::before));
        assertThat(ledger.find(KEY)).contains(recorded);
    }

    @Test
    void aStepFindsTheRequestAndWhatItRecordedItself() {
        assertThat(ledger.find(KEY, "a")).isEmpty();
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        assertThat(ledger.find(KEY, "a")).contains(new Ledger.Found(seen, Optional.empty()));
        Optional<Recorded> recorded = ledger.record(seen, "a", row -> to(Status.ACCEPTED, "1", "{}"));

        assertThat(ledger.find(KEY, "a"))
                .contains(new Ledger.Found(ledger.find(KEY).orElseThrow(), recorded.map(LedgerTest::before)));
        assertThat(ledger.find(KEY, "w").orElseThrow().done()).isEmpty();
        assertThat(ledger.find(new Key("orders", " "), "a")).isEmpty();
    }

    @Test
    void aRequestIsClaimedByTheFirstStepAndKeptAsItWas() {
        Claim claim = ledger.claim(ORDER, "a", false);
        assertThat(claim.standing()).isEqualTo(Standing.FRESH);
        assertThat(claim.entry().createdAt()).as("the claim knows since when the request is known").isEqualTo(1_000);
        assertThat(ledger.find(KEY)).hasValueSatisfying(entry -> {
            assertThat(entry.claim()).isEqualTo("a");
            assertThat(entry.begun()).isEqualTo(1);
            assertThat(entry.status()).isNull();
            assertThat(entry.document()).isEqualTo(ORDER.document());
            assertThat(entry.createdAt()).isEqualTo(1_000);
        });
    }

    @Test
    void theSameStepThatComesBackUnrecordedIsRedelivered() {
        ledger.claim(ORDER, "a", false);
        assertThat(ledger.claim(ORDER, "a", false).standing()).isEqualTo(Standing.REDELIVERED);
        assertThat(ledger.claim(ORDER, "a", false).standing()).isEqualTo(Standing.REDELIVERED);
    }

    @Test
    void aRecordedStepThatComesBackIsDoneEvenAfterTheRequestWentOn() {
        ledger.claim(ORDER, "a", false);
        Recorded recorded = ledger.record(KEY, "a", to(Status.ACCEPTED, "1", "{}")).orElseThrow();
        ledger.record(KEY, "w", to(Status.COMPLETED));
        Claim claim = ledger.claim(ORDER, "a", false);
        assertThat(claim.standing()).isEqualTo(Standing.DONE);
        assertThat(claim.recorded()).isEqualTo(before(recorded));
    }

    @Test
    void anotherMessageOfTheRequestIsADuplicateAndHearsTheNewestResult() {
        ledger.claim(ORDER, "a", false);
        assertThat(ledger.claim(ORDER, "b", false)).satisfies(claim -> {
            assertThat(claim.standing()).isEqualTo(Standing.DUPLICATE);
            assertThat(claim.newest()).isNull();
        });
        ledger.record(KEY, "a", to(Status.ACCEPTED));
        ledger.record(KEY, "p", to(Status.PENDING, "2", null));
        assertThat(ledger.claim(ORDER, "b", false).newest()).contains("PENDING").contains("\"sequence\":2");
    }

    @Test
    void aStepThatIsHandedTheClaimBeginsOnceAndIsThenRedelivered() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", handOn("a-r1"));
        assertThat(ledger.claim(ORDER, "a-r1", true).standing()).isEqualTo(Standing.FRESH);
        assertThat(ledger.claim(ORDER, "a-r1", true).standing()).isEqualTo(Standing.REDELIVERED);
        assertThat(ledger.claim(ORDER, "b", false).standing()).isEqualTo(Standing.DUPLICATE);
    }

    @Test
    void aHandedClaimOfAnEndedRequestIsOvertaken() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", handOn("a-r1"));
        ledger.record(KEY, "w", to(Status.COMPLETED));
        assertThat(ledger.claim(ORDER, "a-r1", true).standing()).isEqualTo(Standing.OVERTAKEN);
        assertThat(ledger.claim(ORDER, "a-r9", true).standing()).isEqualTo(Standing.OVERTAKEN);
    }

    @Test
    void aFinalStatusIsNeverOverwritten() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", to(Status.COMPLETED));
        for (Status later : Status.values()) {
            assertThat(ledger.record(KEY, "late-" + later, to(later))).isEmpty();
        }
        assertThat(ledger.find(KEY).orElseThrow()).satisfies(entry -> {
            assertThat(entry.status()).isEqualTo(Status.COMPLETED);
            assertThat(entry.sequence()).isEqualTo(1);
        });
        assertThat(ledger.recorded("late-FAILED")).isEmpty();
    }

    @Test
    void theSameStepRecordedTwiceGivesWhatItRecordedFirst() {
        ledger.claim(ORDER, "a", false);
        Optional<Recorded> first = ledger.record(KEY, "a", to(Status.ACCEPTED, "1", "{}"));
        assertThat(ledger.record(KEY, "a", to(Status.COMPLETED))).isEqualTo(first.map(LedgerTest::before));
        assertThat(ledger.find(KEY).orElseThrow().status()).isEqualTo(Status.ACCEPTED);
    }

    @Test
    void aStatusThatMayNotFollowPublishesNothingButKeepsTheFollowUp() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "w", to(Status.PENDING, "2", null));
        Recorded late = ledger.record(KEY, "a", to(Status.ACCEPTED, null, "{\"step\":\"a-p1\"}")).orElseThrow();
        assertThat(late).isEqualTo(new Recorded("a", 0, null, "{\"step\":\"a-p1\"}", false));
        assertThat(ledger.find(KEY).orElseThrow()).satisfies(entry -> {
            assertThat(entry.status()).isEqualTo(Status.PENDING);
            assertThat(entry.sequence()).isEqualTo(1);
        });
    }

    @Test
    void theSameProgressAgainTakesNoSequence() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", to(Status.PENDING, "2", null));
        assertThat(ledger.record(KEY, "p1", to(Status.PENDING, "2", null)).orElseThrow().sequence()).isZero();
        assertThat(ledger.record(KEY, "p2", to(Status.PENDING, "4", null)).orElseThrow().sequence()).isEqualTo(2);
    }

    @Test
    void nothingIsRecordedOfARequestThatNobodyClaimed() {
        assertThat(ledger.record(KEY, "a", to(Status.ACCEPTED))).isEmpty();
        assertThat(ledger.recorded("a")).isEmpty();
    }

    @Test
    void denialsAreCountedInARowAndSinceTheFirst() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", to(Status.UNKNOWN));
        ledger.asked(KEY, 10L, true, null);
        at(7_000).asked(KEY, 10L, true, null);
        assertThat(ledger.find(KEY).orElseThrow()).satisfies(entry -> {
            assertThat(entry.notFound()).isEqualTo(2);
            assertThat(entry.notFoundSince()).isEqualTo(1_000);
        });
        ledger.asked(KEY, 10L, false, null);
        assertThat(ledger.find(KEY).orElseThrow()).satisfies(entry -> {
            assertThat(entry.notFound()).isZero();
            assertThat(entry.notFoundSince()).isNull();
        });
    }

    @Test
    void theOldestOverdueAreTakenFirstAndNotTwice() {
        for (int i = 1; i <= 3; i++) {
            ledger.claim(request("r-" + i), "s" + i, false);
            ledger.asked(new Key("orders", "r-" + i), 100L * (4 - i), false, null);
        }
        assertThat(housekeeping(1_000).takeOverdue(300, 9_000, 1)).extracting(Key::requestId).containsExactly("r-3");
        assertThat(housekeeping(1_000).takeOverdue(300, 9_000, 9)).extracting(Key::requestId).containsExactly("r-2");
        assertThat(housekeeping(1_000).takeOverdue(300, 9_000, 9)).isEmpty();
    }

    @Test
    void pruningTakesOnlyEndedRequestsAndNoMoreThanItIsTold() {
        for (int i = 0; i < 5; i++) {
            ledger.claim(request("ended-" + i), "e" + i, false);
            ledger.record(new Key("orders", "ended-" + i), "e" + i, to(Status.COMPLETED));
        }
        ledger.claim(request("open"), "o", false);
        ledger.record(new Key("orders", "open"), "o", to(Status.UNRESOLVED));
        at(50_000).claim(request("new"), "n", false);
        at(50_000).record(new Key("orders", "new"), "n", to(Status.FAILED));

        assertThat(List.of(housekeeping(1_000).prune(ALL, 40_000, 2), housekeeping(1_000).prune(ALL, 40_000, 2),
                housekeeping(1_000).prune(ALL, 40_000, 2)))
                .containsExactly(2, 2, 1);
        assertThat(ledger.find(new Key("orders", "ended-0"))).isEmpty();
        assertThat(ledger.recorded("e0")).isEmpty();
        assertThat(ledger.find(new Key("orders", "open"))).isPresent();
        assertThat(ledger.find(new Key("orders", "new"))).isPresent();
    }

    /** What guards against a webhook that comes again does not say whose family it is. */
    @Test
    void eachFamilyIsKeptForItsOwnTimeAndWhatIsOfNoneForTheLongest() {
        for (String family : List.of("licenses", "orders", "otp", "unheard")) {
            Key key = new Key(family, "r-9");
            ledger.claim(Entry.wanted(key, "of-" + family, "default", "any", "h", ORDER.document(), ORDER.envelope()),
                    family, false);
            ledger.record(key, family, to(Status.COMPLETED));
        }
        ledger.firstDelivery(GivenRequests.delivered("webhook", "w"));
        Retention keep = new Retention(Duration.ofSeconds(10),
                Map.of("orders", Duration.ofSeconds(30), "otp", Duration.ofSeconds(1)));

        assertThat(kept(keep, 2_001)).containsExactly("licenses", "orders", "unheard");
        assertThat(kept(keep, 11_001)).containsExactly("orders");
        assertThat(ledger.firstDelivery(GivenRequests.delivered("webhook", "another"))).isFalse();
        assertThat(kept(keep, 31_001)).isEmpty();
        assertThat(ledger.firstDelivery(GivenRequests.delivered("webhook", "another"))).isTrue();
    }

    private List<String> kept(Retention keep, long now) {
        housekeeping(1_000).prune(keep, now, 9);
        return Stream.of("licenses", "orders", "otp", "unheard")
                .filter(family -> ledger.find(new Key(family, "r-9")).isPresent()).toList();
    }

    @Test
    void anOrderOfTheProviderIsOneRequestsOfItsAccountUntilThatIsForgotten() {
        ledger.claim(ORDER, "a", false);
        ledger.claim(request("r-2"), "b", false);
        ledger.claim(Entry.wanted(new Key("orders", "r-3"), "hambit", "second", "fiat-to-crypto", "h", ORDER.document(),
                ORDER.envelope()), "c", false);
        assertThat(takes("r-1", "a")).isTrue();
        assertThat(takes("r-1", "again")).as("its own").isTrue();
        assertThat(takes("r-2", "b")).as("another request's").isFalse();
        assertThat(takes("r-3", "c")).as("another account's").isTrue();

        ledger.record(KEY, "end", to(Status.COMPLETED));
        at(50_000).record(new Key("orders", "r-2"), "b2", to(Status.PENDING));
        housekeeping(1_000).prune(ALL, 40_000, 9);
        assertThat(takes("r-2", "b3")).isTrue();
    }

    private boolean takes(String requestId, String step) {
        List<Boolean> answers = takes(ledger.find(new Key("orders", requestId)).orElseThrow(), step);
        return answers.get(answers.size() - 1);
    }

    @Test
    void theJournalSaysByWhichPlanAStepWasDone() {
        ledger.claim(ORDER, "a", false);
        RunningPlan plan = new RunningPlan(Clock.systemUTC());
        plan.runs(new PlanMark("0123456789ab"));
        new Ledger(database, Clock.systemUTC(), plan, () -> 0).record(KEY, "marked", to(Status.PENDING));
        ledger.record(KEY, "unmarked", to(Status.PENDING));
        List<String> plans = database.read(sql -> sql.query(row -> row.getString(1),
                "SELECT plan FROM journal WHERE step_id IN ('marked', 'unmarked') ORDER BY step_id"));
        assertThat(plans).containsExactly("0123456789ab", null);
    }

    @Test
    void whatHasNotEndedIsCountedByWhomItIsFor() {
        ledger.claim(ORDER, "a", false);
        assertThat(housekeeping(0).open()).extracting(OpenOf::provider, OpenOf::account, OpenOf::count)
                .containsExactly(tuple(ORDER.provider(), ORDER.account(), 1L));
        ledger.record(KEY, "end", to(Status.COMPLETED));
        assertThat(housekeeping(0).open()).isEmpty();
    }

    @Test
    void aReferenceThatIsKeptIsNeverReplaced() {
        ledger.claim(ORDER, "a", false);
        for (String reference : new String[]{null, "FIRST", "SECOND", null}) {
            ledger.record(KEY, "s" + reference, Change.NOTHING.named(reference, null));
        }
        assertThat(ledger.find(KEY).orElseThrow().providerReference()).isEqualTo("FIRST");
    }

    @Test
    void theKeyOfHashesIsTheFirstThatWasProposed() {
        assertThat(ledger.hashKey("first")).isEqualTo("first");
        assertThat(ledger.hashKey("second")).isEqualTo("first");
        assertThat(at(2_000).hashKey("third")).isEqualTo("first");
    }

    private Housekeeping housekeeping(long millis) {
        return new Housekeeping(database, Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    private Ledger at(long millis) {
        return new Ledger(database, Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
    }

    @Test
    void aPersonEndsWhatIsUnknownOrUnresolvedAndIsNoted() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", to(Status.UNKNOWN));
        Act act = new Act("person-1", KEY, "resolve", "ana", "seen at the provider", "{\"status\":\"COMPLETED\"}");
        Recorded decision = ledger.decide(act, to(Status.COMPLETED)).orElseThrow();
        assertThat(decision.sequence()).isEqualTo(2);
        assertThat(ledger.find(KEY))
                .hasValueSatisfying(entry -> assertThat(entry.status()).isEqualTo(Status.COMPLETED));
        assertThat(acts()).containsExactly("person-1 orders r-1 resolve ana seen at the provider"
                + " {\"status\":\"COMPLETED\"} 1000");
        assertThat(ledger.decide(act, to(Status.COMPLETED))).as("the same act that comes back")
                .contains(before(decision));
        assertThat(acts()).hasSize(1);
    }

    @Test
    void aPersonEndsNothingByAStepThatIsNotedForAnotherAct() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", to(Status.UNRESOLVED));
        ledger.note(new Act("person-1", KEY, Act.NOTE, "ana", "look at this", null));
        assertThat(ledger.decide(new Act("person-1", KEY, "resolve", "ana", "a guess", null), to(Status.FAILED)))
                .as("nobody could be told who it was").isEmpty();
        assertThat(ledger.find(KEY))
                .hasValueSatisfying(entry -> assertThat(entry.status()).isEqualTo(Status.UNRESOLVED));
        assertThat(acts()).hasSize(1);
    }

    @Test
    void aPersonEndsNothingThatTheProviderHasOrThatEnded() {
        Act act = new Act("person-1", KEY, "resolve", "ana", "a guess", null);
        assertThat(ledger.decide(act, to(Status.FAILED))).as("not known").isEmpty();
        ledger.claim(ORDER, "a", false);
        assertThat(ledger.decide(act, to(Status.FAILED))).as("claimed").isEmpty();
        ledger.record(KEY, "a", to(Status.ACCEPTED));
        assertThat(ledger.decide(act, to(Status.FAILED))).as("accepted").isEmpty();
        ledger.record(KEY, "p", to(Status.COMPLETED));
        assertThat(ledger.decide(act, to(Status.FAILED))).as("ended").isEmpty();
        assertThat(acts()).isEmpty();
    }

    @Test
    void aRequestThatWasClaimedAndNeverHeardOfAgainIsForAPersonToo() {
        ledger.claim(ORDER, "a", false);
        Ledger later = at(1_000 + Entry.SILENT_MILLIS);
        assertThat(housekeeping(999 + Entry.SILENT_MILLIS).undecided()).isEmpty();
        assertThat(housekeeping(1_000 + Entry.SILENT_MILLIS).undecided())
                .containsExactly(new Open("hambit", "SILENT", 1, 1_000));
        assertThat(later.decide(new Act("person-1", KEY, "resolve", "ana", "the queue was purged", null),
                to(Status.FAILED))).isPresent();
        assertThat(housekeeping(1_000 + Entry.SILENT_MILLIS).undecided()).isEmpty();
        assertThat(later.claim(ORDER, "a", false).standing()).as("the message is there after all")
                .isEqualTo(Standing.OVERTAKEN);
    }

    @Test
    void whatAPersonDidAboutADeadLetterIsNotedOnce() {
        Act act = new Act("person-1", null, "discard", "ana", "a test message", null);
        ledger.note(act);
        ledger.note(act);
        assertThat(acts()).containsExactly("person-1 null null discard ana a test message null 1000");
    }

    @Test
    void actsGoWithTheirRequestAndOthersWithTime() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", to(Status.UNKNOWN));
        ledger.note(new Act("person-1", KEY, "ask", "ana", "it takes long", null));
        ledger.note(new Act("person-2", null, "discard", "ana", "a test message", null));
        housekeeping(2_000).prune(ALL, 2_000, 10);
        assertThat(acts()).as("the request is open").hasSize(1).first().asString().startsWith("person-1");
        ledger.decide(new Act("person-3", KEY, "resolve", "ana", "seen", null), to(Status.COMPLETED));
        housekeeping(2_000).prune(ALL, 2_000, 10);
        assertThat(acts()).isEmpty();
    }

    @Test
    void anActThatIsYoungerThanWhatItsRequestWasKeptForStaysAsLong() {
        ledger.claim(ORDER, "a", false);
        ledger.record(KEY, "a", to(Status.COMPLETED));
        at(2_500).note(new Act("person-1", KEY, "ask", "ana", "a late question", null));
        housekeeping(2_000).prune(ALL, 2_000, 10);
        assertThat(ledger.find(KEY)).isEmpty();
        assertThat(acts()).singleElement().asString().startsWith("person-1");
        housekeeping(3_000).prune(ALL, 3_000, 10);
        assertThat(acts()).isEmpty();
    }

    @Test
    void whatIsUndecidedIsCountedByProviderWithTheOldest() {
        for (String id : List.of("r-1", "r-2", "r-3")) {
            Entry order = request(id);
            ledger.claim(order, id, false);
            at(Long.parseLong(id.substring(2)) * 1_000).record(order.key(), id,
                    to(id.equals("r-3") ? Status.ACCEPTED : Status.UNKNOWN));
        }
        ledger.record(KEY, "p", to(Status.UNRESOLVED));
        assertThat(housekeeping(1_000).undecided()).containsExactlyInAnyOrder(
                new Open("hambit", "UNKNOWN", 1, 2_000), new Open("hambit", "UNRESOLVED", 1, 1_000));
    }

    private List<String> acts() {
        return database.read(sql -> sql.query(row -> String.join(" ", row.getString("step_id"),
                row.getString("family"), row.getString("request_id"), row.getString("act"), row.getString("who"),
                row.getString("why"), row.getString("detail"), row.getString("at")), "SELECT * FROM act ORDER BY"
                        + " step_id"));
    }

    private static Recorded before(Recorded recorded) {
        return new Recorded(recorded.stepId(), recorded.sequence(), recorded.result(), recorded.followUp(), true);
    }
}
