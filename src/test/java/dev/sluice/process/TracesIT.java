package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.process.CollectorDouble.Span;
import dev.sluice.sandbox.Sandbox;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where a collector is named, each order is one trace there, over all its steps; where none is, nothing is different. */
@Execution(ExecutionMode.CONCURRENT)
class TracesIT {

    private static final String MESSAGES = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";
    private static final String MOBILE = "447700900123";

    @TempDir
    private Path folder;

    @Test
    void anOrderIsOneTraceFromItsSenderToItsResult() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (CollectorDouble collector = new CollectorDouble();
                SandboxServer doubles = doubles();
                Tap tap = new Tap(doubles.port());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder),
                        settings(doubles, tap, ports).set("sluice.traces.url", collector.url())
                                .environment());
                ActiveMQConnectionFactory core = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(0));
                Connection connection = core.createConnection();
                Connection amqp = Upstream.factory(ports.get(0)).createConnection()) {
            Line line = new Line(connection);
            line.send("orders.requests", exchange("traced-1"), TRACEPARENT);
            assertThat(line.end("orders.results").getStringProperty("traceparent")).startsWith("00-" + TRACE + "-");

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(names(collector.about("traced-1")))
                    .contains("take", "submit", "ask", "fiat-to-crypto", "fiat-to-crypto-order", "result"));
            List<Span> order = spans(collector, "traced-1", 2);
            assertThat(order).allSatisfy(span -> assertThat(span.trace()).isEqualTo(TRACE));
            Span taken = named(order, "take");
            assertThat(taken.parent()).isEqualTo(PARENT);
            assertThat(taken.kind()).isEqualTo(5);
            Span submitted = named(order, "submit");
            assertThat(submitted.parent()).isEqualTo(taken.id());
            assertThat(submitted.says()).containsEntry("provider", "hambit").containsEntry("account", "default")
                    .containsEntry("operation", "fiat-to-crypto").containsEntry("kind", "accepted")
                    .containsEntry("family", "orders").containsKey("step");
            Span called = named(order, "fiat-to-crypto");
            assertThat(called.parent()).isEqualTo(submitted.id());
            assertThat(called.kind()).isEqualTo(3);
            assertThat(called.says()).containsEntry("http.response.status_code", "200")
                    .containsEntry("http.request.method", "POST").containsEntry("step", submitted.of("step"));
            assertThat(called.begun()).isGreaterThanOrEqualTo(submitted.begun());
            assertThat(called.ended()).isLessThanOrEqualTo(submitted.ended());
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(collector.about("traced-1"))
                    .filteredOn(span -> span.name().equals("result")).extracting(span -> span.of("status"))
                    .contains("ACCEPTED", "COMPLETED"));
            assertThat(collector.resources().get(0)).contains("service.name=sluice", "service.instance.id=");

            line.send("orders.requests", "{\"requestId\":\"traced-2\",\"account\":\"4711 is the PIN\"}", null);
            Message refused = line.end("orders.results");
            String its = refused.getStringProperty("traceparent").split("-", -1)[1];
            assertThat(its).isNotEqualTo(TRACE);
            assertThat(spans(collector, "traced-2", 1)).extracting(Span::trace).containsOnly(its);

            line.send("otp.requests", otp("traced-3"), "00-" + TRACE + "-" + PARENT + "-01, and more");
            line.end("otp.results");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(collector.about("traced-3")).hasSizeGreaterThan(3));
            assertThat(spans(collector, "traced-3", 1)).extracting(Span::trace).doesNotContain(TRACE);
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(collector.spans()).anySatisfy(span -> {
                assertThat(span.name()).isEqualTo("login");
                assertThat(span.trace()).isEqualTo(collector.about("traced-3").get(0).trace());
            }));

            Line other = new Line(amqp);
            other.send("orders.requests", exchange("traced-4"), TRACEPARENT.replace("4bf9", "5bf9"));
            assertThat(other.end("orders.results").getStringProperty("traceparent"))
                    .startsWith("00-" + TRACE.replace("4bf9", "5bf9"));
            other.send("orders.requests", exchange("traced-5"),
                    TRACEPARENT.replace("4bf9", "6bf9").replace("-01", "-00"));
            assertThat(other.end("orders.results").getStringProperty("traceparent")).endsWith("-00");
            spans(collector, "traced-4", 2);
            assertThat(collector.about("traced-5")).isEmpty();

            assertThat(tap.heard().toLowerCase(Locale.ROOT)).contains("post /").doesNotContain("traceparent",
                    "tracestate", "baggage", TRACE);
            assertThat(collector.heard()).contains("traced-1").doesNotContain(MOBILE, "271.82",
                    "127.0.0.1:" + tap.port(),
                    "Bearer", "the PIN");
            // In what is heard any byte may stand, in the ids of spans.
            assertThat(collector.spans()).flatExtracting(span -> span.says().values())
                    .noneMatch(said -> said.toString().contains("?"));
            for (String provider : List.of("hambit", "aeterna", "htp", "messagehub", "authtool")) {
                Sandbox.credentials(provider).forEach((name, value) -> {
                    if (name.matches(".*(secret|password|token|aes|key).*")) {
                        assertThat(collector.heard()).as(name).doesNotContain(value);
                    }
                });
            }
        }
    }

    @Test
    void withoutACollectorNothingOfItIsThere() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (SandboxServer doubles = doubles();
                Tap tap = new Tap(doubles.port());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder),
                        settings(doubles, tap, ports).set("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file="
                                + folder.resolve("classes.log")).environment());
                Connection connection = Upstream.factory(ports.get(0)).createConnection()) {
            Line line = new Line(connection);
            line.send("orders.requests", exchange("untraced-1"), TRACEPARENT);
            Message end = line.end("orders.results");
            assertThat(end.propertyExists("traceparent")).isFalse();
            assertThat(folder.resolve("classes.log")).content().contains("dev.sluice.trace.Traces")
                    .doesNotContain("io.opentelemetry");
            assertThat(sluice.output()).noneMatch(said -> said.contains("opentelemetry"));
        }
    }

    /** Orders are done as fast, and the log says it now and then. */
    @Test
    void aCollectorThatIsAwayHoldsNothingUp() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        try (SandboxServer doubles = doubles();
                Tap tap = new Tap(doubles.port());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder),
                        settings(doubles, tap, ports).set("sluice.traces.url",
                                "http://127.0.0.1:" + ports.get(2) + "/v1/traces").environment());
                Connection connection = Upstream.factory(ports.get(0)).createConnection()) {
            Line line = new Line(connection);
            for (int order = 0; order < 20; order++) {
                line.send("orders.requests", exchange("away-" + order), null);
            }
            for (int order = 0; order < 20; order++) {
                line.end("orders.results");
            }
            await().atMost(Duration.ofMinutes(3)).untilAsserted(
                    () -> assertThat(sluice.output()).anyMatch(said -> said.contains("Traces were dropped, ")));
            assertThat(sluice.output()).noneMatch(said -> said.startsWith("\tat "));
        }
    }

    private static SandboxServer doubles() throws Exception {
        return SandboxServer.start(0, SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(300)));
    }

    private static Settings settings(SandboxServer doubles, Tap tap, List<Integer> ports) {
        Settings settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1))
                .set("sluice.messages.key", MESSAGES).set("sluice.messages.unsigned", "refuse");
        for (String provider : List.of("hambit", "messagehub")) {
            settings.set("sluice.providers." + provider + ".base-url",
                    doubles.baseUrl(provider).replace(":" + doubles.port(), ":" + tap.port()));
        }
        return settings;
    }

    private static String exchange(String requestId) {
        return "{\"requestId\":\"" + requestId
                + "\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\",\"order\":{\"amount\":\"271.82\","
                + "\"currency\":\"BRL\",\"token\":\"USDT\",\"network\":\"ETH\","
                + "\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}}";
    }

    private static String otp(String requestId) {
        return "{\"requestId\":\"" + requestId
                + "\",\"operation\":\"send\",\"provider\":\"messagehub\",\"otp\":{\"mobile\":\"+"
                + MOBILE + "\"}}";
    }

    /** Once the results of the order have been told too. */
    private static List<Span> spans(CollectorDouble collector, String requestId, int results) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(collector.about(requestId))
                .filteredOn(span -> span.name().equals("result")).hasSizeGreaterThanOrEqualTo(results));
        return collector.about(requestId);
    }

    private static Set<String> names(List<Span> spans) {
        return spans.stream().map(Span::name).collect(Collectors.toSet());
    }

    private static Span named(List<Span> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
    }

    /** What an upstream system sends, and hears. */
    private static final class Line {

        private final Session session;

        private Line(Connection connection) throws JMSException {
            connection.start();
            session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        }

        private void send(String queue, String body, String traceparent) throws JMSException {
            TextMessage message = session.createTextMessage(body);
            if (traceparent != null) {
                message.setStringProperty("traceparent", traceparent);
            }
            session.createProducer(session.createQueue(queue)).send(message);
        }

        /** The next result that is final. */
        private Message end(String queue) throws JMSException {
            try (MessageConsumer results = session.createConsumer(session.createQueue(queue))) {
                Message result = results.receive(60_000);
                while (!result.getBooleanProperty("isFinal")) {
                    result = results.receive(60_000);
                }
                return result;
            }
        }
    }
}
