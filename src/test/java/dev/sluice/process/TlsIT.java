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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom Sluice talks to over TLS: who shows a certificate that is trusted and names the host that was called. */
class TlsIT {

    @TempDir
    private Path folder;

    @Test
    void nothingIsSentToWhoCannotProveWhoItIs() throws Exception {
        Path trusted = folder.resolve("trust.p12");
        Path work = Files.createDirectory(folder.resolve("work"));
        List<Integer> ports = Workplace.freePorts(2);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
                TlsFront right = new TlsFront(folder, "right", "localhost", doubles.port());
                TlsFront other = new TlsFront(folder, "other", "elsewhere.test", doubles.port());
                TlsFront stranger = new TlsFront(folder, "stranger", "localhost", doubles.port());
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            right.trustIn(trusted);
            other.trustIn(trusted);
            Settings settings = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1));
            at(settings, "hambit", right.port());
            at(settings, "htp", other.port());
            at(settings, "messagehub", stranger.port());
            at(settings, "authtool", silent.getLocalPort()).set("sluice.providers.authtool.timeouts.response", "2s")
                    .set("sluice.providers.authtool.timeouts.connect", "5s");
            Map<String, String> environment = new HashMap<>(settings.environment());
            environment.put("JAVA_TOOL_OPTIONS",
                    "-Djavax.net.ssl.trustStore=" + trusted + " -Djavax.net.ssl.trustStorePassword=changeit");
            try (SluiceProcess sluice = SluiceProcess.start(new Workplace(work), environment);
                    var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                    Connection connection = factory.createConnection()) {
                connection.start();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);

                JsonNode bought = end(session, "orders",
                        "{\"requestId\":\"tls-1\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\","
                                + "\"order\":{\"amount\":\"100.00\",\"currency\":\"BRL\",\"token\":\"USDT\",\"network\":\"ETH\","
                                + "\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}}");
                assertThat(bought.path("status").asText()).isEqualTo("COMPLETED");
                assertThat(right.bytes()).isPositive();

                refused(end(session, "orders", "{\"requestId\":\"tls-2\",\"operation\":\"info\",\"provider\":\"htp\"}"),
                        "SSL");
                refused(end(session, "otp",
                        "{\"requestId\":\"tls-3\",\"operation\":\"balance\",\"provider\":\"messagehub\"}"), "SSL");
                refused(end(session, "licenses",
                        "{\"requestId\":\"tls-4\",\"operation\":\"package\",\"provider\":\"authtool\"}"),
                        "ConnectTimeout");
                for (TlsFront front : List.of(other, stranger)) {
                    assertThat(front.connections()).as("it was tried").isPositive();
                    assertThat(front.bytes()).as("and told nothing").isZero();
                }
            }
        }
    }

    private static void refused(JsonNode end, String why) {
        assertThat(end.path("status").asText()).isEqualTo("REJECTED");
        assertThat(end.at("/error/category").asText()).isEqualTo("UNAVAILABLE");
        assertThat(end.at("/error/message").asText()).startsWith("the provider cannot be reached (" + why);
    }

    private static Settings at(Settings settings, String provider, int port) {
        String prefix = "sluice.providers." + provider + ".";
        settings.set(prefix + "base-url", "https://localhost:" + port + "/sandbox/" + provider)
                .set(prefix + "retry.first-delay", "100ms").set(prefix + "retry.budget", "300ms")
                .set(prefix + "timeouts.connect", "1m").set(prefix + "timeouts.response", "1m");
        Sandbox.credentials(provider)
                .forEach((name, value) -> settings.set(prefix + "accounts.default." + name, value));
        return settings;
    }

    private static JsonNode end(Session session, String family, String request) throws Exception {
        session.createProducer(session.createQueue(family + ".requests")).send(session.createTextMessage(request));
        try (MessageConsumer results = session.createConsumer(session.createQueue(family + ".results"))) {
            while (true) {
                TextMessage message = (TextMessage) results.receive(60_000);
                assertThat(message).as("a further result").isNotNull();
                JsonNode result = PublishedResults.read(message.getText());
                if (result.path("final").asBoolean()) {
                    return result;
                }
            }
        }
    }
}
