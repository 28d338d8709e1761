package dev.sluice.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.BrokerUsers;
import dev.sluice.intake.Arrival;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.ApprovalRows;
import dev.sluice.ledger.BulkItem;
import dev.sluice.ledger.BulkItem.State;
import dev.sluice.ledger.BulkRows;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Database;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Heard;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.Selection;
import dev.sluice.outcome.Status;
import dev.sluice.outcome.UnlistedWords;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lanes;
import dev.sluice.queue.Queues;
import dev.sluice.step.BulkStep;
import dev.sluice.step.Held;
import dev.sluice.step.LastWords;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import dev.sluice.step.Statuses;
import dev.sluice.step.Steps;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Acts in bulk, step by step, as the model ({@code src/test/model/steps.py}) has them on paper. */
class BulkActsTest {

    private static final int ORDERS = 5;
    private static final int WRITES = 8;
    private static final Held FIRST = new Delivered(BulkStep.of("bulk-1", "bulk-1", 0), false);

    /** A process that is killed after it has written so often. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private record Delivered(BulkStep step, boolean isRedelivered) implements Held {
        @Override
        public boolean isVoid() {
            return false;
        }
    }

    private final Providers providers = GivenProviders
            .shipped(Map.of("sluice.providers.hambit.limits.rate", "1"));
    private final Deque<Delivered> queue = new ArrayDeque<>();
    private final List<String> published = new ArrayList<>();
    private final List<String> replayed = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private GivenLedger given;
    private Ledger ledger;
    private int writesLeft = Integer.MAX_VALUE;
    private BulkRows rows;
    private BulkActs acts;

    @BeforeEach
    void open() throws Exception {
        given = new GivenLedger();
        Clock clock = Clock.systemUTC();
        Database database = new Database() {
            @Override
            public <T> T write(Work<T> work) {
                T written = given.write(work);
                if (--writesLeft == 0) {
                    throw new Killed();
                }
                return written;
            }

            @Override
            public <T> T read(Work<T> work) {
                return given.read(work);
            }
        };
        ledger = new Ledger(database, clock);
        rows = new BulkRows(database, ledger, clock);
        Letters letters = new Letters((name, tenant) -> name != null, new Lanes(providers), clock);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Steps steps = new Steps(ledger, providers, letters, (letter, what) -> {}, new LastWords(ledger, letters),
                new UnlistedWords(metrics), new Statuses(providers, metrics), clock, Optional.empty());
        Decidable decidable = new Decidable(steps);
        ApprovalRows waiting = new ApprovalRows(database, ledger, rows, clock);
        acts = new BulkActs(rows, ledger, steps, letters, decidable,
                new Approvals(waiting, rows, letters, decidable, BrokerUsers.none(), 1), clock);
        for (int n = 0; n < ORDERS; n++) {
            Key key = key(n);
            ledger.claim(Entry.wanted(key, "hambit", "default", "fiat-to-crypto", "hash", Json.object()
                    .put("requestId", key.requestId()).put("provider", "hambit").put("account", "default"),
                    Json.object()), "step-" + n, false);
            ledger.record(key, "step-" + n, Change.to(Status.UNRESOLVED, sequence -> "{}"));
        }
    }

    @AfterEach
    void close() throws Exception {
        given.close();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void whoeverDiesAfterWhicheverWriteEachIsDecidedOnceAndPublishedOnce(int writes) throws Exception {
        begin("resolve");
        writesLeft = writes;
        work();
        assertOnce();
        assertThat(states()).containsOnly(State.DONE);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void whoeverDiesEachIsAskedAboutOnce(int writes) throws Exception {
        begin("ask");
        writesLeft = writes;
        work();
        assertThat(asked).containsExactlyInAnyOrder("o-0", "o-1", "o-2", "o-3", "o-4");
        assertThat(states()).containsOnly(State.DONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whatIsResumedTwiceBesideWhatStillRunsDecidesOnceAndPublishesOnce(int after) throws Exception {
        begin("resolve");
        for (int step = 0; step < after; step++) {
            take();
        }
        resume("person-2");
        resume("person-3");
        resume("person-2");
        writesLeft = 2;
        work();
        assertOnce();
    }

    @ParameterizedTest
    @MethodSource("writes")
    void whatWasLostWithItsMessageIsPublishedByWhoeverResumes(int writes) throws Exception {
        begin("resolve");
        writesLeft = writes;
        while (writesLeft > 0 && !queue.isEmpty()) {
            take();
        }
        queue.clear();
        resume("person-2");
        work();
        Set<String> heard = new TreeSet<>(published);
        heard.addAll(replayed);
        assertThat(heard).containsExactly("o-0 FAILED", "o-1 FAILED", "o-2 FAILED", "o-3 FAILED", "o-4 FAILED");
        assertThat(published).doesNotHaveDuplicates();
        assertThat(states()).containsOnly(State.DONE);
    }

    /** As where the answer to the broker's commit is lost. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatComesBackThoughItsMessagesLeftIsNoSecondChain(boolean late) throws Exception {
        begin("resolve");
        Delivered first = queue.peek();
        take();
        if (late) {
            queue.addLast(new Delivered(first.step(), true));
        } else {
            queue.addFirst(new Delivered(first.step(), true));
        }
        work();
        if (late) {
            assertOnce();
        } else {
            assertThat(published).containsExactlyInAnyOrder("o-0 FAILED", "o-0 FAILED", "o-1 FAILED", "o-1 FAILED",
                    "o-2 FAILED", "o-3 FAILED", "o-4 FAILED");
        }
    }

    @Test
    void whatIsBegunTwiceIsNoSecondChain() throws Exception {
        Demand demand = demand("resolve");
        begin(demand);
        begin(demand);
        assertThat(queue).hasSize(2);
        work();
        assertOnce();
        assertThat(replayed).isEmpty();
    }

    @Test
    void aStepThatIsNotedForAnotherActStartsNothing() throws Exception {
        begin("resolve");
        ledger.note(new Act("person-2", key(0), "ask", "ben", "seen", null));
        List<Letter> next = new ArrayList<>();
        assertThat(acts.change(FIRST, new Act("person-2", null, Act.BULK_RESUME, "ben", "go", null), "bulk-1", next))
                .isEqualTo("nothing was done: the step is another act's");
        assertThat(next).isEmpty();
    }

    @Test
    void whatIsAskedIsAskedAgainByWhoeverResumes() throws Exception {
        begin("ask");
        writesLeft = 2;
        take();
        queue.clear();
        asked.clear();
        resume("person-2");
        work();
        assertThat(asked).contains("o-0", "o-1", "o-2", "o-3", "o-4");
    }

    @Test
    void whatIsStoppedPublishesWhatACrashLeftAndNoMoreUntilItIsResumed() throws Exception {
        begin("resolve");
        writesLeft = 2;
        take();
        stop();
        work();
        assertThat(published).containsExactly("o-0 FAILED");
        assertThat(states()).containsExactly(State.DONE, State.WAITING, State.WAITING, State.WAITING, State.WAITING);
        resume("person-2");
        work();
        assertOnce();
    }

    @Test
    void whatEndedOtherwiseIsRefusedWithItsReason() throws Exception {
        begin("resolve");
        ledger.decide(new Act("person-9", key(1), "resolve", "ben", "seen", null),
                Change.to(Status.COMPLETED, sequence -> "{}"));
        work();
        assertThat(published).hasSize(ORDERS - 1);
        assertThat(rows.items("bulk-1", 1, 2)).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(State.REFUSED);
            assertThat(item.said()).isEqualTo("it ended as COMPLETED already");
        });
    }

    @Test
    void whatTheProviderToldSinceIsRefusedThoughItCouldBeDecidedAlone() throws Exception {
        begin("resolve");
        ledger.hear(key(1), row -> Change.NOTHING.named("REF-1", null)
                .hearing(new Heard(true, Set.of(), null, null)));
        work();
        assertThat(published).hasSize(ORDERS - 1);
        assertThat(rows.items("bulk-1", 1, 2)).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(State.REFUSED);
            assertThat(item.said()).isEqualTo("it changed since it was selected");
        });
        assertThat(ledger.find(key(1)).orElseThrow().isFinal()).isFalse();
    }

    /** The answer to a question may be long in coming, and the webhook before it leaves the row as it was. */
    @Test
    void whatAWebhookToldSinceOfAnOrderThatTheProviderHasIsNotDecided() throws Exception {
        given.act("UPDATE request SET known = 1, provider_reference = 'REF-1' WHERE request_id = 'o-1'");
        begin("resolve");
        Act webhook = new Act("webhook-1", key(1), Act.WEBHOOK, "hambit", "COMPLETED", null);
        ledger.hear(key(1), row -> Change.NOTHING.named("REF-1", null)
                .hearing(new Heard(true, Set.of(), null, webhook)));
        work();
        assertThat(published).hasSize(ORDERS - 1);
        assertThat(rows.items("bulk-1", 1, 2)).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(State.REFUSED);
            assertThat(item.said()).isEqualTo("it changed since it was selected");
        });
        assertThat(ledger.find(key(1)).orElseThrow().isFinal()).isFalse();
    }

    @Test
    void theRateIsKeptByTheTimeOfTheNextStep() throws Exception {
        begin("resolve");
        long now = System.currentTimeMillis();
        List<Letter> next = acts.next(queue.peek(), queue.remove().step());
        long later = System.currentTimeMillis();
        assertThat(next).hasSize(3);
        assertThat(next.get(2).queue()).isEqualTo(Queues.BULK);
        assertThat(next.get(2).notBefore()).isBetween(now + 1_000, later + 1_000);
    }

    @Test
    void halfOfWhatTheAccountMayCallIsLeftToItsPolls() throws Exception {
        begin("ask");
        long now = System.currentTimeMillis();
        List<Letter> next = acts.next(queue.peek(), queue.remove().step());
        long later = System.currentTimeMillis();
        assertThat(next).hasSize(3);
        assertThat(next.get(2).notBefore()).isBetween(now + 4_000, later + 4_000);
    }

    private static IntStream writes() {
        return IntStream.rangeClosed(1, WRITES);
    }

    private void begin(String act) throws Exception {
        begin(demand(act));
    }

    private void begin(Demand demand) {
        List<Letter> next = new ArrayList<>();
        assertThat(acts.begin(demand, demand.many(), next)).isNull();
        send(next);
    }

    private Demand demand(String act) throws Exception {
        var search = Json.object().put("provider", "hambit").put("older", "0").put("at",
                Long.toString(System.currentTimeMillis())).put("count", Integer.toString(ORDERS)).put("rate", "2");
        search.putArray("statuses").add("UNRESOLVED");
        search.put("set", Selection.set(act, act.equals("ask") ? null : Status.FAILED, IntStream.range(0, ORDERS)
                .mapToObj(n -> given.selected(key(n))).toList()));
        var body = Json.object().put("act", act).put("status", "FAILED").put("by", "ana").put("why", "ticket 17");
        body.set("all", search);
        return Demand.read(Arrival.unasked(Json.write(body)), "bulk-1");
    }

    private void stop() {
        acts.change(FIRST, new Act("person-s", null, Act.BULK_STOP, "ben", "wait", null), "bulk-1", new ArrayList<>());
    }

    private void resume(String id) {
        List<Letter> next = new ArrayList<>();
        assertThat(acts.change(FIRST, new Act(id, null, Act.BULK_RESUME, "ben", "go", null), "bulk-1", next)).isNull();
        if (queue.stream().noneMatch(one -> one.step().chain().equals(id))) {
            send(next);
        }
    }

    private void work() {
        while (!queue.isEmpty()) {
            take();
        }
    }

    /** What it sends leaves with its message, or not where it dies: then the message comes back. */
    private void take() {
        Delivered one = queue.remove();
        try {
            send(acts.next(one, one.step()));
        } catch (Killed e) {
            queue.add(new Delivered(one.step(), true));
        }
    }

    private void send(List<Letter> letters) {
        for (Letter letter : letters) {
            if (letter.queue().equals(Queues.BULK)) {
                queue.add(new Delivered(BulkStep.read((String) letter.body()), false));
            } else if (Queues.isOfAsks(letter.queue())) {
                asked.add(Json.own((String) letter.body()).path("requestId").asText());
            } else {
                boolean again = Json.own((String) letter.body()).path("replayed").asBoolean();
                (again ? replayed : published)
                        .add(letter.properties().get("requestId") + " " + letter.properties().get("status"));
            }
        }
    }

    private void assertOnce() {
        assertThat(published).containsExactlyInAnyOrder("o-0 FAILED", "o-1 FAILED", "o-2 FAILED", "o-3 FAILED",
                "o-4 FAILED");
    }

    private Stream<State> states() {
        return rows.items("bulk-1", 0, ORDERS).stream().map(BulkItem::state);
    }

    private static Key key(int n) {
        return new Key("orders", "o-" + n);
    }
}
