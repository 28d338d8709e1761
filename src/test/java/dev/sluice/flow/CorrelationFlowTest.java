package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A correlation id comes back as it came, whatever becomes of the request. The witness compares it for every result.
 */
@QuarkusTest
@TestProfile(OnSqlite.class)
class CorrelationFlowTest extends FlowTest {

    private static final String BINARY = "ID:AMQP_BINARY:00FF7B80C3280D0A";

    /**
     * The AMQP client writes each of these as the type that it names, and shows the type that it reads in the same way.
     */
    @ParameterizedTest
    @ValueSource(strings = {BINARY, "ID:AMQP_BINARY:", "ID:AMQP_UUID:5c6f6b52-3c1e-4e0c-9f5e-8d0d3f0b7a11",
            "ID:AMQP_ULONG:18446744073709551615",
            "ID:AMQP_STRING:ID:AMQP_BINARY:00", "ID:AMQP_STRING:ID:AMQP_UUID:none", "ID:plain", "7", "", " a b ",
            "{\"bytes\":\"AA==\"}",
            "nul \0 in it", "\uD83E\uDD91 \u00e4"})
    void theTypesOfAmqpComeBackAsTheyCame(String correlationId) {
        for (ObjectNode request : List.of(Requests.fiatToCrypto(id("done")),
                Requests.told(id("lost"), "sandbox:reset-after"))) {
            String id = send(world.upstream(), Outgoing.to("orders.requests", request).correlated(correlationId));
            assertThat(end(id).status()).isEqualTo("COMPLETED");
            assertThat(world.witness().of(id)).hasSizeGreaterThan(1)
                    .allMatch(result -> correlationId.equals(result.message().correlationId()));
        }
    }

    @Test
    void bytesComeBackByteForByteOnResultsReplaysAndRefusals() throws Exception {
        try (CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            core.listen("replies.bytes", world.witness()::result);
            ObjectNode request = Requests.fiatToCrypto(id("bytes"));
            assertThat(end(bytes(core, request, new byte[]{0, -1, '{'})).message().correlationId())
                    .isEqualTo("ID:AMQP_BINARY:00FF7B");
            assertThat(replay(bytes(core, request, new byte[]{9, 9})).message().correlationId())
                    .isEqualTo("ID:AMQP_BINARY:0909");
            ObjectNode other = request.deepCopy();
            other.withObject("/order").put("amount", "7");
            assertThat(refusal(bytes(core, other, new byte[]{})).message().correlationId())
                    .isEqualTo("ID:AMQP_BINARY:");
            byte[] longest = new byte[32 << 10];
            assertThat(end(bytes(core, Requests.fiatToCrypto(id("bytes")), longest)).message().correlationId())
                    .hasSize(15 + (64 << 10));
            assertThat(end(bytes(core, Requests.fiatToCrypto(id("bytes")), new byte[longest.length + 1])).message()
                    .correlationId()).startsWith("bytes-");
        }
    }

    /** Sends with a correlation id of bytes, over the broker's own protocol. */
    private String bytes(CoreUpstream core, ObjectNode request, byte[] correlationId) {
        core.send(Outgoing.to("orders.requests", request).replyTo("replies.bytes").with("JMSCorrelationID",
                correlationId));
        return request.path("requestId").asText();
    }

    @Test
    void anUnreadableMessageIsAnsweredUnderItsBytesAndKeepsThemOnTheDeadQueue() {
        byte[] body = ("{" + id("bytes")).getBytes(StandardCharsets.UTF_8);
        world.upstream().send(Outgoing.to("orders.requests", body).correlated(BINARY + "01"));
        assertThat(world.witness().awaitCorrelated(BINARY + "01").category()).isEqualTo("VALIDATION");
        assertThat(world.witness().awaitDead(body).correlationId()).isEqualTo(BINARY + "01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CORE", "STOMP"})
    void aTextThatReadsLikeATypeOfAmqpIsATextToOthers(Protocol protocol) {
        try (Upstream upstream = protocol.connect(world.brokerPort())) {
            upstream.listen("replies.typed." + protocol, world.witness()::result);
            for (String text : List.of(BINARY, "ID:AMQP_ULONG:7", "ID:AMQP_NO_PREFIX:x", "ID:AMQP_STRING:x",
                    "ID:AMQP_other")) {
                String id = send(upstream, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("typed")))
                        .replyTo("replies.typed." + protocol).correlated(text));
                assertThat(end(id).message().correlationId()).isEqualTo(text);
            }
        }
    }

    /** The broker could give an AMQP client no message that has it, and so none of these results. */
    @Test
    void whatNoAmqpClientCouldBeGivenIsNone() throws Exception {
        try (CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            for (String text : List.of("ID:AMQP_UUID:garbage", "ID:AMQP_ULONG:-1", "ID:AMQP_BINARY:0",
                    "ID:AMQP_BINARY:zz", "half \uD83E a character")) {
                ObjectNode request = Requests.fiatToCrypto(id("none"));
                core.send(Outgoing.to("orders.requests", request).correlated(text));
                Result end = end(request.path("requestId").asText());
                assertThat(end.message().correlationId()).as(text).isEqualTo(end.id());
                byte[] body = ("{" + id("none")).getBytes(StandardCharsets.UTF_8);
                core.send(Outgoing.to("orders.requests", body).correlated(text));
                assertThat(world.witness().awaitDead(body).correlationId()).as(text).isNull();
            }
        }
    }

    @Test
    void oneOfAnotherTypeIsTheTextThatItReadsAs() throws Exception {
        try (CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            for (Object value : new Object[]{7, true, 1.5, 'c', Long.MAX_VALUE}) {
                ObjectNode request = Requests.fiatToCrypto(id("typed"));
                core.send(Outgoing.to("orders.requests", request).with("JMSCorrelationID", value));
                assertThat(end(request.path("requestId").asText()).message().correlationId())
                        .isEqualTo(value.toString());
            }
        }
    }
}
