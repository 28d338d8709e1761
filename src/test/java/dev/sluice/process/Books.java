package dev.sluice.process;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.PublishedResults;
import dev.sluice.process.Finding.Flaw;
import dev.sluice.process.Follower.Received;
import dev.sluice.sandbox.Effects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.qpid.jms.JmsConnectionFactory;

/** The records of a run: what was asked, what the doubles did, and what came out. */
final class Books implements AutoCloseable {

    private final Map<String, Asked> load;
    private final Effects effects;
    private final List<Follower> followers;
    private final Map<String, List<Received>> results = new HashMap<>();
    private final Map<String, List<Received>> replays = new HashMap<>();
    private final List<Finding> strays = new ArrayList<>();

    Books(List<Asked> load, Effects effects, int brokerPort) {
        this(load, effects, Upstream.factory(brokerPort));
    }

    Books(List<Asked> load, Effects effects, JmsConnectionFactory broker) {
        this.load = load.stream().collect(Collectors.toMap(Asked::requestId, asked -> asked));
        this.effects = effects;
        this.followers = Stream.of("orders.results", "otp.results", "licenses.results", "sluice.dead")
                .map(queue -> new Follower(broker, queue, one -> keep(queue, one))).toList();
    }

    private synchronized void keep(String queue, Received one) {
        if (queue.equals("sluice.dead")) {
            strays.add(new Finding(Flaw.WRONG, "on sluice.dead: " + one.body()));
        } else if (!load.containsKey(one.requestId()) || one.sequence() == 0) {
            strays.add(new Finding(Flaw.WRONG, "nobody asked for " + one.body()));
        } else if (PublishedResults.fault(one.body()) != null) {
            strays.add(new Finding(Flaw.WRONG, PublishedResults.fault(one.body())));
        } else {
            (one.body().path("replayed").asBoolean() ? replays : results)
                    .computeIfAbsent(one.requestId(), any -> new ArrayList<>()).add(one);
        }
    }

    /** How much took effect at the doubles. */
    int made() {
        return (int) Stream.of(Errand.values()).map(errand -> errand.provider + " " + errand.effect).distinct()
                .mapToLong(kind -> effects.count(kind.split(" ")[0], kind.split(" ")[1])).sum();
    }

    /** How many requests have any result. */
    synchronized int answered() {
        return results.size();
    }

    synchronized int messages() {
        return Stream.of(results, replays).flatMap(all -> all.values().stream()).mapToInt(List::size).sum()
                + strays.size();
    }

    /**
     * Waits until every request has a result after which nothing more comes by itself, and every copy of it an answer.
     *
     * @throws org.awaitility.core.ConditionTimeoutException with the requests that have not
     */
    void awaitSettled(Duration longest) {
        await().atMost(longest).until(this::unsettled, List::isEmpty);
    }

    /** What came of each request that has no such result yet, or too few answers to its copies. */
    synchronized List<String> unsettled() {
        return load.values().stream().filter(asked -> !settled(asked))
                .map(asked -> "%s (%s), sent %d times: %s, replayed: %s".formatted(asked.requestId(),
                        asked.fate().words(), asked.times(), statuses(results, asked), statuses(replays, asked)))
                .toList();
    }

    private static List<String> statuses(Map<String, List<Received>> all, Asked asked) {
        return all.getOrDefault(asked.requestId(), List.of()).stream().map(Received::status).toList();
    }

    private boolean settled(Asked asked) {
        return results.getOrDefault(asked.requestId(), List.of()).stream().anyMatch(Books::settles)
                && replays.getOrDefault(asked.requestId(), List.of()).size() >= asked.times() - 1;
    }

    /** How many requests of each family ended with each status, such as {@code orders COMPLETED}. */
    synchronized Map<String, Long> ends() {
        return results.values().stream().flatMap(mine -> mine.stream().filter(Books::settles)
                .reduce((one, other) -> other.sequence() > one.sequence() ? other : one).stream())
                .collect(Collectors.groupingBy(one -> one.body().path("family").asText() + " " + one.status(),
                        TreeMap::new, Collectors.counting()));
    }

    /** How many requests ever had this status. */
    synchronized long ever(String status) {
        return results.values().stream().filter(mine -> mine.stream().anyMatch(one -> one.status().equals(status)))
                .count();
    }

    /**
     * How many requests stayed open though their double did nothing that a question or its answer would not have told.
     */
    synchronized long openWithoutCause() {
        return results.entrySet().stream().filter(one -> load.get(one.getKey()).fate().told()
                && load.get(one.getKey()).fate().end() != null && one.getValue().stream().noneMatch(Received::isFinal))
                .count();
    }

    synchronized List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(strays);
        effects.attempts().forEach(one -> findings.add(new Finding(Flaw.DOUBLED,
                one.about() + ": sent " + one.times() + " times more, and refused")));
        load.values().forEach(asked -> {
            List<Received> mine = results.getOrDefault(asked.requestId(), List.of());
            new Judge(asked, effects, mine).findings().forEach(findings::add);
            replays(asked, mine, findings);
        });
        return findings;
    }

    /** A request that comes again is answered with a copy of what came out before. */
    private void replays(Asked asked, List<Received> mine, List<Finding> findings) {
        List<Received> copies = replays.getOrDefault(asked.requestId(), List.of());
        if (!mine.isEmpty() && copies.size() < asked.times() - 1) {
            findings.add(new Finding(Flaw.UNANSWERED, asked.requestId() + ": sent again, and not answered"));
        }
        copies.stream().filter(copy -> mine.stream().noneMatch(
                one -> one.body().equals(((ObjectNode) copy.body()).deepCopy().put("replayed", false))))
                .forEach(copy -> findings.add(new Finding(Flaw.WRONG,
                        asked.requestId() + ": replays what was never published: " + copy.body())));
    }

    /** The newest result of each request, by requestId. */
    synchronized Map<String, Received> newest() {
        return results.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().stream()
                .reduce((left, right) -> right.sequence() > left.sequence() ? right : left).orElseThrow()));
    }

    static boolean settles(Received one) {
        return one.isFinal() || one.status().equals("UNRESOLVED");
    }

    @Override
    public void close() {
        followers.forEach(Follower::close);
    }
}
