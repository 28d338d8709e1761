package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What lies on one of Sluice's own queues and is not a message of Sluice's is a dead letter at once, whole, and once.
 */
@QuarkusTest
@TestProfile(OnSqlite.class)
class OwnQueuesFlowTest extends FlowTest {

    private static final String SECRET = "4711-secret";
    private static final List<String> QUEUES = List.of("sluice.submit.hambit", "sluice.submit.hambit.second",
            "sluice.polls.hambit",
            "sluice.polls.hambit.second", "sluice.webhooks.hambit", "sluice.people", "sluice.undelivered");

    private CoreUpstream core;
    private LogWatch log;

    @BeforeEach
    void connect() throws Exception {
        core = new CoreUpstream(world.brokerPort());
        log = LogWatch.begin();
    }

    @AfterEach
    void goesOnAndNothingCameBack() {
        assertThat(end(send(Requests.fiatToCrypto(id("after")))).status()).isEqualTo("COMPLETED");
        core.close();
        log.close();
        assertThat(log.unexpected()).isEmpty();
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void whatIsNoMessageOfSluicesIsADeadLetterWithItsReason() {
        Map<String, Object> bodies = new LinkedHashMap<>();
        for (String body : List.of(SECRET, "", "{", "{}", "[]", "null", "\"" + SECRET + "\"", "[".repeat(5_000),
                "{\"a\":" + "9".repeat(2_000) + "}",
                "{\"family\":\"orders\",\"requestId\":\"" + SECRET + "\\u0000\"}",
                "{\"family\":\"nobody\",\"requestId\":\"x\"}",
                "{\"family\":7,\"requestId\":{}}", "{\"request\":[],\"kept\":1,\"envelope\":\"" + SECRET + "\"}",
                submission("messagehub").toString(),
                submission("hambit").put("kept", SECRET).toString(), submission("hambit").put("family", "x").toString(),
                submission("hambit").without("envelope").toString(), SECRET + "x".repeat(300_000))) {
            bodies.put(body.substring(0, Math.min(60, body.length())), body);
            bodies.put("bytes of " + body.substring(0, Math.min(60, body.length())),
                    body.getBytes(StandardCharsets.UTF_8));
        }
        bodies.put("noise", new byte[]{0, -1, -2, 77, 0, 0, 1});
        Map<String, String> sent = new LinkedHashMap<>();
        Map<String, Object> whole = new LinkedHashMap<>();
        for (String queue : QUEUES) {
            bodies.forEach((what, body) -> {
                String correlation = id("misfit");
                Outgoing message = Outgoing.to(queue, body).correlated(correlation);
                // A webhook's body may be anything that its provider signed, so that one has to be no delivery.
                core.send(queue.startsWith("sluice.webhooks.") ? message : message.with("step", id("step")));
                sent.put(correlation, queue);
                whole.put(correlation, body);
            });
        }
        sent.forEach((correlation, queue) -> {
            Received letter = dead(correlation);
            assertThat(letter.properties()).as(correlation).containsEntry("deadQueue", queue);
            assertThat(letter.properties().get("deadReason").toString()).as(correlation).isNotBlank()
                    .doesNotContain(SECRET);
            Object body = whole.get(correlation);
            assertThat(letter.body())
                    .isEqualTo(body instanceof byte[] bytes ? bytes : ((String) body).getBytes(StandardCharsets.UTF_8));
        });
        assertThat(world.witness().dead().stream().filter(letter -> sent.containsKey(letter.correlationId())))
                .hasSize(sent.size());
    }

    @Test
    void aPropertyOfAnotherTypeThanSluiceWritesIsNotConverted() {
        List<Map<String, Object>> properties = new ArrayList<>();
        for (Object odd : new Object[]{7, true, 1.5, 'c', new byte[]{1}, "", " ", "a\0b", "\uD83E", "x".repeat(129),
                "x".repeat(40_000)}) {
            properties.add(Map.of("step", odd));
        }
        for (String name : new String[]{"attempt", "repeat", "handed", "chained", "account"}) {
            for (Object odd : new Object[]{"x", 1L, 1.5, new byte[]{1}, name.equals("account") ? 7 : "7"}) {
                properties.add(Map.of("step", id("step"), name, odd.equals("x") && name.equals("account") ? "X" : odd));
            }
        }
        List<String> sent = new ArrayList<>();
        for (String queue : List.of("sluice.submit.hambit", "sluice.polls.hambit", "sluice.webhooks.hambit")) {
            String body = queue.contains("submit") ? submission("hambit").toString()
                    : "{\"family\":\"orders\",\"requestId\":\"nobody\"}";
            for (Map<String, Object> odd : properties) {
                String correlation = id("misfit");
                Outgoing message = Outgoing.to(queue, body).correlated(correlation);
                for (Map.Entry<String, Object> property : odd.entrySet()) {
                    message = message.with(property.getKey(), property.getValue());
                }
                core.send(message);
                sent.add(correlation);
            }
        }
        sent.forEach(correlation -> assertThat(dead(correlation).properties().get("deadReason").toString())
                .contains("the message property"));
    }

    @Test
    void aMessageOfAnyTypeIsMovedOnByItsBytes() {
        List<String> sent = new ArrayList<>();
        for (String queue : QUEUES) {
            for (byte type : new byte[]{Message.DEFAULT_TYPE, Message.OBJECT_TYPE, Message.MAP_TYPE,
                    Message.STREAM_TYPE, 99}) {
                String correlation = id("type");
                ClientMessage message = core.session().createMessage(type, true);
                message.getBodyBuffer().writeBytes(correlation.getBytes(StandardCharsets.UTF_8));
                core.send(Outgoing.to(queue, "").correlated(correlation).with("step", id("step")), message);
                sent.add(correlation);
            }
        }
        sent.forEach(correlation -> assertThat(dead(correlation).text()).isEqualTo(correlation));
    }

    /** Whatever says of itself where it was, and whatever it was there. */
    @Test
    void whatTheBrokerGaveUpOnIsMovedOnWhateverItIs() {
        Map<String, String> queues = new LinkedHashMap<>();
        for (Object origin : new Object[]{"sluice.submit.hambit", "sluice.polls.hambit", "sluice.webhooks.hambit",
                "sluice.people", "orders.requests",
                "sluice.undelivered", "sluice.dead", "orders.results", "replies.x", "", "a\nb", "\uD83E",
                "q".repeat(300), 7, true, new byte[]{1}}) {
            for (String body : List.of(SECRET, "{}", "{\"request\":{},\"envelope\":{\"correlationId\":7}}")) {
                String correlation = id("origin");
                core.send(
                        Outgoing.to("sluice.undelivered", body).correlated(correlation).with("_AMQ_ORIG_QUEUE", origin)
                                .with("_AMQ_ORIG_MESSAGE_ID", SECRET).with("sequence", new byte[]{1})
                                .with("status", 'c').with("isFinal", "x"));
                queues.put(correlation,
                        origin instanceof String name && name.matches("[a-z.]{1,255}") ? name : "sluice.undelivered");
            }
        }
        queues.forEach(
                (correlation, queue) -> assertThat(dead(correlation).properties()).containsEntry("deadQueue", queue));
    }

    @Test
    void aDeadLetterThatComesBackKeepsItsFirstReason() {
        String correlation = id("again");
        core.send(Outgoing.to("sluice.undelivered", "x").correlated(correlation).with("_AMQ_ORIG_QUEUE", "sluice.dead")
                .with("deadReason", "the first")
                .with("deadCategory", "VALIDATION").with("deadQueue", "orders.requests")
                .with("deadAt", "2026-11-22T00:10:41.149Z")
                .with("deadFingerprint", "0a1b2c3d").with("deadReplyTo", "replies.x"));
        assertThat(dead(correlation).properties()).containsEntry("deadReason", "the first")
                .containsEntry("deadQueue", "orders.requests")
                .containsEntry("deadReplyTo", "replies.x").containsEntry("deadFingerprint", "0a1b2c3d");
    }

    @Test
    void aRequestThatGotPastTheDoorLiesThereAsItsProducerWroteIt() {
        ObjectNode submission = submission("hambit");
        submission.withObject("/envelope").putObject("correlationId").put("bytes", "AP8=");
        core.send(Outgoing.to("sluice.undelivered", submission.toString()).with("_AMQ_ORIG_QUEUE",
                "sluice.submit.hambit"));
        Received letter = world.witness()
                .await(() -> world.witness().dead().stream()
                        .filter(dead -> "ID:AMQP_BINARY:00FF".equals(dead.correlationId()))
                        .findFirst().orElse(null), () -> "the request");
        assertThat(letter.properties()).containsEntry("deadQueue", "orders.requests.hambit")
                .containsEntry("requestId", "misfit")
                .containsEntry("deadReplyTo", "replies.x");
        assertThat(Requests.read(letter.text())).isEqualTo(submission.get("request"));
    }

    /** A text that a database would refuse again and again. */
    @Test
    void aPersonsDemandAboutARequestThatCannotBeIsAnswered() {
        String replyTo = "replies.people";
        List<Received> answers = new ArrayList<>();
        core.listen(replyTo, message -> {
            synchronized (answers) {
                answers.add(message);
            }
        });
        for (String demand : List.of(
                "{\"act\":\"ask\",\"by\":\"ana\",\"why\":\"x\",\"family\":\"orders\",\"requestId\":\"a\\u0000b\"}",
                "{\"act\":\"resolve\",\"status\":\"FAILED\",\"by\":\"ana\",\"why\":\"x\",\"family\":\"o\\u0000\",\"requestId\":\"a\"}",
                "{\"act\":\"replay\",\"by\":\"ana\",\"why\":\"x\",\"family\":\"orders\",\"requestId\":\""
                        + "z".repeat(100) + "\",\"queue\":\"\\u0000\"}",
                "{\"act\":\"discard\",\"by\":\"ana\",\"why\":\"x\"}")) {
            core.send(Outgoing.to("sluice.people", demand).with("step", id("person")).replyTo(replyTo));
        }
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            synchronized (answers) {
                assertThat(answers).hasSize(4);
            }
        });
    }

    private static ObjectNode submission(String provider) {
        ObjectNode submission = Requests.read(
                "{\"family\":\"orders\",\"contentHash\":\"h\",\"expiredAtDoor\":false,\"kept\":{},\"envelope\":{}}");
        submission.withObject("/envelope").put("replyTo", "replies.x");
        submission.set("request",
                Requests.request("misfit", "fiat-to-crypto").put("provider", provider).put("account", "default"));
        return submission;
    }

    private Received dead(String correlation) {
        return world.witness()
                .await(() -> world.witness().dead().stream()
                        .filter(letter -> correlation.equals(letter.correlationId()))
                        .findFirst().orElse(null), () -> "a dead letter of " + correlation);
    }
}
