package dev.sluice.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Takes connections over TLS with a certificate of its own, and hands what they bring to a port of this machine. */
final class TlsFront implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Path certificate;
    private final int target;
    private final SSLServerSocket listening;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** @param host whom the certificate names */
    TlsFront(Path folder, String name, String host, int target) throws Exception {
        this.target = target;
        Path keys = folder.resolve(name + ".p12");
        this.certificate = folder.resolve(name + ".pem");
        keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + host, "-ext", "san=dns:" + host,
                "-keystore", keys.toString());
        keytool("-exportcert", "-rfc", "-alias", name, "-file", certificate.toString(), "-keystore", keys.toString());
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        listening = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50,
                InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Puts the certificate among those that are trusted. */
    void trustIn(Path store) throws Exception {
        keytool("-importcert", "-noprompt", "-alias", certificate.getFileName().toString(), "-file",
                certificate.toString(),
                "-keystore", store.toString());
    }

    /** Connections that were begun. */
    int connections() {
        return calls.get();
    }

    /** What came over TLS once it stood. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) listening.accept();
                calls.incrementAndGet();
                daemon(() -> serve(client));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void serve(SSLSocket client) {
        try (client; Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.startHandshake();
            daemon(() -> pass(server, client, new AtomicLong()));
            pass(client, server, bytes);
        } catch (IOException e) {
            // the client does not want it
        }
    }

    private static void pass(Socket from, Socket to, AtomicLong count) {
        try (from; to; InputStream in = from.getInputStream()) {
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // one side closed; so does the other
        }
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        Path said = Files.createTempFile("keytool", ".log");
        if (new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start()
                .waitFor() != 0) {
            throw new IllegalStateException(Files.readString(said));
        }
        Files.delete(said);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tls");
        thread.setDaemon(true);
        thread.start();
    }
}
