package dev.sluice.broker;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.flow.LogWatch;
import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import dev.sluice.tls.TlsFiles;
import dev.sluice.tls.TlsIdentity;
import dev.sluice.tls.TlsMaterial;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients reach the embedded broker by TLS, and prove by certificates who they are. */
class EmbeddedTlsTest {

    private static final String SECRET = "correct horse battery";

    @TempDir
    private Path folder;
    private Authority ours;
    private Authority others;
    private int port;
    private EmbeddedBroker broker;

    @BeforeEach
    void make() throws Exception {
        ours = new Authority("ours");
        others = new Authority("others");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("clients.pem"), ours.pem());
        certificate(ours.issue("localhost"));
    }

    @AfterEach
    void stop() throws Exception {
        if (broker != null) {
            broker.stop(null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientByTlsWithItsPasswordIsServed(TlsClient way) throws Exception {
        start(Optional.empty(), true);
        assertThat(sender(way, believing(ours), "shop", SECRET)).isEqualTo("shop");
        assertThatThrownBy(() -> way.send(port, believing(ours), "shop", "another")).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void whoComesInTheClearIsNotServed(TlsClient way) throws Exception {
        start(Optional.empty(), true);
        assertThatThrownBy(() -> way.send(port, null, "shop", SECRET)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void aClientDoesNotBelieveABrokerOfAnotherCaOrHost(TlsClient way) throws Exception {
        start(Optional.empty(), true);
        assertThatThrownBy(() -> way.send(port, believing(others), "shop", SECRET)).isNotNull();
        renew(ours.issue("elsewhere.test"));
        assertThatThrownBy(() -> way.send(port, believing(ours), "shop", SECRET)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void whereCertificatesAreRequiredNobodyIsServedWithoutAGoodOne(TlsClient way) throws Exception {
        start(Optional.of("clients.pem"), true);
        assertThat(sender(way, showing(ours.issue("any")), "shop", SECRET)).isEqualTo("shop");
        assertThatThrownBy(() -> way.send(port, believing(ours), "shop", SECRET)).isNotNull();
        refusesAllThatAreNotGood(way);
    }

    @ParameterizedTest
    @EnumSource
    void whereTheyAreWantedWhoShowsNoneNeedsAPassword(TlsClient way) throws Exception {
        start(Optional.of("clients.pem"), false);
        assertThat(sender(way, believing(ours), "shop", SECRET)).isEqualTo("shop");
        assertThatThrownBy(() -> way.send(port, believing(ours), null, null)).isNotNull();
        refusesAllThatAreNotGood(way);
    }

    private void refusesAllThatAreNotGood(TlsClient way) throws Exception {
        Issued ended = ours.issue("shop", Duration.ofDays(-1));
        Files.writeString(folder.resolve("clients.pem"), ours.pem() + ended.pem());
        for (Issued bad : new Issued[]{ended, others.issue("shop"), ours.later("shop")}) {
            assertThatThrownBy(() -> way.send(port, showing(bad), "shop", SECRET)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoShowsTheCertificateOfAUserIsThatUser(TlsClient way) throws Exception {
        start(Optional.of("clients.pem"), false);
        assertThat(sender(way, showing(ours.issue("shop-7.example.com")), null, null)).isEqualTo("shop-7");
        assertThatThrownBy(() -> way.send(port, showing(ours.issue("nobody.example.com")), null, null)).isNotNull();
        // The name is asked for a certificate, and the password is none.
        assertThatThrownBy(() -> way.send(port, showing(ours.issue("any")), "shop-7", "")).isNotNull();
        assertThatThrownBy(() -> way.send(port, believing(ours), "shop-7", "")).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void aUserWithBothShowsBoth(TlsClient way) throws Exception {
        start(Optional.of("clients.pem"), false);
        SSLContext its = showing(ours.issue("shop-8.example.com"));
        assertThat(sender(way, its, "shop-8", SECRET)).isEqualTo("shop-8");
        assertThatThrownBy(() -> way.send(port, its, null, null)).isNotNull();
        assertThatThrownBy(() -> way.send(port, its, "shop-8", "another")).isNotNull();
        assertThatThrownBy(() -> way.send(port, showing(ours.issue("any")), "shop-8", SECRET)).isNotNull();
    }

    @Test
    void aRenewedCertificateIsThatOfNewConnections() throws Exception {
        start(Optional.empty(), true);
        Issued renewed = ours.issue("localhost");
        assertThat(shown()).isNotEqualTo(renewed.certificate());
        renew(renewed);
        assertThat(sender(TlsClient.CORE, believing(ours), "shop", SECRET)).isEqualTo("shop");
    }

    /** The files of a pair are replaced one after the other. */
    @ParameterizedTest
    @ValueSource(strings = {"half written", "another's key", "gone", "ended", "not valid yet"})
    void whileAFileCannotBeUsedTheOneBeforeIsShownAndTheLogSaysItOnce(String how) throws Exception {
        start(Optional.empty(), true);
        X509Certificate before = shown();
        Issued next = ours.issue("localhost");
        try (LogWatch log = LogWatch.begin()) {
            switch (how) {
                case "half written" -> Files.writeString(folder.resolve("broker.pem"), next.pem().substring(0, 99));
                case "another's key" -> Files.writeString(folder.resolve("broker.key"), next.keyPem());
                case "ended" -> certificate(ours.issue("localhost", Duration.ofDays(-1)));
                case "not valid yet" -> certificate(ours.later("localhost"));
                default -> Files.delete(folder.resolve("broker.key"));
            }
            await().until(() -> shown().equals(before) && said(log) == 1);
            await().during(Duration.ofMillis(1500))
                    .until(() -> shown().equals(before) && said(log) == 1);
        }
        renew(next);
    }

    @Test
    void aCommandOfThisMachineIsLetInWithTheBrokersOwnSettings() throws Exception {
        certificate(ours.issue("sluice.example.com"));
        start(Optional.of("clients.pem"), true);
        try (BrokerClient client = BrokerClient.connect(BrokerSettings.read(folder, Map.of(
                "SLUICE_BROKER_PORT", String.valueOf(port), "SLUICE_BROKER_USERNAME", "sluice",
                "SLUICE_BROKER_PASSWORD", RightsMatrix.SECRET, "SLUICE_BROKER_TRUST_FILE", "clients.pem",
                "SLUICE_BROKER_CERTIFICATE_FILE", "broker.pem", "SLUICE_BROKER_KEY_FILE", "broker.key")))) {
            assertThat(client.has("sluice.people")).isTrue();
        }
    }

    @Test
    void aCommandOfAnotherMachineShowsACertificateOfItsUser() throws Exception {
        start(Optional.of("clients.pem"), true);
        Issued ana = ours.issue("ana");
        Files.writeString(folder.resolve("ana.pem"), ana.pem());
        Files.writeString(folder.resolve("ana.key"), ana.keyPem());
        try (BrokerClient client = BrokerClient.connect(BrokerSettings.read(folder, Map.of(
                "SLUICE_BROKER_URL", "ssl://localhost:" + port, "SLUICE_BROKER_USERNAME", "shop",
                "SLUICE_BROKER_PASSWORD", SECRET, "SLUICE_BROKER_TRUST_FILE", "clients.pem",
                "SLUICE_BROKER_CERTIFICATE_FILE", "ana.pem", "SLUICE_BROKER_KEY_FILE", "ana.key")))) {
            assertThat(client.has("orders.requests")).isTrue();
        }
    }

    /** Whom the broker found to be the sender. */
    private String sender(TlsClient way, SSLContext tls, String user, String password) throws Exception {
        way.send(port, tls, user, password, 60_000);
        try (ActiveMQConnectionFactory inside = new ActiveMQConnectionFactory("vm://0");
                Connection own = inside.createConnection("sluice", RightsMatrix.SECRET);
                Session session = own.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            own.start();
            return session.createConsumer(session.createQueue(TlsClient.QUEUE)).receive(60_000)
                    .getStringProperty("JMSXUserID");
        }
    }

    private static long said(LogWatch log) {
        return log.all().stream().filter(line -> line.contains("what there was before counts")).count();
    }

    private void renew(Issued certificate) throws IOException {
        certificate(certificate);
        await().until(() -> shown().equals(certificate.certificate()));
    }

    private void certificate(Issued certificate) throws IOException {
        Files.writeString(folder.resolve("broker.pem"), certificate.pem());
        Files.writeString(folder.resolve("broker.key"), certificate.keyPem());
    }

    private void start(Optional<String> clients, boolean required) throws Exception {
        Path users = GivenUsers.file(folder, Map.of("shop", BrokerRole.OPERATOR, "shop-8", BrokerRole.OPERATOR),
                SECRET);
        String more = Files.readString(users).replace("shop-8:\n", "shop-8:\n  certificate: CN=shop-8.example.com\n")
                + "shop-7: {role: operator, certificate: CN=shop-7.example.com}\n";
        BrokerTls tls = new BrokerTls(
                new TlsFiles(clients.map(folder::resolve), Optional.of(folder.resolve("broker.pem")),
                        Optional.of(folder.resolve("broker.key")), Optional.empty()),
                true, required, Clock.systemUTC());
        broker = GivenBroker.started(folder, port, Optional.empty(), new ReplyQueues(1_000, "1m"),
                Files.writeString(users, more), tls);
    }

    private X509Certificate shown() throws Exception {
        try (SSLSocket socket = (SSLSocket) believing(ours).getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLContext believing(Authority authority) throws Exception {
        return TlsIdentity.of(new TlsMaterial(authority.pem(), null, null, null)).context();
    }

    private SSLContext showing(Issued client) throws Exception {
        return TlsIdentity.of(new TlsMaterial(ours.pem(), client.pem(), client.keyPem(), null)).context();
    }
}
