package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.PublishedResults;
import dev.sluice.sandbox.Inputs;
import dev.sluice.sandbox.Inputs.Input;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every input that {@code ./sluice demo --inputs} lists has the outcome that stands beside it. */
class InputsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Map<String, String> QUEUES = Map.of("order", "orders", "otp", "otp", "license", "licenses");

    @TempDir
    private Path folder;
    private final Map<String, Input> waiting = new LinkedHashMap<>();
    private final Map<String, String> told = new TreeMap<>();
    private final Map<String, List<String>> histories = new TreeMap<>();
    /** What goes after a request that has to be done before. */
    private final Map<String, Sending> follows = new TreeMap<>();

    @Test
    void everyInputHasTheOutcomeThatIsListed() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(400)));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder),
                        Settings.at(doubles).impatient("25s", "12s").http(ports.get(0)).embedded(ports.get(1))
                                .set("sluice.providers.aeterna.calls.order.path", "/status")
                                .set("sluice.providers.aeterna.places.status", "/data/status")
                                .set("sluice.providers.aeterna.answers.statuses.progress", "created,processing")
                                .environment());
                Connection connection = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1))
                        .createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue answers = session.createTemporaryQueue();
            MessageConsumer results = session.createConsumer(answers);
            // What voids a token is felt by every call of its time.
            Map<Boolean, List<Input>> inputs = Inputs.all().stream()
                    .collect(Collectors.partitioningBy(input -> input.does().contains("access token is void")));
            for (Input input : inputs.get(false)) {
                send(session, answers, input, "input-" + waiting.size());
            }
            listen(results);
            for (Input input : inputs.get(true)) {
                send(session, answers, input, "input-" + waiting.size());
                listen(results);
            }
            assertThat(sluice.alive()).isTrue();
        }
        Map<String, String> listed = new TreeMap<>();
        waiting.forEach((id, input) -> listed.put(name(input), input.outcome()));
        assertThat(told).isEqualTo(listed);
    }

    private void send(Session session, Queue answers, Input input, String id) throws JMSException {
        waiting.put(id, input);
        ObjectNode request = input.request().deepCopy().put("requestId", id);
        String member = input.field().substring(0, input.field().indexOf('.'));
        String queue = QUEUES.get(member) + ".requests";
        if (input.first() != null) {
            ObjectNode first = request.deepCopy().put("requestId", "first-of-" + id).put("operation", input.first());
            first.putObject(member).set("mobile", request.at("/" + member + "/mobile"));
            post(session, answers, queue, first);
            ((ObjectNode) request.path(member)).put("sendRequestId", "first-of-" + id);
            follows.put("first-of-" + id, () -> post(session, answers, queue, request));
        } else {
            post(session, answers, queue, request);
        }
    }

    private interface Sending {
        void send() throws JMSException;
    }

    private static void post(Session session, Queue answers, String queue, ObjectNode request) throws JMSException {
        TextMessage message = session.createTextMessage(request.toString());
        message.setJMSReplyTo(answers);
        session.createProducer(session.createQueue(queue)).send(message);
    }

    private void listen(MessageConsumer results) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (told.size() < waiting.size() && System.nanoTime() < end) {
            TextMessage message = (TextMessage) results.receive(1_000);
            if (message != null) {
                take(PublishedResults.read(message.getText()));
            }
        }
    }

    private void take(JsonNode result) throws JMSException {
        String id = result.path("requestId").asText();
        String status = result.path("status").asText();
        boolean ended = result.path("final").asBoolean() || status.equals("UNRESOLVED");
        if (follows.containsKey(id)) {
            assertThat(status).as(result.toString()).isEqualTo("COMPLETED");
            follows.get(id).send();
            return;
        }
        List<String> history = histories.computeIfAbsent(id, any -> new ArrayList<>());
        if (!status.equals("PENDING")) {
            history.add(status);
        }
        if (ended) {
            String category = result.path("error").path("category").asText();
            told.put(name(waiting.get(id)), String.join(" ", history)
                    + (status.equals("FAILED") || status.equals("REJECTED") ? " (" + category + ")" : ""));
        }
    }

    private static String name(Input input) {
        return input.provider() + " " + input.operation() + " " + input.field() + "=" + input.value();
    }
}
