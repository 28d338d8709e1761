package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryImpl;
import org.apache.activemq.artemis.core.client.impl.ClientSessionImpl;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Core connection can do that never gave a password: create a session, and nothing else. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class OwnSessionsFlowTest extends FlowTest {

    private static final int KEPT_FOR_REATTACHMENT = 1 << 20;
    private static final long CALL_MILLIS = 30_000;

    private ServerLocator stranger;
    private Channel strangers;

    @BeforeEach
    void connectWithoutASession() throws Exception {
        stranger = locator();
        strangers = connection((ClientSessionFactoryImpl) stranger.createSessionFactory())
                .getChannel(CHANNEL_ID.SESSION.id, -1);
    }

    @AfterEach
    void close() {
        stranger.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, KEPT_FOR_REATTACHMENT})
    void aSessionIsNeitherTakenNorEndedByWhoKnowsItsName(int confirmationWindow) throws Exception {
        try (ServerLocator own = locator().setConfirmationWindowSize(confirmationWindow);
                ClientSession session = own.createSessionFactory().createSession(true, true)) {
            String name = ((ClientSessionImpl) session).getName();

            assertThat(reattach(name)).isFalse();

            assertThat(end(order(session)).status()).isEqualTo("COMPLETED");
        }
    }

    @Test
    void noQueueIsMadeWithoutASession() throws Exception {
        SimpleString queue = SimpleString.of(id("made.by.a.stranger"));

        strangers.send(new CreateQueueMessage(queue, queue, null, true, false, false));
        reattach("nobody's");

        try (ServerLocator own = locator();
                ClientSession session = own.createSessionFactory().createSession(true, true)) {
            assertThat(session.queueQuery(queue).isExists()).isFalse();
        }
    }

    @Test
    void aClientThatReconnectsGoesOn() throws Exception {
        try (ServerLocator own = locator().setConfirmationWindowSize(KEPT_FOR_REATTACHMENT).setReconnectAttempts(10)) {
            ClientSessionFactoryImpl factory = (ClientSessionFactoryImpl) own.createSessionFactory();
            ClientSession session = factory.createSession(true, true);

            connection(factory).fail(new ActiveMQNotConnectedException("the line is cut"));

            assertThat(end(order(session)).status()).isEqualTo("COMPLETED");
        }
    }

    private boolean reattach(String session) throws ActiveMQException {
        return ((ReattachSessionResponseMessage) strangers.sendBlocking(new ReattachSessionMessage(session, -1),
                PacketImpl.REATTACH_SESSION_RESP)).isReattached();
    }

    private String order(ClientSession session) throws ActiveMQException {
        String id = id("own");
        ClientMessage message = session.createMessage(ClientMessage.TEXT_TYPE, true);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(Requests.fiatToCrypto(id).toString()));
        session.createProducer("orders.requests").send(message);
        return id;
    }

    /** Of a client that waits neither for credit nor long, when its session is gone. */
    private ServerLocator locator() throws Exception {
        return ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + world.brokerPort()).setProducerWindowSize(-1)
                .setCallTimeout(CALL_MILLIS);
    }

    private static CoreRemotingConnection connection(ClientSessionFactoryImpl factory) {
        return (CoreRemotingConnection) factory.getConnection();
    }
}
