package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsMessageIDBuilder;
import org.apache.qpid.jms.policy.JmsDefaultMessageIDPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in and results out over each protocol: queues, bodies, properties, message ids. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class QueuesFlowTest extends FlowTest {

    @ParameterizedTest
    @EnumSource
    void aTextOnTheSharedQueueIsServed(Protocol protocol) {
        try (Upstream upstream = protocol.connect(world.brokerPort())) {
            ObjectNode request = Requests.fiatToCrypto(id("shared"));
            assertThat(end(send(upstream, Outgoing.to("orders.requests", request))).status()).isEqualTo("COMPLETED");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesOnTheProvidersOwnQueueAreServed(Protocol protocol) {
        try (Upstream upstream = protocol.connect(world.brokerPort())) {
            ObjectNode request = Requests.fiatToCrypto(id("own"));
            world.witness().sent(request, null);
            upstream.send(Outgoing.to("orders.requests.hambit", request.toString().getBytes(StandardCharsets.UTF_8)));
            assertThat(end(request.path("requestId").asText()).status()).isEqualTo("COMPLETED");
        }
    }

    @Test
    void theSameQueuesServeOneTimePasswords() {
        assertThat(end(send(Requests.balance(id("balance")))).status()).isEqualTo("COMPLETED");
        assertThat(end(send(world.upstream(), Outgoing.to("otp.requests.messagehub", Requests.balance(id("balance")))))
                .status())
                .isEqualTo("COMPLETED");
    }

    @Test
    void aProviderMayBeNamedOnItsOwnQueueAndOnTheSharedOne() {
        ObjectNode own = Requests.fiatToCrypto(id("own")).put("provider", "hambit").put("account", "default");
        assertThat(end(send(world.upstream(), Outgoing.to("orders.requests.hambit", own))).status())
                .isEqualTo("COMPLETED");
        assertThat(end(send(Requests.fiatToCrypto(id("shared")).put("provider", "hambit"))).status())
                .isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP", "CORE"})
    void aSelectorOnThePropertiesFindsWhatItNames(Protocol protocol) {
        try (JmsUpstream upstream = (JmsUpstream) protocol.connect(world.brokerPort())) {
            String queue = "replies.selected." + protocol;
            List<Result> ends = new ArrayList<>();
            Consumer<Received> finals = message -> {
                synchronized (ends) {
                    ends.add(new Result(Requests.read(message.text()), message));
                }
                world.witness().result(message);
            };
            upstream.listen(queue, "isFinal = TRUE AND status = 'COMPLETED' AND sequence > 1", finals);
            upstream.listen(queue, "isFinal = FALSE", world.witness()::result);
            String id = send(upstream,
                    Outgoing.to("orders.requests", Requests.fiatToCrypto(id("selected"))).replyTo(queue));
            Result end = end(id);
            // Two consumers hand over what comes, each in its own time.
            world.witness().await(() -> history(id).size() == end.sequence() ? true : null,
                    () -> "all " + end.sequence() + " results of " + id + ", seen: " + history(id));
            synchronized (ends) {
                assertThat(ends).extracting(Result::id).containsExactly(id);
            }
        }
    }

    @Test
    void requestsWithoutMessageIdAreToldApart() throws JMSException {
        try (JmsUpstream upstream = JmsUpstream.amqp(world.brokerPort()).withoutMessageIds()) {
            List<String> ids = List.of(
                    send(upstream, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("no-id")))),
                    send(upstream, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("no-id")))));
            ids.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        }
    }

    @Test
    void oneMessageIdForSeveralRequestsMeansNothing() {
        JmsConnectionFactory factory = new JmsConnectionFactory("amqp://127.0.0.1:" + world.brokerPort());
        JmsDefaultMessageIDPolicy always = new JmsDefaultMessageIDPolicy();
        always.setMessageIDBuilder(new JmsMessageIDBuilder() {
            @Override
            public Object createMessageID(String producerId, long sequence) {
                return "always-the-same";
            }
        });
        factory.setMessageIDPolicy(always);
        try (JmsUpstream upstream = new JmsUpstream("AMQP", factory)) {
            List<String> ids = List.of(
                    send(upstream, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("same-id")))),
                    send(upstream, Outgoing.to("orders.requests", Requests.cryptoToFiat(id("same-id")))),
                    send(upstream, Outgoing.to("otp.requests", Requests.balance(id("same-id")))));
            ids.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        }
    }

    @Test
    void oneRequestIdInTwoFamiliesIsTwoRequests() {
        String id = id("family");
        send(Requests.fiatToCrypto(id));
        world.upstream().send(Outgoing.to("otp.requests",
                Requests.balance(id).set("metadata", Requests.read("{\"tenant\":\"shop-7\"}"))));
        world.witness().await(id, "the order's end",
                result -> result.isFinal() && result.body().path("family").asText().equals("orders")
                        && result.status().equals("COMPLETED"));
        world.witness().await(id, "the balance",
                result -> result.isFinal() && result.body().path("family").asText().equals("otp")
                        && result.status().equals("COMPLETED"));
    }

    @Test
    void everyCharacterThatARequestIdMayHaveComesBack() {
        String id = (id("Az09._:-") + ":".repeat(64)).substring(0, 64);
        assertThat(end(send(Requests.fiatToCrypto(id))).status()).isEqualTo("COMPLETED");
    }

    @Test
    void metadataComesBackAsItWas() {
        ObjectNode request = Requests.fiatToCrypto(id("meta"));
        request.putObject("metadata").put("", "empty name").put("\uD83E\uDD91", "a=b&c").put("big", "x".repeat(4000));
        Result end = end(send(request));
        assertThat(end.body().path("metadata")).isEqualTo(request.path("metadata"));
    }

    @Test
    void whatAProducerAddsAsPropertiesNeverComesOut() {
        Outgoing message = Outgoing.to("orders.requests", Requests.fiatToCrypto(id("props")))
                .with("tenant", "x").with("status", "COMPLETED").with("sequence", 99);
        for (Map.Entry<String, Object> property : Map
                .<String, Object>of("step", "a", "handed", true, "attempt", 5, "repeat", 9).entrySet()) {
            message = message.with(property.getKey(), property.getValue());
        }
        assertThat(end(send(world.upstream(), message)).status()).isEqualTo("COMPLETED");
    }
}
