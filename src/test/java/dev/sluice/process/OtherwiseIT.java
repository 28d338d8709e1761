package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.contract.PublishedResults;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A one-time password that a second provider sends where the first certainly did not, and nobody sends twice. */
class OtherwiseIT {

    private static final String FILE = """
            family: otp
            base-url: ""
            credentials: [key]
            accounts: {default: {}, shop: {}}
            headers: {Authorization: "Bearer {credential:key}"}
            timeouts: {connect: 30s, response: 2m}
            limits: {concurrency: 8, rate: 100}
            poll: {first-delay: 200ms, factor: 2, max-delay: 1s, budget: 10m}
            retry: {first-delay: 200ms, factor: 2, max-delay: 1s, budget: 10m}
            breaker: {failures: 3, open: 10m}
            request-id: %s
            answers: {codes: {BUSY: {kind: not-done, category: UNAVAILABLE}}}
            places: {success: /ok, code: /code, reference: /id}
            operations:
              send:
                path: /send
                body: {to: "{otp.mobile}", ref: "{requestId}"}
                success: completed
                success-by: place
                lost: person
                fields:
                  type: object
                  required: [mobile]
                  additionalProperties: false
                  properties:
                    mobile: {$ref: "common.schema.json#/$defs/mobile"}
            """;
    private static final String RULE = """
            otp:
              - when: {operation: send}
                provider: one
                otherwise: {provider: two, account: shop}
            """;

    @TempDir
    private Path folder;
    private final List<Integer> ports = Workplace.freePorts(2);
    private Double one;
    private Double two;
    private Map<String, String> environment;
    private Workplace place;

    @BeforeEach
    void place() throws Exception {
        one = new Double("{\"ok\": true, \"id\": \"one-%s\"}");
        two = new Double("{\"ok\": true, \"id\": \"two-%s\"}");
        place = new Workplace(folder);
        Files.writeString(place.file("config/providers/one.yaml"), FILE.formatted("{}"));
        Files.writeString(place.file("config/providers/two.yaml"),
                FILE.formatted("{max-length: 12, characters: a-z0-9, short-form: true}"));
        Files.writeString(place.file("config/routing.yaml"), RULE);
        environment = new Settings().http(ports.get(0)).embedded(ports.get(1))
                .set("sluice.providers.one.base-url", one.url()).set("sluice.providers.two.base-url", two.url())
                .set("sluice.providers.one.accounts.default.key", "k1")
                .set("sluice.providers.two.accounts.shop.key", "k2").environment();
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void whatTheFirstDidNotDoIsSentOnceByTheSecondAndWhatItMayHaveDoneByNobodyElse() throws Exception {
        try (SluiceProcess sluice = SluiceProcess.start(place, environment); Upstream upstream = new Upstream()) {
            upstream.send("well");
            assertThat(upstream.end("well")).isEqualTo("COMPLETED one default one-well");

            one.answer = "{\"code\": \"BUSY\"}";
            upstream.send("busy-1");
            upstream.send("busy-1");
            assertThat(upstream.end("busy-1")).startsWith("COMPLETED two shop two-");
            assertThat(one.calls("busy-1")).isEqualTo(1);
            assertThat(two.sent).hasSize(1).allMatch(ref -> ref.matches("[a-z0-9]{12}"));
            upstream.send("busy-1");
            upstream.awaitReplays("busy-1", 2);
            assertThat(two.sent).as("no duplicate starts it anew").hasSize(1);

            one.answer = null;
            upstream.send("lost");
            assertThat(upstream.end("lost")).startsWith("UNKNOWN one default");
            assertThat(two.sent).as("it may have happened").hasSize(1);

            one.close();
            List.of("away-1", "away-2", "away-3", "away-4", "away-5").forEach(id -> {
                upstream.send(id);
                assertThat(upstream.end(id)).startsWith("COMPLETED two shop two-");
            });
            assertThat(sluice.said("one/default: 3 in a row failed")).as("the breaker is open, and nobody waits")
                    .hasSize(1);
            assertThat(two.sent).hasSize(6).doesNotHaveDuplicates();
        }
    }

    @Test
    void killedInTheMidstOfHandingOverNobodySendsTwice() throws Exception {
        one.answer = "{\"code\": \"BUSY\"}";
        List<String> ids = IntStream.range(0, 40).mapToObj(i -> "many-" + i).toList();
        try (SluiceProcess sluice = SluiceProcess.start(place, environment)) {
            try (Upstream upstream = new Upstream()) {
                ids.forEach(upstream::send);
                await().atMost(Duration.ofMinutes(3)).until(() -> two.sent.size() >= 8);
            }
            sluice.kill();
        }
        try (SluiceProcess sluice = SluiceProcess.start(place, environment); Upstream upstream = new Upstream()) {
            ids.forEach(upstream::send);
            ids.forEach(id -> assertThat(upstream.end(id)).matches("(COMPLETED two shop two-|UNKNOWN (one|two)).*"));
            assertThat(two.sent).doesNotHaveDuplicates().hasSizeGreaterThan(20);
            assertThat(ids).allSatisfy(id -> assertThat(one.calls(id)).isLessThanOrEqualTo(1));
        }
    }

    /** A provider that takes what is sent, or says what a test has it say; it leaves without an answer where that is nothing. */
    private static final class Double implements AutoCloseable {

        private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        private final String well;
        private volatile String answer;
        private final List<String> called = new CopyOnWriteArrayList<>();
        private final List<String> sent = new CopyOnWriteArrayList<>();

        private Double(String well) throws IOException {
            this.well = well;
            answer = well;
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/send", this::answer);
            server.start();
        }

        private String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private long calls(String ref) {
            return called.stream().filter(ref::equals).count();
        }

        private void answer(HttpExchange exchange) throws IOException {
            String ref = new ObjectMapper().readTree(exchange.getRequestBody()).path("ref").asText();
            called.add(ref);
            String said = answer;
            if (said == null) {
                exchange.close();
                return;
            }
            if (said.equals(well)) {
                sent.add(ref);
            }
            byte[] bytes = said.formatted(ref).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private final class Upstream implements AutoCloseable {

        private final ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + ports.get(1));
        private final Connection connection;
        private final Session session;
        private final MessageConsumer results;
        private final Map<String, String> ends = new HashMap<>();
        private final Map<String, Integer> replays = new HashMap<>();

        private Upstream() throws Exception {
            connection = factory.createConnection();
            connection.start();
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            results = session.createConsumer(session.createQueue("otp.results"));
        }

        private void send(String id) {
            try {
                session.createProducer(session.createQueue("otp.requests")).send(session.createTextMessage(
                        "{\"requestId\":\"" + id
                                + "\",\"operation\":\"send\",\"otp\":{\"mobile\":\"+447700900123\"}}"));
            } catch (jakarta.jms.JMSException e) {
                throw new IllegalStateException(e);
            }
        }

        private String end(String id) {
            while (!ends.containsKey(id)) {
                next();
            }
            return ends.get(id);
        }

        private void awaitReplays(String id, int count) {
            while (replays.getOrDefault(id, 0) < count) {
                next();
            }
        }

        private void next() {
            try {
                TextMessage message = (TextMessage) results.receive(60_000);
                assertThat(message).as("the next result after " + ends).isNotNull();
                JsonNode result = PublishedResults.read(message.getText());
                String id = result.path("requestId").asText();
                if (result.path("replayed").asBoolean()) {
                    replays.merge(id, 1, Integer::sum);
                }
                ends.put(id, result.path("status").asText() + " " + result.path("provider").asText() + " "
                        + result.path("account").asText() + " " + result.path("providerReference").asText());
            } catch (jakarta.jms.JMSException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws Exception {
            connection.close();
            factory.close();
        }
    }
}
