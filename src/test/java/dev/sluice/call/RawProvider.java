package dev.sluice.call;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that answers each call with the bytes it is told to, over a connection that it keeps. */
final class RawProvider implements AutoCloseable {

    /** What is written to the connection when a call has come whole: when it is flushed, else at its end. */
    interface Answer {
        void to(OutputStream out) throws IOException;
    }

    private final ServerSocket listening;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile Answer answer;

    RawProvider() throws IOException {
        this(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    }

    RawProvider(ServerSocket listening) {
        this.listening = listening;
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void answers(Answer next) {
        answer = next;
    }

    void answers(byte[] bytes) {
        answers(out -> out.write(bytes));
    }

    void answers(String text) {
        answers(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Connections that were begun. */
    int connections() {
        return connections.get();
    }

    /** The headers of the calls that came. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    /** Ends every connection there is. */
    void drop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        drop();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                connections.incrementAndGet();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void serve(Socket client) {
        try (client; InputStream in = new BufferedInputStream(client.getInputStream())) {
            for (String head = head(in); head != null; head = head(in)) {
                heads.add(head);
                OutputStream out = client.getOutputStream();
                ByteArrayOutputStream whole = new ByteArrayOutputStream() {
                    @Override
                    public void flush() throws IOException {
                        writeTo(out);
                        reset();
                    }
                };
                try {
                    answer.to(whole);
                } finally {
                    whole.flush();
                }
            }
        } catch (IOException e) {
            // the connection is over
        } finally {
            open.remove(client);
        }
    }

    /** The request's first lines, or null at the end. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw provider");
        thread.setDaemon(true);
        thread.start();
    }
}
