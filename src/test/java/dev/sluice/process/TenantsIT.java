package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.GivenUsers;
import dev.sluice.cli.Ran;
import dev.sluice.contract.PublishedResults;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two tenants at one Sluice: the same requestId is an order of each, and neither hears or reaches the other's. */
@Execution(ExecutionMode.CONCURRENT)
class TenantsIT {

    private static final String SECRET = "said-to-nobody-else";

    @TempDir
    private Path folder;
    private Map<String, String> environment;

    /** One tenant's upstream system. */
    private record Shop(String tenant, Connection connection, Session session, MessageConsumer results) {

        static Shop of(String user, String tenant, ConnectionFactory factory) throws JMSException {
            Connection connection = factory.createConnection(user, SECRET);
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            return new Shop(tenant, connection, session,
                    session.createConsumer(session.createQueue("orders.results." + tenant)));
        }

        void send(String request, Queue replyTo) throws JMSException {
            send("orders.requests", request, replyTo);
        }

        void send(String queue, String request, Queue replyTo) throws JMSException {
            try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
                TextMessage message = session.createTextMessage(request);
                message.setJMSReplyTo(replyTo);
                producer.send(message);
            }
        }

        JsonNode next() throws Exception {
            TextMessage message = (TextMessage) results.receive(60_000);
            assertThat(message).as("the next result of " + tenant).isNotNull();
            return PublishedResults.read(message.getText());
        }

        JsonNode end(String id) throws Exception {
            while (true) {
                JsonNode result = next();
                assertThat(result.path("requestId").asText()).isEqualTo(id);
                if (result.path("final").asBoolean()) {
                    return result;
                }
            }
        }
    }

    @Test
    void neitherTenantHearsOrReachesWhatIsTheOthers() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Path users = GivenUsers.file(folder, Map.of("shop-7", BrokerRole.UPSTREAM, "shop-8", BrokerRole.UPSTREAM,
                "ana", BrokerRole.OPERATOR), Map.of("shop-7", "acme", "shop-8", "beta"), SECRET);
        Workplace place = new Workplace(folder.resolve("place"));
        ConnectionFactory core = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
        ConnectionFactory amqp = new JmsConnectionFactory("amqp://127.0.0.1:" + ports.get(1));
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults())) {
            Map<String, String> settings = settings(doubles, ports, users);
            SluiceProcess sluice = SluiceProcess.start(place, settings);
            try {
                List<String> references = new ArrayList<>();
                Shop acme = Shop.of("shop-7", "acme", core);
                Shop beta = Shop.of("shop-8", "beta", amqp);
                acme.send(buy("same", "100.00"), null);
                beta.send(buy("same", "200.00"), null);
                assertThat(acme.next().path("status").asText()).isEqualTo("ACCEPTED");
                assertThat(beta.next().path("status").asText()).isEqualTo("ACCEPTED");
                sluice.kill();
                sluice = SluiceProcess.start(place, settings);
                acme = Shop.of("shop-7", "acme", amqp);
                beta = Shop.of("shop-8", "beta", core);
                for (Shop shop : List.of(acme, beta)) {
                    JsonNode end = shop.end("same");
                    assertThat(end.path("status").asText()).isEqualTo("COMPLETED");
                    references.add(end.path("providerReference").asText());
                }
                assertThat(references).doesNotHaveDuplicates();
                replays(acme, beta, references);
                reaches(acme, beta, core);
                asOperator();
                assertThat(acme.results.receiveNoWait()).isNull();
                assertThat(beta.results.receiveNoWait()).isNull();
                acme.connection.close();
                beta.connection.close();
            } finally {
                sluice.close();
            }
        }
    }

    private static void replays(Shop acme, Shop beta, List<String> references) throws Exception {
        acme.send(buy("same", "100.00"), null);
        JsonNode replay = acme.next();
        assertThat(replay.path("replayed").asBoolean()).isTrue();
        assertThat(replay.path("providerReference").asText()).isEqualTo(references.get(0));
        // What the other tenant asked for under that id is another order, and no conflict with this one.
        beta.send(buy("same", "100.00"), null);
        assertThat(beta.next().at("/error/category").asText()).isEqualTo("CONFLICT");
    }

    /** What is the other's is told in the very words of what nobody sent. */
    private static void asks(Shop acme, Shop beta) throws Exception {
        acme.send("orders.requests.status", "{\"requestId\":\"acmes\"}", null);
        JsonNode own = acme.next();
        assertThat(own.path("status").asText() + own.path("replayed").asBoolean()).isEqualTo("COMPLETEDtrue");
        List<JsonNode> told = new ArrayList<>();
        for (String id : List.of("acmes", "nobodys")) {
            beta.send("orders.requests.status", "{\"requestId\":\"" + id + "\"}", null);
            JsonNode answer = beta.next();
            assertThat(answer.at("/error/category").asText()).isEqualTo("NOT_FOUND");
            told.add(((ObjectNode) answer).without(List.of("requestId", "occurredAt")));
        }
        assertThat(told.get(0)).isEqualTo(told.get(1));
    }

    private static void reaches(Shop acme, Shop beta, ConnectionFactory core) throws Exception {
        assertThatThrownBy(() -> beta.session.createConsumer(beta.session.createQueue("orders.results.acme")))
                .isInstanceOf(JMSException.class);
        acme.send(buy("acmes", "100.00"), null);
        acme.end("acmes");
        asks(acme, beta);
        beta.send("{\"requestId\":\"spy-1\",\"operation\":\"order-status\",\"provider\":\"hambit\","
                + "\"order\":{\"requestId\":\"acmes\"}}", null);
        assertThat(beta.next().at("/error/category").asText()).isEqualTo("NOT_FOUND");
        for (Queue others : List.of(beta.session.createQueue("replies.acme.mine"),
                beta.session.createQueue("orders.results.acme"), beta.session.createQueue("replies.shared"))) {
            beta.send(buy("spy-2", "100.00"), others);
            assertThat(beta.next().at("/error/category").asText()).as(others.getQueueName())
                    .isEqualTo("AUTHORIZATION");
        }
        try (Connection connection = core.createConnection("shop-7", SECRET)) {
            Queue temporary = connection.createSession(false, Session.AUTO_ACKNOWLEDGE).createTemporaryQueue();
            beta.send(buy("spy-3", "100.00"), beta.session.createQueue(temporary.getQueueName()));
            assertThat(beta.next().at("/error/category").asText()).isEqualTo("AUTHORIZATION");
        }
        Queue own = beta.session.createQueue("replies.beta.mine");
        beta.send(buy("answered", "100.00"), own);
        try (MessageConsumer replies = beta.session.createConsumer(own)) {
            assertThat(replies.receive(60_000)).isNotNull();
        }
    }

    private void asOperator() {
        assertThat(as("ana", "orders", "show", "acme/same").out()).contains("acme/same").contains("COMPLETED");
        assertThat(as("ana", "orders", "find", "same", "--status", "completed").out()).contains("acme/same")
                .contains("beta/same");
        Ran asked = as("ana", "orders", "ask", "beta/same", "--why", "x", "--wait", "1m");
        assertThat(asked.err() + asked.out()).contains("it ended as COMPLETED already");
    }

    private Map<String, String> settings(SandboxServer doubles, List<Integer> ports, Path users) {
        environment = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                .set("sluice.broker.host", "0.0.0.0").set("sluice.broker.users", users.toString())
                .set("sluice.broker.username", "sluice").set("sluice.broker.password", "secret").environment();
        return environment;
    }

    private Ran as(String user, String... arguments) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("SLUICE_BROKER_USERNAME", user);
        own.put("SLUICE_BROKER_PASSWORD", SECRET);
        own.put("SLUICE_OPERATOR", user);
        return Ran.run(folder.resolve("place"), own, "", arguments);
    }

    private static String buy(String id, String amount) {
        return "{\"requestId\":\"" + id + "\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\",\"order\":{"
                + "\"amount\":\"" + amount + "\",\"currency\":\"BRL\",\"token\":\"USDT\",\"network\":\"ETH\","
                + "\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}}";
    }
}
