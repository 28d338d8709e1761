package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.handOn;
import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.Claim.Standing;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that race for one request, on both databases: one wins, and nothing is counted twice. */
@ParameterizedClass
@EnumSource
class LedgerRaceTest {

    private static final int THREADS = 16;
    private static final int ROUNDS = 20;

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private AgroalDataSource pool;
    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        ledger = new Ledger(database, Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        if (database instanceof AutoCloseable closeable) {
            closeable.close();
        }
        pool.close();
    }

    @Test
    void ofManyMessagesOfOneRequestOneIsFresh() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Entry order = request("r-" + round);
            List<Claim> claims = atOnce(
                    thread -> () -> ledger.claim(order, order.key().requestId() + "/" + thread, false));
            assertThat(claims).filteredOn(claim -> claim.standing() == Standing.FRESH).hasSize(1);
            assertThat(claims).filteredOn(claim -> claim.standing() == Standing.DUPLICATE).hasSize(THREADS - 1);
        }
    }

    @Test
    void ofManyOrdersOfADayOnlyThoseAreTakenThatItHasRoomForAndEachCountsOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String account = "a" + round;
            int nth = round;
            Spending ten = new Spending("hambit", account, "BRL", new BigDecimal("10.5"), new BigDecimal("52.5"));
            // Each order comes twice, by messages of its own.
            List<Claim> claims = atOnce(thread -> {
                Entry order = request("r-" + nth + "." + thread / 2);
                return () -> ledger.claim(order, order.key().requestId() + "/" + thread, false, ten);
            });
            assertThat(claims).filteredOn(claim -> claim.standing() == Standing.FRESH).hasSize(5);
            assertThat(claims).filteredOn(claim -> claim.standing() == Standing.OVER_THE_DAY)
                    .hasSizeGreaterThanOrEqualTo(THREADS / 2 - 5);
            assertThat(IntStream.range(0, THREADS / 2)
                    .filter(order -> ledger.find(new Key("orders", "r-" + nth + "." + order)).isPresent())).hasSize(5);
            List<String> counted = database.read(sql -> sql.query(row -> row.getString(1),
                    "SELECT amount FROM daily_amount WHERE account = ?", account));
            assertThat(counted).containsExactly("52.5");
        }
    }

    @Test
    void aHandedClaimBeginsOnceHoweverOftenItIsTakenAtOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Entry order = request("r-" + round);
            String retry = "retry-" + round;
            ledger.claim(order, "s-" + round, false);
            ledger.record(order.key(), "s-" + round, handOn(retry));
            assertThat(atOnce(thread -> () -> ledger.claim(order, retry, true)))
                    .filteredOn(claim -> claim.standing() == Standing.FRESH).hasSize(1);
        }
    }

    @Test
    void ofManyFinalsOneWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Entry order = request("r-" + round);
            ledger.claim(order, "s-" + round, false);
            List<Optional<Recorded>> finals = atOnce(thread -> () -> ledger.record(order.key(),
                    order.key().requestId() + "/" + thread, to(thread % 2 == 0 ? Status.COMPLETED : Status.FAILED)));
            assertThat(finals).filteredOn(Optional::isPresent).singleElement().satisfies(winner -> {
                assertThat(winner.orElseThrow().sequence()).isEqualTo(1);
                assertThat(winner.orElseThrow().result())
                        .contains(ledger.find(order.key()).orElseThrow().status().name());
            });
        }
    }

    @Test
    void ofManyRequestsThatWantOneNumberOneHasIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String number = "n-" + round;
            List<Claim> claims = atOnce(thread -> {
                Entry order = thread == 0 ? request(number) : request(number + "." + thread).numbered(number);
                return () -> ledger.claim(order, order.key().requestId(), false);
            });
            assertThat(claims).filteredOn(claim -> claim.standing() == Standing.FRESH).singleElement().satisfies(
                    claim -> assertThat(ledger.find("orders", "hambit", "default", number))
                            .contains(claim.row()));
            assertThat(claims).filteredOn(claim -> claim.standing() == Standing.NUMBERED_LIKE_ANOTHER)
                    .hasSize(THREADS - 1);
        }
    }

    @Test
    void ofManyRequestsThatGoElsewhereUnderOneNumberOneHasIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String number = "n-" + round;
            int nth = round;
            atOnce(thread -> {
                Elsewhere there = new Elsewhere("other", thread % 2 == 0 ? "shop" : "second");
                Entry order = request("r-" + nth + "." + thread);
                Entry seen = ledger.claim(order, order.key().requestId(), false).row();
                return () -> ledger.record(seen, seen.key().requestId(),
                        row -> handOn("next-" + seen.key().requestId()).moved(new Change.Move(there,
                                row.isFree(there, number) ? number : seen.key().requestId())));
            });
            assertThat(IntStream.range(0, THREADS).mapToObj(thread -> ledger
                    .find(new Key("orders", "r-" + nth + "." + thread)).orElseThrow())).allSatisfy(moved -> {
                        assertThat(moved.provider()).isEqualTo("other");
                        assertThat(moved.account()).isIn("shop", "second");
                        assertThat(moved.begun()).isZero();
                    }).filteredOn(moved -> moved.orderNumber().equals(number)).hasSize(1);
        }
    }

    @Test
    void ofManyRequestsThatAreAnsweredWithOneReferenceOneHasIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String reference = "REF-" + round;
            int number = round;
            List<Optional<Recorded>> answered = atOnce(thread -> () -> {
                Entry order = request("r-" + number + "/" + thread);
                Entry seen = ledger.claim(order, order.key().requestId(), false).entry();
                return ledger.record(seen, order.key().requestId(),
                        row -> to(row.takes(reference) ? Status.COMPLETED : Status.UNRESOLVED));
            });
            assertThat(answered).filteredOn(one -> one.orElseThrow().result().contains("COMPLETED")).hasSize(1);
        }
    }

    @Test
    void ofAWebhookAndAnAnswerThatNameTheOrderAtOnceNeitherIsLost() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Entry order = request("r-" + round);
            String reference = "REF-" + round;
            Entry seen = ledger.claim(order, "s-" + round, false).entry();
            atOnce(thread -> () -> {
                String step = order.key().requestId() + "/" + thread;
                Act word = new Act(step, order.key(), Act.WEBHOOK, "hambit", "it is PENDING", null);
                Ledger.Finding named = row -> Change.NOTHING.named(row.takes(reference) ? reference : null, null)
                        .hearing(new Heard(true, Set.of(), null, word));
                if (thread % 2 == 0) {
                    ledger.hear(order.key(), named);
                } else {
                    assertThat(ledger.record(seen, step, named)).isPresent();
                }
                return null;
            });
            assertThat(ledger.find(order.key()).orElseThrow().providerReference()).isEqualTo(reference);
        }
        List<Integer> words = database.read(sql -> sql.query(row -> row.getInt(1), "SELECT COUNT(*) FROM act"));
        assertThat(words).containsExactly(ROUNDS * THREADS);
    }

    @Test
    void oneWordAfterTheEndThatManyHearAtOnceIsNotedOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Entry order = request("r-" + round);
            ledger.claim(order, "s-" + round, false);
            ledger.record(order.key(), "s-" + round, to(Status.COMPLETED));
            List<Boolean> first = atOnce(thread -> () -> ledger.noteWord(new Act(order.key().requestId() + "/" + thread,
                    order.key(), Act.WORD, "hambit", "it is FAILED", null)));
            assertThat(first).containsOnlyOnce(true);
        }
        List<Integer> words = database.read(sql -> sql.query(row -> row.getInt(1), "SELECT COUNT(*) FROM act"));
        assertThat(words).containsExactly(ROUNDS);
    }

    @Test
    void sequencesOfManyStepsHaveNeitherGapsNorTwins() throws Exception {
        Entry order = request("r-1");
        ledger.claim(order, "s", false);
        int each = 10;
        List<List<Integer>> sequences = atOnce(thread -> () -> {
            List<Integer> own = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                String step = thread + "/" + i;
                own.add(ledger.record(order.key(), step, to(Status.PENDING, step, null)).orElseThrow().sequence());
            }
            return own;
        });
        assertThat(sequences.stream().flatMap(List::stream).sorted().toList())
                .isEqualTo(IntStream.rangeClosed(1, THREADS * each).boxed().toList());
        assertThat(ledger.find(order.key()).orElseThrow().sequence()).isEqualTo(THREADS * each);
    }

    @Test
    void stepsThatSawTheSameRequestAreRecordedOneAfterTheOther() throws Exception {
        Entry order = request("r-1");
        Entry seen = ledger.claim(order, "s", false).entry();
        List<Integer> sequences = atOnce(thread -> () -> ledger.record(seen, "w" + thread,
                row -> to(Status.PENDING, "after-" + row.entry().sequence() + "-" + thread, null)).orElseThrow()
                .sequence());
        assertThat(sequences).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, THREADS).boxed().toList());
        assertThat(ledger.find(order.key()).orElseThrow().providerStatus()).startsWith("after-" + (THREADS - 1) + "-");
    }

    @Test
    void oneStepRecordedByManyAtOnceIsRecordedOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Entry order = request("r-" + round);
            String step = "s-" + round;
            ledger.claim(order, step, false);
            assertThat(
                    atOnce(thread -> () -> ledger.record(order.key(), step, to(Status.ACCEPTED, "by-" + thread, null)))
                            .stream().map(Optional::orElseThrow).map(Recorded::result).distinct())
                    .hasSize(1);
            assertThat(ledger.find(order.key()).orElseThrow().sequence()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStepThatComesBackWhileItsRecordIsCommittedIsNotOvertakenByItself(boolean handed) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Entry order = request("r-" + round);
            String step = "s-" + round;
            ledger.claim(order, handed ? "before-" + step : step, false);
            if (handed) {
                ledger.record(order.key(), "before-" + step, handOn(step));
                ledger.claim(order, step, true);
            }
            Entry seen = ledger.find(order.key()).orElseThrow();
            List<Claim> claims = atOnce(thread -> () -> thread > 0 ? ledger.claim(order, step, handed)
                    : ledger.record(seen, step, row -> handOn("after-" + step))
                            .map(recorded -> new Claim(Standing.DONE, null, recorded, null)).orElseThrow());
            assertThat(claims).extracting(Claim::standing).isSubsetOf(Standing.DONE, Standing.REDELIVERED);
        }
    }

    @Test
    void ofManyWhoWantOneRequestResolvedOneIsNoted() throws Exception {
        Clock clock = Clock.systemUTC();
        ApprovalRows rows = new ApprovalRows(database, ledger, new BulkRows(database, ledger, clock), clock);
        for (int round = 0; round < ROUNDS; round++) {
            Key key = request("r-" + round).key();
            ledger.claim(request("r-" + round), "s-" + round, false);
            ledger.record(key, "s-" + round, to(Status.UNRESOLVED));
            List<String> refused = atOnce(thread -> () -> rows.want(
                    new Act(key.requestId() + "-" + thread, key, "resolve", "ana", "why", null),
                    thread % 2 == 0 ? Status.COMPLETED : Status.FAILED, "it ended"));
            assertThat(refused).filteredOn(String::isEmpty).hasSize(1);
            assertThat(refused).filteredOn(one -> !one.isEmpty()).allMatch(one -> one.startsWith("ana wants it"));
        }
    }

    /** Whoever answers may be any of them. */
    @Test
    void oneWhoWantsARequestResolvedByManyDeliveriesIsToldByAllThatItIsNoted() throws Exception {
        Clock clock = Clock.systemUTC();
        ApprovalRows rows = new ApprovalRows(database, ledger, new BulkRows(database, ledger, clock), clock);
        for (int round = 0; round < ROUNDS; round++) {
            Key key = request("r-" + round).key();
            ledger.claim(request("r-" + round), "s-" + round, false);
            ledger.record(key, "s-" + round, to(Status.UNRESOLVED));
            List<String> refused = atOnce(thread -> () -> rows.want(
                    new Act(key.requestId() + "-wanted", key, "resolve", "ana", "why", null), Status.FAILED,
                    "it ended"));
            assertThat(refused).containsOnly("");
        }
    }

    /** Of an order that the provider is known to have, what it says of it leaves the row as it is. */
    @Test
    void whatIsToldOfARequestIsNotDecidedByAnActInBulkAtTheSameTime() throws Exception {
        Clock clock = Clock.systemUTC();
        BulkRows rows = new BulkRows(database, ledger, clock);
        for (int round = 0; round < ROUNDS; round++) {
            String bulk = "bulk-" + round;
            Key key = request("r-" + round).key();
            ledger.claim(request("r-" + round), "s-" + round, false);
            ledger.record(key, "s-" + round, to(Status.UNRESOLVED));
            database.write(sql -> sql.update("UPDATE request SET known = 1"));
            Search search = new Search(key.requestId(), List.of("UNRESOLVED"), null, null, null, 0, 2);
            assertThat(rows.begin(new Act(bulk, null, "resolve", "ana", "why", null), Status.FAILED,
                    new Selection(search, clock.millis(), 1, Selection.set("resolve", Status.FAILED,
                            List.of(database.read(sql -> Selected.of(sql, key)).orElseThrow()))),
                    20)).isEmpty();
            Act.Part part = rows.items(bulk, 0, 1).get(0).part();
            List<String> done = atOnce(thread -> () -> {
                String step = key.requestId() + "/" + thread;
                if (thread % 2 == 0) {
                    return ledger.decide(new Act(bulk + "-0", key, "resolve", "ana", "why", null, part),
                            to(Status.FAILED)).isPresent() ? "decided" : "refused";
                }
                Act word = new Act(step, key, Act.WEBHOOK, "hambit", "it is COMPLETED", null);
                return ledger.hear(key, row -> Change.NOTHING.hearing(new Heard(true, Set.of(), null, word))) ? "told"
                        : "ended";
            });
            assertThat(done.contains("told")).isNotEqualTo(done.contains("decided"));
            assertThat(done.contains("decided")).as("by whichever delivery").isNotEqualTo(done.contains("refused"));
        }
    }

    @Test
    void everyOverdueRequestIsTakenByOneSweepOnly() throws Exception {
        for (int i = 0; i < 40; i++) {
            ledger.claim(request("r-" + i), "s-" + i, false);
            ledger.asked(new Key("orders", "r-" + i), (long) i, false, null);
        }
        List<Key> taken = atOnce(
                thread -> () -> new Housekeeping(database, Clock.systemUTC()).takeOverdue(1_000, 5_000, 40)).stream()
                .flatMap(List::stream)
                .toList();
        assertThat(taken).doesNotHaveDuplicates().hasSize(40);
    }

    private <T> List<T> atOnce(IntFunction<Callable<T>> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<T>> running = IntStream.range(0, THREADS).mapToObj(thread -> threads.submit(() -> {
            start.await(60, TimeUnit.SECONDS);
            return work.apply(thread).call();
        })).toList();
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get(60, TimeUnit.SECONDS));
        }
        return results;
    }
}
