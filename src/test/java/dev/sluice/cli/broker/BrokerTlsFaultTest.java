package dev.sluice.cli.broker;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command says where the broker is there and its TLS does not come about. */
class BrokerTlsFaultTest {

    @TempDir
    private Path folder;
    private Authority ours;
    private int port;
    private EmbeddedActiveMQ broker;

    @BeforeEach
    void make() throws Exception {
        ours = new Authority("ours");
        Files.writeString(folder.resolve("ours.pem"), ours.pem());
        Files.writeString(folder.resolve("others.pem"), new Authority("others").pem());
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (broker != null) {
            broker.stop();
        }
    }

    @Test
    void ofAnotherCa() throws Exception {
        start("sslEnabled=true", ours.issue("localhost"));
        assertThat(said("ssl://localhost:", "others.pem"))
                .contains("shows a certificate that is not trusted", "sluice.broker.trust-file");
    }

    @Test
    void ofOneThatHasEnded() throws Exception {
        start("sslEnabled=true", ours.issue("localhost", Duration.ofDays(-1)));
        assertThat(said("ssl://localhost:", "ours.pem")).contains("shows a certificate that is not trusted");
    }

    @Test
    void ofAnotherName() throws Exception {
        start("sslEnabled=true", ours.issue("localhost"));
        assertThat(said("ssl://127.0.0.1:", "ours.pem"))
                .contains("shows a certificate of another name", "sluice.broker.url");
    }

    @Test
    void withoutACertificateOfTheClient() throws Exception {
        start("sslEnabled=true;needClientAuth=true", ours.issue("localhost"));
        assertThat(said("ssl://localhost:", "ours.pem")).contains("a certificate that it trusts",
                "sluice.broker.certificate-file", "sluice.broker.key-file");
    }

    @Test
    void whoSpeaksNoTls() throws Exception {
        start("", ours.issue("localhost"));
        assertThat(said("ssl://localhost:", "ours.pem")).contains("says nothing by TLS", "name a port that takes TLS");
    }

    @Test
    void whoSpeaksTlsAlone() throws Exception {
        start("sslEnabled=true", ours.issue("localhost"));
        // It is only glanced at, which a slow machine may take too long for.
        await().untilAsserted(() -> assertThat(said("tcp://localhost:", "ours.pem"))
                .contains("takes TLS alone there; write ssl://"));
    }

    @Test
    void whereNobodyListensItIsAsEver() {
        assertThat(said("ssl://localhost:", "ours.pem")).contains("no broker answers at ssl://localhost:" + port);
    }

    private String said(String url, String trusted) {
        Ran ran = Ran.run(folder, Map.of("SLUICE_BROKER_URL", url + port, "SLUICE_BROKER_TRUST_FILE", trusted), "",
                "dead", "list");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1);
        return ran.err();
    }

    private void start(String how, Issued its) throws Exception {
        Path keys = Files.writeString(folder.resolve("broker.pem"), its.keyPem() + its.pem());
        broker = new EmbeddedActiveMQ();
        broker.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .addAcceptorConfiguration("clients", "tcp://localhost:0?" + how + ";keyStorePath=" + keys
                        + ";keyStoreType=PEM;trustStorePath=" + folder.resolve("ours.pem")
                        + ";trustStoreType=PEMCA"));
        broker.start();
        port = ((NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("clients")).getActualPort();
    }
}
