package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.call.DryRun;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.YamlFile;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.outcome.Status;
import dev.sluice.provider.Provider;
import dev.sluice.queue.Queues;
import dev.sluice.start.Plan;
import dev.sluice.step.Letter;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A test that is made of a call which was answered: the same call, made once more with credentials that are made up, and
 * answered with no more of the answer than what it says needs.
 */
public final class RecordedTest {

    private static final String NUMBER = "recorded-1";
    private static final Set<String> OF_TOKENS = Set.of("login", "refresh");

    /** What the provider said to one call. */
    private record Said(String call, int http, JsonNode body) {
    }

    private final Surroundings surroundings;
    private final Path home;
    private final String provider;
    private final String operation;
    private final boolean asking;

    /** @param asking whether the call asks what became of an order, and is not the operation's own */
    public RecordedTest(Surroundings surroundings, String provider, String operation, boolean asking) {
        this.surroundings = surroundings;
        this.home = surroundings.home();
        this.provider = provider;
        this.operation = operation;
        this.asking = asking;
    }

    /**
     * @param request as the flow saw it
     * @param status  that a running Sluice would publish then, if any
     * @return a file of tests
     * @throws Problem where none can be made of it
     */
    public String of(ObjectNode request, DryRun.Ran ran, @Nullable Status status) throws IOException, SQLException {
        List<Said> said = said(ran);
        TestClock clock = new TestClock();
        Tests tests = new Tests(surroundings, home);
        JsonNode described = new YamlFile(home.resolve("config/providers/" + provider + ".yaml")).tree();
        String account = request.path("account").asText("default");
        Plan plan = tests.plan(
                TestFile.settings(provider, described, new TreeSet<>(List.of("default", account)), Json.object()));
        Provider known = Objects.requireNonNull(plan.providers().get(provider));
        if (asking && !known.answersAbout(known.operation(operation), null)) {
            throw Problem.failed("the call was sent, but nothing is recorded: the provider is not asked about an order"
                    + " without its own reference, which a test cannot have of an answer that was lost");
        }
        try (Protocol protocol = Tests.protocol(plan, Set.of(provider), clock, () -> TestFile.NONCE)) {
            ObjectNode stripped = request.deepCopy();
            stripped.remove(List.of("providerReference", "webhookUrl", "earlier", "provider", "minorAmount"));
            if (account.equals("default")) {
                stripped.remove("account");
            }
            Redaction redaction = new Redaction(
                    (asked, answers) -> played(protocol, known, account, asked, said, answers).meaning(),
                    OwnWords.of(home, provider));
            String number = Form.any(stripped.path("requestId"));
            Redaction.Redacted redacted = redaction.of(stripped.put("requestId", NUMBER), said.stream()
                    .map(each -> Redaction.replaced(each.body,
                            value -> Form.any(value).equals(number) ? TextNode.valueOf(NUMBER) : value))
                    .toList());
            Played played = played(protocol, known, account, redacted.request(), said, redacted.answers());
            if (status != null && played.results.stream()
                    .noneMatch(result -> result.path("status").asText().equals(status.name()))) {
                throw Problem.failed("the call was sent, but nothing is recorded: with credentials that are made up the"
                        + " answer is read otherwise");
            }
            String text = TestText.of(test(redacted, said, played));
            if (!ran.secrets().blanked(text).equals(text)) {
                throw Problem
                        .failed("the call was sent, but nothing is recorded: a secret of the account would be in it");
            }
            return text;
        }
    }

    /** Whether the file of tests is one that passes here. */
    public boolean passes(Path file) throws IOException, SQLException {
        return new Tests(surroundings, home).run(List.of(TestFile.read(home, file))).stream()
                .allMatch(TestResult::passed);
    }

    /** Without those by which it had a token, which the test's account is given. */
    private List<Said> said(DryRun.Ran ran) {
        List<Said> said = new ArrayList<>();
        if (ran.answers().size() < ran.requests().size()) {
            throw Problem.failed("the call was sent, but nothing is recorded: no answer came");
        }
        for (int i = 0; i < ran.requests().size(); i++) {
            String call = ran.requests().get(i).call();
            if (!OF_TOKENS.contains(call)) {
                try {
                    said.add(new Said(call, ran.answers().get(i).http(),
                            Json.read(ran.answers().get(i).body(), Json.Numbers.KEPT)));
                } catch (Unreadable e) {
                    throw Problem.failed("the call was sent, but nothing is recorded: the answer to " + call
                            + " is no JSON, of which nobody can tell what has to be left out", e);
                }
            }
        }
        return said;
    }

    /** What the same calls come to with these answers. */
    private record Played(List<DryRun.Request> requests, List<ObjectNode> results, String then, boolean whole) {

        /** Of what was said, all but data and words for people. */
        @Nullable
        ObjectNode meaning() {
            if (!whole) {
                return null;
            }
            ObjectNode meaning = Json.object().put("then", then).put("calls", requests.size());
            ArrayNode all = meaning.putArray("results");
            results.forEach(result -> all.add(expected(result)));
            return meaning;
        }

        ObjectNode expected(ObjectNode result) {
            ObjectNode expected = Json.object();
            expected.set("status", result.path("status"));
            expected.set("providerStatus", result.path("providerStatus"));
            if (result.path("error").isObject()) {
                expected.set("error", Json.object().put("category", result.at("/error/category").asText())
                        .put("code", result.at("/error/code").textValue()));
            } else {
                expected.putNull("error");
            }
            return expected;
        }
    }

    private Played played(Protocol protocol, Provider known, String account, ObjectNode request, List<Said> said,
            List<JsonNode> answers) {
        protocol.begin(Instant.parse(TestFile.AT));
        protocol.giveToken(known, account);
        List<DryRun.Request> requests = new ArrayList<>();
        DryRun.Peer peer = sent -> {
            int next = requests.size();
            requests.add(sent);
            if (next >= said.size() || !said.get(next).call.equals(sent.call())) {
                throw new DryRun.Unanswered(sent.call());
            }
            return new DryRun.Answer(said.get(next).http, Map.of(), Exchanges.bytes(answers.get(next)));
        };
        if (asking) {
            protocol.submit(known, request, lost -> {
                throw new SocketTimeoutException();
            });
            if (!protocol.next().equals("ask")) {
                return new Played(List.of(), List.of(), "", false);
            }
        }
        List<Letter> letters = asking ? protocol.goOn(peer) : protocol.submit(known, request, peer);
        return new Played(requests,
                letters.stream().filter(letter -> !Queues.isInternal(letter.queue()))
                        .map(letter -> Json.own((String) letter.body())).toList(),
                protocol.next(), requests.size() == said.size());
    }

    private ObjectNode test(Redaction.Redacted redacted, List<Said> said, Played played) {
        ObjectNode file = Json.object().put("at", TestFile.AT);
        ObjectNode test = file.putArray("tests").addObject().put("name",
                (asking ? "a question about " : "") + operation + ", as it was answered");
        ArrayNode steps = test.putArray("steps");
        ObjectNode step = steps.addObject();
        step.set("request", redacted.request());
        if (asking) {
            step.putArray("exchanges").addObject().put("lost", "after");
            step.putArray("results").addObject().put("status", "UNKNOWN");
            step = steps.addObject().put("next", "ask");
        }
        ArrayNode exchanges = step.putArray("exchanges");
        for (int i = 0; i < said.size(); i++) {
            ObjectNode exchange = exchanges.addObject().put("call", said.get(i).call);
            ObjectNode sent = Exchanges.sent(Json.object(), played.requests.get(i));
            sent.properties().removeIf(member -> member.getValue().isNull() || member.getValue().isEmpty()
                    && member.getValue().isContainerNode());
            exchange.set("sent", sent);
            exchange.putObject("answer").put("http", said.get(i).http).set("body", redacted.answers().get(i));
        }
        ArrayNode results = step.putArray("results");
        played.results.forEach(result -> results.add(played.expected(result)));
        step.put("then", played.then);
        return file;
    }
}
