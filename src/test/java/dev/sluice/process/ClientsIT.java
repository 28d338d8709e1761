package dev.sluice.process;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.GivenUsers;
import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients of {@code examples/clients} as they stand there: an order, its results once each, and its status. */
class ClientsIT {

    private static final String SECRET = "said:to-nobody\\else";
    private static final Path CLIENTS = Path.of(System.getProperty("basedir", "")).toAbsolutePath()
            .resolve("examples/clients");
    private static final List<String> AMQP = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"), CLIENTS.resolve("AmqpClient.java").toString());
    private static final List<String> STOMP = List.of("python3", CLIENTS.resolve("stomp_client.py").toString());

    @TempDir
    private Path folder;
    private List<Integer> ports;
    private Map<String, String> client;

    @BeforeEach
    void aPortAndAFileOfItsOwn() {
        ports = Workplace.freePorts(2);
        client = new HashMap<>(Map.of("BROKER_PORT", String.valueOf(ports.get(1)),
                "HANDLED", folder.resolve("handled.txt").toString()));
    }

    @Test
    void eachOrdersOnceHoweverOftenItSends() throws Exception {
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder.resolve("place")),
                        Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1)).environment())) {
            for (List<String> each : List.of(AMQP, STOMP)) {
                String id = "by-" + initial(each);
                assertThat(run(each, id)).contains("handled " + id + " 1 ACCEPTED", "ended " + id + " COMPLETED",
                        "status " + id + " COMPLETED").doesNotContain("handled before " + id + " 1");
                List<String> handled = Files.readAllLines(folder.resolve("handled.txt"));
                assertThat(handled).doesNotHaveDuplicates().contains(id + " 1");
                assertThat(run(each, id)).contains("handled before " + id, "ended " + id + " COMPLETED");
                assertThat(Files.readAllLines(folder.resolve("handled.txt"))).isEqualTo(handled);
                assertThat(doubles.effects().of("hambit", "order-created", id)).hasSize(1);
            }
            assertThat(sluice.alive()).isTrue();
        }
    }

    @Test
    void eachComesByTlsAsATenantsUser() throws Exception {
        Authority ours = new Authority("ours");
        Issued its = ours.issue("localhost");
        Path users = GivenUsers.file(folder, Map.of("shop", BrokerRole.UPSTREAM), Map.of("shop", "acme"), SECRET);
        client.putAll(Map.of("BROKER_HOST", "localhost", "BROKER_USER", "shop", "BROKER_PASSWORD", SECRET, "TENANT",
                "acme", "BROKER_CA", Files.writeString(folder.resolve("ca.pem"), ours.pem()).toString()));
        Map<String, String> settings;
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO))) {
            settings = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                    .set("sluice.broker.certificate-file",
                            Files.writeString(folder.resolve("broker.pem"), its.pem()).toString())
                    .set("sluice.broker.key-file",
                            Files.writeString(folder.resolve("broker.key"), its.keyPem()).toString())
                    .set("sluice.broker.users", users.toString()).set("sluice.broker.username", "sluice")
                    .set("sluice.broker.password", "secret-of-its-own").environment();
            try (SluiceProcess sluice = SluiceProcess.start(new Workplace(folder.resolve("place")), settings)) {
                assertThat(run(AMQP, "tls-1")).contains("status tls-1 COMPLETED");
                assertThat(run(STOMP, "tls-2")).contains("status tls-2 COMPLETED");
                assertThat(sluice.said(SECRET)).isEmpty();
            }
        }
    }

    /** On the queue that they share it is final, and names their order. */
    @Test
    void eachLeavesAnothersRefusedQuestionOnTheQueueAndWaitsForItsOrder() throws Exception {
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder.resolve("place")),
                        Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1)).environment());
                Connection connection = Upstream.factory(ports.get(1)).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            for (List<String> each : List.of(AMQP, STOMP)) {
                String id = "asked-" + initial(each);
                String question = "another's question about " + id;
                send(session, "orders.requests.status", question, "{\"requestId\":\"" + id + "\"}");
                try (QueueBrowser browser = session.createBrowser(session.createQueue("orders.results"), of(id))) {
                    await().until(() -> browser.getEnumeration().hasMoreElements());
                }
                assertThat(run(each, id)).contains("ended " + id + " COMPLETED", "status " + id + " COMPLETED")
                        .doesNotContain("REJECTED");
                try (MessageConsumer left = session.createConsumer(session.createQueue("orders.results"), of(id))) {
                    Message refusal = left.receive(60_000);
                    assertThat(refusal.getJMSCorrelationID()).isEqualTo(question);
                    assertThat(refusal.getStringProperty("status")).isEqualTo("REJECTED");
                    assertThat(left.receiveNoWait()).isNull();
                }
            }
            assertThat(sluice.alive()).isTrue();
        }
    }

    /** It is refused beside an order of this requestId, which stands. */
    @Test
    void eachKnowsTheRefusalOfWhatItSentFromTheOrdersEnd() throws Exception {
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder.resolve("place")),
                        Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1)).environment());
                Connection connection = Upstream.factory(ports.get(1)).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            for (List<String> each : List.of(AMQP, STOMP)) {
                String id = "other-" + initial(each);
                send(session, "orders.requests", id, "{\"requestId\":\"" + id + "\",\"operation\":\"fiat-to-crypto\","
                        + "\"provider\":\"hambit\",\"order\":{\"amount\":\"50.00\",\"currency\":\"BRL\",\"token\":\"USDT\","
                        + "\"network\":\"ETH\",\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}}");
                try (MessageConsumer results = session.createConsumer(session.createQueue("orders.results"), of(id))) {
                    Message result;
                    do {
                        result = results.receive(60_000);
                        assertThat(result).as("the end of " + id).isNotNull();
                    } while (!result.getBooleanProperty("isFinal"));
                }
                assertThat(run(each, id, 1)).contains("refused " + id + " REJECTED", "status " + id + " COMPLETED")
                        .doesNotContain("ended " + id);
                assertThat(doubles.effects().of("hambit", "order-created", id)).hasSize(1);
            }
            assertThat(sluice.alive()).isTrue();
        }
    }

    /** It is under way still. */
    @Test
    void eachTellsSilenceFromAFailure() throws Exception {
        client.put("PATIENCE", "40");
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofHours(1)));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder.resolve("place")),
                        Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1)).environment())) {
            Map<String, Running> clients = new HashMap<>();
            for (List<String> each : List.of(AMQP, STOMP)) {
                String id = "long-" + initial(each);
                clients.put(id, start(each, id));
            }
            for (Map.Entry<String, Running> one : clients.entrySet()) {
                String id = one.getKey();
                assertThat(one.getValue().said(3)).contains("handled " + id + " 1 ACCEPTED",
                        "nothing came for 40 s, which is no failure").doesNotContain("Traceback", "at AmqpClient");
                assertThat(doubles.effects().of("hambit", "order-created", id)).hasSize(1);
            }
            assertThat(sluice.alive()).isTrue();
        }
    }

    @Test
    void aRequestIdThatWouldBreakOutOfASelectorIsRefusedBeforeAnythingIsSent() throws Exception {
        assertThat(run(AMQP, "a' OR 'a' = 'a", 2)).contains("a requestId is 1 to 64 of");
        assertThat(run(STOMP, "a' OR 'a' = 'a", 1)).contains("a requestId is 1 to 64 of");
    }

    private static String of(String requestId) {
        return "requestId = '" + requestId + "'";
    }

    private static char initial(List<String> program) {
        return Path.of(program.get(program.size() - 1)).getFileName().toString().charAt(0);
    }

    private static void send(Session session, String queue, String correlationId, String body) throws JMSException {
        TextMessage message = session.createTextMessage(body);
        message.setJMSCorrelationID(correlationId);
        try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(message);
        }
    }

    private String run(List<String> program, String requestId) throws IOException, InterruptedException {
        return run(program, requestId, 0);
    }

    private String run(List<String> program, String requestId, int exit) throws IOException, InterruptedException {
        return start(program, requestId).said(exit);
    }

    private Running start(List<String> program, String requestId) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.add(requestId);
        Path out = Files.createTempFile(folder, "client-", ".out");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(client);
        return new Running(builder.start(), out);
    }

    private record Running(Process process, Path out) {

        /** What it prints; a client that ends otherwise is a failure, and so is one that cannot be run. */
        String said(int exit) throws IOException, InterruptedException {
            try {
                assertThat(process.waitFor(4, TimeUnit.MINUTES)).as(Files.readString(out)).isTrue();
                String said = Files.readString(out, StandardCharsets.UTF_8);
                assertThat(process.exitValue()).as(said).isEqualTo(exit);
                return said;
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
