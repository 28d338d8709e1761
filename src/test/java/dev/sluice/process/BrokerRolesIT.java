package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A Sluice whose broker has users of all roles: each does its work, and a decision is its operator's. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerRolesIT {

    private static final String SECRET = "said-to-nobody-else";

    @TempDir
    private Path folder;
    private Map<String, String> environment;

    @Test
    void upstreamOrdersAndAnOperatorDecidesInHisOwnNameWhateverHeWrites() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Path users = GivenUsers.file(folder, Map.of("shop-7", BrokerRole.UPSTREAM, "ana", BrokerRole.OPERATOR,
                "sly", BrokerRole.SLUICE), SECRET);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder.resolve("place")),
                        settings(doubles, ports, users))) {
            ConnectionFactory core = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
            ConnectionFactory amqp = new JmsConnectionFactory("amqp://127.0.0.1:" + ports.get(1));
            int number = 0;
            for (ConnectionFactory factory : List.of(core, amqp)) {
                try (Connection connection = factory.createConnection("shop-7", SECRET)) {
                    connection.start();
                    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                    Queue mine = session.createTemporaryQueue();
                    MessageConsumer results = session.createConsumer(mine);
                    String id = "stuck-" + ++number;
                    TextMessage request = session.createTextMessage(buy(id));
                    request.setJMSReplyTo(mine);
                    send(session, "orders.requests", request);
                    assertThat(status(next(results))).isEqualTo("UNKNOWN");
                    assertThat(status(next(results))).isEqualTo("UNRESOLVED");

                    assertThatThrownBy(() -> send(session, "sluice.people", session.createTextMessage(decision(id))))
                            .isInstanceOf(JMSException.class).hasMessageContaining("shop-7");
                    Ran refused = as("shop-7", "orders", "resolve", id, "--completed", "--by", "ana", "--why", "x");
                    assertThat(refused.exitCode()).isEqualTo(1);
                    assertThat(refused.err()).contains("does not allow this user");

                    assertThat(as("ana", "orders", "resolve", id, "--failed", "--by", "bob", "--why", "ticket 7").out())
                            .isEqualTo(id + ": it is FAILED\n");
                    JsonNode end = next(results);
                    assertThat(status(end)).isEqualTo("FAILED");
                    assertThat(end.path("resolvedBy").asText()).isEqualTo("ana");
                    assertThat(as("ana", "orders", "show", id, "--json").out()).contains("\"by\":\"bob\"");
                }
            }
            forged(amqp, "stuck-1");
            assertThat(as("ana", "dead", "list").exitCode()).isZero();
            assertThat(as("shop-7", "dead", "list").exitCode()).isEqualTo(1);
            assertThat(sluice.metric("sluice_broker_refused_total{reason=\"no-right\"")).isPositive();
            assertThat(sluice.said(SECRET)).isEmpty();
        }
    }

    /** What a message says of its sender counts for nothing. */
    private void forged(ConnectionFactory amqp, String id) throws Exception {
        try (Connection connection = amqp.createConnection("ana", SECRET)) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            TextMessage message = session.createTextMessage(decision(id).replace("resolve", "ask"));
            message.setStringProperty("_AMQ_VALIDATED_USER", "sluice");
            message.setStringProperty("step", "person-forged");
            assertThatThrownBy(() -> send(session, "sluice.people", message)).isInstanceOf(JMSException.class)
                    .hasMessageContaining("only the broker says whose a message is");
        }
        assertThat(as("ana", "dead", "list").out()).isEqualTo("Nothing is on sluice.dead.\n");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(as("ana", "orders", "show", id).out()).doesNotContain("sluice asked"));
    }

    private Map<String, String> settings(SandboxServer doubles, List<Integer> ports, Path users) {
        environment = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                .set("sluice.broker.host", "0.0.0.0").set("sluice.broker.users", users.toString())
                .set("sluice.broker.username", "sluice").set("sluice.broker.password", "secret")
                .set("sluice.providers.hambit.poll.budget", "2s").environment();
        return environment;
    }

    private Ran as(String user, String... arguments) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("SLUICE_BROKER_USERNAME", user);
        own.put("SLUICE_BROKER_PASSWORD", SECRET);
        return Ran.run(folder.resolve("place"), own, "", Patient.of(arguments));
    }

    private static String decision(String id) {
        return "{\"act\":\"resolve\",\"status\":\"COMPLETED\",\"by\":\"ana\",\"why\":\"x\",\"family\":\"orders\","
                + "\"requestId\":\"" + id + "\"}";
    }

    private static String buy(String id) {
        return "{\"requestId\":\"" + id
                + "\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\",\"order\":{\"amount\":\"100.00\","
                + "\"currency\":\"BRL\",\"token\":\"USDT\",\"network\":\"ETH\",\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\","
                + "\"remark\":\"sandbox:reset-before\"}}";
    }

    private static void send(Session session, String queue, TextMessage message) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(message);
        }
    }

    private static JsonNode next(MessageConsumer results) throws Exception {
        TextMessage message = (TextMessage) results.receive(60_000);
        assertThat(message).as("the next result").isNotNull();
        return PublishedResults.read(message.getText());
    }

    private static String status(JsonNode result) {
        return result.path("status").asText();
    }
}
