package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever message comes, it is answered or lies on sluice.dead with a reason, once, and Sluice goes on. */
@QuarkusTest
@TestProfile(OnMeddledAnswers.class)
class MessageFuzzFlowTest extends FlowTest {

    private static final int MESSAGES = Integer.getInteger("sluice.test.messages", 600);
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final List<String> QUEUES = List.of("orders.requests", "orders.requests.hambit", "otp.requests",
            "otp.requests.messagehub", "licenses.requests");

    private static final List<String> PROPERTIES = List.of("CamelHttpUri", "camelhttpuri", "CAMELHTTPURI",
            "CamelHttpPath", "CamelHttpQuery",
            "CamelHttpMethod", "CamelJmsDestinationName", "cameljmsdestinationname", "CamelJmsDestination",
            "CamelBeanMethodName",
            "CamelToEndpoint", "CamelFileName", "CamelCharsetName", "CamelExceptionCaught", "JMSXGroupID",
            "JMSXGroupSeq", "step", "handed",
            "account", "attempt", "repeat", "chained", "delivery", "deadReason", "deadQueue", "requestId", "status",
            "isFinal", "sequence",
            "Authorization", "access_key", "Content_Type", "_AMQ_ORIG_QUEUE", "_AMQ_ORIG_ADDRESS",
            "_AMQ_ORIG_MESSAGE_ID",
            "_AMQ_ACTUAL_EXPIRY", "_AMQ_CONTENT_TYPE", "_AMQ_LARGE_COMPRESSED", "_AMQ_LARGE_SIZE", "_AMQ_GROUP_ID",
            "_AMQ_ROUTING_TYPE",
            "_AMQ_VALIDATED_USER", "__AMQ_CID", "JMS_AMQP_ContentType", "JMS_AMQP_ContentEncoding", "ENC", "\u00e4",
            "_", "$");

    private static final List<Object> VALUES = List.of("", "mine", "http://127.0.0.1:1/", "jms:replies.stolen",
            "replies.stolen", "sluice.dead",
            "undelivered", "\r\nX: 1", "${body}", "x".repeat(20_000), 7, -1, Long.MAX_VALUE, true, false, 1.5, (byte) 1,
            (short) 3);

    private static final List<String> REPLY_TOS = List.of("replies.fuzz", "replies.", "replies.fuzz/\u00e9 x",
            "sluice.dead", "sluice.people",
            "sluice.submit.hambit", "orders.requests", "orders.results", "queue://sluice.dead", "topic://replies.fuzz",
            "/queue/sluice.dead",
            "replies.fuzz::sluice.dead", "replies.fuzz::orders.requests", "replies.*", "replies.#", "replies.>", "#",
            "*", "", " ", "$.artemis.internal",
            "activemq.management", "replies.fuzz?x=y", "temp-queue://x", "replies." + "z".repeat(20_000));

    private final Fuzz fuzz = new Fuzz();
    private final List<String> requests = new ArrayList<>();

    @Test
    void everyMessageIsAnsweredOrADeadLetterOnce() throws JMSException {
        int seen = world.witness().all().size();
        REPLY_TOS.stream().filter(name -> name.matches("replies\\.[A-Za-z0-9._-]{0,200}"))
                .forEach(name -> world.upstream().listen(name, world.witness()::result));
        world.upstream().listen("licenses.results", world.witness()::result);
        Map<String, Outgoing> all = new LinkedHashMap<>();
        try (LogWatch log = LogWatch.begin(); JmsUpstream amqp = JmsUpstream.amqp(world.brokerPort());
                JmsUpstream core = JmsUpstream.core(world.brokerPort());
                StompUpstream stomp = new StompUpstream(world.brokerPort())) {
            for (int i = 0; i < MESSAGES; i++) {
                String correlation = "fuzz-" + fuzz.seed + "-" + i;
                Outgoing message = message(correlation);
                if (i % 3 == 0) {
                    stomp.send(withoutWhatTheBrokerRefuses(message));
                } else {
                    send(i % 3 == 1 ? amqp : core, message);
                }
                all.put(correlation, message);
            }
            await().dontCatchUncaughtExceptions().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(unanswered(all)).as("unanswered, seed %s", fuzz.seed).isEmpty());
            assertThat(end(send(Requests.fiatToCrypto(id("after")))).status()).isEqualTo("COMPLETED");
            assertThat(end(send(Requests.balance(id("after")))).status()).isEqualTo("COMPLETED");
            Map<String, Long> dead = world.witness().dead().stream()
                    .filter(letter -> all.containsKey(letter.correlationId()))
                    .collect(Collectors.groupingBy(Received::correlationId, Collectors.counting()));
            Map<String, Long> refusals = world.witness().all().stream().skip(seen)
                    .filter(result -> result.sequence() == 0)
                    .collect(Collectors.groupingBy(result -> String.valueOf(result.message().correlationId()),
                            Collectors.counting()));
            assertThat(dead.values()).as("dead letters of a message, seed %s", fuzz.seed).containsOnly(1L);
            assertThat(refusals.values()).as("refusals of a message, seed %s", fuzz.seed).containsOnly(1L);
            assertThat(world.witness().dead())
                    .allSatisfy(letter -> assertThat(letter.properties().get("deadReason").toString()).isNotBlank());
            assertThat(log.unexpected()).as("seed %s", fuzz.seed).isEmpty();
        }
    }

    private List<String> unanswered(Map<String, Outgoing> all) {
        Map<String, Boolean> answered = new HashMap<>();
        world.witness().all().forEach(result -> answered.merge(String.valueOf(result.message().correlationId()),
                result.isEnd() || result.replayed(), Boolean::logicalOr));
        return all.entrySet().stream().filter(sent -> !answered.getOrDefault(sent.getKey(), false))
                .map(sent -> sent.getValue().toString()).toList();
    }

    private Outgoing message(String correlation) {
        String id = correlation.replaceFirst("fuzz-.*-", "fuzz-");
        ObjectNode request = switch (fuzz.number(7)) {
            case 0 -> Requests.fiatToCrypto(id);
            case 1 -> Requests.cryptoToFiat(id);
            case 2 -> Requests.send(id, mobile("12345"));
            case 3 -> Requests.verify(id, mobile("12345"), "059647");
            case 4 -> Requests.balance(id);
            case 5 -> Requests.orderStatus(id, requests.isEmpty() ? "none" : fuzz.one(requests));
            default -> Requests.fiatToCrypto(id).put("expiresAt", "2126-01-01T00:00:00Z").put("account", "second");
        };
        requests.add(id);
        String text = fuzz.chance(15) ? request.toString() : fuzz.damaged(request);
        Object body = fuzz.chance(40) ? text : fuzz.chance(10) ? fuzz.noise()
                : fuzz.chance(20) ? fuzz.scratched(text.getBytes(StandardCharsets.UTF_8))
                        : text.getBytes(StandardCharsets.UTF_8);
        Outgoing message = Outgoing.to(fuzz.chance(75) ? sharedQueue(request) : fuzz.one(QUEUES), body)
                .correlated(correlation);
        for (int i = fuzz.number(4); i > 0; i--) {
            message = message.with(fuzz.one(PROPERTIES), fuzz.one(VALUES));
        }
        return fuzz.chance(30) ? message.replyTo(fuzz.one(REPLY_TOS)) : message;
    }

    /** A STOMP client is told by an ERROR frame that its message is refused, and loses its connection. */
    private static Outgoing withoutWhatTheBrokerRefuses(Outgoing message) {
        Map<String, Object> accepted = new HashMap<>(message.properties());
        accepted.keySet().removeIf(name -> name.startsWith("_AMQ_"));
        Object body = message.body() instanceof String text && text.indexOf(0) >= 0
                ? text.getBytes(StandardCharsets.UTF_8) : message.body();
        return new Outgoing(message.queue(), body, message.correlationId(), message.replyTo(), accepted);
    }

    /**
     * As a text or bytes message, now and then as one of another type; a property that the client refuses is left out.
     */
    private void send(JmsUpstream upstream, Outgoing message) throws JMSException {
        Session session = upstream.session();
        Message out = switch (fuzz.number(12)) {
            case 0 -> map(session, message);
            case 1 -> stream(session, message);
            case 2 -> session.createObjectMessage(new ArrayList<>(List.of(message.body().toString())));
            case 3 -> session.createMessage();
            default -> message.body() instanceof byte[] bytes ? binary(session, bytes)
                    : session.createTextMessage((String) message.body());
        };
        Map<String, Object> accepted = new HashMap<>(message.properties());
        accepted.keySet().removeIf(name -> isRefused(session, name, message.properties().get(name)));
        try {
            upstream.send(new Outgoing(message.queue(), "", message.correlationId(), message.replyTo(), accepted), out);
        } catch (JMSException | IllegalArgumentException e) {
            upstream.send(new Outgoing(message.queue(), "", message.correlationId(), null, Map.of()), out);
        }
    }

    private static boolean isRefused(Session session, String name, Object value) {
        try {
            session.createMessage().setObjectProperty(name, value);
            return false;
        } catch (JMSException | IllegalArgumentException e) {
            return true;
        }
    }

    private static Message binary(Session session, byte[] body) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private static Message map(Session session, Outgoing of) throws JMSException {
        MapMessage message = session.createMapMessage();
        message.setString("requestId", of.correlationId());
        return message;
    }

    private static Message stream(Session session, Outgoing of) throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeString(of.correlationId());
        return message;
    }
}
