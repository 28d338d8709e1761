package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read lies on sluice.dead byte for byte, and is answered only where there is somewhere to answer. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class UnreadableFlowTest extends FlowTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void itLiesOnTheDeadQueueByteForByte(String what, byte[] body) {
        long before = world.witness().all().stream().filter(result -> result.id() == null).count();
        world.upstream().send(Outgoing.to("orders.requests", body));
        Received letter = world.witness().awaitDead("orders.requests", body);
        assertThat(letter.properties()).containsEntry("deadCategory", "VALIDATION")
                .doesNotContainKey("requestId");
        String correlationId = id("unreadable");
        world.upstream().send(Outgoing.to("orders.requests.hambit", body).correlated(correlationId));
        Result answer = world.witness().awaitCorrelated(correlationId);
        assertThat(answer.id()).isNull();
        assertThat(answer.status()).isEqualTo("REJECTED");
        assertThat(answer.category()).isEqualTo("VALIDATION");
        assertThat(answer.sequence()).isZero();
        assertThat(answer.message().queue()).isEqualTo("orders.results");
        assertThat(world.witness().all().stream().filter(result -> result.id() == null).count()).isEqualTo(before + 1);
    }

    static Stream<Arguments> itLiesOnTheDeadQueueByteForByte() {
        String right = Requests.fiatToCrypto("unreadable-1").toString();
        return Stream.of(
                kind("not JSON", "{requestId"),
                kind("nothing", ""),
                kind("a list", "[" + right + "]"),
                kind("a text", "\"unreadable-1\""),
                kind("null", "null"),
                kind("two documents", right + " " + right),
                kind("a byte order mark", "\uFEFF" + right), kind("a repeated member",
                        right.replace("\"operation\"", "\"requestId\":\"unreadable-2\",\"operation\"")),
                kind("a repeated member further in", right.replace("\"currency\"", "\"amount\":\"1\",\"currency\"")),
                kind("nested 33 deep", right.replace("\"shop-7\"", "[".repeat(31) + "]".repeat(31))),
                kind("half a character", right.replace("shop-7", "\\ud83e")),
                kind("a comment", right + "// it"),
                kind("NaN", right.replace("\"100.00\"", "NaN")),
                kind("more than 64 KiB", right + " ".repeat(65537 - right.length())),
                kind("far more than 64 KiB", right + " ".repeat(400_000)),
                Arguments.of("no UTF-8", right.replace("shop-7", "shop-\u00e9").getBytes(StandardCharsets.ISO_8859_1)),
                Arguments.of("UTF-16", right.getBytes(StandardCharsets.UTF_16)),
                Arguments.of("over-long UTF-8", bytes(right.replace("shop-7", "\u0000\u0000"), 0xC0, 0x80)),
                kind("no requestId", right.replace("\"requestId\"", "\"id\"")),
                kind("a requestId as a number", right.replace("\"unreadable-1\"", "17")),
                kind("requestId null", right.replace("\"unreadable-1\"", "null")),
                kind("an empty requestId", right.replace("unreadable-1", "")),
                kind("a requestId of 65 characters", right.replace("unreadable-1", "x".repeat(65))),
                kind("a requestId with a space", right.replace("unreadable-1", "a b")),
                kind("a requestId with a line end", right.replace("unreadable-1", "a\\n")),
                kind("a requestId of other letters", right.replace("unreadable-1", "\u00e4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP", "Core", "STOMP"})
    void aTextToo(String protocol) {
        String body = "{not JSON \u00e4\u00f6 " + id(protocol);
        try (Upstream upstream = switch (protocol) {
            case "AMQP" -> JmsUpstream.amqp(world.brokerPort());
            case "Core" -> JmsUpstream.core(world.brokerPort());
            default -> new StompUpstream(world.brokerPort());
        }) {
            upstream.send(Outgoing.to("otp.requests", body));
            assertThat(world.witness().awaitDead(body.getBytes(StandardCharsets.UTF_8)).properties())
                    .containsEntry("deadQueue", "otp.requests");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Core", "STOMP"})
    void aBodyThatTheBrokerKeepsAsALargeMessageToo(String protocol) {
        byte[] body = (id(protocol) + "x".repeat(700_000)).getBytes(StandardCharsets.UTF_8);
        try (Upstream upstream = protocol.equals("Core") ? JmsUpstream.core(world.brokerPort())
                : new StompUpstream(world.brokerPort())) {
            upstream.send(Outgoing.to("orders.requests", body));
            assertThat(world.witness().awaitDead(body).body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP", "CORE"})
    void aMessageThatIsFarTooLargeIsRefusedWhenItIsSent(Protocol protocol) {
        try (Upstream upstream = protocol.connect(world.brokerPort())) {
            byte[] most = (id("most") + "x".repeat((4 << 20) - 10_000)).getBytes(StandardCharsets.UTF_8);
            upstream.send(Outgoing.to("orders.requests", most));
            assertThat(world.witness().awaitDead(most).body()).isEqualTo(most);
            for (Object body : new Object[]{new byte[5 << 20], "x".repeat(5 << 20)}) {
                assertThatThrownBy(() -> upstream.send(Outgoing.to("orders.requests", body)))
                        .hasStackTraceContaining("at most 4 MiB");
            }
        }
    }

    @Test
    void itIsAnsweredAtAReplyToThatIsAllowedWithoutACorrelationId() {
        byte[] body = ("{" + id("answer")).getBytes(StandardCharsets.UTF_8);
        try (JmsUpstream upstream = JmsUpstream.amqp(world.brokerPort())) {
            String replyTo = upstream.temporaryQueue(world.witness()::result);
            upstream.send(Outgoing.to("orders.requests", body).replyTo(replyTo));
            Result answer = world.witness().await(() -> world.witness().all().stream()
                    .filter(result -> result.message().queue().equals(replyTo)).findFirst().orElse(null),
                    () -> "an answer");
            assertThat(answer.id()).isNull();
            assertThat(answer.message().correlationId()).isNull();
            world.witness().awaitDead(body);
        }
    }

    @Test
    void theDeadLetterHoldsWhatIsNeededToSendItOnceMore() {
        Received one = dead("{" + id("first"));
        Received other = dead("{" + id("second"));
        assertThat(one.correlationId()).isEqualTo("of-" + one.text());
        assertThat(one.properties()).containsEntry("deadReplyTo", "replies.shop").containsKey("deadAt");
        assertThat(one.properties().get("deadFingerprint").toString()).matches("[0-9a-f]{8}")
                .isEqualTo(other.properties().get("deadFingerprint"))
                .isNotEqualTo(dead("[]").properties().get("deadFingerprint"));
    }

    private Received dead(String body) {
        world.upstream().send(Outgoing.to("orders.requests", body).replyTo("replies.shop").correlated("of-" + body));
        return world.witness().awaitDead(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withAReplyToThatIsNotAllowedTheCorrelationIdIsAnsweredOnTheResultsQueue() {
        String correlationId = id("answer");
        world.upstream()
                .send(Outgoing.to("orders.requests", "{").replyTo("sluice.submit.hambit").correlated(correlationId));
        assertThat(world.witness().awaitCorrelated(correlationId).message().queue()).isEqualTo("orders.results");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP", "Core"})
    void aMapIsNotReadAndIsAnswered(String protocol) throws JMSException {
        try (JmsUpstream upstream = protocol.equals("AMQP") ? JmsUpstream.amqp(world.brokerPort())
                : JmsUpstream.core(world.brokerPort())) {
            MapMessage map = upstream.session().createMapMessage();
            map.setString("requestId", "unreadable-1");
            String correlationId = id("map");
            upstream.send(Outgoing.to("orders.requests", "").correlated(correlationId), map);
            assertThat(world.witness().awaitCorrelated(correlationId).id()).isNull();
            awaitDeadHolding("unreadable-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP", "Core"})
    void aJavaObjectIsNotReadAndIsAnswered(String protocol) throws JMSException {
        try (JmsUpstream upstream = protocol.equals("AMQP") ? JmsUpstream.amqp(world.brokerPort())
                : JmsUpstream.core(world.brokerPort())) {
            Session session = upstream.session();
            String correlationId = id("object");
            upstream.send(Outgoing.to("orders.requests", "").correlated(correlationId),
                    session.createObjectMessage(correlationId));
            assertThat(world.witness().awaitCorrelated(correlationId).id()).isNull();
            Received letter = awaitDeadHolding(correlationId);
            assertThat(letter.body()).contains(0xAC, 0xED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP", "Core"})
    void aStreamIsNotReadAndIsAnswered(String protocol) throws JMSException {
        try (JmsUpstream upstream = protocol.equals("AMQP") ? JmsUpstream.amqp(world.brokerPort())
                : JmsUpstream.core(world.brokerPort())) {
            StreamMessage stream = upstream.session().createStreamMessage();
            stream.writeString("unreadable-1");
            String correlationId = id("stream");
            upstream.send(Outgoing.to("orders.requests", "").correlated(correlationId), stream);
            assertThat(world.witness().awaitCorrelated(correlationId).id()).isNull();
        }
    }

    /** A text inside of a map stands there in two bytes a character. */
    private Received awaitDeadHolding(String text) {
        return world.witness().await(() -> world.witness().dead().stream()
                .filter(letter -> new String(letter.body(), StandardCharsets.ISO_8859_1).replace("\0", "")
                        .contains(text))
                .findFirst().orElse(null), () -> "a dead letter that holds " + text);
    }

    private static Arguments kind(String what, String body) {
        return Arguments.of(what, body.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text, int... inPlaceOfZeros) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int next = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                bytes[i] = (byte) inPlaceOfZeros[next++];
            }
        }
        return Arrays.copyOf(bytes, bytes.length);
    }
}
