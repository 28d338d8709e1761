package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Cases of answers that are good, and odd where nothing depends on it, and of those that say what cannot be kept. */
final class OddAnswers {

    private static final Map<String, String> UNREAD = Map.of("no number", "NaN", "an endless number", "-Infinity",
            "half a character", "\"\\ud800\"", "a line break", "\"a\nb\"", "a letter of its own", "\"\u00e9\"");
    private static final List<String> DATA = List.of("[]", "{}", "false", "\"much\"", "\"1E+999999999\"", "-1", "0",
            "99999999999999999999", "\"0001-01-01T00:00:00Z\"", "\"\\u0000\"", "\"\\udc00\"",
            "[{\"a\":[\"\\ud800\"]}]");
    private static final List<String> BLANK = List.of("\"\"", "\" \"", "\"\\n\"", "[]", "{}", "false", "[\"8\"]",
            "{\"code\":\"8\"}");
    private static final Map<String, String> UNKEPT = Map.of("a zero in it", "R-\0-1", "half a character in it",
            "R-\ud800-1",
            "what turns it round", "R-\u202e-1", "a line break in it", "R-1\nR-2", "a hundred kilobytes",
            "R".repeat(100_000));

    private OddAnswers() {
    }

    static void of(Shipped provider, String operation, Map<String, Consumer<Trial>> cases) {
        Recorded recorded = provider.recorded();
        String call = recorded.carriedBy(operation);
        JsonNode file = provider.operation(operation);
        for (String charset : new String[]{"UTF-16", "UTF-16LE", "ISO-8859-1"}) {
            cases.put("good answer in " + charset,
                    trial -> good(trial, unread(trial.good(), UNREAD.get("a letter of its own"))
                            .in(Charset.forName(charset))));
        }
        cases.put("good answer behind a byte order mark",
                trial -> good(trial, trial.good().saying("\uFEFF" + trial.good().body())));
        UNREAD.forEach((what, value) -> cases.put("good answer beside " + what,
                trial -> good(trial, unread(trial.good(), value))));
        if (Stream.of(call, file.path("ask").asText(""))
                .anyMatch(each -> recorded.oddAnswer(each, "any", new TextNode("")) != null)) {
            DATA.forEach(odd -> cases.put("data of " + odd, trial -> data(trial, Recorded.json(odd))));
            cases.put("credentials in data", trial -> data(trial, new TextNode(secrets(trial))));
        }
        cases.put("credentials in an error",
                trial -> LostAnswer.of(trial, trial.recorded.error("987654", secrets(trial))));
        if (recorded.answer(call, "any", "reference", new TextNode("R")) != null) {
            UNKEPT.forEach((what, reference) -> cases.put("reference with " + what, trial -> unkept(trial, reference)));
            cases.put("reference that is a credential",
                    trial -> unkept(trial, trial.recorded.secrets(trial.provider).get(0)));
            cases.put("reference with a credential in it",
                    trial -> unkept(trial, "R-" + trial.recorded.secrets(trial.provider).get(0) + "-1"));
            cases.put("reference with a credential escaped",
                    trial -> unkept(trial, "R-" + trial.recorded.secrets(trial.provider).get(0)
                            .toUpperCase(Locale.ROOT).replace("-", "%2D") + "-1"));
        }
        recorded.restsOn(operation).forEach(place -> BLANK.forEach(blank -> cases.put("success with " + blank
                + " as " + place,
                trial -> LostAnswer.of(trial, Reply.ok(trial.recorded.answer(trial.call(), trial.id,
                        place, Recorded.json(blank)))))));
        if (recorded.oddAnswer(call, "any", new TextNode("")) != null) {
            cases.put("data of control characters", trial -> endless(trial));
        }
        file.path("echo").properties().forEach(echo -> {
            for (String odd : new String[]{"[]", "{}", "false", "[\"100.00\"]"}) {
                cases.put(echo.getKey() + " as " + odd, trial -> Cases.echo(trial, echo.getKey(), Recorded.json(odd)));
            }
            if (echo.getValue().asText().endsWith(".amount")) {
                cases.put(echo.getKey() + " in another form", trial -> amount(trial, echo.getKey(), "\""));
                cases.put(echo.getKey() + " as a number in another form", trial -> amount(trial, echo.getKey(), ""));
            }
        });
    }

    private static void good(Trial trial, Reply answer) {
        assertThat(trial.answers(answer).end()).isEqualTo(trial.happyEnd());
        assertThat(trial.calls()).isEqualTo(1);
    }

    private static Reply unread(Reply good, String value) {
        return good.saying(good.body().replaceFirst("\\{",
                Matcher.quoteReplacement("{\"unread\":" + value + ",")));
    }

    /** What nobody compares and no table lists is published where the contract has room for it; it decides nothing. */
    private static void data(Trial trial, JsonNode odd) {
        JsonNode answer = trial.recorded.oddAnswer(trial.call(), trial.id, odd);
        JsonNode told = trial.question() == null ? null : trial.recorded.oddAnswer(trial.question(), trial.id, odd);
        trial.answers(answer == null ? trial.good() : Reply.ok(answer));
        if (told != null) {
            trial.tells(Reply.ok(told));
        }
        assertThat(trial.end()).isEqualTo(trial.happyEnd());
        assertThat(trial.calls()).isEqualTo(1);
    }

    private static String secrets(Trial trial) {
        return String.join(" and ", trial.recorded.secrets(trial.provider));
    }

    private static void unkept(Trial trial, String reference) {
        JsonNode answer = trial.recorded.answer(trial.call(), trial.id, "reference", new TextNode(reference));
        assertThat(trial.answers(Reply.ok(answer)).end()).containsExactly("UNRESOLVED");
        assertThat(trial.last().path("error").path("message").asText()).contains("reference cannot be kept");
        assertThat(trial.last().path("providerReference").isNull()).isTrue();
        assertThat(trial.calls()).isEqualTo(1);
    }

    /** It is left out where it is one member among others; where it is the answer, nobody can publish that. */
    private static void endless(Trial trial) {
        String body = Reply.ok(trial.recorded.oddAnswer(trial.call(), trial.id, new TextNode("endless"))).body();
        Reply answer = trial.good().saying(body.replaceFirst("endless", "\u0001".repeat(200_000)));
        if (trial.file.path("exact").asBoolean(false)) {
            LostAnswer.of(trial, answer);
        } else {
            good(trial, answer);
        }
    }

    private static void amount(Trial trial, String member, String quote) {
        BigDecimal asked = new BigDecimal(trial.recorded.request(trial.operation).path("amount").asText());
        String other = asked.unscaledValue() + "0E" + (-asked.scale() - 1);
        assertThat(new BigDecimal(other)).isEqualByComparingTo(asked);
        JsonNode answer = trial.recorded.answer(trial.call(), trial.id, member, new TextNode(other));
        boolean own = answer != null;
        JsonNode holds = own ? answer
                : trial.recorded.answer(trial.question(), trial.id, member, new TextNode(other));
        assertThat(holds).as("the place of " + member + " is recorded").isNotNull();
        Reply said = Reply.ok(holds)
                .saying(Reply.ok(holds).body().replace("\"" + other + "\"", quote + other + quote));
        good(own ? trial : trial.tells(said), own ? said : trial.good());
    }
}
