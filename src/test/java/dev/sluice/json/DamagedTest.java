package dev.sluice.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedTest {

    private static final JsonPointer PLACE = JsonPointer.compile("/data/id");

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"data\":{\"id\":\"a-1\"", "{\"data\":{\"id\":\"a-1\"}}x", "{\"data\":{\"id\":\"a-1\",\"id\":\"a-1\"}}",
            "{\"data\":{\"n\":NaN,\"id\":\"a-1\"}}", "{'data':{id:'a-1'}}",
            "{\"data\":{\"t\":\"line\nbreak\",\"id\":\"a-1\"}}",
            "{\"id\":\"other\",\"data\":{\"id\":\"a-1\",\"items\":[{\"id\":\"other\"}]", "/* by hand */"
                    + " {\"data\":{\"id\":\"a-1\",},}"})
    void whatStandsAtThePlaceBeforeTheDamageIsFound(String document) {
        assertThat(Damaged.text(document, PLACE)).isEqualTo("a-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "x", "{\"data\":{\"id\":\"a-", "{\"data\":{\"id\":\"a-1\",\"id\":\"b-2\"}}", "{\"data\":{\"id\":null}}",
            "{\"data\":{\"id\":[\"a-1\"]",
            "{\"data\":{\"id\":{\"id\":\"a-1\"", "{\"id\":\"a-1\"", "[{\"data\":{\"id\":\"a-1\"}}"})
    void whatIsNotFoundOrFoundTwiceIsNothing(String document) {
        assertThat(Damaged.text(document, PLACE)).isNull();
    }
}
