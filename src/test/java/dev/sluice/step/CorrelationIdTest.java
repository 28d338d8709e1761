package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import org.junit.jupiter.api.Test;

class CorrelationIdTest {

    /** Envelopes of before there were others. */
    @Test
    void anEnvelopeWithATextIsReadAsThatText() {
        assertThat(read("{\"correlationId\":\"c-1\"}")).hasToString("c-1");
        assertThat(read("{\"correlationId\":\"\"}")).hasToString("");
        assertThat(read("{\"correlationId\":null}")).isNull();
        assertThat(read("{}")).isNull();
    }

    @Test
    void aTextIsWrittenAsBeforeAndBytesSoThatNoTextIsTakenForThem() {
        assertThat(CorrelationId.of("{\"bytes\":\"AP8=\"}").json().isTextual()).isTrue();
        assertThat(read("{\"correlationId\":{\"bytes\":\"AP8=\"}}")).hasToString("ID:AMQP_BINARY:00FF");
    }

    private static CorrelationId read(String envelope) {
        return CorrelationId.read(Json.own(envelope).path("correlationId"));
    }
}
