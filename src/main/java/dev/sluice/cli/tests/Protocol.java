package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.DryRun;
import dev.sluice.broker.BrokerUsers;
import dev.sluice.intake.Admission;
import dev.sluice.intake.Callers;
import dev.sluice.intake.DeadLetters;
import dev.sluice.intake.FailedDeliveries;
import dev.sluice.intake.Refused;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.OneConnection;
import dev.sluice.outcome.UnlistedWords;
import dev.sluice.provider.Provider;
import dev.sluice.queue.Lanes;
import dev.sluice.queue.MessageKeys;
import dev.sluice.queue.MessageSignatures;
import dev.sluice.queue.Queues;
import dev.sluice.start.Plan;
import dev.sluice.step.Ask;
import dev.sluice.step.Held;
import dev.sluice.step.LastWords;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import dev.sluice.step.Next;
import dev.sluice.step.Results;
import dev.sluice.step.StepMessage;
import dev.sluice.step.Statuses;
import dev.sluice.step.Steps;
import dev.sluice.step.Submission;
import dev.sluice.webhook.StoredWebhooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The steps of a running Sluice, over a ledger in memory, without a broker and without a network. */
final class Protocol implements AutoCloseable {

    static final String PUBLIC_URL = "https://sluice.example";
    /** Delivered once, to somebody who keeps it. */
    private static final Held HELD = new Held() {
        @Override
        public boolean isVoid() {
            return false;
        }

        @Override
        public boolean isRedelivered() {
            return false;
        }
    };

    /** A message of Sluice's own, which is due at a moment. */
    private record Waiting(Letter letter, long due) {

        StepMessage message() {
            return StepMessage.read(letter.properties()::get, (String) letter.body());
        }
    }

    private final Plan plan;
    private final TestClock clock;
    private final DryRun calls;
    private final OneConnection database;
    private final Ledger ledger;
    private final Letters letters;
    private final Steps steps;
    private final Admission admission;
    private final StoredWebhooks webhooks;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<Key> known = new TreeSet<>(Comparator.comparing(Key::family).thenComparing(Key::requestId));
    private int count;

    Protocol(Plan plan, CamelContext camel, Set<String> providers, TestClock clock, Supplier<String> nonces)
            throws SQLException {
        this.plan = plan;
        this.clock = clock;
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        calls = new DryRun(camel, providers, clock, nonces);
        database = new OneConnection();
        ledger = database.ledger(clock);
        letters = new Letters((queue, tenant) -> false, new Lanes(plan.providers()), clock);
        steps = new Steps(ledger, plan.providers(), letters, (letter, what) -> {}, new LastWords(ledger, letters),
                new UnlistedWords(metrics), new Statuses(plan.providers(), metrics), clock, Optional.of(PUBLIC_URL));
        admission = new Admission(plan.contract(), plan.providers(), plan.routing(), ledger, clock);
        webhooks = new StoredWebhooks(plan.providers(), ledger, steps,
                new DeadLetters(new FailedDeliveries(clock), new MessageSignatures(MessageKeys.NONE),
                        new Callers(BrokerUsers.none()), clock, metrics),
                metrics, calls.tokens());
    }

    /** As if nothing had happened yet. */
    void begin(Instant at) {
        clock.moveTo(at);
        database.clear();
        calls.forget();
        waiting.clear();
        known.clear();
        count = 0;
    }

    void giveToken(Provider provider, String account) {
        calls.giveToken(provider, account);
    }

    /** @return what is sent to others */
    List<Letter> submit(Provider provider, ObjectNode request, DryRun.Peer peer) {
        ObjectNode wanted = request.deepCopy();
        if (!wanted.has("provider")) {
            wanted.put("provider", provider.name());
        }
        try {
            Submission submission = admission.of(provider.family(), wanted, null, Json.object());
            known.add(submission.key());
            StepMessage message = StepMessage.first(step(), submission.request().path("account").asText(),
                    submission.write());
            return done(steps.submit(HELD, message, submission), peer);
        } catch (Refused e) {
            return List.of(letters.result(Results.refusal(provider.family(), wanted, e.failure(), clock.instant()),
                    "", null, null, null));
        }
    }

    /** Takes the step that is due first, when it is. */
    List<Letter> goOn(DryRun.Peer peer) {
        Waiting first = Objects.requireNonNull(first());
        waiting.remove(first);
        clock.moveTo(Instant.ofEpochMilli(Math.max(clock.millis(), first.due)));
        StepMessage message = first.message();
        return done(
                Queues.isOfSubmissions(first.letter.queue())
                        ? steps.submit(HELD, message, Submission.read(message.body()))
                        : steps.ask(HELD, message, Ask.read(message.body())),
                peer);
    }

    /**
     * @param document of a delivery that was verified
     * @param key      by which one that comes again is known
     */
    List<Letter> deliver(Provider provider, String account, byte[] document, String key) {
        return done(webhooks.deliver(HELD, step(), provider.name(), account, document, key),
                request -> {
                    throw new IllegalStateException("a webhook calls nobody");
                });
    }

    private List<Letter> done(Next next, DryRun.Peer peer) {
        Next then = next;
        if (then instanceof Next.Call call) {
            DryRun.Ran ran = calls.call(call.step(), call.name(), peer);
            if (ran.unanswered() != null || ran.outcome() == null) {
                return List.of();
            }
            then = steps.record(HELD, call.step(), ran.outcome());
        }
        List<Letter> others = new ArrayList<>();
        for (Letter letter : ((Next.Publish) then).letters()) {
            if (Queues.isOfSubmissions(letter.queue()) || Queues.isOfAsks(letter.queue())) {
                waiting.add(new Waiting(letter, letter.notBefore() == null ? clock.millis() : letter.notBefore()));
            } else {
                others.add(letter);
            }
        }
        return others;
    }

    /** What comes next, where nobody else does anything. */
    String next() {
        Waiting first = first();
        if (first == null) {
            return known.stream().flatMap(key -> ledger.find(key).stream()).allMatch(Entry::isFinal) ? "end" : "wait";
        }
        if (Queues.isOfSubmissions(first.letter.queue())) {
            return "submit";
        }
        Entry entry = ledger.find(Ask.read(first.message().body()).key()).orElseThrow();
        Provider provider = Objects.requireNonNull(plan.providers().get(entry.provider()));
        return provider.answersAbout(provider.operation(entry.operation(), entry.account()), entry.providerReference())
                ? "ask" : "wait";
    }

    /** How many milliseconds it is until then. */
    long untilNext() {
        Waiting first = first();
        return first == null ? 0 : first.due - clock.millis();
    }

    private @Nullable Waiting first() {
        return waiting.stream().filter(each -> !isOver(each)).min(Comparator.comparing(Waiting::due)).orElse(null);
    }

    /** Whether it asks about an order that has ended meanwhile, as by a webhook, and nothing comes of it. */
    private boolean isOver(Waiting each) {
        if (Queues.isOfSubmissions(each.letter.queue())) {
            return false;
        }
        Ask ask = Ask.read(each.message().body());
        return ask.late() == null && ledger.find(ask.key()).filter(Entry::isFinal).isPresent();
    }

    private String step() {
        return "test-" + ++count;
    }

    @Override
    public void close() throws SQLException {
        calls.close();
        database.close();
    }
}
