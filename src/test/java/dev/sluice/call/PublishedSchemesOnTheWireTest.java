package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Format;
import dev.sluice.json.Json;
import dev.sluice.signing.Incoming;
import dev.sluice.signing.Signature;
import dev.sluice.signing.Verdict;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Requests of the published schemes, described as a provider's file has them: what arrives is rightly signed. */
class PublishedSchemesOnTheWireTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String FILE = """
            family: orders
            plain-http: true
            accounts: {default: {}}
            timeouts: {connect: 5s, response: 30s}
            limits: {concurrency: 8, rate: 20}
            poll: {first-delay: 2s, factor: 2, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m}
            answers: {codes: {}}
            operations:
              pay:
                success: completed
                success-by: shape
                shape: [/id]
                lost: person
                fields: {type: object, properties: {amount: {type: string}}}
            """;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> aRequestArrivesAsItIsSigned() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream file = getClass().getResourceAsStream("/signing/published.yaml")) {
            for (JsonNode scheme : YAML.readTree(file)) {
                for (JsonNode one : List.of(scheme, scheme.path("also"))) {
                    JsonNode request = one.path("request");
                    if (request.isObject()) {
                        tests.add(DynamicTest.dynamicTest(
                                scheme.get("name").asText() + ", " + request.get("method").asText(),
                                () -> arrives(scheme, request)));
                    }
                }
            }
        }
        return tests.stream();
    }

    private void arrives(JsonNode scheme, JsonNode request) throws Exception {
        Map<String, String> credentials = texts(scheme.get("credentials"));
        String body = request.path("body").asText();
        String format = body.isEmpty() ? "text" : body.startsWith("<") ? "xml" : body.startsWith("{") ? "json" : "form";
        ObjectNode file = (ObjectNode) YAML.readTree(FILE);
        credentials.keySet().forEach(file.putArray("credentials")::add);
        file.set("signature", scheme.get("signature"));
        ObjectNode call = (ObjectNode) file.at("/operations/pay");
        call.put("path", request.get("path").asText()
                + (request.has("query") ? "?" + request.get("query").asText() : ""));
        call.put("method", request.get("method").asText()).put("body-format", format);
        boolean text = format.equals("xml") || format.equals("text");
        if (text && !request.get("method").asText().equals("GET")) {
            call.put("body", body);
        }
        ObjectNode headers = call.putObject("headers");
        request.path("headers").properties().stream().filter(header -> !header.getKey().equals("Host"))
                .forEach(header -> headers.set(header.getKey(), header.getValue()));

        try (Wired wired = new Wired(folder, YAML.writeValueAsString(file).replace("---\n", ""), credentials)) {
            RecordedWire.Request arrived = text ? wired.call("pay", Json.object())
                    : wired.call("pay", Json.object(), format.equals("form") ? Format.FORM.read(body)
                            : Json.read(body, Json.Numbers.KEPT));
            Map<String, String> received = new HashMap<>();
            arrived.headers().keySet().forEach(name -> received.put(name, arrived.header(name)));
            Verdict verdict = Signature.of(scheme.get("signature")).verify(new Incoming(arrived.method(),
                    arrived.path(), arrived.query(), received, arrived.body()), List.of(credentials::get),
                    new MovedClock());
            assertThat(verdict.reason()).as(arrived.target() + " " + arrived.headers() + " " + arrived.text()).isNull();
            assertThat(verdict.valid()).isTrue();
        }
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new HashMap<>();
        node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
