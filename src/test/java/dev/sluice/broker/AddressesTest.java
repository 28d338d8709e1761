package dev.sluice.broker;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.GivenContract;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lanes;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Where a message ends that nobody could process: on sluice.dead, whatever else goes wrong, and it does not leave that.
 */
class AddressesTest {

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private ServerLocator locator;
    private ClientSession session;

    @BeforeEach
    void start() throws Exception {
        Providers providers = GivenProviders.shipped(Map.of());
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false).setSecurityEnabled(false).setJMXManagementEnabled(false)
                .setMessageExpiryScanPeriod(50).addAcceptorConfiguration("inside", "vm://17");
        new Addresses(GivenContract.shipped(), providers, new Lanes(providers), BrokerUsers.none())
                .describe(configuration);
        configuration.getAddressSettings().get("#").setMaxDeliveryAttempts(3).setRedeliveryDelay(0);
        broker.setConfiguration(configuration);
        broker.start();
        locator = ActiveMQClient.createServerLocator("vm://17");
        session = locator.createSessionFactory().createSession(true, false);
        session.start();
    }

    @AfterEach
    void stop() throws Exception {
        locator.close();
        broker.stop();
    }

    @Test
    void whatCannotBeProcessedEvenOnUndeliveredEndsOnTheDeadQueue() throws Exception {
        send("orders.requests", 0);
        giveUp("orders.requests");
        await().until(() -> waiting("sluice.undelivered") == 1);
        giveUp("sluice.undelivered");
        await().until(() -> waiting("sluice.dead") == 1 && waiting("sluice.undelivered") == 0);
    }

    @Test
    void whatIsTakenFromTheDeadQueueAndGivenBackStaysThereHoweverOften() throws Exception {
        send("sluice.dead", 0);
        try (ClientConsumer consumer = session.createConsumer("sluice.dead")) {
            for (int i = 0; i < 200; i++) {
                consumer.receive(60_000).acknowledge();
                session.rollback();
            }
        }
        assertThat(waiting("sluice.dead")).isOne();
    }

    @Test
    void whatExpiresOnTheDeadQueueStaysThere() throws Exception {
        send("sluice.dead", System.currentTimeMillis() + 1);
        try (ClientConsumer consumer = session.createConsumer("sluice.dead")) {
            ClientMessage message = consumer.receive(60_000);
            assertThat(message.getExpiration()).isZero();
        }
    }

    @Test
    void whatExpiresOnUndeliveredIsOnTheDeadQueue() throws Exception {
        send("sluice.undelivered", System.currentTimeMillis() + 1);
        await().until(() -> waiting("sluice.dead") == 1);
    }

    private void send(String queue, long expiration) throws Exception {
        ClientMessage message = session.createMessage(true);
        message.setExpiration(expiration);
        session.createProducer(queue).send(message);
    }

    private void giveUp(String queue) throws Exception {
        try (ClientConsumer consumer = session.createConsumer(queue)) {
            for (int i = 0; i < 3; i++) {
                consumer.receive(60_000).acknowledge();
                session.rollback();
            }
        }
    }

    private long waiting(String queue) throws Exception {
        return session.queueQuery(SimpleString.of(queue)).getMessageCount();
    }
}
