package dev.sluice.cli.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stays of a request and its answer, where something else would be said without it. */
class RedactionTest {

    private static final OwnWords WORDS = new OwnWords("order mobile data state [done] list holder");

    @Test
    void membersThatNobodyNeedsAreLeftOut() {
        Redaction.Redacted redacted = redacted("{\"expiresAt\": \"2026-11-21\", \"order\": {\"mobile\": \"+4475\"}}",
                "{\"data\": {\"state\": \"done\", \"ana@x.org\": 1, \"holder\": \"Ana\"}, \"accounts\": {\"DE89\": 2}}",
                all -> all.at("/0/order").has("mobile") && all.at("/1/data/state").asText().equals("done"));

        assertThat(redacted.request()).isEqualTo(Json.own("{\"order\": {\"mobile\": \"+1111\"}}"));
        assertThat(redacted.answers()).containsExactly(Json.own("{\"data\": {\"state\": \"done\"}}"));
    }

    @Test
    void aValueThatIsNeededHasItsFormAtMost() {
        assertThat(redacted("{\"order\": {\"mobile\": \"+4475\"}}", "{\"data\": {\"holder\": \"Ana\"}}",
                all -> all.at("/1/data/holder").asText().length() == 3).answers())
                .containsExactly(Json.own("{\"data\": {\"holder\": \"Xxx\"}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"order": {"mobile": "+4475"}} | {"data": {}} | /0/order/mobile | the real order.mobile;
            {"order": {"list": [4475]}}    | {"data": {}} | /0/order/list/0 | the real order.list.0;
            {"order": {}} | {"data": {"holder": "Ana"}}    | /1/data/holder | the real answer 1.data.holder;
            {"order": {}} | {"data": {"DE89": {"holder": 0}}} | /1/data/DE89/holder | the real name of answer 1.data.(a member);
            """)
    void whatIsSomebodysAndNeededIsNamedByItsPlaceAndNotRecorded(String request, String answer, String place,
            String told) {
        JsonNode needed = Json.own("{\"0\": " + request + ", \"1\": " + answer + "}").at(place);

        assertThatThrownBy(() -> redacted(request, answer, all -> all.at(place).equals(needed)))
                .hasMessageContaining("nothing is recorded").hasMessageContaining(told)
                .hasMessageNotContainingAny("4475", "Ana", "DE89");
    }

    private static Redaction.Redacted redacted(String request, String answer, Predicate<ObjectNode> said) {
        Redaction.Meaning meaning = (asked, answers) -> {
            ObjectNode all = Json.object();
            all.set("0", asked);
            all.set("1", answers.get(0));
            return Json.object().put("said", said.test(all));
        };
        return new Redaction(meaning, WORDS).of(Json.own(request), List.of(Json.own(answer)));
    }
}
