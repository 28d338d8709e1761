package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that say of themselves what is not so, as only a client of the broker's own protocol can write them. */
@QuarkusTest
@TestProfile(OnMeddledAnswers.class)
class SpoiltMessagesFlowTest extends FlowTest {

    private static final byte TEXT = 3;
    private static final byte BYTES = 4;

    private ServerLocator locator;
    private ClientSessionFactory factory;
    private ClientSession session;
    private LogWatch log;

    private interface Spoiling {
        void spoil(ClientMessage message);
    }

    @BeforeEach
    void connect() throws Exception {
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + world.brokerPort());
        factory = locator.createSessionFactory();
        session = factory.createSession(true, true);
        log = LogWatch.begin();
    }

    @AfterEach
    void goesOnAndNoConnectionWasLost() throws Exception {
        assertThat(end(send(Requests.fiatToCrypto(id("after")))).status()).isEqualTo("COMPLETED");
        factory.close();
        locator.close();
        log.close();
        assertThat(log.unexpected()).isEmpty();
        assertThat(log.all()).noneMatch(line -> line.contains("AMQ212037") || line.contains("AMQ2140"));
    }

    @Test
    void aBodyThatIsNotWhatItsMessageSaysIsADeadLetterOfItsBytes() throws Exception {
        byte[] length = ByteBuffer.allocate(9).put((byte) 1).putInt(Integer.MAX_VALUE).putInt(17).array();
        byte[] negative = ByteBuffer.allocate(9).put((byte) 1).putInt(-5).putInt(18).array();
        for (byte type : new byte[]{0, 1, 2, TEXT, 5, 6, 7, 99, -1}) {
            for (byte[] body : new byte[][]{length, negative,
                    ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(type).array(), {1}, {}}) {
                String correlation = id("body");
                ClientMessage message = message(type, body, correlation);
                send(message);
                assertThat(world.witness().awaitCorrelated(correlation).category()).as("type %d", type)
                        .isEqualTo("VALIDATION");
                assertThat(dead(correlation).body()).as("type %d", type).isEqualTo(body);
            }
        }
    }

    @Test
    void aHeaderOfAnotherTypeThanItsOwnIsNotThere() throws Exception {
        Map<String, Spoiling> spoilings = new LinkedHashMap<>();
        for (String name : new String[]{"_AMQ_LARGE_COMPRESSED", "_AMQ_LARGE_SIZE", "_AMQ_GROUP_ID",
                "_AMQ_GROUP_SEQUENCE", "JMSReplyTo",
                "JMSType", "JMSXGroupID", "JMSDeliveryMode", "JMSPriority", "JMSTimestamp", "JMSExpiration",
                "JMSXDeliveryCount", "JMSXUserID",
                "JMSMessageID", "JMSDestination", "JMSRedelivered", "_AMQ_ORIG_QUEUE", "_AMQ_ORIG_MESSAGE_ID",
                "_AMQ_ACTUAL_EXPIRY",
                "_AMQ_USER_ID", "_AMQ_VALIDATED_USER", "__AMQ_CID", "_AMQ_CONTENT_TYPE", "CamelHttpUri", "step",
                "attempt"}) {
            spoilings.put(name + " as a number", message -> message.putIntProperty(name, 7));
            spoilings.put(name + " as bytes", message -> message.putBytesProperty(name, new byte[]{1, 2, 3}));
            spoilings.put(name + " as a truth", message -> message.putBooleanProperty(name, true));
            spoilings.put(name + " as a character", message -> message.putObjectProperty(name, 'c'));
            spoilings.put(name + " as nothing", message -> message.putObjectProperty(name, null));
        }
        Map<String, String> ids = new LinkedHashMap<>();
        for (Map.Entry<String, Spoiling> spoiling : spoilings.entrySet()) {
            String id = id("header");
            ClientMessage message = text(Requests.fiatToCrypto(id).toString(), id);
            spoiling.getValue().spoil(message);
            send(message);
            ids.put(spoiling.getKey(), id);
        }
        ids.forEach((what, id) -> assertThat(end(id).status()).as(what).isEqualTo("COMPLETED"));
    }

    /** 64 MiB of nothing are 64 KiB on the wire; nobody makes them large again. */
    @Test
    void aCompressedBodyIsADeadLetterAsItCame() throws Exception {
        try (ServerLocator compressing = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + world.brokerPort())) {
            compressing.setCompressLargeMessage(true);
            try (ClientSessionFactory own = compressing.createSessionFactory();
                    ClientSession sending = own.createSession(true, true)) {
                for (byte type : new byte[]{BYTES, TEXT}) {
                    String correlation = id("compressed");
                    ClientMessage message = sending.createMessage(type, true);
                    message.getBodyBuffer().writeBytes(new byte[64 << 20]);
                    message.putStringProperty("JMSCorrelationID", correlation);
                    sending.createProducer("orders.requests").send(message);
                    assertThat(world.witness().awaitCorrelated(correlation).category()).isEqualTo("VALIDATION");
                    assertThat(dead(correlation).body()).hasSizeLessThan(1 << 20);
                }
            }
        }
    }

    @Test
    void aCorrelationIdThatIsFarTooLongIsNone() throws Exception {
        for (int size : new int[]{1_000, 30_000}) {
            String correlation = id("long") + "x".repeat(size);
            send(text(Requests.fiatToCrypto(id("long")).toString(), correlation));
            assertThat(world.witness().awaitCorrelated(correlation)).isNotNull();
        }
        for (int size : new int[]{33_000, 120_000, 244_000, 250_200}) {
            String id = id("long");
            send(text(Requests.fiatToCrypto(id).toString(), "x".repeat(size)));
            assertThat(end(id).message().correlationId()).isEqualTo(id);
            byte[] body = ("{" + id("long")).getBytes();
            send(text(new String(body), "x".repeat(size)));
            assertThat(world.witness().awaitDead(body).correlationId()).isNull();
        }
    }

    @Test
    void aReplyToThatIsFarTooLongIsNotAllowed() throws Exception {
        String id = id("far");
        ClientMessage message = text(Requests.fiatToCrypto(id).toString(), id);
        message.putStringProperty("JMSReplyTo", "queue://replies." + "y".repeat(240_000));
        send(message);
        assertThat(refusal(id).category()).isEqualTo("AUTHORIZATION");
    }

    private Received dead(String correlation) {
        return world.witness()
                .await(() -> world.witness().dead().stream()
                        .filter(letter -> correlation.equals(letter.correlationId()))
                        .findFirst().orElse(null), () -> "a dead letter of " + correlation);
    }

    private ClientMessage text(String body, String correlation) {
        ClientMessage message = message(TEXT, new byte[0], correlation);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(body));
        return message;
    }

    private ClientMessage message(byte type, byte[] body, String correlation) {
        ClientMessage message = session.createMessage(type, true);
        message.getBodyBuffer().writeBytes(body);
        message.putStringProperty("JMSCorrelationID", correlation);
        return message;
    }

    private void send(ClientMessage message) throws Exception {
        try (ClientProducer producer = session.createProducer("orders.requests")) {
            producer.send(message);
        }
    }
}
