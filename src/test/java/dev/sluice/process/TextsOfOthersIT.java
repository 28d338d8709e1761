package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.cli.Ran;
import dev.sluice.contract.PublishedResults;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever others call their members, codes, queues and messages: it brings no line into the log, and moves no cursor.
 */
class TextsOfOthersIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVIL = "x\r\n2026-11-28 06:00:00,000 INFO  [forged] (main)"
            + " paid\u001b]0;x\u0007\u001b[2J\u009b2J\u0085\u202e\u2066\u2028"
            + "\u200b" + Character.toString(0xE0041) + "y";
    private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]");
    private static final Pattern LINE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} .*|"
            + "\t+(at |\\.\\.\\. |Suppressed: |\\[CIRCULAR).*|Caused by: .*|");

    @TempDir
    private Path folder;
    private Map<String, String> environment;

    @Test
    void noneOfThemBringsALineIntoTheLogOrMovesACursor() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        HttpServer provider = provider();
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults())) {
            environment = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                    .set("quarkus.log.level", "DEBUG")
                    .set("quarkus.log.file.enabled", "true")
                    .set("quarkus.log.file.path", folder.resolve("sluice.log").toString())
                    .set("sluice.providers.hambit.base-url", "http://127.0.0.1:" + provider.getAddress().getPort())
                    .set("sluice.providers.hambit.poll.budget", "1s")
                    .set("sluice.providers.hambit.breaker.failures", "2").environment();
            try (SluiceProcess sluice = SluiceProcess.start(new Workplace(folder), environment);
                    var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                    Connection connection = factory.createConnection()) {
                connection.start();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                webhooks(new Deliveries(ports.get(0)));
                results(session);
                terminal(session);
                log(sluice);
                String health = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(0)
                                + "/q/health")).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                assertThat(health.replace("\n", "")).doesNotContainPattern(OBEYED);
            }
        } finally {
            provider.stop(0);
        }
    }

    /** Forged, and signed by the provider. */
    private static void webhooks(Deliveries deliveries) throws Exception {
        String body = JSON.createObjectNode().put(EVIL, EVIL).set(EVIL + "2", JSON.createArrayNode().add(EVIL))
                .toString();
        String flat = JSON.createObjectNode().put(EVIL, EVIL).put("externalOrderId", EVIL).put("orderStatus", EVIL)
                .toString();
        assertThat(deliveries.post("/webhooks/hambit/default", body, Deliveries.hambit("{}"))).isEqualTo(401);
        assertThat(deliveries.post("/webhooks/hambit/default", flat + EVIL, Deliveries.hambit(flat))).isEqualTo(401);
        assertThat(deliveries.post("/webhooks/hambit/default", flat, Deliveries.hambit(flat))).isEqualTo(200);
    }

    private static void results(Session session) throws Exception {
        MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
        ObjectNode odd = order("odd-1");
        odd.put(EVIL, 1);
        send(session, odd.toString());
        JsonNode refused = next(results);
        assertThat(refused.path("status").asText()).isEqualTo("REJECTED");
        assertThat(refused.path("error").path("message").asText()).startsWith("x\\r\\n2026-11-28 06:00:00,000 INFO")
                .endsWith("is not a known member")
                .doesNotContainPattern(OBEYED);

        send(session, order("code-1").toString());
        send(session, order("code-2").toString());
        for (int told = 0; told < 2; told++) {
            JsonNode result = next(results);
            while (result.path("status").asText().equals("UNRESOLVED")) {
                result = next(results);
            }
            JsonNode error = result.path("error");
            assertThat(error.path("code").asText()).startsWith("x\\r\\n****").doesNotContainPattern(OBEYED)
                    .hasSizeLessThanOrEqualTo(100);
            assertThat(error.path("message").asText()).contains("HTTP 200").doesNotContainPattern(OBEYED)
                    .hasSizeLessThanOrEqualTo(1_000);
        }
        results.close();
    }

    /** What waits on results queues and on sluice.dead, and what the ledger has. */
    private void terminal(Session session) throws Exception {
        String result = JSON.createObjectNode().put("requestId", EVIL).put("status", EVIL).put("provider", EVIL)
                .toString();
        session.createProducer(session.createQueue("orders.results")).send(session.createTextMessage(result + "\r\n"));
        send(session, EVIL);
        send(session, "{\"" + JSON.writeValueAsString(EVIL).substring(1) + ":}");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(sluice("dead", "list").lines()).hasSizeGreaterThanOrEqualTo(4));
        String dead = sluice("dead", "list", "--json").lines().findFirst().orElseThrow();
        String id = JSON.readTree(dead).path("id").asText();
        for (String[] command : new String[][]{{"results"}, {"results", "--json"}, {"dead", "list"},
                {"dead", "list", "--json"},
                {"dead", "show", id}, {"dead", "show", id, "--json"}, {"orders", "find"}, {"orders", "show", "code-1"},
                {"orders", "show", "code-1", "--json"}, {"orders", "show", EVIL}, {"ledger", "clock"}, {EVIL}}) {
            assertThat(sluice(command).replace("\n", "")).as(String.join(" ", command)).doesNotContainPattern(OBEYED);
        }
        assertThat(sluice("results", "--json").lines().map(TextsOfOthersIT::read)
                .map(node -> node.path("requestId").asText())).contains(EVIL);
    }

    private void log(SluiceProcess sluice) throws Exception {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(sluice.said("A webhook for hambit/default is refused"))
                        .hasSizeGreaterThanOrEqualTo(2));
        assertThat(sluice.said("[forged] (main) paid")).as("it is told").isNotEmpty();
        // The last one may be half written when it is read.
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(sluice.output()).hasSizeGreaterThan(50).allSatisfy(TextsOfOthersIT::isOneLine);
            assertThat(Files.readString(folder.resolve("sluice.log")).split("\n")).hasSizeGreaterThan(50)
                    .allSatisfy(TextsOfOthersIT::isOneLine);
        });
    }

    private static void isOneLine(String line) {
        assertThat(line.replace("\t", "")).doesNotContainPattern(OBEYED);
        assertThat(line).matches(LINE);
        assertThat(line.length()).isLessThan(4_500);
    }

    /** Says no to everything, in its own words. */
    private static HttpServer provider() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        byte[] answer = JSON.createObjectNode().put("code", EVIL + "x".repeat(10_000)).put("success", false)
                .put("msg", EVIL.repeat(100))
                .put(EVIL, EVIL).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static ObjectNode order(String id) {
        ObjectNode request = JSON.createObjectNode().put("requestId", id).put("operation", "fiat-to-crypto")
                .put("provider", "hambit");
        request.putObject("order").put("amount", "100.00").put("currency", "BRL").put("token", "USDT")
                .put("network", "ETH")
                .put("address", "0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24");
        request.putObject("metadata").put("note", EVIL);
        return request;
    }

    private static void send(Session session, String body) throws Exception {
        Message message = session.createTextMessage(body);
        message.setJMSCorrelationID(EVIL);
        message.setStringProperty("note", EVIL);
        session.createProducer(session.createQueue("orders.requests")).send(message);
    }

    private static JsonNode next(MessageConsumer results) throws Exception {
        TextMessage message = (TextMessage) results.receive(60_000);
        assertThat(message).as("the next result").isNotNull();
        return PublishedResults.read(message.getText());
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (java.io.IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private String sluice(String... arguments) {
        Ran ran = Ran.run(folder, environment, "", arguments);
        return ran.out() + ran.err();
    }
}
