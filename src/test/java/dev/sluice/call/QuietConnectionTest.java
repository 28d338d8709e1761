package dev.sluice.call;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on a connection while no call uses it is seen before the next one does. */
class QuietConnectionTest {

    private final QuietConnection connection = new QuietConnection("one", Http1Config.DEFAULT);
    private ServerSocket listening;
    private Socket ours;
    private Socket theirs;

    @BeforeEach
    void connect() throws Exception {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ours = SocketChannel.open(listening.getLocalSocketAddress()).socket();
        theirs = listening.accept();
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
        theirs.close();
        listening.close();
    }

    @Test
    void oneOnWhichNothingHappensIsQuiet() throws Exception {
        connection.bind(ours);
        assertThat(connection.isStale()).isFalse();
        assertThat(connection.isStale()).isFalse();
    }

    @Test
    void aByteIsSeen() throws Exception {
        connection.bind(ours);
        theirs.getOutputStream().write('\n');
        await().until(connection::isStale);
    }

    @Test
    void itsEndIsSeen() throws Exception {
        connection.bind(ours);
        theirs.close();
        await().until(connection::isStale);
    }

    @Test
    void itsResetIsSeen() throws Exception {
        connection.bind(ours);
        theirs.setSoLinger(true, 0);
        theirs.close();
        await().until(connection::isStale);
    }

    @Test
    void whatWasReadAheadIsSeen() throws Exception {
        connection.bind(ours);
        theirs.getOutputStream().write('\n');
        assertThat(connection.isDataAvailable(Timeout.ofSeconds(60))).isTrue();
        assertThat(connection.isStale()).isTrue();
    }

    /** Tickets for later sessions come with the first bytes, and are read with them. */
    @Test
    void overTlsItIsQuietUntilSomethingComes(@TempDir Path folder) throws Exception {
        SSLSocket tls = encrypted(folder);
        assertThat(connection.isStale()).isFalse();
        theirs.getOutputStream().write('\n');
        await().until(connection::isStale);
        assertThat(tls.getInputStream().available()).as("bytes that were decrypted").isZero();
    }

    @Test
    void overTlsItsEndIsSeen(@TempDir Path folder) throws Exception {
        encrypted(folder);
        theirs.close();
        await().until(connection::isStale);
    }

    @Test
    void whatIsDecryptedAndNotReadIsSeen(@TempDir Path folder) throws Exception {
        SSLSocket tls = encrypted(folder);
        theirs.getOutputStream().write(new byte[2]);
        assertThat(tls.getInputStream().read()).isZero();
        assertThat(connection.isStale()).isTrue();
    }

    /** One byte has come over it, and was read. */
    private SSLSocket encrypted(Path folder) throws Exception {
        SSLContext server = OwnTls.trusted(folder);
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
            trusted.init((KeyStore) null);
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(null, trusted.getTrustManagers(), null);
            Socket plain = theirs;
            CompletableFuture<SSLSocket> accepted = CompletableFuture
                    .supplyAsync(() -> accept(server.getSocketFactory(), plain));
            SSLSocket tls = (SSLSocket) client.getSocketFactory().createSocket(ours, "localhost",
                    listening.getLocalPort(), true);
            tls.startHandshake();
            theirs = accepted.get(60, TimeUnit.SECONDS);
            connection.bind(tls, ours);
            theirs.getOutputStream().write('\n');
            assertThat(tls.getInputStream().read()).isEqualTo('\n');
            return tls;
        } finally {
            OwnTls.forget();
        }
    }

    private static SSLSocket accept(SSLSocketFactory factory, Socket plain) {
        try {
            SSLSocket tls = (SSLSocket) factory.createSocket(plain, null, true);
            tls.startHandshake();
            return tls;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
