package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told of a list in which no order is found. */
class ListWordsTest {

    private static final Places PLACES = Places.of(Json.object(), Json.own("""
            {"places": {"status": "/state"}, "list": {"at": "/items", "item": {"providerReference": "/id"}}}"""));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            p-2 | [{"id": "p-1"}] | its list has other orders and not this one
            p-2 | []              | its list has not this order
            -   | [{"id": "p-1"}] | it cannot be told which of its list is this order, of which nothing is known that its items have
            """)
    void itIsSaidWhyNoneIsOurs(String reference, String items, String told) {
        ObjectNode answer = Json.own("{\"items\": " + items + "}");
        assertThat(
                PLACES.answer(answer, Json.object().put("providerReference", reference), true).path("message").asText())
                .isEqualTo(told);
    }

    @Test
    void ofOneThatIsFoundNothingIsSaid() {
        ObjectNode answer = Json.own("{\"items\": [{\"id\": \"p-1\", \"state\": \"done\"}]}");
        assertThat(PLACES.answer(answer, Json.object().put("providerReference", "p-1"), true).path("known").asBoolean())
                .isTrue();
    }
}
