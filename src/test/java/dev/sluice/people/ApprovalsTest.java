package dev.sluice.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.BrokerUsers;
import dev.sluice.broker.GivenUsers;
import dev.sluice.intake.Arrival;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.ApprovalRows;
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
import dev.sluice.step.Next;
import dev.sluice.step.Statuses;
import dev.sluice.step.Steps;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two people must want, step by step, as the model ({@code src/test/model/steps.py}) has it on paper. */
class ApprovalsTest {

    private static final String WANTED = "person-1";
    private static final Held FIRST = new Delivered(BulkStep.of(WANTED, WANTED, 0), false);
    private static final Key ORDER = new Key("orders", "o-1");
    private static final Key OTHER = new Key("orders", "o-2");

    /** A process that is killed after it has written so often. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private record Delivered(BulkStep step, boolean isVoid) implements Held {
        @Override
        public boolean isRedelivered() {
            return false;
        }
    }

    private final Deque<BulkStep> queue = new ArrayDeque<>();
    private final List<String> published = new ArrayList<>();
    @TempDir
    private Path folder;
    private GivenLedger given;
    private Ledger ledger;
    private int writesLeft = Integer.MAX_VALUE;
    private BulkRows rows;
    private Steps steps;
    private Approvals approvals;
    private BulkActs acts;

    @BeforeEach
    void open() throws Exception {
        given = new GivenLedger();
        users(GivenUsers.of(GivenUsers.file(folder, Map.of("ana", BrokerRole.OPERATOR, "ben", BrokerRole.OPERATOR),
                "said-to-nobody")), 2);
        for (Key key : List.of(ORDER, OTHER)) {
            ledger.claim(Entry.wanted(key, "hambit", "default", "fiat-to-crypto", "hash", Json.object()
                    .put("requestId", key.requestId()).put("provider", "hambit").put("account", "default"),
                    Json.object()), "step-" + key.requestId(), false);
            ledger.record(key, "step-" + key.requestId(), Change.to(Status.UNRESOLVED, sequence -> "{}"));
        }
    }

    private void users(BrokerUsers users, int people) {
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
        Providers providers = GivenProviders.shipped(Map.of());
        ledger = new Ledger(database, clock);
        rows = new BulkRows(database, ledger, clock);
        Letters letters = new Letters((name, tenant) -> name != null, new Lanes(providers), clock);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        steps = new Steps(ledger, providers, letters, (letter, what) -> {}, new LastWords(ledger, letters),
                new UnlistedWords(metrics), new Statuses(providers, metrics), clock, Optional.empty());
        Decidable decidable = new Decidable(steps);
        approvals = new Approvals(new ApprovalRows(database, ledger, rows, clock), rows, letters, decidable, users,
                people);
        acts = new BulkActs(rows, ledger, steps, letters, decidable, approvals, clock);
    }

    @AfterEach
    void close() throws Exception {
        given.close();
    }

    @Test
    void whatOneWantsIsDoneOnceAnotherApprovesAndBothAreNoted() throws Exception {
        assertThat(want("ana")).isNull();
        work();
        assertThat(published).isEmpty();

        assertThat(end(Act.APPROVE, "person-2", "ben")).isNull();
        work();

        assertThat(published).containsExactly("o-1 FAILED");
        assertThat(act("person-2-0")).isEqualTo(
                "resolve ana {\"status\":\"FAILED\",\"bulk\":\"person-1\",\"approvedBy\":\"ben\"}");
        assertThat(act(WANTED)).startsWith("want ana ");
        assertThat(act("person-2")).startsWith("approve ben ");
        assertThat(texts("SELECT request_id FROM act WHERE step_id = 'person-2'")).containsExactly("o-1");
    }

    @Test
    void whoWantsItIsNotTheSecond() throws Exception {
        want("ana");
        assertThat(end(Act.APPROVE, "person-2", "ana"))
                .isEqualTo("nothing was done: ana wants it, and somebody else has to approve it");
        work();
        assertThat(published).isEmpty();
    }

    /** Whoever has its password could be both. */
    @Test
    void sluiceItselfIsNobody() throws Exception {
        assertThat(want("sluice")).contains("sluice is Sluice's own user");
        assertThat(want("ana")).isNull();
        assertThat(end(Act.APPROVE, "person-2", "sluice")).contains("sluice is Sluice's own user");
        work();
        assertThat(published).isEmpty();
    }

    @Test
    void whereNobodyIsToldApartNobodyIsTheSecond() throws Exception {
        want("ana");
        users(BrokerUsers.none(), 1);
        assertThat(end(Act.APPROVE, "person-2", "ben")).contains("does not tell its users apart");
        assertThat(end(Act.WITHDRAW, "person-3", "ben")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whoeverDiesAfterWhicheverWriteItIsPublishedOnce(int writes) throws Exception {
        want("ana");
        writesLeft = writes;
        approve("person-2");
        approve("person-3");
        work();
        assertThat(published).containsExactly("o-1 FAILED");
    }

    @Test
    void anApprovalThatComesTwiceBeginsOneChain() throws Exception {
        want("ana");
        assertThat(end(Act.APPROVE, "person-2", "ben")).isNull();
        assertThat(end(Act.APPROVE, "person-2", "ben")).isNull();
        assertThat(queue).hasSize(2);
        work();
        assertThat(published).containsExactly("o-1 FAILED");
    }

    /** Whoever has its message now may have found nothing to approve yet, and so nobody would begin it. */
    @Test
    void anApprovalWhoseMessageIsAnothersNotesNothing() throws Exception {
        want("ana");
        List<Letter> next = letters();
        Held taken = new Delivered(BulkStep.of(WANTED, WANTED, 0), true);
        Act approval = new Act("person-2", null, Act.APPROVE, "ben", "seen", null);
        assertThat(acts.change(taken, approval, WANTED, next)).isNull();
        assertThat(next).isEmpty();
        assertThat(texts("SELECT state FROM approval")).containsExactly("WAITING");
    }

    @Test
    void whatIsWantedAndComesBackBeginsNothing() throws Exception {
        want("ana");
        assertThat(want("ana")).isNull();
        work();
        assertThat(published).isEmpty();
        end(Act.APPROVE, "person-2", "ben");
        assertThat(want("ana")).isNull();
        work();
        assertThat(want("ana")).as("also when it is done").isNull();
        assertThat(published).containsExactly("o-1 FAILED");
    }

    @Test
    void whatWaitsIsNeitherStoppedNorResumed() throws Exception {
        want("ana");
        assertThat(end(Act.BULK_RESUME, "person-2", "ben")).contains("it is not approved");
        assertThat(end(Act.BULK_STOP, "person-3", "ben")).contains("it is not approved");
        queue.add(BulkStep.of(WANTED, WANTED, 0));
        work();
        assertThat(published).as("by a message that nobody sent").isEmpty();
        end(Act.WITHDRAW, "person-4", "ben");
        assertThat(end(Act.BULK_RESUME, "person-5", "ben")).contains("was withdrawn");
    }

    @Test
    void whatChangesBeforeItsTurnIsRefused() throws Exception {
        want("ana");
        end(Act.APPROVE, "person-2", "ben");
        ledger.hear(ORDER, row -> Change.NOTHING.named("REF-1", null)
                .hearing(new Heard(true, Set.of(), null, null)));
        work();
        assertThat(published).isEmpty();
        assertThat(rows.items(WANTED, 0, 1)).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(State.REFUSED);
            assertThat(item.said()).isEqualTo("it changed since it was selected");
        });
    }

    @Test
    void manyWaitAsOne() throws Exception {
        assertThat(acts.begin(many(), many().many(), letters())).isNull();
        work();
        assertThat(published).isEmpty();
        assertThat(end(Act.APPROVE, "person-2", "ben")).isNull();
        work();
        assertThat(published).containsExactlyInAnyOrder("o-1 FAILED", "o-2 FAILED");
    }

    @Test
    void whoWantsItDoesNotResumeWhatAnotherStopped() throws Exception {
        want("ana");
        end(Act.APPROVE, "person-2", "ben");
        end(Act.BULK_STOP, "person-3", "ben");
        work();
        assertThat(published).isEmpty();
        assertThat(end(Act.BULK_RESUME, "person-4", "ana"))
                .isEqualTo("nothing was done: ana wants it, and somebody else has to resume it");
        assertThat(end(Act.BULK_RESUME, "person-5", "sluice")).contains("sluice is Sluice's own user");
        work();
        assertThat(published).isEmpty();
        assertThat(end(Act.BULK_RESUME, "person-6", "ben")).isNull();
        work();
        assertThat(published).containsExactly("o-1 FAILED");
    }

    @Test
    void whatOnePersonBeganAloneIsNotResumedWhereItTakesTwo() throws Exception {
        users(BrokerUsers.none(), 1);
        Demand many = many();
        assertThat(acts.begin(many, many.many(), letters())).isNull();
        assertThat(end(Act.BULK_STOP, "person-2", "ben")).isNull();
        users(GivenUsers.of(folder.resolve("users.yaml")), 2);
        assertThat(end(Act.BULK_RESUME, "person-3", "ben")).contains("it began while one person could resolve alone");
    }

    /** What is noted of it decides, for a change of the setting may have come between. */
    @Test
    void whatOnePersonEndedAloneIsPublishedWhereItComesBackAndItTakesTwoSince() throws Exception {
        BrokerUsers two = GivenUsers.of(folder.resolve("users.yaml"));
        users(two, 1);
        assertThat(approvals.areNeeded(one("ana"))).isFalse();
        steps.decide(FIRST, one("ana").act(), Status.FAILED);

        users(two, 2);
        assertThat(approvals.areNeeded(one("ana"))).isFalse();
        send(((Next.Publish) steps.decide(FIRST, one("ana").act(), Status.FAILED).orElseThrow()).letters());
        assertThat(published).containsExactly("o-1 FAILED");
    }

    /** Who sends a message chooses its step, as that of what one person could do alone. */
    @Test
    void aStepThatIsAnotherActsIsNoWayToResolveAlone() throws Exception {
        ledger.note(new Act(WANTED, null, "ask", "ana", "all of them", null));
        isRefused("o-1");
    }

    @Test
    void norIsThatOfManyThatOneBeganAlone() throws Exception {
        users(GivenUsers.of(folder.resolve("users.yaml")), 1);
        Demand many = many();
        assertThat(acts.begin(many, many.many(), letters())).isNull();
        isRefused("o-1");
    }

    @Test
    void norIsThatOfAnotherThatOneEndedAlone() throws Exception {
        steps.decide(FIRST, one("ana").act(), Status.FAILED);
        assertThat(approvals.areNeeded(one("ana"))).as("that one is done").isFalse();
        isRefused("o-2");
        assertThat(approvals.areNeeded(one("ben"))).as("nor is it another's").isTrue();
    }

    private void isRefused(String requestId) throws Exception {
        for (int people : List.of(1, 2)) {
            users(GivenUsers.of(folder.resolve("users.yaml")), people);
            Demand demand = one("ana", requestId);
            assertThat(approvals.areNeeded(demand)).isTrue();
            assertThat(approvals.want(demand, ledger.find(demand.key()).orElseThrow()))
                    .isEqualTo("nothing was done: the step is another act's");
        }
        assertThat(texts("SELECT bulk FROM approval")).isEmpty();
    }

    @Test
    void whatOnePersonBeganAloneInBulkPublishesWhatItDidAndIsStoppedWhereItTakesTwoSince() throws Exception {
        BrokerUsers two = GivenUsers.of(folder.resolve("users.yaml"));
        users(two, 1);
        Demand many = many();
        acts.begin(many, many.many(), letters());
        List<Letter> next = letters();
        assertThat(acts.begin(many, many.many(), next)).as("it comes back").isNull();
        send(next);
        writesLeft = 2;
        assertThatThrownBy(() -> acts.next(FIRST, queue.element())).isInstanceOf(Killed.class);

        users(two, 2);
        work();
        assertThat(published).containsExactly("o-1 FAILED");
        assertThat(rows.find(WANTED).orElseThrow().stopped()).isTrue();
        assertThat(act(WANTED + "-halt")).isEqualTo("bulk-stop sluice {\"bulk\":\"person-1\"}");
        assertThat(rows.items(WANTED, 1, 2).get(0).state()).isEqualTo(State.WAITING);
    }

    @Test
    void whatOnePersonBeganAloneInBulkIsNotWantedAnewWhereItComesBack() throws Exception {
        BrokerUsers two = GivenUsers.of(folder.resolve("users.yaml"));
        users(two, 1);
        Demand many = many();
        acts.begin(many, many.many(), letters());
        users(two, 2);
        List<Letter> next = letters();
        assertThat(acts.begin(many, many.many(), next)).isNull();
        assertThat(next).as("what came of it may not have left").hasSize(1);
    }

    @Test
    void whatIsWantedComesBackAsWantedWhereOneIsEnoughSince() throws Exception {
        want("ana");
        users(BrokerUsers.none(), 1);
        assertThat(approvals.areNeeded(one("ana"))).isTrue();
        assertThat(want("ana")).isNull();
    }

    @Test
    void anApprovalThatComesBackBeginsItThoughNobodyIsToldApartSince() throws Exception {
        want("ana");
        assertThat(end(Act.APPROVE, "person-2", "ben")).isNull();
        queue.clear();
        users(BrokerUsers.none(), 1);
        assertThat(end(Act.APPROVE, "person-2", "ben")).isNull();
        work();
        assertThat(published).containsExactly("o-1 FAILED");
    }

    @Test
    void oneIsEnoughWhereItIsSaidSoAndForAllElse() throws Exception {
        Demand note = Demand.read(Arrival.unasked("""
                {"act": "note", "by": "ana", "why": "x", "family": "orders", "requestId": "o-1"}"""), "person-1");
        assertThat(approvals.areNeeded(note)).isFalse();
        assertThat(approvals.areNeeded(one("ana"))).isTrue();
        users(BrokerUsers.none(), 1);
        assertThat(approvals.areNeeded(one("ana"))).isFalse();
    }

    private String want(String who) throws Exception {
        return approvals.want(one(who), ledger.find(ORDER).orElseThrow());
    }

    private String end(String act, String id, String who) {
        List<Letter> next = letters();
        String refused = acts.change(FIRST, new Act(id, null, act, who, "seen", null), WANTED, next);
        send(next);
        return refused;
    }

    /** Its message comes back where its process dies before the letters leave. */
    private void approve(String id) {
        try {
            end(Act.APPROVE, id, "ben");
        } catch (Killed e) {
            end(Act.APPROVE, id, "ben");
        }
    }

    private static Demand one(String who) throws Demand.Unusable {
        return one(who, "o-1");
    }

    private static Demand one(String who, String requestId) throws Demand.Unusable {
        return Demand.read(Arrival.unasked(Json.write(Json.object().put("act", "resolve").put("status", "FAILED")
                .put("by", who).put("why", "ticket 17").put("family", "orders")
                .put("requestId", requestId))), WANTED);
    }

    private Demand many() throws Demand.Unusable {
        var all = Json.object().put("provider", "hambit").put("older", "0").put("at",
                Long.toString(System.currentTimeMillis())).put("count", "2").put("rate", "200");
        all.putArray("statuses").add("UNRESOLVED");
        all.put("set", Selection.set("resolve", Status.FAILED, Stream.of(ORDER, OTHER)
                .map(given::selected).toList()));
        var body = Json.object().put("act", "resolve").put("status", "FAILED").put("by", "ana").put("why", "ticket 17");
        body.set("all", all);
        return Demand.read(Arrival.unasked(Json.write(body)), WANTED);
    }

    private static List<Letter> letters() {
        return new ArrayList<>();
    }

    private void work() {
        while (!queue.isEmpty()) {
            BulkStep step = queue.remove();
            try {
                send(acts.next(new Delivered(step, false), step));
            } catch (Killed e) {
                queue.add(step);
            }
        }
    }

    private void send(List<Letter> letters) {
        for (Letter letter : letters) {
            if (letter.queue().equals(Queues.BULK)) {
                queue.add(BulkStep.read((String) letter.body()));
            } else {
                published.add(letter.properties().get("requestId") + " " + letter.properties().get("status"));
            }
        }
    }

    private String act(String step) {
        return texts("SELECT act || ' ' || who || ' ' || COALESCE(detail, '') FROM act WHERE step_id = '" + step + "'")
                .get(0);
    }

    private List<String> texts(String query) {
        return given.texts(query);
    }
}
