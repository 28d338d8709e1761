package dev.sluice.call;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that finds every host at one port of this machine, or refuses to. */
final class GivenProxy implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final int target;
    private volatile String answer = "HTTP/1.1 200 Connection established\r\n\r\n";

    GivenProxy(int target) throws IOException {
        this.target = target;
        RawProvider.daemon(this::accept);
    }

    String url() {
        return "http://localhost:" + listening.getLocalPort();
    }

    /** What it says to CONNECT, or to a call itself; a way is made where it is 200 to the former. */
    void answers(String status) {
        answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
    }

    /** It breaks off instead. */
    void saysNothing() {
        answer = "";
    }

    List<String> heads() {
        return heads;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                RawProvider.daemon(() -> serve(client));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            for (String head = RawProvider.head(in); head != null; head = RawProvider.head(in)) {
                heads.add(head);
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                if (answer.isEmpty()) {
                    return;
                }
                if (head.startsWith("CONNECT") && answer.startsWith("HTTP/1.1 200")) {
                    tunnel(client);
                    return;
                }
            }
        } catch (IOException e) {
            // one side is over
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            RawProvider.daemon(() -> pass(server, client));
            pass(client, server);
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side closed; so does the other
        }
    }
}
