package dev.sluice.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.process.Follower.Received;
import dev.sluice.sandbox.Effect;
import dev.sluice.sandbox.Effects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three records held against each other: what was asked, what the doubles did, and what came out. */
final class Books implements AutoCloseable {

    private final List<Asked> load;
    private final Effects effects;
    private final List<Follower> results;
    private final Follower dead;

    Books(List<Asked> load, Effects effects, int brokerPort) {
        this.load = load;
        this.effects = effects;
        this.results = List.of(new Follower(brokerPort, "orders.results"), new Follower(brokerPort, "otp.results"));
        this.dead = new Follower(brokerPort, "sluice.dead");
    }

    /** Orders and OTPs that took effect. */
    int done() {
        return (int) (effects.count("hambit", "order-created") + effects.count("messagehub", "otp-sent"));
    }

    /** How many requests have any result. */
    int answered() {
        return (int) published().stream().map(Books::requestId).distinct().count();
    }

    /** How many requests have a result after which nothing more comes by itself. */
    int settled() {
        return (int) published().stream().filter(Books::settles).map(Books::requestId).distinct().count();
    }

    boolean allSettled() {
        return settled() == load.size();
    }

    int messages() {
        return results.stream().mapToInt(follower -> follower.received().size()).sum() + dead.received().size();
    }

    /** How many requests of each family ended with each status, such as {@code orders COMPLETED}. */
    Map<String, Long> ends() {
        return published().stream().filter(Books::settles).collect(Collectors.groupingBy(
                one -> one.body().path("family").asText() + " " + status(one), java.util.TreeMap::new, Collectors.counting()));
    }

    long ever(String family, String status) {
        return published().stream().filter(one -> one.body().path("family").asText().equals(family)
                && status(one).equals(status)).map(Books::requestId).distinct().count();
    }

    /** Everything that does not agree, a line each. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        dead.received().forEach(one -> differences.add("on sluice.dead: " + one.body()));
        effects.attempts().forEach(one -> differences.add(one.about() + ": sent " + one.times() + " times more, and refused"));
        effects.resent().forEach(one -> differences.add(one.about() + ": was sent " + one.times() + " OTPs"));
        Map<String, Asked> known = load.stream().collect(Collectors.toMap(Asked::requestId, asked -> asked));
        results.stream().flatMap(follower -> follower.received().stream())
                .filter(one -> !known.containsKey(requestId(one)) || one.body().path("sequence").asInt() == 0)
                .forEach(one -> differences.add("nobody asked for " + one.body()));
        Map<String, List<Received>> published = published().stream().collect(Collectors.groupingBy(Books::requestId));
        Map<String, List<Effect>> done = effects.all().stream().filter(effect -> effect.kind().equals("order-created"))
                .collect(Collectors.groupingBy(Effect::about));
        for (Asked asked : load) {
            List<Received> mine = new ArrayList<>(published.getOrDefault(asked.requestId(), List.of()));
            mine.sort(Comparator.comparingInt(one -> one.body().path("sequence").asInt()));
            List<String> wrong = new ArrayList<>();
            history(mine, wrong);
            mine.forEach(one -> addressed(asked, one, wrong));
            if (asked.order()) {
                order(mine, done.getOrDefault(asked.requestId(), List.of()), wrong);
            } else {
                otp(mine, effects.count("messagehub", "otp-sent", asked.mobile()), wrong);
            }
            wrong.forEach(one -> differences.add(asked.requestId() + " " + mine.stream()
                    .map(result -> result.body().path("sequence").asInt() + " " + status(result)).toList() + ": " + one));
        }
        return differences;
    }

    private static void history(List<Received> mine, List<String> wrong) {
        if (!mine.stream().map(one -> one.body().path("sequence").asInt()).toList()
                .equals(IntStream.rangeClosed(1, mine.size()).boxed().toList())) {
            wrong.add("sequences must be 1, 2, 3 … without gaps, each once");
        }
        if (mine.stream().filter(Books::settles).count() != 1 || !settles(mine.get(mine.size() - 1))) {
            wrong.add("must end, and once");
        }
    }

    private static void addressed(Asked asked, Received one, List<String> wrong) {
        JsonNode body = one.body();
        if (!body.path("metadata").path("of").asText().equals(asked.requestId())
                || !asked.requestId().equals(one.correlationId()) || !status(one).equals(one.status())
                || one.isFinal() != body.path("final").asBoolean()) {
            wrong.add("metadata, correlation id or properties are not its own in " + one);
        }
    }

    /** An order completes where the double made it, with the double's reference; what was never made stays open. */
    private static void order(List<Received> mine, List<Effect> made, List<String> wrong) {
        for (Received one : mine) {
            boolean matches = switch (status(one)) {
                case "ACCEPTED", "PENDING", "COMPLETED" -> made.size() == 1
                        && Objects.equals(made.get(0).reference(), one.body().path("providerReference").asText());
                case "UNKNOWN" -> true;
                case "UNRESOLVED" -> made.isEmpty();
                default -> false;
            };
            if (!matches) {
                wrong.add("the double made " + made + ", but " + one.body());
            }
        }
    }

    private static void otp(List<Received> mine, long sent, List<String> wrong) {
        for (Received one : mine) {
            boolean matches = switch (status(one)) {
                case "COMPLETED" -> sent == 1;
                case "UNKNOWN", "UNRESOLVED" -> true;
                default -> false;
            };
            if (!matches) {
                wrong.add("the double sent " + sent + ", but " + one.body());
            }
        }
    }

    private List<Received> published() {
        return results.stream().flatMap(follower -> follower.received().stream())
                .filter(one -> !one.body().path("replayed").asBoolean()).toList();
    }

    private static boolean settles(Received one) {
        return one.body().path("final").asBoolean() || status(one).equals("UNRESOLVED");
    }

    private static String requestId(Received one) {
        return one.body().path("requestId").asText();
    }

    private static String status(Received one) {
        return one.body().path("status").asText();
    }

    @Override
    public void close() {
        results.forEach(Follower::close);
        dead.close();
    }
}
