package dev.sluice.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A line to the doubles that keeps all that went over it, either way. */
final class Tap implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final int to;

    Tap(int to) throws IOException {
        this.to = to;
        begin(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    String heard() {
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket provider = new Socket("127.0.0.1", to);
            begin(() -> carry(client, provider));
            begin(() -> carry(provider, client));
        }
    }

    private void carry(Socket from, Socket to) throws IOException {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                heard.write(bytes, 0, read);
                out.write(bytes, 0, read);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void begin(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one side has hung up
            }
        }, "tap");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
