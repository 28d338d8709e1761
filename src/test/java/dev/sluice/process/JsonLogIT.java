package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A log for machines: each line an object that says which order it is about, a line a call, and none without work. */
@Execution(ExecutionMode.CONCURRENT)
class JsonLogIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORDER = "{\"requestId\":\"json-1\",\"operation\":\"payin\",\"provider\":\"aeterna\","
            + "\"order\":{\"amount\":\"271.82\",\"currency\":\"EUR\"}}";

    @TempDir
    private Path folder;

    @Test
    void everyLineIsAnObjectAndEachCallIsOne() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofSeconds(60)));
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder), Settings.at(doubles)
                        .http(ports.get(0)).embedded(ports.get(1)).set("sluice.log.json", "true")
                        .set("sluice.log.calls", "true").environment());
                Connection connection = Upstream.factory(ports.get(1)).createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            session.createProducer(session.createQueue("orders.requests")).send(session.createTextMessage(ORDER));
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            assertThat(results.receive(60_000)).isNotNull();

            // A line that is being written is no object yet.
            JsonNode call = await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptionsInstanceOf(JsonProcessingException.class)
                    .until(() -> about(lines(sluice), "json-1"), found -> !found.isEmpty()).get(0);
            assertThat(call.path("level").asText()).isEqualTo("INFO");
            assertThat(call.at("/mdc/provider").asText()).isEqualTo("aeterna");
            assertThat(call.at("/mdc/operation").asText()).isEqualTo("payin");
            assertThat(call.at("/mdc/step").asText()).isNotEmpty();
            assertThat(call.path("message").asText())
                    .matches("aeterna/default: payin of json-1: accepted after \\d+ ms, HTTP 200");
            assertThat(String.join("\n", sluice.output())).doesNotContain("271.82");

            // The last line of a start comes after it is ready.
            await().atMost(Duration.ofMinutes(1)).until(() -> !sluice.said("Installed features").isEmpty());
            long said = sluice.output().size();
            await().during(Duration.ofSeconds(4)).atMost(Duration.ofMinutes(1))
                    .until(() -> sluice.output().size() == said);
        }
    }

    private static List<JsonNode> about(List<JsonNode> lines, String requestId) {
        return lines.stream().filter(line -> line.at("/mdc/requestId").asText().equals(requestId)).toList();
    }

    private static List<JsonNode> lines(SluiceProcess sluice) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : sluice.output()) {
            JsonNode read = JSON.readTree(line);
            assertThat(read).as(line).isInstanceOf(ObjectNode.class);
            lines.add(read);
        }
        return lines;
    }
}
