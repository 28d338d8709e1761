package dev.sluice.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Approval;
import dev.sluice.ledger.Bulk;
import dev.sluice.ledger.BulkItem;
import dev.sluice.ledger.BulkItem.State;
import dev.sluice.ledger.BulkRows;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Status;
import dev.sluice.passage.Passage;
import dev.sluice.step.BulkStep;
import dev.sluice.step.Held;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import dev.sluice.step.Next;
import dev.sluice.step.Steps;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what people want done about many requests, some at a time: each step of an act in bulk takes the next few
 * items, each of which is a step of its own as it would be alone, and sends the step after it.
 */
@Singleton
@Named("bulkActs")
@Unremovable
public class BulkActs {

    /** The most items of one step, and of one transaction of the broker. */
    private static final int STEP = 20;
    private static final long SECOND = 1_000;
    private static final String NOTHING_DONE = "nothing was done: ";

    private final BulkRows rows;
    private final Ledger ledger;
    private final Steps steps;
    private final Letters letters;
    private final Decidable decidable;
    private final Approvals approvals;
    private final Clock clock;

    BulkActs(BulkRows rows, Ledger ledger, Steps steps, Letters letters, Decidable decidable, Approvals approvals,
            Clock clock) {
        this.rows = rows;
        this.ledger = ledger;
        this.steps = steps;
        this.letters = letters;
        this.decidable = decidable;
        this.approvals = approvals;
        this.clock = clock;
    }

    /** The body becomes what the next items send, and the step after this one. */
    public void work(Exchange exchange) {
        Passage passage = Passage.of(exchange);
        passage.next(exchange, Next.Publish.of(next(passage.delivery(),
                BulkStep.read(passage.message().body()))));
    }

    /** Why it is not done, where it is not; else the letter that begins it is added, unless it waits for approval. */
    @Nullable
    String begin(Demand demand, BulkDemand many, List<Letter> next) {
        if (approvals.areNeeded(demand)) {
            return approvals.want(demand, many);
        }
        Act act = demand.act();
        String refused = rows.begin(act, demand.status(), many.selection(), many.rate());
        if (!refused.isEmpty()) {
            return NOTHING_DONE + refused;
        }
        next.add(letters.bulk(BulkStep.of(act.stepId(), act.stepId(), 0), null));
        return null;
    }

    /** The same of one that is stopped or goes on, is approved or withdrawn. */
    @Nullable
    String change(Held held, Act act, String id, List<Letter> next) {
        if (held.isVoid()) {
            // What it would send does not leave, and whoever has its message may have found it refused.
            return null;
        }
        if (act.act().equals(Act.APPROVE) || act.act().equals(Act.WITHDRAW)) {
            return approvals.end(act, id, next);
        }
        Optional<Bulk> found = rows.find(id);
        if (found.isEmpty()) {
            return "the ledger knows no act in bulk " + id;
        }
        boolean stops = act.act().equals(Act.BULK_STOP);
        String waits = waits(found.get(), stops);
        if (waits != null) {
            return NOTHING_DONE + waits;
        }
        String refused = stops ? null : approvals.resume(act, found.get());
        if (refused != null) {
            return refused;
        }
        // What the step before the first that waits was to send may be lost with its message.
        String unnoted = stops ? rows.stop(act, id) : rows.resume(act, found.get(), STEP);
        if (!unnoted.isEmpty()) {
            return NOTHING_DONE + unnoted;
        }
        if (!stops) {
            rows.find(id).filter(bulk -> bulk.chain().equals(act.stepId())).ifPresent(
                    bulk -> next.add(letters.bulk(BulkStep.of(id, act.stepId(), bulk.reached()), null)));
        }
        return null;
    }

    private @Nullable String waits(Bulk bulk, boolean stops) {
        return bulk.isUnapproved() ? "it is not approved: it waits for that, was withdrawn, or its time is over"
                : !stops && beganAlone(bulk)
                        ? "it began while one person could resolve alone; resolve what waits of it anew" : null;
    }

    private boolean beganAlone(Bulk bulk) {
        return bulk.status() != null && bulk.approval() == null && approvals.areNeeded();
    }

    /** The same, stopped where it takes two by now. */
    private Bulk halted(Bulk bulk) {
        if (bulk.stopped() || !beganAlone(bulk)) {
            return bulk;
        }
        rows.halt(bulk.id());
        return rows.find(bulk.id()).orElseThrow();
    }

    /** What a step sends: of each of its items that is done what that sends, and the step after it. */
    List<Letter> next(Held held, BulkStep step) {
        List<Letter> next = new ArrayList<>();
        Optional<Bulk> found = rows.reaches(step.bulk(), step.chain(), step.from(), step.token())
                ? rows.find(step.bulk()) : Optional.empty();
        if (found.isEmpty() || found.get().isUnapproved()) {
            return next;
        }
        Bulk bulk = halted(found.get());
        int size = Math.min(bulk.rate(), STEP);
        int to = Math.min(step.from() + size, bulk.items());
        List<BulkItem> items = rows.items(bulk.id(), step.from(), to);
        for (BulkItem item : items) {
            item(held, bulk, item, step.chain(), next);
        }
        // Another start of it goes on in its own steps.
        if (to < bulk.items() && !bulk.stopped() && bulk.chain().equals(step.chain())) {
            next.add(letters.bulk(BulkStep.of(bulk.id(), step.chain(), to), clock.millis() + pause(bulk, size, items)));
        }
        return next;
    }

    /** How long these count for. Half of what the slowest account may call is left to its polls. */
    private long pause(Bulk bulk, int size, List<BulkItem> items) {
        long pause = size * SECOND / bulk.rate();
        return bulk.status() != null ? pause : items.stream().map(BulkItem::selected)
                .mapToLong(one -> 2 * size * SECOND / steps.rate(one.provider(), one.account()))
                .reduce(pause, Math::max);
    }

    /**
     * What came back sends once more what it sent, also where nothing new is done any more. Of what another start of it
     * did nobody knows whether that left; and what is of a start before the last does nothing new.
     */
    private void item(Held held, Bulk bulk, BulkItem item, String chain, List<Letter> next) {
        String step = item.step(chain);
        String done = item.step();
        boolean newest = bulk.chain().equals(chain);
        if (done == null && (item.state() != State.WAITING || bulk.stopped() || !newest)) {
            return;
        }
        Optional<Entry> entry = ledger.find(item.key());
        if (entry.isEmpty()) {
            rows.refuse(item, "the ledger does not know it any more");
            return;
        }
        if (done != null && !(newest && done.equals(step))) {
            (bulk.status() != null ? steps.again(done, entry.get()) : steps.askAgain(done, entry.get()))
                    .ifPresent(next::add);
            return;
        }
        Act act = new Act(step, item.key(), bulk.act(), bulk.who(), bulk.why(), detail(bulk), item.part());
        if (bulk.status() != null) {
            decide(held, act, bulk.status(), item, next);
        } else {
            ask(held, act, entry.get(), item, next);
        }
    }

    private static String detail(Bulk bulk) {
        ObjectNode detail = Json.object().put("status", bulk.status() == null ? null : bulk.status().name())
                .put("bulk", bulk.id());
        Approval approval = bulk.approval();
        return Json.write(approval == null ? detail : detail.put("approvedBy", approval.who()));
    }

    private void decide(Held held, Act act, Status status, BulkItem item, List<Letter> next) {
        Optional<Next> decided = steps.decide(held, act, status);
        List<Letter> sent = decided.isPresent() && decided.get() instanceof Next.Publish publish ? publish.letters()
                : List.of();
        next.addAll(sent);
        if (sent.isEmpty() && !held.isVoid()) {
            ledger.find(item.key()).ifPresent(entry -> rows.refuse(item, decidable.undecided(entry)));
        }
    }

    private void ask(Held held, Act act, Entry entry, BulkItem item, List<Letter> next) {
        String refused = item.state() == State.WAITING ? decidable.unaskable(act.stepId(), entry) : null;
        if (refused != null) {
            rows.refuse(item, refused);
            return;
        }
        if (!held.isVoid()) {
            ledger.note(act);
            steps.askAgain(act.stepId(), entry).ifPresent(next::add);
        }
    }
}
