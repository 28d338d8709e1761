package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cases that every operation of every provider has to stand, by the data of its file. */
final class Cases {

    private static final Map<String, String> ODD = Map.of("a page", "<html><body>Welcome</body></html>", "nothing", "",
            "an empty document", "{}", "a list", "[{\"success\": true}]", "a text", "\"success\"");
    private static final List<String> ODD_MEMBERS = List.of("[]", "{}", "\"\"", "\"text\"", "false", "null", "7");

    private Cases() {
    }

    /** The cases by name, in the order in which they are tried. */
    static Map<String, Consumer<Trial>> of(Shipped provider, String operation) {
        JsonNode file = provider.operation(operation);
        Map<String, Consumer<Trial>> cases = new LinkedHashMap<>();
        cases.put("good answer", Cases::good);
        provider.file().at("/answers/codes").properties().forEach(code -> cases.put("code " + code.getKey(),
                trial -> code(trial, trial.recorded.error(code.getKey()), code.getKey(), code.getValue())));
        cases.put("unlisted code", Cases::unlisted);
        cases.put("garbled answer", trial -> LostAnswer.of(trial, trial.good().garbled()));
        cases.put("no answer in time", trial -> LostAnswer.of(trial, Reply.SILENCE));
        cases.put("connection closed after sending", trial -> LostAnswer.of(trial, Reply.CLOSED));
        cases.put("HTTP 500 over a good body", trial -> LostAnswer.of(trial, trial.good().status(500)));
        cases.put("HTTP 503 with Retry-After",
                trial -> LostAnswer.of(trial, trial.good().status(503).with("Retry-After", "0")));
        cases.put("HTTP 429 over a good body",
                trial -> LostAnswer.of(trial, trial.good().status(429).with("Retry-After", "0")));
        cases.put("HTTP 401 over a good body", trial -> LostAnswer.of(trial, trial.good().status(401)));
        contradictory(provider, operation, cases);
        cases.put("HTTP 200 over a failure", trial -> LostAnswer.of(trial, trial.recorded.contradiction(trial.id)));
        ODD.forEach((what, body) -> cases.put("HTTP 200 over " + what, trial -> unreadable(trial, body)));
        for (String odd : new String[]{"\"none\"", "false", "null"}) {
            cases.put("data that is " + odd, trial -> noData(trial, odd));
        }
        refusal(provider).ifPresent(code -> ODD_MEMBERS.forEach(
                odd -> cases.put("code " + code + " beside " + odd, trial -> beside(trial, code, odd))));
        int notGood = provider.recorded().notGood(operation, "any").size();
        for (int i = 0; i < notGood; i++) {
            int which = i;
            cases.put("HTTP 200 that is no success, " + (i + 1),
                    trial -> LostAnswer.of(trial, trial.recorded.notGood(operation, trial.id).get(which)));
        }
        cases.put("redirect", trial -> LostAnswer.of(trial, trial.good().status(302).with("Location", "/elsewhere")));
        cases.put("throttled", Cases::throttled);
        cases.put("HTTP 401", trial -> unauthorised(trial, new Reply(401, "{}", Map.of())));
        cases.put("HTTP 401 over a page", trial -> unauthorised(trial, new Reply(401, "<html></html>", Map.of())));
        cases.put("not sent", Cases::notSent);
        if (provider.file().has("token")) {
            Logins.of(provider, cases);
        }
        file.path("echo").fieldNames().forEachRemaining(member -> cases.put("another " + member,
                trial -> echo(trial, member, new TextNode("987654321"))));
        OtherOrders.of(provider, operation, cases);
        OddAnswers.of(provider, operation, cases);
        Delivered.of(provider, operation, cases);
        if (file.path("success").asText().equals("accepted")) {
            cases.put("accepted without a reference", Cases::noReference);
            Questions.of(provider, file, cases);
        } else if (file.has("about")) {
            statusTables(provider)
                    .forEach((status, word) -> cases.put("status " + status, trial -> told(trial, status, word)));
        }
        return cases;
    }

    /** An answer that names the order shows that it was taken, whatever code says that it was not. */
    private static void contradictory(Shipped provider, String operation, Map<String, Consumer<Trial>> cases) {
        Recorded recorded = provider.recorded();
        String call = recorded.carriedBy(operation);
        JsonNode named = recorded.answer(call, "any", "reference", new TextNode("R"));
        if (named == null || !named.isObject()) {
            return;
        }
        provider.file().at("/answers/codes").properties().stream()
                .filter(code -> !code.getValue().path("kind").asText().equals("failed"))
                .forEach(code -> cases.put("code " + code.getKey() + " over a good body",
                        trial -> LostAnswer.of(trial, trial.recorded.contradictory(code.getKey(), call, trial.id))));
    }

    /** The declared statuses with the result's word for them. */
    static Map<String, String> statusTables(Shipped provider) {
        Map<String, String> words = new LinkedHashMap<>();
        Map<String, String> kinds = Map.of("progress", "PENDING", "completed", "COMPLETED", "failed", "FAILED");
        provider.file().at("/answers/statuses").properties().forEach(
                kind -> kind.getValue().forEach(status -> words.put(status.asText(), kinds.get(kind.getKey()))));
        return words;
    }

    private static void good(Trial trial) {
        assertThat(trial.answers(trial.good()).end()).isEqualTo(trial.happyEnd());
        assertThat(trial.calls()).isEqualTo(1);
        sent(trial, trial.call());
        if (trial.question() != null) {
            sent(trial, trial.question());
        }
        if (trial.scripted.sent("login") != null) {
            sent(trial, "login");
        }
    }

    private static void sent(Trial trial, String call) {
        JsonNode checked = trial.recorded.sent(call, trial.id);
        ScriptedProvider.Sent sent = trial.scripted.sent(call);
        checked.properties().forEach(part -> {
            switch (part.getKey()) {
                case "method" -> assertThat(sent.method()).isEqualTo(part.getValue().asText());
                case "target" -> same(sent.target(), part.getValue().asText());
                case "body" -> same(sent.body(), part.getValue().asText());
                case "signature" -> Signatures.check(part.getValue().asText(), sent, trial.recorded);
                default -> assertThat(sent.headers().get(part.getKey())).as(part.getKey())
                        .containsExactly(part.getValue().asText());
            }
        });
    }

    /** What the signature brings stands for itself, and is checked with it. */
    private static void same(String sent, String recorded) {
        String[] parts = recorded.split(Pattern.quote("{signed}"), -1);
        assertThat(sent).matches(Stream.of(parts).map(Pattern::quote).collect(Collectors.joining("[^&]+")));
    }

    /** Not one of the credentials: some of them in a row, and the account's work waits. */
    private static Optional<String> refusal(Shipped provider) {
        return provider.file().at("/answers/codes").properties().stream()
                .filter(code -> code.getValue().path("kind").asText().equals("refused")
                        && !code.getValue().path("category").asText().equals("AUTHENTICATION"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Where the good answer holds a document or a list, something else is no good answer. */
    private static void noData(Trial trial, String odd) {
        JsonNode answer = trial.recorded.answer(trial.call(), trial.id);
        Recorded.parts(answer).forEach((name, part) -> {
            if (part.isContainerNode()) {
                Recorded.put(answer, name, Recorded.json(odd));
            }
        });
        if (!answer.equals(trial.recorded.answer(trial.call(), trial.id))) {
            LostAnswer.of(trial, Reply.ok(answer));
        }
    }

    /** Where an answer has no part of its own for data, what stands there may name the order. */
    private static void beside(Trial trial, String code, String odd) {
        Reply error = trial.recorded.oddError(code, trial.call(), trial.id, odd);
        if (trial.recorded.names(trial.call(), error)) {
            if (trial.question() != null) {
                trial.tells(Reply.ok(trial.recorded.answer(trial.question(), trial.id, "reference",
                        Recorded.json(odd))));
            }
            LostAnswer.of(trial, error);
        } else {
            code(trial, error, code, trial.provider.file().at("/answers/codes").path(code));
        }
    }

    private static void code(Trial trial, Reply error, String code, JsonNode meaning) {
        switch (meaning.path("kind").asText()) {
            case "not-done" -> {
                assertThat(trial.answers(error, error, trial.good()).end()).isEqualTo(trial.happyEnd());
                assertThat(trial.calls()).as("tried again, twice").isEqualTo(3);
            }
            case "unauthorised" -> {
                assertThat(trial.answers(error).end()).containsExactly("REJECTED");
                assertThat(trial.category()).isEqualTo("AUTHENTICATION");
                assertThat(trial.calls()).as("called with the old token and with a new one").isEqualTo(2);
            }
            default -> {
                boolean failed = meaning.path("kind").asText().equals("failed");
                assertThat(trial.answers(error).end()).containsExactly(failed ? "FAILED" : "REJECTED");
                assertThat(trial.category()).isEqualTo(meaning.path("category").asText("PROVIDER"));
                assertThat(trial.last().path("error").path("code").asText()).isEqualTo(code);
                assertThat(trial.calls()).isEqualTo(1);
            }
        }
    }

    /** Without a token there is nothing to try anew: the call goes out once. */
    private static void unauthorised(Trial trial, Reply refused) {
        assertThat(trial.answers(refused).end()).containsExactly("REJECTED");
        assertThat(trial.category()).isEqualTo("AUTHENTICATION");
        assertThat(trial.calls()).isEqualTo(trial.provider.file().has("token") ? 2 : 1);
    }

    private static void throttled(Trial trial) {
        Reply throttled = trial.recorded.error("429").status(429).with("Retry-After", "1");
        assertThat(trial.answers(throttled, trial.good()).end()).isEqualTo(trial.happyEnd());
        List<Long> calls = trial.scripted.calls(trial.call());
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1) - calls.get(0)).as("not before the provider wants it").isGreaterThan(900_000_000L);
    }

    private static void notSent(Trial trial) {
        assertThat(trial.answers(trial.good()).endThoughAway()).isEqualTo(trial.happyEnd());
        assertThat(trial.calls()).isEqualTo(1);
    }

    private static void unreadable(Trial trial, String body) {
        LostAnswer.of(trial, new Reply(200, body, Map.of()));
        if (!body.startsWith("{")) {
            assertThat(trial.first().path("error").path("message").asText()).startsWith("the provider answers HTTP"
                    + " 200: it cannot be read: ");
        }
    }

    private static void unlisted(Trial trial) {
        LostAnswer.of(trial, trial.recorded.error("987654"));
        JsonNode error = trial.first().path("error");
        assertThat(error.path("message").asText())
                .contains("code " + error.path("code").asText() + ", which its table does not list");
        assertThat(trial.recorded.error("987654").toString()).contains(error.path("code").asText());
    }

    /** What is repeated otherwise, or so that it cannot be compared, is for a person. */
    static void echo(Trial trial, String member, JsonNode value) {
        List<String> places = new ArrayList<>();
        JsonNode other = trial.recorded.answer(trial.call(), trial.id, member, value);
        if (other != null) {
            places.add("answer");
            assertThat(trial.answers(Reply.ok(other)).end()).containsExactly("UNRESOLVED");
            assertThat(trial.category()).isEqualTo("ECHO_MISMATCH");
            assertThat(trial.calls()).isEqualTo(1);
        } else if (trial.question() != null) {
            JsonNode told = trial.recorded.answer(trial.question(), trial.id, member, value);
            assertThat(told).as("a place of " + member + " in an answer is recorded").isNotNull();
            assertThat(trial.answers(trial.good()).tells(Reply.ok(told)).end()).containsExactly("ACCEPTED",
                    "UNRESOLVED");
            assertThat(trial.category()).isEqualTo("ECHO_MISMATCH");
            places.add("question");
        }
        assertThat(places).as("a place of " + member + " in an answer is recorded").isNotEmpty();
    }

    private static void noReference(Trial trial) {
        JsonNode nameless = trial.recorded.answer(trial.call(), trial.id, "reference", null);
        assertThat(nameless).as("the place of the reference is recorded").isNotNull();
        LostAnswer.of(trial, Reply.ok(nameless));
    }

    private static void told(Trial trial, String status, String word) {
        assertThat(trial.answers(trial.status(trial.call(), status)).end()).containsExactly("COMPLETED");
        assertThat(trial.last().path("providerStatus").asText()).isEqualTo(status);
        assertThat(trial.last().path("data").path("status").asText()).isEqualTo(word);
    }
}
