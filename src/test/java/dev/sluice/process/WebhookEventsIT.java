package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that tells of more than orders: what its file lists as ours counts, and nothing else is a dead letter. */
class WebhookEventsIT {

    private static final String HAMBIT = "/webhooks/hambit/default";
    private static final String AETERNA = "/webhooks/aeterna/default";

    @TempDir
    private Path folder;
    private int port;

    @Test
    void onlyEventsThatAreOursAreBelievedAndTheOthersAreCounted() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        port = ports.get(0);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
                SluiceProcess sluice = SluiceProcess.start(place(), settings(doubles, ports).environment());
                var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            MessageConsumer dead = session.createConsumer(session.createQueue("sluice.dead"));
            submit(session, "aeterna", "in-1", "payin", "{\"amount\":\"5.00\",\"currency\":\"EUR\"}");
            assertThat(next(results)).isEqualTo("in-1 1 ACCEPTED");

            aeterna("in-1", ",\"event\":\"customer.updated\"");
            aeterna("nobody-1", ",\"event\":\"customer.updated\"");
            for (int i = 0; i < 3; i++) {
                aeterna("nobody-2", ",\"event\":\"\\u001b[2Jnews\",\"n\":" + i);
            }
            aeterna("nobody-3", "");
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(metrics()).contains(
                    "sluice_webhooks_events_total{provider=\"aeterna\",sort=\"ignored\"} 2",
                    "sluice_webhooks_events_total{provider=\"aeterna\",sort=\"unknown\"} 4"));
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(sluice.said("names the event \\u001b[2Jnews")).hasSize(1);
                assertThat(sluice.said("names no event")).hasSize(1);
            });

            aeterna("in-1", ",\"event\":\"news\"");
            assertThat(dead.receive(60_000).getStringProperty("deadReason")).as("about an order of ours, and nobody"
                    + " to ask")
                    .isEqualTo("a verified webhook that names an event that the provider's file does not list");
            aeterna("nobody-4", ",\"event\":\"order.paid\"");
            assertThat(dead.receive(60_000).getStringProperty("deadReason")).contains("an order that the ledger"
                    + " does not know");
            for (String body : List.of("[{\"order_id\":\"in-1\",\"status\":\"success\"}]", "[]", "\"in-1\"", "null")) {
                assertThat(new Deliveries(port).post(AETERNA, body, Deliveries.aeterna(body))).isEqualTo(200);
                assertThat(dead.receive(60_000).getStringProperty("deadReason")).as("nothing in it has its place")
                        .isEqualTo("a verified webhook that cannot be read: it is no JSON object");
            }
            assertThat(dead.receiveNoWait()).as("no other dead letter").isNull();

            aeterna("in-1", ",\"event\":\"order.paid\"");
            assertThat(next(results)).as("nothing before was believed").isEqualTo("in-1 2 COMPLETED");
            aeterna("in-1", ",\"event\":\"archived\"");
            aeterna("nobody-5", ",\"event\":\"\"");
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(metrics())
                    .contains("sluice_webhooks_events_total{provider=\"aeterna\",sort=\"unknown\"} 7"));
            assertThat(dead.receiveNoWait()).as("of an order that has ended it is noted").isNull();

            submit(session, "hambit", "out-1", "fiat-to-crypto",
                    "{\"amount\":\"100.00\",\"currency\":\"BRL\",\"token\":\"USDT\","
                            + "\"network\":\"ETH\",\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}");
            assertThat(next(results)).isEqualTo("out-1 1 ACCEPTED");
            String body = "{\"externalOrderId\":\"out-1\",\"orderStatus\":32,\"event\":7}";
            assertThat(new Deliveries(port).post(HAMBIT, body, Deliveries.hambit(body))).isEqualTo(200);
            assertThat(next(results)).as("asked, and not believed").isEqualTo("out-1 2 COMPLETED");
        }
    }

    /** Of this provider no setting says so, for its file does not. */
    private Workplace place() throws Exception {
        Workplace place = new Workplace(folder);
        place.edit("config/providers/hambit.yaml", "    status: /orderStatus\n", "    status: /orderStatus\n   "
                + " event: /event\n  events: {ours: ['1']}\n");
        return place;
    }

    private static Settings settings(SandboxServer doubles, List<Integer> ports) {
        return Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                .set("sluice.providers.aeterna.webhook.places.event", "/event")
                .set("sluice.providers.aeterna.webhook.events.ours", "order.paid,order.failed")
                .set("sluice.providers.aeterna.webhook.events.ignored", "customer.updated")
                .set("sluice.providers.hambit.poll.first-delay", "10m")
                .set("sluice.providers.hambit.poll.max-delay", "10m");
    }

    private void aeterna(String id, String more) throws Exception {
        String body = "{\"order_id\":\"" + id + "\",\"status\":\"success\"" + more + "}";
        assertThat(new Deliveries(port).post(AETERNA, body, Deliveries.aeterna(body))).isEqualTo(200);
    }

    private String metrics() throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void submit(Session session, String provider, String id, String operation, String order)
            throws Exception {
        session.createProducer(session.createQueue("orders.requests"))
                .send(session.createTextMessage("{\"requestId\":\"" + id
                        + "\",\"operation\":\"" + operation + "\",\"provider\":\"" + provider + "\",\"order\":" + order
                        + "}"));
    }

    private static String next(MessageConsumer results) throws Exception {
        TextMessage message = (TextMessage) results.receive(60_000);
        assertThat(message).as("the next result").isNotNull();
        JsonNode result = new ObjectMapper().readTree(message.getText());
        return result.path("requestId").asText() + " " + result.path("sequence").asInt() + " "
                + result.path("status").asText();
    }
}
