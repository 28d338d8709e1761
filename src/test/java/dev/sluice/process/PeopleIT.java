package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.Ran;
import dev.sluice.contract.PublishedResults;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does with the launcher, at a Sluice that runs, on the ledger and the broker that it has open. */
class PeopleIT {

    @TempDir
    private Path folder;
    private Map<String, String> environment;

    @Test
    void aStuckOrderGoesFromAlertToResolvedByTheLauncherAlone() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder), settings(doubles, ports));
                var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            send(session, "orders.requests", buy("stuck-1", "sandbox:reset-before"));
            assertThat(status(next(results))).isEqualTo("UNKNOWN");
            assertThat(status(next(results))).isEqualTo("UNRESOLVED");

            assertThat(sluice("results", "--queue", "sluice.attention").out()).contains("stuck-1");
            assertThat(sluice("orders", "find").out()).containsPattern("stuck-1 +hambit +fiat-to-crypto +UNRESOLVED");
            assertThat(sluice("orders", "ask", "stuck-1", "--by", "ana", "--why", "ticket 17", "--wait", "1m").out())
                    .startsWith("stuck-1: ").endsWith("it is UNRESOLVED\n");
            assertThat(sluice("orders", "resolve", "stuck-1", "--failed", "--by", "ana", "--why", "hambit never saw"
                    + " it", "--wait", "1m").out())
                    .isEqualTo("stuck-1: it is FAILED\n");

            JsonNode end = next(results);
            assertThat(end.path("status").asText()).isEqualTo("FAILED");
            assertThat(end.path("final").asBoolean()).isTrue();
            assertThat(end.path("sequence").asInt()).isEqualTo(3);
            assertThat(end.path("resolvedBy").asText()).isEqualTo("ana");
            assertThat(sluice("orders", "show", "stuck-1").out()).containsSubsequence("1    UNKNOWN", "2    UNRESOLVED",
                    "ana asked the provider", "\"ticket 17\"", "3    FAILED", "ana decided", "\"hambit never saw"
                            + " it\"");
            assertThat(sluice("orders", "find").out()).isEqualTo("No order needs a person.\n");
            Ran again = sluice("orders", "resolve", "stuck-1", "--completed", "--by", "ben", "--why", "no", "--wait",
                    "1m");
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.err()).contains("it ended as FAILED already");
        }
    }

    @Test
    void aDeadLetterThatIsReplayedObeysIdempotencyAndIsNoted() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder), settings(doubles, ports));
                var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            send(session, "orders.requests", buy("twice-1", "a"));
            JsonNode end = next(results);
            while (!end.path("final").asBoolean()) {
                end = next(results);
            }

            expire(session, buy("twice-1", "a"));
            expire(session, buy("first-1", "b"));
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(sluice("dead", "list").out().lines()).hasSize(3));
            assertThat(sluice("dead", "list").out()).contains("its time to live ended on the queue");
            Ran ran = sluice("dead", "replay", "--fingerprint", fingerprint(), "--to", "orders.requests", "--by", "ana",
                    "--why", "parked");
            assertThat(ran.out().lines()).hasSize(2).allSatisfy(line -> assertThat(line).startsWith("replayed  "));

            JsonNode replayed = next(results);
            while (!replayed.path("requestId").asText().equals("twice-1")) {
                replayed = next(results);
            }
            assertThat(replayed.path("replayed").asBoolean()).isTrue();
            assertThat(status(replayed)).isEqualTo("COMPLETED");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> doubles.effects().count("hambit", "order-created", "first-1") == 1);
            assertThat(doubles.effects().count("hambit", "order-created", "twice-1")).isEqualTo(1);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> sluice("orders", "show", "twice-1").out().contains("ana replayed a dead letter"));
            assertThat(sluice("dead", "list").out()).isEqualTo("Nothing is on sluice.dead.\n");
        }
    }

    private Map<String, String> settings(SandboxServer doubles, List<Integer> ports) {
        environment = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                .set("sluice.providers.hambit.poll.budget", "2s")
                .set("sluice.reply-to.allowed", "replies.*,parked").environment();
        return environment;
    }

    private Ran sluice(String... arguments) {
        return Ran.run(folder, environment, "", arguments);
    }

    private String fingerprint() {
        return sluice("dead", "list", "--json").out().lines().findFirst().orElseThrow()
                .replaceAll(".*\"deadFingerprint\":\"([0-9a-f]{8})\".*", "$1");
    }

    /** On a queue that nobody reads until the message's time is over. */
    private static void expire(Session session, String request) throws Exception {
        MessageProducer producer = session.createProducer(session.createQueue("parked"));
        producer.setTimeToLive(1);
        producer.send(session.createTextMessage(request));
        Pause.millis(5);
        try (MessageConsumer reader = session.createConsumer(session.createQueue("parked"))) {
            assertThat(reader.receiveNoWait()).isNull();
        }
    }

    private static String buy(String id, String remark) {
        return "{\"requestId\":\"" + id
                + "\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\",\"order\":{\"amount\":\"100.00\","
                + "\"currency\":\"BRL\",\"token\":\"USDT\",\"network\":\"ETH\",\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\","
                + "\"remark\":\"" + remark + "\"}}";
    }

    private static void send(Session session, String queue, String body) throws Exception {
        session.createProducer(session.createQueue(queue)).send(session.createTextMessage(body));
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
