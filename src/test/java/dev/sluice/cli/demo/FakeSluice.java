package dev.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.cli.Body;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.TestBroker;
import dev.sluice.cli.Waiting;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A process that answers on a real broker as the contract says, without doing anything. {@code routes/behaviour.yaml}
 * in its working directory can tell it to {@code die} at the start, to be {@code silent} about the lost answer's end,
 * or to have {@code doubled} an order.
 */
public final class FakeSluice {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BrokerClient broker;
    private final String behaviour;
    private final Map<String, String> newest = new HashMap<>();
    private final Map<String, Integer> sequences = new HashMap<>();
    private final ObjectNode counts = JSON.createObjectNode();

    private FakeSluice(BrokerClient broker, String behaviour) {
        this.broker = broker;
        this.behaviour = behaviour;
    }

    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("config/application.properties"))) {
            settings.load(in);
        }
        Path told = Path.of("routes/behaviour.yaml");
        String behaviour = Files.exists(told) ? Files.readString(told) : "";
        System.out.println("in " + Path.of("").toAbsolutePath());
        System.out.println("sandbox " + settings.getProperty("sluice.sandbox.enabled") + ", account "
                + System.getenv("SLUICE_TEST_ACCOUNT") + ", " + settings.getProperty("real"));
        if (behaviour.equals("die")) {
            System.out.println("config/routing.yaml, line 3: no such provider");
            System.exit(1);
        }
        TestBroker broker = new TestBroker(Integer.parseInt(settings.getProperty("sluice.broker.port")));
        FakeSluice sluice = new FakeSluice(broker.client(), behaviour);
        sluice.serve(Integer.parseInt(settings.getProperty("quarkus.http.port")));
        while (true) {
            for (String queue : List.of("orders.requests", "otp.requests", "licenses.requests")) {
                Waiting message = sluice.broker.take(queue, 20);
                if (message != null) {
                    sluice.answer(message);
                    sluice.broker.commit();
                }
            }
        }
    }

    private void serve(int port) throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        http.createContext("/", exchange -> {
            String doubled = behaviour.equals("doubled") ? "{\"about\":\"demo-lost\",\"times\":2}" : "";
            String page = "{\"counts\":" + counts + ",\"doubled\":[" + doubled + "],\"attempts\":[]}";
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(page.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        http.start();
    }

    private void answer(Waiting message) throws Exception {
        JsonNode request = JSON.readTree(message.body());
        String id = request.path("requestId").asText();
        JsonNode order = request.path("order");
        if (newest.containsKey(id)) {
            ObjectNode again = (ObjectNode) JSON.readTree(newest.get(id));
            publish(message, again.put("replayed", true).toString());
        } else if (request.has("otp")) {
            happened(request, request.path("operation").asText().equals("send") ? "otp-sent" : "otp-verified");
            publish(message, request, "COMPLETED", true);
        } else if (request.path("operation").asText().equals("check")) {
            ObjectNode unknown = result(request, "FAILED", true);
            unknown.putObject("error").put("category", "NOT_FOUND").put("message", "no licence");
            publish(message, unknown.toString());
        } else if (request.has("license")) {
            happened(request, "device-activated");
            publish(message, request, "COMPLETED", true);
        } else if (!List.of("BRL", "MXN", "EUR", "").contains(order.path("currency").asText())) {
            ObjectNode refused = result(request, "REJECTED", true).put("sequence", 0);
            refused.putObject("error").put("category", "VALIDATION").put("message", "order.currency: not one of"
                    + " BRL, MXN");
            publish(message, refused.toString());
        } else {
            happened(request, order.has("cardId") ? "card-topup" : "order-created");
            boolean lost = order.path("remark").asText().startsWith("sandbox:");
            publish(message, request, lost ? "UNKNOWN" : "ACCEPTED", false);
            if (!lost || !behaviour.equals("silent")) {
                publish(message, request, "PENDING", false);
                publish(message, request, "COMPLETED", true);
            }
        }
    }

    private void happened(JsonNode request, String kind) {
        ObjectNode kinds = counts.withObject("/" + request.path("provider").asText());
        kinds.put(kind, kinds.path(kind).asInt() + 1);
    }

    private void publish(Waiting message, JsonNode request, String status, boolean isFinal) {
        String result = result(request, status, isFinal).toString();
        newest.put(request.path("requestId").asText(), result);
        publish(message, result);
    }

    private void publish(Waiting message, String result) {
        broker.send(message.queue().replace(".requests", ".results"), Body.of(result), null, message.correlationId());
    }

    private ObjectNode result(JsonNode request, String status, boolean isFinal) {
        String id = request.path("requestId").asText();
        return JSON.createObjectNode().put("requestId", id).put("provider", request.path("provider").asText())
                .put("operation", request.path("operation").asText())
                .put("sequence", sequences.merge(id, 1, Integer::sum))
                .put("status", status).put("final", isFinal).put("providerReference", "REF-" + id)
                .put("replayed", false);
    }
}
