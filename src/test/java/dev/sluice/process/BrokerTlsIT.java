package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.GivenUsers;
import dev.sluice.cli.Ran;
import dev.sluice.contract.PublishedResults;
import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import dev.sluice.tls.TlsIdentity;
import dev.sluice.tls.TlsMaterial;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded broker with a certificate and users: an upstream system comes by AMQPS, and so do the commands. */
class BrokerTlsIT {

    private static final String SECRET = "said-to-nobody-else";

    @TempDir
    private Path folder;

    @Test
    void anOrderAndTheCommandsGoByTls() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        Workplace place = new Workplace(folder.resolve("place"));
        Authority ours = new Authority("ours");
        Issued its = ours.issue("localhost");
        Path users = GivenUsers.file(folder, Map.of("shop", BrokerRole.UPSTREAM), SECRET);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO))) {
            Map<String, String> settings = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                    .set("sluice.broker.certificate-file",
                            Files.writeString(folder.resolve("broker.pem"), its.pem()).toString())
                    .set("sluice.broker.key-file",
                            Files.writeString(folder.resolve("broker.key"), its.keyPem()).toString())
                    .set("sluice.broker.users", users.toString()).set("sluice.broker.username", "sluice")
                    .set("sluice.broker.password", "secret-of-its-own").environment();
            JmsConnectionFactory factory = new JmsConnectionFactory(
                    "amqps://localhost:" + ports.get(1) + "?transport.verifyHost=true");
            factory.setSslContext(TlsIdentity.of(new TlsMaterial(ours.pem(), null, null, null)).context());
            try (SluiceProcess sluice = SluiceProcess.start(place, settings);
                    Connection shop = factory.createConnection("shop", SECRET)) {
                shop.start();
                Session session = shop.createSession(false, Session.AUTO_ACKNOWLEDGE);
                session.createProducer(session.createQueue("orders.requests"))
                        .send(session.createTextMessage(request("tls-1")));
                assertThat(end(session).path("requestId").asText()).isEqualTo("tls-1");

                Ran sent = Ran.run(place.folder(), settings, request("tls-2"), "send", "-");
                assertThat(sent.exitCode()).as(sent.err()).isZero();
                assertThat(end(session).path("requestId").asText()).isEqualTo("tls-2");

                Ran found = Ran.run(place.folder(), settings, "", "orders", "find", "tls-");
                assertThat(found.exitCode()).as(found.err()).isZero();
                assertThat(found.out()).contains("tls-1", "tls-2");
                assertThat(sluice.said(SECRET)).isEmpty();
            }
        }
    }

    private static String request(String id) {
        return "{\"requestId\":\"" + id + "\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\","
                + "\"order\":{\"amount\":\"100.00\",\"currency\":\"BRL\",\"token\":\"USDT\",\"network\":\"ETH\","
                + "\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}}";
    }

    /** The next result that is final. */
    private static JsonNode end(Session session) throws Exception {
        try (MessageConsumer results = session.createConsumer(session.createQueue("orders.results"))) {
            while (true) {
                TextMessage message = (TextMessage) results.receive(60_000);
                assertThat(message).as("a further result").isNotNull();
                JsonNode result = PublishedResults.read(message.getText());
                if (result.path("final").asBoolean()) {
                    assertThat(result.path("status").asText()).isEqualTo("COMPLETED");
                    return result;
                }
            }
        }
    }
}
