package dev.sluice.call;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A provider over TLS that knows who calls it, and over which connection. */
final class TlsProvider implements AutoCloseable {

    /**
     * A call that came.
     *
     * @param who        the name in the client's certificate, empty where it showed none
     * @param connection counted from 1
     * @param head       its headers
     */
    record Asked(String who, int connection, String head) {
    }

    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(
            StandardCharsets.US_ASCII);

    private final SSLServerSocket listening;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private TlsProvider(SSLContext context, boolean strict, String... versions) throws IOException {
        listening = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50,
                InetAddress.getLoopbackAddress());
        listening.setWantClientAuth(true);
        if (strict) {
            listening.setNeedClientAuth(true);
        }
        if (versions.length > 0) {
            listening.setEnabledProtocols(versions);
        }
        RawProvider.daemon(this::accept);
    }

    static TlsProvider of(SSLContext context) throws IOException {
        return new TlsProvider(context, false);
    }

    /** One that serves nobody without a certificate. */
    static TlsProvider strict(SSLContext context, String... versions) throws IOException {
        return new TlsProvider(context, true, versions);
    }

    String uri() {
        return "https://localhost:" + port() + "/";
    }

    int port() {
        return listening.getLocalPort();
    }

    List<Asked> asked() {
        return asked;
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) listening.accept();
                int number = connections.incrementAndGet();
                RawProvider.daemon(() -> serve(client, number));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void serve(SSLSocket client, int number) {
        try (client; InputStream in = new BufferedInputStream(client.getInputStream())) {
            client.startHandshake();
            String who = who(client);
            for (String head = RawProvider.head(in); head != null; head = RawProvider.head(in)) {
                asked.add(new Asked(who, number, head));
                client.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            // one of both does not want the other
        }
    }

    private static String who(SSLSocket client) {
        try {
            return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName()
                    .replace("CN=", "");
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }
}
