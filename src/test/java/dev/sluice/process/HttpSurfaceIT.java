package dev.sluice.process;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program answers over HTTP: to read there is what anybody may know, to change there is nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpSurfaceIT {

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
            "TRACE", "PROPFIND", "X");

    private static final List<String> PATHS = List.of("/", "/index.html", "/favicon.ico", "/q", "/q/", "/q/dev",
            "/q/dev-ui", "/q/dev/",
            "/q/dev-v1", "/q/arc", "/q/arc/beans", "/q/info", "/q/openapi", "/q/openapi.json", "/q/swagger-ui",
            "/q/graphql-ui", "/q/health-ui",
            "/q/logging-manager", "/q/scheduler", "/q/flyway", "/q/metrics", "/q/metrics/", "/q/metrics/json",
            "/q/health", "/q/health/live",
            "/q/health/ready", "/q/health/started", "/q/health/well", "/q/health/group", "/q/camel", "/observe/health",
            "/observe/info",
            "/jolokia", "/jolokia/list", "/hawtio", "/console", "/console/jolokia", "/actuator", "/camel", "/admin",
            "/management", "/api",
            "/openapi", "/swagger", "/graphql", "/contract", "/contract/", "/contract/index.json",
            "/contract/asyncapi.yaml",
            "/contract/../application.properties", "/contract/..%2f..%2fapplication.properties",
            "/contract/%2e%2e/%2e%2e/etc/passwd",
            "/contract/..\\..\\x", "//etc/passwd", "/webhooks", "/webhooks/", "/webhooks/hambit",
            "/webhooks/hambit/default",
            "/webhooks/hambit/default/", "/webhooks//hambit/default", "/webhooks/hambit/default/x",
            "/webhooks/hambit%2fdefault",
            "/webhooks/../q/metrics", "/webhooks/hambit/..%2f..%2fq", "/webhooks/HAMBIT/default",
            "/webhooks/hambit/default;x=y",
            "/webhooks/hambit/default?a=b", "/webhooks/hambit/default%00", "/webhooks/nobody/default",
            "/webhooks/messagehub/default",
            "/sandbox", "/sandbox/", "/sandbox/effects", "/sandbox/hambit/api/v3/exchange/fiat/to/wallet", "/people",
            "/orders", "/dead");

    private static final Set<String> READ = Set.of("/q/metrics", "/q/metrics/", "/q/metrics/json",
            "/webhooks/../q/metrics", "/q/health",
            "/q/health/live", "/q/health/ready", "/q/health/started", "/q/health/well", "/q/health/group", "/contract",
            "/contract/",
            "/contract/index.json", "/contract/asyncapi.yaml");

    private static final Set<String> WEBHOOK = Set.of("/webhooks/hambit/default", "/webhooks/hambit/default/",
            "/webhooks//hambit/default", "/webhooks/hambit/default?a=b");

    private Path work;
    private SandboxServer doubles;
    private SluiceProcess sluice;
    private ActiveMQConnectionFactory factory;
    private Connection connection;
    private int port;

    record Answer(int status, String head, String body) {
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        work = folder;
        List<Integer> ports = Workplace.freePorts(2);
        port = ports.get(0);
        doubles = SandboxServer.start(0, SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
        sluice = SluiceProcess.start(new Workplace(folder),
                Settings.at(doubles).http(port).embedded(ports.get(1)).environment());
        factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
        connection = factory.createConnection();
        connection.start();
    }

    @AfterAll
    void stop() throws Exception {
        connection.close();
        factory.close();
        sluice.close();
        doubles.close();
    }

    @Test
    void nothingIsThereButWhatThePagesName() throws Exception {
        for (String path : PATHS) {
            for (String method : METHODS) {
                Answer answer = ask(method + " " + path,
                        "Origin: https://evil.test\r\nAccess-Control-Request-Method: POST\r\nX-Told: secret-echo\r\n",
                        "");
                boolean read = READ.contains(path)
                        && (method.equals("GET") || method.equals("HEAD") && !path.startsWith("/contract"));
                boolean webhook = WEBHOOK.contains(path) && method.equals("POST");
                assertThat(answer.status()).as(method + " " + path)
                        .isIn(read ? Set.of(200) : webhook ? Set.of(401) : Set.of(400, 404, 405));
                assertThat(answer.head().toLowerCase()).as(method + " " + path).doesNotContain("access-control-")
                        .doesNotContain("x-powered")
                        .doesNotContain("\r\nserver:");
                assertThat(answer.body()).as(method + " " + path).doesNotContain("secret-echo").doesNotContain("root:");
            }
        }
    }

    /** Whoever is slow, or never comes to an end, costs a connection; nobody waits behind them. */
    @Test
    void slowAndEndlessRequestsHoldNobodyUp() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket("127.0.0.1", port);
                socket.getOutputStream()
                        .write((i % 2 == 0 ? "GET /q/health HTTP/1.1\r\nHost: x\r\nX-Slow: "
                                : "POST /webhooks/hambit/default HTTP/1.1\r\n"
                                        + "Host: x\r\nContent-Length: 60000\r\n\r\n{")
                                .getBytes());
                slow.add(socket);
            }
            assertThat(order("slow-1")).isEqualTo("COMPLETED");
            await().until(() -> ask("GET /q/health/ready", "", "").status() == 200);
            String body = "{\"externalOrderId\":\"slow-1\",\"orderStatus\":8}";
            Deliveries deliveries = new Deliveries(port);
            Map<String, String> signed = Deliveries.hambit(body);
            await().until(() -> deliveries.post("/webhooks/hambit/default", body, signed) == 200);
            for (Socket socket : slow) {
                socket.getOutputStream().write('x');
            }
            assertThat(order("slow-2")).isEqualTo("COMPLETED");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
        assertThat(ask("POST /webhooks/hambit/default", "", "x".repeat(64 << 10)).status()).isEqualTo(401);
        assertThat(ask("POST /webhooks/hambit/default", "", "x".repeat((64 << 10) + 1)).status()).isEqualTo(413);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(("POST /webhooks/hambit/default HTTP/1.1\r\nHost: x\r\nContent-Length:"
                    + " 99999999999\r\n\r\n{").getBytes());
            socket.setSoTimeout(60_000);
            assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 413");
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(("POST /webhooks/hambit/default HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:"
                    + " chunked\r\n\r\n").getBytes());
            for (int i = 0; i < 1_000; i++) {
                socket.getOutputStream().write(("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes());
            }
            socket.setSoTimeout(60_000);
            assertThat(new String(socket.getInputStream().readNBytes(12))).as("said long before the end")
                    .isEqualTo("HTTP/1.1 413");
        }
        String parts = "--b\r\nContent-Disposition: form-data; name=\"f\";"
                + " filename=\"../../evil\"\r\n\r\nx\r\n--b--\r\n";
        assertThat(ask("POST /webhooks/hambit/default", "Content-Type: multipart/form-data; boundary=b\r\n", parts)
                .status()).isEqualTo(401);
        assertThat(ask("POST /webhooks/hambit/default", "Content-Encoding: gzip\r\n", parts).status()).isEqualTo(401);
        try (Stream<Path> files = Files.walk(work)) {
            assertThat(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("evil") || name.contains("upload"))).isEmpty();
        }
        assertThat(order("large-1")).isEqualTo("COMPLETED");
    }

    private String order(String id) throws Exception {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer results = session.createConsumer(session.createQueue("orders.results"),
                        "requestId = '" + id + "' AND isFinal = TRUE")) {
            session.createProducer(session.createQueue("orders.requests"))
                    .send(session.createTextMessage("{\"requestId\":\"" + id
                            + "\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\",\"order\":{\"amount\":\"100.00\",\"currency\":\"BRL\","
                            + "\"token\":\"USDT\",\"network\":\"ETH\",\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}}"));
            Message last = results.receive(60_000);
            return last == null ? "nothing" : last.getStringProperty("status");
        }
    }

    private Answer ask(String line, String headers, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes((line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                    + "Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            request.writeBytes(bytes);
            socket.getOutputStream().write(request.toByteArray());
            return answer(socket.getInputStream());
        }
    }

    private static Answer answer(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException e) {
            // Who has answered may hang up before it has read a body.
        }
        String text = all.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return new Answer(text.isEmpty() ? 0 : Integer.parseInt(text.substring(9, 12)),
                end < 0 ? text : text.substring(0, end), end < 0 ? "" : text.substring(end + 4));
    }
}
