package dev.sluice.ledger;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger's address says of TLS is what happens, against a server that speaks it. */
class LedgerTlsTest {

    @TempDir
    private static Path folder;
    private static Authority authority;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        authority = new Authority("ours");
        file("ca.pem", authority.pem());
        file("other-ca.pem", new Authority("others").pem());
        Issued client = authority.issue("postgres");
        file("client.pem", client.pem());
        alone(Files.write(folder.resolve("client.pk8"), client.key().getEncoded()));
        certificate("localhost", Duration.ofDays(90));
        server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", folder.resolve("server.pem").toString())
                .setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
                .setServerConfig("ssl_ca_file", folder.resolve("ca.pem").toString()).start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void aServerIsBelievedByItsCaAndItsName() throws Exception {
        assertThat(encrypted("localhost", "sslmode=verify-full&sslrootcert=" + file("ca.pem"))).isEqualTo("t ");
        refused("localhost", "sslmode=verify-full&sslrootcert=" + file("other-ca.pem"));
        refused("127.0.0.1", "sslmode=verify-full&sslrootcert=" + file("ca.pem"));
        assertThat(encrypted("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + file("ca.pem"))).isEqualTo("t ");
        refused("localhost", "sslmode=verify-full&sslrootcert=" + file("none.pem"));
    }

    @Test
    void sluiceProvesItselfWithItsOwnCertificate() throws Exception {
        assertThat(encrypted("localhost", "sslmode=verify-full&sslrootcert=" + file("ca.pem") + "&sslcert="
                + file("client.pem") + "&sslkey=" + file("client.pk8"))).isEqualTo("t /CN=postgres");
    }

    /** The driver reads its files for each connection. */
    @Test
    void aRenewedCaIsBelievedByTheNextConnection() throws Exception {
        String options = "sslmode=verify-full&sslrootcert=" + file("renewed.pem", new Authority("old").pem());
        refused("localhost", options);
        file("renewed.pem", authority.pem());
        assertThat(encrypted("localhost", options)).isEqualTo("t ");
    }

    @Test
    void aCertificateThatHasEndedIsRefused() throws Exception {
        try {
            certificate("localhost", Duration.ofDays(-1));
            reload();
            // Whoever takes connections sees it a moment later than who was asked.
            await().untilAsserted(() -> refused("localhost", "sslmode=verify-full&sslrootcert=" + file("ca.pem")));
        } finally {
            certificate("localhost", Duration.ofDays(90));
            reload();
            await().ignoreExceptions().until(() -> encrypted("localhost", "sslmode=verify-full&sslrootcert="
                    + file("ca.pem")).equals("t "));
        }
    }

    private static void reload() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static void refused(String host, String options) {
        assertThatThrownBy(() -> encrypted(host, options)).isInstanceOf(SQLException.class);
    }

    /** Whether it is, and whom the server knows by its certificate. */
    private static String encrypted(String host, String options) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://" + host + ":" + server.getPort()
                + "/postgres?user=postgres&" + options);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT ssl, coalesce(client_dn, '') FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            row.next();
            return row.getString(1) + " " + row.getString(2);
        }
    }

    private static void certificate(String host, Duration left) throws Exception {
        Issued issued = authority.issue(host, left);
        file("server.pem", issued.pem());
        alone(Path.of(file("server.key", issued.keyPem())));
    }

    /** Both sides read a key only where nobody else can. */
    private static void alone(Path file) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
