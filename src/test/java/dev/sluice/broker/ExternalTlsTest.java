package dev.sluice.broker;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import dev.sluice.tls.TlsFiles;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sluice at a broker of others, Artemis with its own acceptor, which lets in nobody without a certificate. */
class ExternalTlsTest {

    @TempDir
    private Path folder;
    private Authority ours;
    private int port;
    private EmbeddedActiveMQ broker;

    @BeforeEach
    void start() throws Exception {
        ours = new Authority("ours");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Issued its = ours.issue("localhost");
        Path keys = Files.writeString(folder.resolve("broker.pem"), its.keyPem() + its.pem());
        Path clients = Files.writeString(folder.resolve("trust.pem"), ours.pem());
        broker = new EmbeddedActiveMQ();
        broker.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .addAcceptorConfiguration("clients", "tcp://localhost:" + port + "?sslEnabled=true;needClientAuth=true"
                        + ";keyStorePath=" + keys + ";keyStoreType=PEM;trustStorePath=" + clients
                        + ";trustStoreType=PEMCA"));
        broker.start();
        client(ours.issue("sluice"));
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop();
    }

    @Test
    void sluiceShowsItsCertificateAndBelievesTheBrokersCaAlone() throws Exception {
        Connections connections = at("ssl://localhost:");
        connects(connections);
        connects(at("SSL://localhost:"));
        Connections.close(connections.probe());
        Files.writeString(folder.resolve("trust.pem"), new Authority("others").pem());
        assertThatThrownBy(() -> connects(at("ssl://localhost:"))).isInstanceOf(JMSException.class);
    }

    @Test
    void whoseCertificateIsOfAnotherCaIsNotLetIn() throws Exception {
        client(new Authority("others").issue("sluice"));
        assertThatThrownBy(() -> connects(at("ssl://localhost:"))).isInstanceOf(JMSException.class);
    }

    @Test
    void aBrokerOfAnotherNameIsNotBelieved() throws Exception {
        assertThatThrownBy(() -> connects(at("ssl://127.0.0.1:"))).isInstanceOf(JMSException.class);
    }

    @Test
    void aRenewedCertificateIsShownByNewConnectionsAndOneThatHasEndedIsNot() throws Exception {
        Connections connections = at("ssl://localhost:");
        connects(connections);
        client(ours.issue("sluice", Duration.ofDays(-1)));
        await().during(Duration.ofMillis(1500)).untilAsserted(() -> connects(connections));
        // Of another CA: that it is shown is seen by the refusal.
        client(new Authority("others").issue("sluice"));
        await().untilAsserted(() -> assertThatThrownBy(() -> connects(connections)).isInstanceOf(JMSException.class));
        client(ours.issue("sluice"));
        await().untilAsserted(() -> connects(connections));
    }

    @Test
    void withoutFilesOfOursTheParametersOfTheUrlCount() throws Exception {
        Issued own = ours.issue("sluice");
        Files.writeString(folder.resolve("own.pem"), own.keyPem() + own.pem());
        connects(new Connections(access("ssl://localhost:" + port + "?keyStorePath=" + folder.resolve("own.pem")
                + "&keyStoreType=PEM&trustStoreType=PEMCA&trustStorePath=" + folder.resolve("trust.pem")),
                BrokerTls.none()));
    }

    private static void connects(Connections connections) throws JMSException {
        try (var factory = connections.factory(); Connection connection = factory.createConnection()) {
            assertThat(connection.getMetaData()).isNotNull();
        }
    }

    private Connections at(String url) {
        return new Connections(access(url + port), new BrokerTls(
                new TlsFiles(Optional.of(folder.resolve("trust.pem")), Optional.of(folder.resolve("own.pem")),
                        Optional.of(folder.resolve("own.key")), Optional.empty()),
                false, true, Clock.systemUTC()));
    }

    private static BrokerAccess access(String url) {
        return new BrokerAccess(false, "127.0.0.1", false, Optional.of(url), Optional.empty(), Optional.empty());
    }

    private void client(Issued certificate) throws IOException {
        Files.writeString(folder.resolve("own.pem"), certificate.pem());
        Files.writeString(folder.resolve("own.key"), certificate.keyPem());
    }
}
