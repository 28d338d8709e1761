package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
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
            Outgoing plain = Outgoing.to("orders.requests", Requests.fiatToCrypto(id("corr")))
                    .replyTo("replies." + protocol);
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
            String id = send(upstream,
                    Outgoing.to("orders.requests", Requests.fiatToCrypto(id("temp"))).replyTo(replyTo));
            assertThat(end(id).status()).isEqualTo("COMPLETED");
            assertThat(world.witness().of(id)).allMatch(result -> result.message().queue().equals(replyTo));
            ObjectNode wrong = Requests.fiatToCrypto(id("temp"));
            wrong.withObject("/order").put("currency", "EUR");
            String refused = send(upstream, Outgoing.to("orders.requests", wrong).replyTo(replyTo));
            assertThat(refusal(refused).message().queue()).isEqualTo(replyTo);
        }
    }

    @Test
    void resultsForATemporaryQueueThatIsGoneGoToTheResultsQueue() throws Exception {
        String id;
        String replyTo;
        try (JmsUpstream upstream = JmsUpstream.amqp(world.brokerPort())) {
            replyTo = upstream.temporaryQueue(world.witness()::result);
            id = send(upstream, Outgoing.to("orders.requests", Requests.told(id("gone"), "sandbox:error-500")
                    .put("account", "second")).replyTo(replyTo));
            status(id, "UNKNOWN");
        }
        try (CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            await().until(() -> !core.session().queueQuery(SimpleString.of(replyTo)).isExists());
            core.send(Outgoing.to("sluice.people", "{\"act\":\"resolve\",\"family\":\"orders\",\"requestId\":\"" + id
                    + "\",\"status\":\"FAILED\",\"by\":\"ana\",\"why\":\"the provider never saw it\"}")
                    .with("step", id("person")));
        }
        assertThat(end(id).message().queue()).isEqualTo("orders.results");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.results", "sluice.dead", "sluice.submit.hambit", "orders.requests", "elsewhere",
            "replies", "xreplies.a", "replies.*", "replies.#", "replies.a::sluice.submit.hambit",
            "/queue/orders.requests"})
    void anotherReplyToIsRefusedOnTheResultsQueue(String replyTo) {
        String id = send(world.upstream(),
                Outgoing.to("orders.requests", Requests.fiatToCrypto(id("refused"))).replyTo(replyTo));
        Result refusal = refusal(id);
        assertThat(refusal.category()).isEqualTo("AUTHORIZATION");
        assertThat(refusal.message().queue()).isEqualTo("orders.results");
        assertThat(refusal.error()).contains("reply-to");
        assertThat(created(id)).isZero();
    }

    /**
     * What a producer writes is a text; nobody looks in it for parameters, other queues, patterns or the broker's own
     * names.
     */
    @Test
    void aTextThatIsNoNameOfAQueueIsRefusedAtOnceHoweverItComes() throws Exception {
        List<String> texts = List.of("replies.a?max-consumers=many", "replies.a?auto-delete=true", "replies.a?", "?",
                "replies.a?x=%zz", "replies.a::replies.b",
                "replies.a::", "::replies.a", "replies.a;x", "replies.a,replies.b", "replies.a#", "replies.>",
                "$sys.replies.a", "replies.a b",
                " replies.a", "replies.a ", "replies.\u00e4", "replies.\uFF41", "replies.a\u0000", "replies.a/b",
                "replies.a\\b", "replies.a\tb",
                "replies.a%62", "replies.${x}", "replies.{{sluice.data}}", "queue://",
                "queue://queue://queue://replies.a", "/queue/",
                "topic://replies.a", "/topic/replies.a", "temp-topic://replies.a", "/temp-queue/replies.a",
                "temp-queue:replies.a",
                "jms.queue.replies.a", "", " ", "replies." + "a".repeat(248));
        Map<String, String> asked = new LinkedHashMap<>();
        try (JmsUpstream amqp = JmsUpstream.amqp(world.brokerPort());
                StompUpstream stomp = new StompUpstream(world.brokerPort());
                CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            for (String text : texts) {
                for (Upstream upstream : List.of(amqp, stomp, core)) {
                    // An empty address is none to the AMQP client, and STOMP has no way to write a NUL.
                    if (!(text.isEmpty() && upstream == amqp || text.contains("\0") && upstream == stomp)) {
                        asked.put(send(upstream,
                                Outgoing.to("orders.requests", Requests.fiatToCrypto(id("text"))).replyTo(text)), text);
                    }
                }
            }
        }
        asked.forEach((id, text) -> {
            assertThat(refusal(id).category()).as(text).isEqualTo("AUTHORIZATION");
            assertThat(refusal(id).message().queue()).as(text).isEqualTo("orders.results");
            assertThat(created(id)).as(text).isZero();
        });
    }

    @Test
    void theWaysToWriteAQueueAreOneQueue() throws Exception {
        try (StompUpstream stomp = new StompUpstream(world.brokerPort());
                CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            stomp.listen("replies.ways", world.witness()::result);
            for (String way : List.of("replies.ways", "queue://replies.ways", "/queue/replies.ways",
                    "queue:///queue/replies.ways")) {
                for (Upstream upstream : List.of(stomp, core)) {
                    String id = send(upstream,
                            Outgoing.to("orders.requests", Requests.fiatToCrypto(id("way"))).replyTo(way));
                    assertThat(end(id).message().queue()).as(way).isEqualTo("replies.ways");
                }
            }
        }
    }

    /** Its results would never leave; what another broker may have is tried with one ({@code OutsideReplyToIT}). */
    @Test
    void anAllowedNameCanBecomeNoTopicsAndNoQueueElsewhere() throws Exception {
        try (CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            assertThatThrownBy(() -> core.session().createAddress(SimpleString.of("replies.topical"),
                    RoutingType.MULTICAST, false))
                    .hasMessageContaining("sluice.reply-to.allowed");
            assertThatThrownBy(
                    () -> core.session()
                            .createQueue(QueueConfiguration.of("replies.elsewhere").setAddress("replies.topical")
                                    .setRoutingType(RoutingType.MULTICAST)))
                    .hasMessageContaining("sluice.reply-to.allowed");
        }
    }

    @Test
    void aTemporaryQueueOfAnAwkwardNameOrOnAnotherAddressIsRefused() throws Exception {
        try (CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            for (String name : List.of("mine?max-consumers=many", "mine and yours", "sluice.mine",
                    "orders.requests.mine", "activemq.mine")) {
                core.session().createQueue(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST)
                        .setTemporary(true).setDurable(false));
                String id = send(core,
                        Outgoing.to("orders.requests", Requests.fiatToCrypto(id("awkward"))).replyTo(name));
                assertThat(refusal(id).category()).as(name).isEqualTo("AUTHORIZATION");
            }
            assertThatThrownBy(() -> core.session().createQueue(QueueConfiguration.of("mine").setAddress("theirs")
                    .setRoutingType(RoutingType.ANYCAST).setTemporary(true).setDurable(false)))
                    .hasMessageContaining("name of its address");
        }
    }

    /** As clients of other protocols name theirs at an external broker. */
    @Test
    void aTemporaryQueueWithColonsInItsNameGetsEveryResult() throws Exception {
        try (CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            String name = "ID:shop-7:40112:1:1";
            core.session().createQueue(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST)
                    .setTemporary(true).setDurable(false));
            core.listen(name, world.witness()::result);
            String id = send(core, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("colons")))
                    .replyTo("temp-queue://" + name));
            assertThat(end(id).message().queue()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP", "CORE"})
    void aTopicAsReplyToIsRefusedOnTheResultsQueue(Protocol protocol) throws JMSException {
        try (JmsUpstream upstream = (JmsUpstream) protocol.connect(world.brokerPort())) {
            for (Topic topic : new Topic[]{upstream.session().createTopic("replies.topic"),
                    upstream.session().createTemporaryTopic()}) {
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
            String id = send(upstream,
                    Outgoing.to("orders.requests", Requests.fiatToCrypto(id("refused"))).replyTo("sluice.dead"));
            assertThat(refusal(id).category()).isEqualTo("AUTHORIZATION");
            assertThat(refusal(id).message().queue()).isEqualTo("orders.results");
        }
    }
}
