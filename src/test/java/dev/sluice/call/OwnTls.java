package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for this machine that this process trusts. */
final class OwnTls {

    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "changeit";

    private OwnTls() {
    }

    /** For the server's side. A client made from now on trusts it, until it is forgotten. */
    static SSLContext trusted(Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        Path log = folder.resolve("keytool.log");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias", "one", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storepass",
                PASSWORD,
                "-keystore", keys.toString()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(keytool.waitFor()).as(Files.readString(log)).isZero();
        // A certificate that stands beside its key is trusted like one that stands alone.
        System.setProperty(TRUST, keys.toString());
        System.setProperty(TRUST + "Password", PASSWORD);
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    static void forget() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST + "Password");
    }
}
