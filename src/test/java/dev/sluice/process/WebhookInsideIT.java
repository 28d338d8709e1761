package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.PublishedResults;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An order that stands within a text of a webhook. */
class WebhookInsideIT {

    private static final String PLACE = "/webhooks/aeterna/default";

    @TempDir
    private Path folder;

    @Test
    void isFoundThere() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Deliveries deliveries = new Deliveries(ports.get(0));
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder), Settings.at(doubles)
                        .http(ports.get(0)).embedded(ports.get(1))
                        .set("sluice.providers.aeterna.webhook.inside",
                                "[{\"at\": \"/data\", \"encoding\": \"base64\"}, {\"at\": \"/data/order\"}]")
                        .set("sluice.providers.aeterna.webhook.places.order-id", "/data/order/id")
                        .set("sluice.providers.aeterna.webhook.places.status", "/data/status").environment());
                var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            session.createProducer(session.createQueue("orders.requests")).send(session.createTextMessage(
                    "{\"requestId\":\"inside-1\",\"operation\":\"payin\",\"provider\":\"aeterna\","
                            + "\"order\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}"));
            assertThat(next(results)).isEqualTo("inside-1 ACCEPTED");
            String broken = "{\"data\":\"e30\"}";
            assertThat(deliveries.post(PLACE, broken, Deliveries.aeterna(broken))).isEqualTo(200);
            var letter = session.createConsumer(session.createQueue("sluice.dead")).receive(60_000);
            assertThat(letter.getStringProperty("deadReason"))
                    .isEqualTo("a verified webhook that cannot be read: what /data holds is not base64");
            String data = "{\"order\":\"{\\\"id\\\":\\\"inside-1\\\"}\",\"status\":\"success\"}";
            String body = "{\"data\":\""
                    + Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)) + "\"}";
            assertThat(deliveries.post(PLACE, body, Deliveries.aeterna(body))).isEqualTo(200);
            assertThat(next(results)).isEqualTo("inside-1 COMPLETED");
        }
    }

    private static String next(MessageConsumer results) throws Exception {
        TextMessage message = (TextMessage) results.receive(60_000);
        assertThat(message).as("the next result").isNotNull();
        var result = PublishedResults.read(message.getText());
        return result.path("requestId").asText() + " " + result.path("status").asText();
    }
}
