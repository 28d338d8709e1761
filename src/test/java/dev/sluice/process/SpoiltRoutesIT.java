package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import jakarta.jms.Connection;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator's routes that fail in the ways that routes fail, with a phone number and a PIN at hand: what they hold is
 * in no log line at any level, in no result and in no dead letter, and nothing is said to be sent that was not.
 */
class SpoiltRoutesIT {

    private static final String MOBILE = "447700900417";
    private static final String PIN = "059647";
    /** Before the call; the body is a document with both, or a text with both where a step makes it one. */
    private static final Map<String, String> BEFORE = new LinkedHashMap<>();
    /** After it, of an answer that repeats both. */
    private static final Map<String, String> AFTER = new LinkedHashMap<>();

    static {
        String text = "{setBody: {simple: {expression: 'pin=${variable.request}'}}}";
        BEFORE.put("text", text + ", {setBody: {jq: {expression: '.a.b'}}}");
        BEFORE.put("thrown", text + ", {throwException: {exceptionType: java.lang.IllegalStateException, message:"
                + " '${body}'}}");
        BEFORE.put("error", "{setBody: {jq: {expression: '{a: (.order | tonumber)}'}}}");
        BEFORE.put("raised", "{setBody: {jq: {expression: 'error(.order.mobile + .order.pin)'}}}");
        BEFORE.put("converted", text + ", {convertBodyTo: {type: java.lang.Integer}}");
        BEFORE.put("number", text + ", {setVariable: {name: n, expression: {simple: {expression: '${body}',"
                + " resultType: java.lang.Long}}}}");
        BEFORE.put("method", text + ", {bean: {ref: call, method: addCredential}}");
        BEFORE.put("cipher", text + ", {bean: {ref: ciphers, method: seal}}");
        BEFORE.put("logged", text + ", {log: {message: 'asked ${body} ${variable.request} ${exception.message}',"
                + " loggingLevel: WARN}},"
                + " {to: {uri: 'log:x', parameters: {showAll: true, level: WARN}}}, {throwException:"
                + " {exceptionType: java.lang.Exception, message: 'x'}}");
        BEFORE.put("caught", text + ", {doTry: {steps: [{throwException: {exceptionType:"
                + " java.lang.IllegalArgumentException, message: '${body}'}}],"
                + " doCatch: [{exception: [java.lang.Exception], steps: [{log: {message: '${exception.message}"
                + " ${exception.stacktrace}'}},"
                + " {throwException: {exceptionType: java.lang.Exception, message: '${exception.message}'}}]}]}}");
        BEFORE.put("split", text + ", {split: {expression: {tokenize: {token: ','}}, steps: [{setBody: {jq:"
                + " {expression: .}}}]}}");
        BEFORE.put("unset", "{setVariable: {name: later, expression: {constant: {expression: 'x'}}}},"
                + " {removeVariable: {name: later}},"
                + " {setBody: {jq: {expression: '{a: (variable(\"later\")? // \"1\")}'}}}");
        BEFORE.put("nowhere", "{setVariable: {name: path, expression: {constant: {expression: 'no-call'}}}}");
        BEFORE.put("header-jq", "{setBody: {jq: {expression: '{a: header(\"X-None\")}'}}}");
        BEFORE.put("header", "{setHeader: {name: 'X-Phone', simple: {expression: '${variable.request}'}}},"
                + " {setHeader: {name: CamelHttpMethod,"
                + " simple: {expression: '${variable.request}'}}}, " + text + ", {setBody: {jq: {expression: .a}}}");
        AFTER.put("answered", "{setBody: {simple: {expression: 'pin=${variable.request} ${body}'}}}, {setBody: {jq:"
                + " {expression: '.a.b'}}}");
        AFTER.put("no-document", "{setBody: {simple: {expression: 'pin=${variable.request} ${body}'}}}");
        AFTER.put("twice", "{setBody: {jq: {expression: '{amount: 1}'}}}, {to: {uri: 'direct:paywell-http'}}");
        AFTER.put("a-list", "{setBody: {jq: {expression: '[., variable(\"request\")]'}}}");
    }

    @TempDir
    private Path folder;

    @Test
    void nothingOfAMessageIsTold() throws Exception {
        Workplace place = new Workplace(folder);
        List<String> blocks = Guide.blocks(place);
        StringBuilder operations = new StringBuilder();
        StringBuilder routes = new StringBuilder(blocks.get(1));
        BEFORE.forEach((name, steps) -> add(name, steps + ", {to: {uri: 'direct:paywell-http'}}", operations, routes));
        AFTER.forEach((name, steps) -> add(name, "{setBody: {jq: {expression: '{amount: .order.mobile, pin:"
                + " .order.pin}'}}},"
                + " {to: {uri: 'direct:paywell-http'}}, " + steps, operations, routes));
        Files.writeString(place.file("config/providers/paywell.yaml"),
                blocks.get(0).replace("calls:\n", operations + "calls:\n"));
        Files.writeString(place.file("routes/providers/paywell.camel.yaml"), routes.toString());

        List<Integer> ports = Workplace.freePorts(2);
        try (Paywell paywell = new Paywell("a secret of the sixth")) {
            Settings settings = new Settings().http(ports.get(0)).embedded(ports.get(1))
                    .set("quarkus.log.level", "DEBUG")
                    .set("sluice.providers.paywell.base-url", paywell.baseUrl())
                    .set("sluice.providers.paywell.accounts.default.key", "a secret of the sixth")
                    .set("sluice.providers.paywell.retry.budget", "3s")
                    .set("sluice.providers.paywell.poll.budget", "3s");
            try (SluiceProcess sluice = SluiceProcess.start(place, settings.environment())) {
                Map<String, JsonNode> ends = ends(ports.get(1));
                String health = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(0)
                                + "/q/health")).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                Files.writeString(Path.of("target/spoilt.log"), String.join("\n", sluice.output()) + health);
                assertThat(sluice.output().stream().filter(line -> line.contains(MOBILE) || line.contains(PIN))
                        .map(line -> line.substring(0, Math.min(300, line.length())))).isEmpty();
                assertThat(ends.toString() + health).doesNotContain(MOBILE, PIN);
                BEFORE.keySet().forEach(name -> {
                    assertThat(ends.get(name).path("status").asText()).as(name).isEqualTo("REJECTED");
                    assertThat(ends.get(name).at("/error/category").asText()).as(name).isEqualTo("CONFIGURATION");
                    assertThat(ends.get(name).at("/error/message").asText()).as(name)
                            .startsWith("not sent: the request could not be made in route orders-paywell-"
                                    + (name.equals("nowhere") ? "http" : name));
                });
                AFTER.keySet().forEach(name -> {
                    assertThat(ends.get(name).path("status").asText()).as(name).isEqualTo("UNRESOLVED");
                });
                assertThat(paywell.payments()).as("one each").hasSize(AFTER.size());
                names().forEach(name -> assertThat(sluice.said("paywell." + name + ": ")).as(name).hasSize(1)
                        .allMatch(line -> line.contains(BEFORE.containsKey(name) ? "not sent: "
                                : name.equals("twice") ? "wanted to send it a second time"
                                        : "an answer came and could not be put into Sluice's words")));
                assertThat(health).contains("paywell.text", "routes/providers/paywell.camel.yaml:");
            }
        }
    }

    /** Such an order looks as if it did not exist, and what does not exist is sent again. */
    @Test
    void aQuestionThatDoesNotNameItsOrderIsNotBelieved() throws Exception {
        Workplace place = new Workplace(folder);
        List<String> blocks = Guide.blocks(place);
        Files.writeString(place.file("config/providers/paywell.yaml"),
                blocks.get(0).replace("lost: person", "lost: ask")
                        .replace("codes: {}", "codes: {}\n  no-such-order: [none]")
                        .replace("places:\n", "places:\n  code:"
                                + " /code\n")
                        .replace("path: \"/v2/payments/{reference}\", method: GET", "path: /v2/questions"));
        Files.writeString(place.file("routes/providers/paywell.camel.yaml"), """
                - route:
                    id: orders-paywell-payment
                    from:
                      uri: direct:paywell-payment
                      steps:
                        - setBody: {jq: {expression: "{merchant_id: (.requestId | length | tostring), reference: .providerReference}"}}
                        - to: {uri: direct:paywell-http}
                        - setBody: {jq: {expression: "{success: true, code: .code, status: .state, reference: .id}"}}
                """);
        List<Integer> ports = Workplace.freePorts(2);
        HttpServer provider = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        AtomicInteger questions = new AtomicInteger();
        provider.createContext("/", exchange -> {
            boolean question = exchange.getRequestURI().getPath().equals("/v2/questions");
            byte[] answer = (!question ? "{}"
                    : questions.incrementAndGet() % 2 == 0 ? "{\"code\":\"none\"}"
                            : "{\"id\":\"pw-9\",\"state\":\"done\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(question ? 200 : 500, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        provider.start();
        Settings settings = new Settings().http(ports.get(0)).embedded(ports.get(1))
                .set("sluice.providers.paywell.base-url", "http://127.0.0.1:" + provider.getAddress().getPort())
                .set("sluice.providers.paywell.accounts.default.key", "a secret of the sixth")
                .set("sluice.providers.paywell.poll.first-delay", "100ms")
                .set("sluice.providers.paywell.poll.factor", "2")
                .set("sluice.providers.paywell.poll.budget", "10s");
        try (SluiceProcess sluice = SluiceProcess.start(place, settings.environment());
                var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            session.createProducer(session.createQueue("orders.requests.paywell")).send(session.createTextMessage(
                    "{\"requestId\": \"asked-1\", \"operation\": \"pay\", \"order\": {\"amount\": \"12.50\","
                            + " \"currency\": \"EUR\"}}"));
            var results = session.createConsumer(session.createQueue("orders.results"));
            assertThat(((TextMessage) results.receive(60_000)).getText()).contains("\"UNKNOWN\"");
            assertThat(((TextMessage) results.receive(60_000)).getText()).contains("\"UNRESOLVED\"",
                    "names neither the order's number nor");
            assertThat(questions.get()).isGreaterThan(2);
            assertThat(sluice.said("paywell.payment: ")).as("once for all questions").hasSize(1);
        } finally {
            provider.stop(0);
        }
    }

    private static List<String> names() {
        return Stream.concat(BEFORE.keySet().stream(), AFTER.keySet().stream()).toList();
    }

    private static void add(String name, String steps, StringBuilder operations, StringBuilder routes) {
        operations.append("  ").append(name).append(": {path: /v2/payments, success: accepted, lost: person,"
                + " fields: {type: object,"
                + " additionalProperties: false, properties: {mobile: {$ref: \"common.schema.json#/$defs/mobile\"},"
                + " pin: {$ref:"
                + " \"common.schema.json#/$defs/pin\"}}}}\n");
        routes.append("- route: {id: orders-paywell-").append(name).append(", from: {uri: 'direct:paywell-")
                .append(name)
                .append("', steps: [").append(steps).append("]}}\n");
    }

    /** The result of each operation after which nothing comes by itself. */
    private static Map<String, JsonNode> ends(int broker) throws Exception {
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker);
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            for (String name : names()) {
                session.createProducer(session.createQueue("orders.requests.paywell")).send(session.createTextMessage(
                        "{\"requestId\": \"" + name + "-1\", \"operation\": \"" + name + "\", \"order\":"
                                + " {\"mobile\": \"+" + MOBILE
                                + "\", \"pin\": \"" + PIN + "\"}}"));
            }
            Map<String, JsonNode> ends = new HashMap<>();
            var results = session.createConsumer(session.createQueue("orders.results"));
            while (!ends.keySet().containsAll(names())) {
                TextMessage message = (TextMessage) results.receive(60_000);
                assertThat(message).as("a result beside those of " + ends.keySet()).isNotNull();
                JsonNode result = new ObjectMapper().readTree(message.getText());
                if (result.path("final").asBoolean() || result.path("status").asText().equals("UNRESOLVED")) {
                    ends.put(result.path("operation").asText(), result);
                }
            }
            assertThat(session.createConsumer(session.createQueue("sluice.dead")).receive(300)).isNull();
            return ends;
        }
    }
}
