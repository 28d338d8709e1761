package dev.sluice.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.given.Patience;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Sees everything that Sluice publishes, checks each message when it comes, and keeps it for the tests. */
final class Witness {

    private final ContractRules rules;
    private final List<Result> results = new ArrayList<>();
    private final List<Received> dead = new ArrayList<>();
    private final List<Throwable> broken = new ArrayList<>();
    private final Map<String, Set<String>> correlations = new HashMap<>();
    private final Map<String, Set<Object>> metadata = new HashMap<>();

    Witness(ContractRules rules) {
        this.rules = rules;
    }

    /** Remembers what a request asks to be given back. */
    synchronized void sent(ObjectNode request, String correlationId) {
        String id = request.path("requestId").asText();
        correlations.computeIfAbsent(id, any -> new HashSet<>()).add(correlationId == null ? id : correlationId);
        metadata.computeIfAbsent(id, any -> new HashSet<>())
                .add(request.has("metadata") ? request.get("metadata").deepCopy() : request.objectNode());
    }

    synchronized void result(Received message) {
        check(() -> {
            Result result = new Result(Requests.read(message.text()), message);
            results.add(result);
            rules.checkResult(result);
            Set<String> expected = correlations.get(result.id());
            if (expected != null && !expected.contains(message.correlationId())) {
                throw new AssertionError(
                        "correlation id " + message.correlationId() + ", not of " + expected + ": " + result.body());
            }
            if (metadata.containsKey(result.id()) && !result.error().startsWith("metadata")
                    && !metadata.get(result.id()).contains(result.body().get("metadata"))) {
                throw new AssertionError("metadata not of " + metadata.get(result.id()) + ": " + result.body());
            }
        });
    }

    synchronized void deadLetter(Received message) {
        check(() -> {
            dead.add(message);
            rules.checkDeadLetter(message);
        });
    }

    synchronized List<Result> of(String id) {
        return results.stream().filter(result -> id.equals(result.id())).toList();
    }

    synchronized List<Result> all() {
        return List.copyOf(results);
    }

    synchronized List<Received> dead() {
        return List.copyOf(dead);
    }

    /** The first result of this request that is so, now or later. */
    Result await(String id, String what, Predicate<Result> is) {
        return await(() -> of(id).stream().filter(is).findFirst().orElse(null),
                () -> what + " of " + id + ", seen: " + of(id).stream().map(Result::body).toList());
    }

    /** Waits until a result answers under this correlation id. */
    Result awaitCorrelated(String correlationId) {
        return await(() -> all().stream().filter(result -> correlationId.equals(result.message().correlationId()))
                .findFirst().orElse(null), () -> "a result with correlation id " + correlationId);
    }

    Received awaitDead(byte[] body) {
        return await(
                () -> dead().stream().filter(letter -> Arrays.equals(letter.body(), body)).findFirst().orElse(null),
                () -> "a dead letter with that body, seen: " + dead().stream().map(Received::properties).toList());
    }

    Received awaitDead(String queue, byte[] body) {
        return await(() -> dead().stream().filter(letter -> Arrays.equals(letter.body(), body)
                && queue.equals(letter.properties().get("deadQueue"))).findFirst().orElse(null),
                () -> "a dead letter of " + queue + " with that body, seen: "
                        + dead().stream().map(Received::properties).toList());
    }

    /** @throws AssertionError for the first thing that ever broke a rule of the contract */
    synchronized void verify() {
        Map<String, List<Result>> histories = new HashMap<>();
        results.stream().filter(result -> result.id() != null).forEach(result -> histories.computeIfAbsent(
                result.body().path("family").asText() + "/" + result.id(), any -> new ArrayList<>()).add(result));
        histories.values().forEach(history -> check(() -> rules.checkHistory(history)));
        if (!broken.isEmpty()) {
            List<Throwable> told = List.copyOf(broken);
            broken.clear();
            AssertionError first = new AssertionError(told.get(0).getMessage(), told.get(0));
            told.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void check(Runnable rule) {
        try {
            rule.run();
        } catch (RuntimeException | AssertionError e) {
            broken.add(e);
        }
        notifyAll();
    }

    /** Waits for what this finds among all that was seen. */
    synchronized <T> T await(Supplier<T> found, Supplier<String> what) {
        long end = System.nanoTime() + Patience.PATIENCE.toNanos();
        for (T one = found.get();; one = found.get()) {
            if (one != null) {
                return one;
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("did not come: " + what.get());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
