package dev.sluice.flow;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands between Sluice and the doubles: hands calls on and answers back, but for those it was told to meddle with. */
final class Meddler implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    /** One call as Sluice wrote it; {@code head} has the request line and the headers. */
    record Asked(String head, byte[] body) {

        String line() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        boolean holds(String text) {
            return head.contains(text) || new String(body, StandardCharsets.UTF_8).contains(text);
        }
    }

    /** Answers in the double's place; {@code honest} is what the double answers, who has carried the call out. */
    interface Trick {
        void play(byte[] honest, OutputStream out) throws IOException;
    }

    private record Told(Predicate<Asked> when, Trick trick, CompletableFuture<Void> cut) {
    }

    private final ServerSocket listening;
    private final int doubles;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    Meddler(int doubles) {
        this(doubles, socket());
    }

    /** @param listening where Sluice calls, such as a socket that speaks TLS */
    Meddler(int doubles, ServerSocket listening) {
        this.doubles = doubles;
        this.listening = listening;
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /**
     * Every such call is answered so from now on.
     *
     * @return done once Sluice has hung up on the answer before its end
     */
    CompletableFuture<Void> meddle(Predicate<Asked> when, Trick trick) {
        CompletableFuture<Void> cut = new CompletableFuture<>();
        told.add(0, new Told(when, trick, cut));
        return cut;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            // it is given up
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void serve(Socket client) {
        try (client; InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = new BufferedOutputStream(client.getOutputStream())) {
            for (Asked next = read(in); next != null; next = read(in)) {
                asked.add(next);
                answer(next, out);
                out.flush();
            }
        } catch (IOException e) {
            // the connection is over
        }
    }

    private void answer(Asked next, OutputStream out) throws IOException {
        byte[] honest = carryOut(next);
        for (Told one : told) {
            if (one.when().test(next)) {
                try {
                    one.trick().play(honest, out);
                } catch (IOException e) {
                    one.cut().complete(null);
                    throw e;
                }
                return;
            }
        }
        out.write(honest);
    }

    /** The double's whole answer. Its connection ends with it, so its end is seen; the client's may go on. */
    private byte[] carryOut(Asked call) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), doubles)) {
            String head = call.head().replaceFirst("(?i)\r\nconnection:[^\r]*", "").replaceFirst("\r\n",
                    "\r\nConnection: close\r\n");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(call.body());
            String honest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return honest.replaceFirst("(?i)\r\nconnection: close", "").getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static Asked read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        Matcher length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
        return new Asked(head.toString(StandardCharsets.ISO_8859_1),
                length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0]);
    }

    private static ServerSocket socket() {
        try {
            return new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "meddler");
        thread.setDaemon(true);
        thread.start();
    }
}
