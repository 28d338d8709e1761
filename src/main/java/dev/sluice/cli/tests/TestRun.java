package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.config.Durations;
import dev.sluice.json.Json;
import dev.sluice.provider.Provider;
import dev.sluice.queue.Queues;
import dev.sluice.step.Letter;
import dev.sluice.text.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** One test, run from its beginning. */
final class TestRun {

    private final Protocol protocol;
    private final TestFile file;
    private final Provider provider;
    private final TestClock clock;
    private final String key;
    private final JsonNode test;
    private final List<Difference> found = new ArrayList<>();
    private final Compared compared = new Compared(found::add);

    TestRun(Protocol protocol, TestFile file, Provider provider, TestClock clock, int number) {
        this.protocol = protocol;
        this.file = file;
        this.provider = provider;
        this.clock = clock;
        this.key = "tests." + number;
        this.test = file.tests().path(number);
    }

    /** What is not as it is expected. */
    List<Difference> differences() {
        protocol.begin(file.at());
        boolean logsIn = test.findValues("call").stream().anyMatch(call -> call.asText().equals("login"));
        if (!logsIn) {
            file.accounts().forEach(account -> protocol.giveToken(provider, account));
        }
        JsonNode steps = test.path("steps");
        boolean goesOn = true;
        for (int i = 0; i < steps.size() && goesOn; i++) {
            String at = key + ".steps." + i;
            try {
                goesOn = step(at, "step " + (i + 1), steps.get(i));
            } catch (RuntimeException e) {
                compared.tell(at, "step " + (i + 1), "that it can be taken", String.valueOf(e.getMessage()));
                goesOn = false;
            }
        }
        return found;
    }

    /** @return whether others can follow it */
    private boolean step(String at, String member, JsonNode step) {
        Exchanges exchanges = new Exchanges(step.path("exchanges"), at + ".exchanges", member, compared);
        List<Letter> letters;
        if (step.path("request") instanceof ObjectNode request) {
            letters = protocol.submit(provider, request, exchanges);
        } else if (step.has("next")) {
            String next = protocol.next();
            if (!next.equals(step.path("next").asText())) {
                compared.tell(at + ".next", member + ", next", step.path("next").asText(), next);
                return false;
            }
            letters = protocol.goOn(exchanges);
        } else {
            letters = new TestWebhook(provider, step.path("webhook"), clock, file.nonce()).delivered(protocol, at,
                    member, compared);
        }
        exchanges.end();
        if (exchanges.isSurprised()) {
            return false;
        }
        documents(at + ".results", member + ", result", step.path("results"),
                letters.stream().filter(letter -> !Queues.isInternal(letter.queue())));
        if (step.has("attention")) {
            documents(at + ".attention", member + ", attention", step.path("attention"),
                    letters.stream().filter(letter -> letter.queue().equals(Queues.ATTENTION)));
        }
        dead(at, member, step, letters);
        then(at, member, step);
        return true;
    }

    private void documents(String at, String member, JsonNode expected, Stream<Letter> letters) {
        List<ObjectNode> published = letters.map(letter -> Json.own((String) letter.body())).toList();
        for (int i = 0; i < Math.max(expected.size(), published.size()); i++) {
            String told = member + " " + (i + 1);
            if (i >= published.size()) {
                compared.tell(at + "." + i, told, Compared.shown(expected.get(i)), "none");
            } else if (i >= expected.size()) {
                compared.tell(at, told, "none", Compared.shown(published.get(i)));
            } else {
                compared.document(at + "." + i, told, expected.get(i), published.get(i));
            }
        }
    }

    private void dead(String at, String member, JsonNode step, List<Letter> letters) {
        String reason = letters.stream().filter(letter -> letter.queue().equals(Queues.DEAD))
                .map(letter -> String.valueOf(letter.properties().get("deadReason"))).findFirst().orElse(null);
        String expected = step.path("dead").asText(null);
        if (expected == null ? reason != null : reason == null || !reason.contains(expected)) {
            compared.tell(at + ".dead", member + ", dead",
                    expected == null ? "nothing" : Compared.shown(TextNode.valueOf(expected)),
                    reason == null ? "nothing" : Shown.line(reason));
        }
    }

    private void then(String at, String member, JsonNode step) {
        String next = protocol.next();
        if (step.has("then") && !step.path("then").asText().equals(next)) {
            compared.tell(at + ".then", member + ", then", step.path("then").asText(), next);
        }
        if (step.has("in")) {
            Duration in = Durations.parse(step.path("in").asText());
            Duration is = Duration.ofMillis(protocol.untilNext());
            if (!Objects.equals(in, is)) {
                compared.tell(at + ".in", member + ", in", step.path("in").asText(), is.toString());
            }
        }
    }
}
