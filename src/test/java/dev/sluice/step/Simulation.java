package dev.sluice.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Secrets;
import dev.sluice.outcome.Status;
import dev.sluice.outcome.UnlistedWords;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lanes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One request through the real {@link Steps} and the real ledger, with a queue and a provider that are played: two
 * workers, whose sub-steps interleave as the choices say, and all the trouble that is allowed.
 */
final class Simulation {

    private static final int ENDLESS = 3_000;

    private enum At {
        DECIDED, CALLED, RECORDED
    }

    private static final class Worker {
        private Letter message;
        private boolean isVoid;
        private boolean knows;
        private long since;
        private Held held;
        private Next next;
        private Outcome outcome;
        private At at;
        private String doing = "";
    }

    private record Action(String name, Runnable run) {
    }

    private final MovedClock clock = new MovedClock();
    private final Ledger ledger;
    private final Steps steps;
    private final Choices choices;
    private final List<Letter> queue = new ArrayList<>();
    private final List<Worker> workers;
    private final List<String> history = new ArrayList<>();
    private final Key key;
    private Trouble trouble;
    private final String webhookStatus;
    private final long longestStepMillis;
    private final Set<Letter> redelivered = Collections.newSetFromMap(new IdentityHashMap<>());
    private final boolean asksAreLost;
    private int visits;
    private boolean toldAfterAnotherEnd;

    final SimulatedProvider provider;
    final List<ObjectNode> results = new ArrayList<>();
    final List<ObjectNode> replays = new ArrayList<>();
    private final List<ObjectNode> attention = new ArrayList<>();
    final List<ObjectNode> contradictions = new ArrayList<>();

    Simulation(GivenLedger database, Providers providers, Choices choices, String providerName,
            String operation, SimulatedProvider provider, Trouble trouble, int workers) {
        this.choices = choices;
        this.provider = provider;
        this.trouble = trouble;
        this.asksAreLost = trouble.taken() > 0;
        this.workers = IntStream.range(0, workers).mapToObj(number -> new Worker()).toList();
        database.clear();
        this.ledger = database.ledger(clock);
        this.webhookStatus = providers.get(providerName).answers().statuses().entrySet().stream()
                .filter(status -> status.getValue() == Kind.COMPLETED).map(Map.Entry::getKey).findFirst().orElse("");
        Letters letters = new Letters((queue, tenant) -> queue != null, new Lanes(providers), clock);
        this.longestStepMillis = providers.get(providerName).longestStepMillis();
        this.steps = new Steps(ledger, providers, letters, new GivenAside(queue::add), new LastWords(ledger, letters),
                new UnlistedWords(new SimpleMeterRegistry()), new Statuses(providers, new SimpleMeterRegistry()), clock,
                Optional.empty());
        String family = providers.get(providerName).family();
        this.key = new Key(family, "r-1");
        ObjectNode request = Json.object().put("requestId", key.requestId()).put("provider", providerName)
                .put("account", "default").put("operation", operation);
        ObjectNode envelope = Json.object();
        envelope.set("metadata", Json.object());
        String body = new Submission(family, request, "hash", request, envelope, false).write();
        for (int message = 0; message <= trouble.duplicates(); message++) {
            queue.add(new Letter("sluice.submit." + providerName, body, Map.of("step", "s" + message), null, null));
        }
    }

    /** Lets the run go to its end; throws an error that tells the whole run where a promise is broken on the way. */
    Simulation run() {
        List<Action> actions = actions();
        while (!actions.isEmpty()) {
            Action action = actions.get(actions.size() == 1 ? 0 : choices.of(actions.size()));
            history.add(action.name());
            try {
                action.run().run();
            } catch (RuntimeException e) {
                throw new AssertionError(story("broke: " + e), e);
            }
            check(history.size() < ENDLESS, "it never comes to rest");
            Set<Integer> sequences = new HashSet<>();
            check(results.stream().allMatch(result -> sequences.add(result.path("sequence").asInt())),
                    "a sequence twice");
            check(results.stream().filter(result -> result.path("final").asBoolean()).count() <= 1, "two finals");
            actions = actions();
        }
        List<Integer> sequences = results.stream().map(result -> result.path("sequence").asInt()).sorted().toList();
        check(!results.isEmpty() && sequences.equals(IntStream.rangeClosed(1, results.size()).boxed().toList()),
                "a gap in the sequences " + sequences);
        check(entry().isFinal() || entry().status() == Status.UNRESOLVED, "left open at rest as " + entry().status());
        check(replays.size() == trouble.duplicates(), "a duplicate without its answer");
        check(attention.equals(
                results.stream().filter(result -> result.path("status").asText().equals("UNRESOLVED")).toList()),
                "attention is called otherwise than once for what needs a person");
        check(contradictions.size() <= 1, "the same word is told twice: " + contradictions);
        check(!toldAfterAnotherEnd || !contradictions.isEmpty(), "a webhook's word after the end is told to nobody");
        return this;
    }

    /** Whether a person ended it. */
    boolean decided() {
        return results.stream().anyMatch(result -> result.path("resolvedBy").asText().equals("ana"));
    }

    Entry entry() {
        return ledger.find(key).orElseThrow();
    }

    /** Fails with all that happened in this run. */
    void check(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(story(otherwise));
        }
    }

    private String story(String what) {
        return what + "; calls " + provider.calls + ", effects " + provider.effects + ", published "
                + results.stream().map(result -> result.path("sequence").asInt() + " " + result.path("status").asText())
                        .toList()
                + ", after:\n  "
                + String.join("\n  ", history.subList(Math.max(0, history.size() - 80), history.size()));
    }

    private List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        workers.stream().filter(worker -> worker.message == null).findFirst().ifPresent(idle -> queue.stream()
                .filter(letter -> letter.notBefore() == null || letter.notBefore() <= clock.millis())
                .forEach(letter -> actions.add(new Action("take " + step(letter), () -> take(idle, letter)))));
        for (Worker worker : workers) {
            if (worker.message == null) {
                continue;
            }
            String name = step(worker.message) + " " + worker.doing;
            switch (worker.at) {
                case DECIDED -> provider(worker, name, actions);
                case CALLED -> actions.add(new Action(name + " record", () -> record(worker)));
                case RECORDED -> actions.add(new Action(name + " commit", () -> commit(worker)));
            }
            if (trouble.crashes() > 0) {
                actions.add(new Action(name + " CRASH", () -> {
                    trouble = trouble.oneCrashLess();
                    takeBack(worker);
                    worker.message = null;
                }));
            }
            if (trouble.taken() > 0 && !worker.isVoid) {
                for (boolean knows : new boolean[]{true, false}) {
                    actions.add(new Action(name + " TAKEN BACK" + (knows ? "" : " UNNOTICED"), () -> {
                        trouble = trouble.oneTakenLess();
                        takeBack(worker);
                        worker.isVoid = true;
                        worker.knows = knows;
                    }));
                }
            }
        }
        OptionalLong due = queue.stream().filter(letter -> letter.notBefore() != null).mapToLong(Letter::notBefore)
                .filter(at -> at > clock.millis()).min();
        if (due.isPresent() && (actions.isEmpty() || mayTakeUntil(due.getAsLong()))) {
            actions.add(new Action("wait " + (due.getAsLong() - clock.millis()) + " ms",
                    () -> clock.moveTo(due.getAsLong())));
        }
        if (!actions.isEmpty()) {
            visitors(actions);
        }
        return actions;
    }

    /** Whether all that is done is calls of which the broker took the message back, and none of them ends before. */
    private boolean mayTakeUntil(long due) {
        List<Worker> busy = workers.stream().filter(worker -> worker.message != null).toList();
        return !busy.isEmpty() && busy.stream().allMatch(worker -> worker.isVoid && worker.at == At.DECIDED
                && due <= worker.since + longestStepMillis);
    }

    private void takeBack(Worker worker) {
        if (!worker.isVoid) {
            queue.add(worker.message);
            redelivered.add(worker.message);
        }
    }

    private void visitors(List<Action> actions) {
        if (trouble.askedFrom() > 0) {
            actions.add(new Action("ask from outside", () -> {
                trouble = trouble.oneAskLess();
                visit("sluice.polls.any",
                        Json.write(Json.object().put("family", key.family()).put("requestId", key.requestId())));
            }));
        }
        if (trouble.told() > 0 && provider.effects > 0) {
            actions.add(new Action("webhook", () -> {
                trouble = trouble.oneWebhookLess();
                visit("sluice.webhooks.any", "");
            }));
        }
        if (trouble.decisions() > 0 && ledger.find(key).isPresent()) {
            actions.add(new Action("a person says that it failed", () -> {
                trouble = trouble.oneDecisionLess();
                visit("sluice.people", "");
            }));
        }
    }

    private void visit(String queueName, String body) {
        queue.add(new Letter(queueName, body, Map.of("step", "w" + visits++, "attempt", 1), null, null));
    }

    private void provider(Worker worker, String name, List<Action> actions) {
        if (((Next.Call) worker.next).step().asking()) {
            actions.add(new Action(name, () -> answered(worker, provider.ask())));
            if (asksAreLost && trouble.lost() > 0) {
                actions.add(new Action(name + " LOST", () -> {
                    trouble = trouble.oneLostLess();
                    answered(worker, SimulatedProvider.error(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
                }));
            }
            return;
        }
        actions.add(new Action(name, () -> answered(worker, provider.call())));
        if (trouble.lost() > 0) {
            actions.add(new Action(name + " LOST with effect", () -> {
                trouble = trouble.oneLostLess();
                answered(worker, provider.lostAfterItsEffect());
            }));
            actions.add(new Action(name + " LOST without effect", () -> {
                trouble = trouble.oneLostLess();
                answered(worker, provider.lostBeforeItsEffect());
            }));
        }
        if (trouble.notSent() > 0) {
            actions.add(new Action(name + " NOT SENT", () -> {
                trouble = trouble.oneNotSentLess();
                answered(worker, provider.notSent());
            }));
        }
    }

    private void take(Worker worker, Letter letter) {
        queue.remove(letter);
        worker.message = letter;
        worker.isVoid = false;
        worker.since = clock.millis();
        worker.held = new GivenHeld(redelivered.contains(letter), () -> worker.isVoid && worker.knows);
        worker.next = switch (letter.queue().split("\\.")[1]) {
            case "submit" -> steps.submit(worker.held, message(letter), Submission.read((String) letter.body()));
            case "webhooks" -> told(worker, letter);
            case "people" -> steps.decide(worker.held,
                    new Act(step(letter), key, "resolve", "ana", "the provider said so by mail", null), Status.FAILED)
                    .orElse(new Next.Publish(List.of(), null));
            default -> steps.ask(worker.held, message(letter), Ask.read((String) letter.body()));
        };
        boolean calls = worker.next instanceof Next.Call;
        worker.doing = calls ? ((Next.Call) worker.next).name() : "";
        worker.at = calls ? At.DECIDED : At.RECORDED;
    }

    private Next told(Worker worker, Letter letter) {
        Entry seen = entry();
        Next next = steps.told(worker.held, step(letter), seen, Json.object().put("success", true)
                .put("reference", "REF").put("status", webhookStatus), Secrets.NONE);
        // Where an answer said it first, its own step tells it.
        toldAfterAnotherEnd |= seen.status() == Status.FAILED && ((Next.Publish) next).letters().stream()
                .anyMatch(one -> one.queue().equals("sluice.attention"));
        return next;
    }

    private static StepMessage message(Letter letter) {
        return StepMessage.read(letter.properties()::get, (String) letter.body());
    }

    private void answered(Worker worker, Outcome outcome) {
        worker.outcome = outcome;
        worker.at = At.CALLED;
    }

    private void record(Worker worker) {
        worker.next = steps.record(worker.held, ((Next.Call) worker.next).step(), worker.outcome);
        worker.at = At.RECORDED;
    }

    private void commit(Worker worker) {
        if (worker.isVoid) {
            worker.message = null;
            return;
        }
        for (Letter letter : ((Next.Publish) worker.next).letters()) {
            if (letter.queue().endsWith(".results")) {
                ObjectNode result = Json.own((String) letter.body());
                (result.path("replayed").asBoolean() ? replays : results).add(result);
            } else if (letter.queue().equals("sluice.attention")) {
                ObjectNode told = Json.own((String) letter.body());
                (told.has("kind") ? contradictions : attention).add(told);
            } else {
                queue.add(letter);
            }
        }
        worker.message = null;
    }

    private static String step(Letter letter) {
        return (String) letter.properties().get("step");
    }
}
