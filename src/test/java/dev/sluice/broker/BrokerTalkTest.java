package dev.sluice.broker;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.ConsumerType;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.messaginghub.pooled.jms.JmsPoolSession;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;

/** How often the routes' client waits for the broker: a real one with its own defaults, which remove queues. */
class BrokerTalkTest {

    private static final String RESULTS = "orders.results";
    private static final List<Byte> QUESTIONS = List.of(PacketImpl.SESS_QUEUEQUERY, PacketImpl.SESS_BINDINGQUERY);

    private final List<Byte> heard = new CopyOnWriteArrayList<>();
    private EmbeddedActiveMQ broker;
    private JmsPoolConnectionFactory pool;
    private JmsTemplate template;

    @BeforeEach
    void start() throws Exception {
        int port = freePort();
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false).setSecurityEnabled(false).setJMXManagementEnabled(false)
                .setMaxDiskUsage(-1)
                .setAddressQueueScanPeriod(50);
        configuration.addAcceptorConfiguration("clients", "tcp://127.0.0.1:" + port + "?protocols=CORE");
        configuration.addAddressSetting("#", new AddressSettings());
        configuration.addAddressSetting("made.by.hand",
                new AddressSettings().setAutoCreateAddresses(false).setAutoCreateQueues(false));
        for (String kept : List.of("sluice.#", "shop.#")) {
            configuration.addAddressSetting(kept, new AddressSettings().setAutoDeleteQueues(false));
        }
        broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.start();
        broker.getActiveMQServer().getRemotingService()
                .addIncomingInterceptor((Interceptor) (packet, connection) -> heard.add(packet.getType()));
        pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(
                new Connections(new BrokerAccess(false, "127.0.0.1", false, Optional.of("tcp://127.0.0.1:" + port),
                        Optional.empty(), Optional.empty()), BrokerTls.none()).factory());
        template = new JmsTemplate(pool);
        template.setSessionTransacted(true);
        template.setReceiveTimeout(60_000);
        template.setDestinationResolver(new Destinations());
    }

    @AfterEach
    void stop() throws Exception {
        pool.stop();
        broker.stop();
    }

    @Test
    void aMessageIsSentAfterOneQuestion() {
        send(RESULTS);
        for (int i = 0; i < 5; i++) {
            heard.clear();
            send(RESULTS);
            assertThat(questions()).hasSize(1);
        }
    }

    @Test
    void aQueueThatStaysIsNotAskedForEachTime() throws Exception {
        send("sluice.dead");
        send("sluice.dead");
        await().untilAsserted(() -> {
            heard.clear();
            send("sluice.dead");
            assertThat(questions()).isEmpty();
        });
        await().untilAsserted(() -> {
            heard.clear();
            send("sluice.dead");
            assertThat(questions()).as("but it is asked for again").hasSize(1);
        });
    }

    @Test
    void aReplyQueueThatSomebodyElseMayRemoveIsAskedForEachTime() {
        send("shop.results");
        for (int i = 0; i < 3; i++) {
            heard.clear();
            send("shop.results");
            assertThat(questions()).hasSize(1);
        }
    }

    @Test
    void nothingIsLostThoughTheBrokerRemovedTheQueueMeanwhile() {
        send(RESULTS);
        for (int i = 0; i < 3; i++) {
            assertThat(template.receive(RESULTS)).isNotNull();
            await().until(() -> broker.getActiveMQServer().locateQueue(SimpleString.of(RESULTS)) == null);
            send(RESULTS);
        }
        assertThat(template.receive(RESULTS)).isNotNull();
    }

    @Test
    void whatIsSentToAQueueThatIsNotThereFailsAndIsNotLost() {
        assertThatThrownBy(() -> send("made.by.hand")).isInstanceOf(JmsException.class)
                .hasMessageContaining("made.by.hand");
    }

    @Test
    void overAConnectionThatIsLostOrClosedAQueueCannotBeAskedFor() throws Exception {
        Destinations destinations = new Destinations();
        try (Connection connection = pool.createConnection();
                JmsPoolSession session = (JmsPoolSession) connection.createSession()) {
            destinations.resolveDestinationName(session, "sluice.dead", false);
            ClientSessionFactory factory = ((ActiveMQSession) session.getInternalSession()).getCoreSession()
                    .getSessionFactory();
            factory.getConnection().destroy();
            assertThatThrownBy(() -> destinations.resolveDestinationName(session, RESULTS, false))
                    .isInstanceOf(JMSException.class);
            factory.close();
            assertThatThrownBy(() -> destinations.resolveDestinationName(session, RESULTS, false))
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void consumersWithNothingToDoLetTheBrokerAlone() throws Exception {
        CountDownLatch taken = new CountDownLatch(2);
        try (CamelContext camel = consuming(QuietContainer::new, exchange -> taken.countDown())) {
            camel.start();
            await().until(() -> heard.contains(PacketImpl.SESS_CREATECONSUMER));
            send("orders.requests");
            await().until(() -> taken.getCount() == 1);
            await().until(() -> commits() == 2);

            await().during(Duration.ofMillis(500)).until(() -> commits() == 2);

            send("orders.requests");
            assertThat(taken.await(60, TimeUnit.SECONDS)).isTrue();
            await().until(() -> commits() == 4);
        }
    }

    @Test
    void whatWaitsIsTakenInFewTransactionsAndWhatComesAloneInOneOfItsOwn() throws Exception {
        for (int i = 0; i < 100; i++) {
            send("orders.requests");
        }
        List<String> taken = new CopyOnWriteArrayList<>();
        heard.clear();
        try (CamelContext camel = consuming(BatchContainer::new,
                exchange -> taken.add(exchange.getMessage().getBody(String.class)))) {
            camel.start();
            await().until(() -> taken.size() == 100 && waiting() == 0);
            assertThat(commits()).isBetween(100L / BatchContainer.MOST, 50L);

            for (int i = 1; i <= 3; i++) {
                long before = commits();
                send("orders.requests");
                await().until(() -> waiting() == 0 && commits() == before + 2);
            }
            assertThat(taken).hasSize(103);
        }
    }

    /** What comes back goes alone, so those that were with it are not taken back with it for good. */
    @Test
    void oneThatAlwaysFailsLeavesWithNobodyElse() throws Exception {
        broker.getActiveMQServer().getAddressSettingsRepository().addMatch("orders.requests",
                new AddressSettings().setMaxDeliveryAttempts(4).setDeadLetterAddress(SimpleString.of("shop.dead"))
                        .setAutoCreateDeadLetterResources(true).setAutoDeleteQueues(false));
        for (int i = 0; i < 60; i++) {
            String body = i % 20 == 7 ? "bad " + i : "good " + i;
            template.send("orders.requests", session -> session.createTextMessage(body));
        }
        try (CamelContext camel = consuming(BatchContainer::new, exchange -> {
            String body = exchange.getMessage().getBody(String.class);
            if (body.startsWith("bad")) {
                throw new IllegalStateException(body);
            }
            template.send("shop.results", session -> session.createTextMessage(body));
        })) {
            camel.start();
            await().until(() -> waiting() == 0);
        }
        assertThat(messages("shop.results")).as("each once").isEqualTo(57);
    }

    private CamelContext consuming(MessageListenerContainerFactory consumers, Processor processor) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        JmsComponent jms = JmsComponent.jmsComponent(pool);
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setReceiveTimeout(20);
        jms.setConsumerType(ConsumerType.Custom);
        jms.setMessageListenerContainerFactory(consumers);
        camel.addComponent("jms", jms);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("jms:queue:orders.requests").process(processor);
            }
        });
        return camel;
    }

    private long waiting() {
        return messages("orders.requests");
    }

    private long messages(String queue) {
        return broker.getActiveMQServer().locateQueue(SimpleString.of(queue)).getMessageCount();
    }

    private void send(String queue) {
        template.send(queue, session -> session.createTextMessage("{}"));
    }

    private List<Byte> questions() {
        return heard.stream().filter(QUESTIONS::contains).toList();
    }

    private long commits() {
        return heard.stream().filter(type -> type == PacketImpl.SESS_COMMIT).count();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
