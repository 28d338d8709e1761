package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where results go, and under which correlation id. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class ReplyToFlowTest extends FlowTest {

    @ParameterizedTest
    @EnumSource
    void theCorrelationIdComesBackAndElseTheRequestId(Protocol protocol) {
        try (Upstream upstream = protocol.connect(world.brokerPort())) {
            upstream.listen("replies." + protocol, world.witness()::result);
            Outgoing correlated = Outgoing.to("orders.requests", Requests.fiatToCrypto(id("corr")))
                    .correlated("corr: " + protocol + "/7").replyTo("replies." + protocol);
            Outgoing plain = Outgoing.to("orders.requests", Requests.fiatToCrypto(id("corr"))).replyTo("replies." + protocol);
            Result one = end(send(upstream, correlated));
            Result other = end(send(upstream, plain));
            assertThat(one.message().correlationId()).isEqualTo("corr: " + protocol + "/7");
            assertThat(one.message().queue()).isEqualTo("replies." + protocol);
            assertThat(other.message().correlationId()).isEqualTo(other.id());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP", "CORE"})
    void aTemporaryQueueGetsEveryResult(Protocol protocol) {
        try (JmsUpstream upstream = (JmsUpstream) protocol.connect(world.brokerPort())) {
            String replyTo = upstream.temporaryQueue(world.witness()::result);
            String id = send(upstream, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("temp"))).replyTo(replyTo));
            assertThat(end(id).status()).isEqualTo("COMPLETED");
            assertThat(world.witness().of(id)).allMatch(result -> result.message().queue().equals(replyTo));
            ObjectNode wrong = Requests.fiatToCrypto(id("temp"));
            wrong.withObject("/order").put("currency", "EUR");
            String refused = send(upstream, Outgoing.to("orders.requests", wrong).replyTo(replyTo));
            assertThat(refusal(refused).message().queue()).isEqualTo(replyTo);
        }
    }

    @Test
    void resultsForATemporaryQueueThatIsGoneGoToTheResultsQueue() {
        String id;
        try (JmsUpstream upstream = JmsUpstream.amqp(world.brokerPort())) {
            String replyTo = upstream.temporaryQueue(world.witness()::result);
            id = send(upstream, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("gone"))).replyTo(replyTo));
            status(id, "ACCEPTED");
        }
        assertThat(end(id).message().queue()).isEqualTo("orders.results");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.results", "sluice.dead", "sluice.submit.hambit", "orders.requests", "elsewhere",
            "replies", "xreplies.a", "replies.*", "replies.#", "replies.a::sluice.submit.hambit", "/queue/orders.requests"})
    void anotherReplyToIsRefusedOnTheResultsQueue(String replyTo) {
        String id = send(world.upstream(), Outgoing.to("orders.requests", Requests.fiatToCrypto(id("refused"))).replyTo(replyTo));
        Result refusal = refusal(id);
        assertThat(refusal.category()).isEqualTo("AUTHORIZATION");
        assertThat(refusal.message().queue()).isEqualTo("orders.results");
        assertThat(refusal.error()).contains("reply-to");
        assertThat(created(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP", "CORE"})
    void aTopicAsReplyToIsRefusedOnTheResultsQueue(Protocol protocol) throws JMSException {
        try (JmsUpstream upstream = (JmsUpstream) protocol.connect(world.brokerPort())) {
            for (Topic topic : new Topic[] {upstream.session().createTopic("replies.topic"), upstream.session().createTemporaryTopic()}) {
                ObjectNode request = Requests.fiatToCrypto(id("topic"));
                TextMessage message = upstream.session().createTextMessage(request.toString());
                message.setJMSReplyTo(topic);
                upstream.send(Outgoing.to("orders.requests", request), message);
                assertThat(refusal(request.path("requestId").asText()).category()).isEqualTo("AUTHORIZATION");
            }
        }
    }

    @Test
    void aReplyToThatIsRefusedOverStompToo() {
        try (StompUpstream upstream = new StompUpstream(world.brokerPort())) {
            String id = send(upstream, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("refused"))).replyTo("sluice.dead"));
            assertThat(refusal(id).category()).isEqualTo("AUTHORIZATION");
            assertThat(refusal(id).message().queue()).isEqualTo("orders.results");
        }
    }
}
