package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages as a client may write them below JMS: what holds a request is served, everything else answered and kept. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class OddMessagesFlowTest extends FlowTest {

    private AmqpUpstream amqp;
    private LogWatch log;

    @BeforeEach
    void connect() throws Exception {
        amqp = new AmqpUpstream(world.brokerPort());
        log = LogWatch.begin();
    }

    @AfterEach
    void goesOnAndNothingCameBack() throws Exception {
        assertThat(end(send(Requests.fiatToCrypto(id("after")))).status()).isEqualTo("COMPLETED");
        amqp.close();
        log.close();
        assertThat(log.unexpected()).isEmpty();
        assertThat(log.all()).noneMatch(line -> line.contains("AMQ212037") || line.contains("AMQ2140"));
    }

    @Test
    void aRequestInAnyBodyOfAmqpThatIsTextOrBytesIsServed() throws Exception {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String type : new String[]{null, "application/json", "application/json; charset=utf-8", "text/plain",
                "text/plain;charset=utf-16", "text/plain;charset=none",
                "application/octet-stream", "image/png", "no type", ""}) {
            for (String encoding : new String[]{null, "gzip", "identity", "\u00e4"}) {
                for (int body = 0; body < 3; body++) {
                    ObjectNode request = Requests.fiatToCrypto(id("body"));
                    Binary bytes = new Binary(request.toString().getBytes(StandardCharsets.UTF_8));
                    Message message = message(switch (body) {
                        case 0 -> new AmqpValue(request.toString());
                        case 1 -> new AmqpValue(bytes);
                        default -> new Data(bytes);
                    });
                    message.setContentType(type);
                    message.setContentEncoding(encoding);
                    assertThat(amqp.send("orders.requests", message)).isTrue();
                    ids.put(request.path("requestId").asText(), type + " " + encoding + " " + body);
                }
            }
        }
        ids.forEach((id, what) -> assertThat(end(id).status()).as(what).isEqualTo("COMPLETED"));
    }

    @Test
    void anyOtherBodyOfAmqpIsAnsweredAndKept() throws Exception {
        String request = Requests.fiatToCrypto("odd-1").toString();
        Map<String, Section> bodies = new LinkedHashMap<>();
        bodies.put("nothing", null);
        for (Object value : new Object[]{null, true, 7, 7L, (byte) 7, (short) 7, 1.5, 1.5f, 'c',
                UnsignedByte.valueOf((byte) 1), UnsignedShort.valueOf((short) 1),
                UnsignedInteger.valueOf(-1), UnsignedLong.valueOf(-1), new Date(), UUID.randomUUID(),
                Symbol.valueOf(request), List.of(request), List.of(), Map.of("requestId", "odd-1"), Map.of()}) {
            bodies.put("a value of " + (value == null ? null : value.getClass().getSimpleName() + " " + value),
                    new AmqpValue(value));
        }
        bodies.put("a sequence", new AmqpSequence(List.of(request)));
        bodies.put("an empty sequence", new AmqpSequence(List.of()));
        bodies.put("compressed", new Data(new Binary(gzip(request))));
        bodies.put("another encoding",
                new Data(new Binary("{\"a\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1))));
        bodies.put("two bytes a character", new Data(new Binary(request.getBytes(StandardCharsets.UTF_16LE))));
        bodies.put("empty", new Data(new Binary(new byte[0])));
        Map<String, String> sent = new LinkedHashMap<>();
        for (Map.Entry<String, Section> body : bodies.entrySet()) {
            for (String type : new String[]{null, "application/x-java-serialized-object", "text/plain", "image/png"}) {
                // The broker cannot convert an object that is none, so that it never gets here.
                if (body.getValue() == null && "application/x-java-serialized-object".equals(type)) {
                    continue;
                }
                String correlation = id("odd");
                Message message = message(body.getValue());
                message.setContentType(type);
                message.setCorrelationId(correlation);
                assertThat(amqp.send("orders.requests", message)).as(body.getKey()).isTrue();
                sent.put(correlation, body.getKey() + " as " + type);
            }
        }
        sent.forEach((correlation, what) -> {
            assertThat(world.witness().awaitCorrelated(correlation).category()).as(what).isEqualTo("VALIDATION");
            assertThat(dead(correlation).properties()).as(what).containsEntry("deadQueue", "orders.requests");
        });
    }

    @Test
    void aCompressedBodyIsCalledThat() throws Exception {
        byte[] body = gzip(Requests.fiatToCrypto("odd-1").toString());
        world.upstream().send(Outgoing.to("orders.requests", body).correlated(id("gzip")));
        assertThat(world.witness().awaitDead(body).properties().get("deadReason").toString()).contains("compressed");
    }

    @Test
    void noSectionOfAmqpKeepsARequestFromBeingServed() throws Exception {
        Map<String, Consumer<Message>> sections = new LinkedHashMap<>();
        for (Object value : new Object[]{null, true, 7, 7L, (byte) 7, (short) 7, 1.5, 1.5f, 'c',
                UnsignedByte.valueOf((byte) -1), UnsignedShort.valueOf((short) -1),
                UnsignedInteger.valueOf(-1), UnsignedLong.valueOf(-1), Symbol.valueOf("s"), "", "x".repeat(70_000),
                new Binary(new byte[]{0, -1})}) {
            String what = value == null ? "null" : value.getClass().getSimpleName();
            for (String name : new String[]{"tenant", "step", "JMSXGroupID", "JMSType", "JMSCorrelationID",
                    "CamelJmsDestinationName", "_AMQ_LARGE_COMPRESSED", ""}) {
                sections.put("property " + name + " " + what, message -> {
                    Map<String, Object> properties = new LinkedHashMap<>();
                    properties.put(name, value);
                    message.setApplicationProperties(new ApplicationProperties(properties));
                });
            }
            sections.put("annotation " + what, message -> {
                Map<Symbol, Object> annotations = new LinkedHashMap<>();
                annotations.put(Symbol.valueOf("x-opt-jms-msg-type"), value);
                annotations.put(Symbol.valueOf("x-opt-mine"), value);
                message.setMessageAnnotations(new MessageAnnotations(annotations));
                message.setDeliveryAnnotations(new DeliveryAnnotations(annotations));
                message.setFooter(new Footer(annotations));
            });
        }
        sections.put("priority", message -> message.setPriority((short) 255));
        sections.put("delivery count", message -> message.setDeliveryCount(Integer.MAX_VALUE));
        sections.put("first acquirer", message -> message.setFirstAcquirer(true));
        sections.put("user", message -> message.setUserId(new byte[]{0, -1, -2}));
        sections.put("subject", message -> message.setSubject("x".repeat(70_000)));
        sections.put("elsewhere", message -> message.setAddress("queue://elsewhere?x=y"));
        sections.put("group", message -> {
            message.setGroupId("g");
            message.setGroupSequence(0xFFFFFFFFL);
            message.setReplyToGroupId("\0");
        });
        sections.put("times", message -> {
            message.setCreationTime(Long.MIN_VALUE);
            message.setExpiryTime(Long.MAX_VALUE);
            message.setTtl(0xFFFFFFFFL);
        });
        for (Object id : new Object[]{"", UnsignedLong.valueOf(-1), new Binary(new byte[]{0}), UUID.randomUUID(),
                "ID:AMQP_UUID:none"}) {
            sections.put("message id " + id, message -> message.setMessageId(id));
        }
        Map<String, String> ids = new LinkedHashMap<>();
        for (Map.Entry<String, Consumer<Message>> section : sections.entrySet()) {
            ObjectNode request = Requests.fiatToCrypto(id("section"));
            Message message = message(new AmqpValue(request.toString()));
            section.getValue().accept(message);
            if (amqp.send("orders.requests", message)) {
                ids.put(request.path("requestId").asText(), section.getKey());
            }
        }
        assertThat(ids).hasSizeGreaterThan(100);
        ids.forEach((id, what) -> assertThat(end(id).status()).as(what).isEqualTo("COMPLETED"));
    }

    @Test
    void noHeaderOfStompKeepsARequestFromBeingServed() {
        Map<String, String> ids = new LinkedHashMap<>();
        try (StompUpstream stomp = new StompUpstream(world.brokerPort())) {
            for (String header : List.of("priority=9", "priority=0", "persistent=nonsense", "type=x", "JMSXGroupID=g",
                    "JMSXGroupSeq=x", "content-type=text/plain;charset=utf-16",
                    "content-type=", "content-encoding=gzip", "transformation=jms-map-json",
                    "expires=9223372036854775807", "\u00e4=\u00f6", "a b=c d", "timestamp=x",
                    "message-id=x", "JMSTimestamp=x", "redelivered=maybe", "_AMQ_ORIG_QUEUE=x", "step=x")) {
                String name = header.substring(0, header.indexOf('='));
                ids.put(send(stomp, Outgoing.to("orders.requests", Requests.fiatToCrypto(id("stomp"))).with(name,
                        header.substring(name.length() + 1))), header);
            }
        }
        ids.forEach((id, header) -> assertThat(end(id).status()).as(header).isEqualTo("COMPLETED"));
    }

    @Test
    void aTextThatIsNoneIsAnsweredAndKept() throws Exception {
        try (CoreUpstream core = new CoreUpstream(world.brokerPort())) {
            String correlation = id("none");
            ClientMessage message = core.session().createMessage(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE,
                    true);
            message.getBodyBuffer().writeNullableSimpleString(null);
            core.send(Outgoing.to("orders.requests", "").correlated(correlation), message);
            assertThat(world.witness().awaitCorrelated(correlation).error()).contains("empty");
            assertThat(dead(correlation).body()).isEmpty();
            String half = id("half");
            ClientMessage broken = core.session().createMessage(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE,
                    true);
            broken.getBodyBuffer().writeNullableSimpleString(SimpleString.of("{\"requestId\":\"\uD83E\"}"));
            core.send(Outgoing.to("orders.requests", "").correlated(half), broken);
            assertThat(world.witness().awaitCorrelated(half).error()).contains("half a character");
            assertThat(dead(half).body()).startsWith(0, '{').contains(0xD8, 0x3E).endsWith(0, '}');
        }
    }

    private static Message message(Section body) {
        Message message = Proton.message();
        message.setDurable(true);
        message.setBody(body);
        return message;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private Received dead(String correlation) {
        return world.witness()
                .await(() -> world.witness().dead().stream()
                        .filter(letter -> correlation.equals(letter.correlationId()))
                        .findFirst().orElse(null), () -> "a dead letter of " + correlation);
    }
}
