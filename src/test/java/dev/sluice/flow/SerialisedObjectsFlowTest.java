package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.utils.Base64;
import org.junit.jupiter.api.Test;

/** Nothing that somebody sends becomes an object of a class that he names, wherever he sends it. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class SerialisedObjectsFlowTest extends FlowTest {

    private static final String MINE = "spoilt = true";
    private static final List<String> OWN_QUEUES = List.of("sluice.submit.hambit", "sluice.polls.hambit",
            "sluice.webhooks.hambit");

    /** Tells when it is made anew. */
    static final class Trap implements Serializable {

        private static final String SPRUNG = "sluice.test.trap";

        private void readObject(ObjectInputStream stream) {
            System.setProperty(SPRUNG, "true");
        }
    }

    @Test
    void noObjectIsMadeAnewInThisProcess() throws Exception {
        byte[] trap = serialised(new Trap());

        assertThatThrownBy(() -> new ObjectInputStream(new ByteArrayInputStream(trap)).readObject())
                .isInstanceOf(InvalidClassException.class);
        assertThat(System.getProperty(Trap.SPRUNG)).isNull();
    }

    @Test
    void theBrokersManagementReadsNoneEither() throws Exception {
        CompositeType type = new CompositeType("t", "t", new String[]{"a"}, new String[]{"a"},
                new OpenType<?>[]{SimpleType.STRING});
        String object = Base64.encodeObject(new CompositeDataSupport(type, Map.of("a", "b")));
        try (LogWatch log = LogWatch.begin();
                ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + world.brokerPort());
                ClientSession session = locator.createSessionFactory().createSession(true, true)) {
            ClientMessage question = session.createMessage(false);
            ManagementHelper.putOperationInvocation(question, ResourceNames.BROKER, "listQueues");
            question.getBodyBuffer().clear();
            question.getBodyBuffer().writeNullableSimpleString(
                    SimpleString.of("[{\"javax.management.openmbean.CompositeData\": [\"" + object + "\"]}]"));

            session.createProducer("activemq.management").send(question);

            await().untilAsserted(() -> assertThat(log.all())
                    .anyMatch(line -> line.contains("AMQ224016") && line.contains("InvalidClassException")));
        }
    }

    @Test
    void aMessageOfAnyTypeOnSluicesOwnQueuesIsNotConvertedAndHoldsUpNobody() throws Exception {
        try (JmsUpstream core = JmsUpstream.core(world.brokerPort())) {
            for (String queue : OWN_QUEUES) {
                for (Message message : messages(core.session())) {
                    core.send(Outgoing.to(queue, "").with("step", 7).with("account", true).with("attempt", "many")
                            .with("spoilt", true), message);
                }
            }

            assertThat(end(send(Requests.fiatToCrypto(id("beside")))).status()).isEqualTo("COMPLETED");
            assertThat(System.getProperty(Trap.SPRUNG)).isNull();
        } finally {
            remove();
        }
    }

    private static List<Message> messages(Session session) throws JMSException {
        MapMessage map = session.createMapMessage();
        map.setString("requestId", "r");
        return List.of(session.createObjectMessage(new Trap()), map, session.createStreamMessage(),
                session.createMessage(),
                session.createTextMessage("not JSON"), session.createTextMessage(), session.createBytesMessage());
    }

    /** What cannot be read comes back a hundred times; the other tests need not wait for that. */
    private void remove() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + world.brokerPort());
                ClientSession session = locator.createSessionFactory().createSession(true, true);
                ClientRequestor requestor = new ClientRequestor(session, "activemq.management")) {
            session.start();
            for (String queue : OWN_QUEUES) {
                await().until(() -> {
                    asked(session, requestor, queue, "removeMessages");
                    return asked(session, requestor, queue, "countMessages") == 0;
                });
            }
        }
    }

    private static long asked(ClientSession session, ClientRequestor requestor, String queue, String operation)
            throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putOperationInvocation(question, ResourceNames.QUEUE + queue, operation, MINE);
        return ((Number) ManagementHelper.getResult(requestor.request(question), Long.class)).longValue();
    }

    private static byte[] serialised(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(object);
        }
        return bytes.toByteArray();
    }
}
