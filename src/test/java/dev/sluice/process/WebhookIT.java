package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.PublishedResults;
import dev.sluice.sandbox.Sandbox;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Polls are ten minutes apart here, so whatever an order comes to within the test, a webhook brought about. */
class WebhookIT {

    private static final String HAMBIT = "/webhooks/hambit/default";
    private static final String AETERNA = "/webhooks/aeterna/default";

    @TempDir
    private Path folder;

    @Test
    void onlyAVerifiedWebhookChangesAnythingAndItDoesSoOnce() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Deliveries deliveries = new Deliveries(ports.get(0));
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder),
                        settings(doubles, ports).environment());
                var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            submit(session, buy("hook-1"));
            assertThat(next(results)).isEqualTo("hook-1 1 ACCEPTED");

            String body = "{\"externalOrderId\":\"hook-1\",\"orderStatus\":8,\"remark\":null}";
            var good = Deliveries.hambit(body);
            assertThat(deliveries.post(HAMBIT, body, Deliveries.hambit(body, Clock.systemUTC(), "another key")))
                    .isEqualTo(401);
            assertThat(deliveries.post(HAMBIT, body.replace("hook-1", "hook-2"), good)).isEqualTo(401);
            assertThat(deliveries.post(HAMBIT, body.substring(0, body.length() - 3), good)).isEqualTo(401);
            assertThat(deliveries.post(HAMBIT, body,
                    Deliveries.hambit(body, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-6)),
                            Sandbox.credentials("hambit").get("secret-key"))))
                    .isEqualTo(401);
            // It is answered before all of it has come, which a client of a library may take for a broken connection.
            assertThat(Post.status(ports.get(0), HAMBIT, good,
                    "x".repeat((64 << 10) + 1).getBytes(StandardCharsets.UTF_8))).isEqualTo(413);
            assertThat(deliveries.post("/webhooks/hambit/nobody", body, good)).isEqualTo(404);
            assertThat(deliveries.post("/webhooks/nobody/default", body, good)).isEqualTo(404);
            submit(session, buy("hook-2"));
            assertThat(next(results)).as("none of these brought anything about").isEqualTo("hook-2 1 ACCEPTED");

            assertThat(deliveries.post(HAMBIT, body, good)).isEqualTo(200);
            assertThat(next(results)).isEqualTo("hook-1 2 COMPLETED");
            assertThat(deliveries.post(HAMBIT, body, good)).as("seen before").isEqualTo(200);
            assertThat(deliveries.post(HAMBIT, body, Deliveries.hambit(body))).as("of an order that ended")
                    .isEqualTo(200);
            submit(session, buy("hook-3"));
            assertThat(next(results)).isEqualTo("hook-3 1 ACCEPTED");
            assertThat(doubles.effects().count("hambit", "order-created", "hook-1")).isEqualTo(1);
        }
    }

    @Test
    void aWebhookIsBelievedWhereTheProviderCannotBeAsked() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Deliveries deliveries = new Deliveries(ports.get(0));
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder),
                        settings(doubles, ports).environment());
                var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            submit(session, payin("in-1"));
            assertThat(next(results)).isEqualTo("in-1 1 ACCEPTED");

            String body = "{\"order_id\":\"in-1\",\"status\":\"success\",\"note\":\"a  b\"}";
            var good = Deliveries.aeterna(body);
            assertThat(deliveries.post(AETERNA, body.replace("a  b", "a b"), good)).as("spaces inside a text count")
                    .isEqualTo(401);
            assertThat(deliveries.post(AETERNA, body.replace("success", "failed"), good)).isEqualTo(401);
            submit(session, payin("in-2"));
            assertThat(next(results)).isEqualTo("in-2 1 ACCEPTED");

            assertThat(deliveries.post(AETERNA, body.replace("\":", "\": "), good)).as("signed without spaces")
                    .isEqualTo(200);
            assertThat(next(results)).isEqualTo("in-1 2 COMPLETED");
            assertThat(deliveries.post(AETERNA, body, good)).isEqualTo(200);
            submit(session, payin("in-3"));
            assertThat(next(results)).isEqualTo("in-3 1 ACCEPTED");
        }
    }

    private static Settings settings(SandboxServer doubles, List<Integer> ports) {
        return Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                .set("sluice.providers.hambit.poll.first-delay", "10m")
                .set("sluice.providers.hambit.poll.max-delay", "10m");
    }

    private static String buy(String id) {
        return "{\"requestId\":\"" + id
                + "\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\",\"order\":{\"amount\":\"100.00\","
                + "\"currency\":\"BRL\",\"token\":\"USDT\",\"network\":\"ETH\",\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}}";
    }

    private static String payin(String id) {
        return "{\"requestId\":\"" + id
                + "\",\"operation\":\"payin\",\"provider\":\"aeterna\",\"order\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}";
    }

    private static void submit(Session session, String request) throws Exception {
        session.createProducer(session.createQueue("orders.requests")).send(session.createTextMessage(request));
    }

    private static String next(MessageConsumer results) throws Exception {
        TextMessage message = (TextMessage) results.receive(60_000);
        assertThat(message).as("the next result").isNotNull();
        JsonNode result = PublishedResults.read(message.getText());
        return result.path("requestId").asText() + " " + result.path("sequence").asInt() + " "
                + result.path("status").asText();
    }
}
