package dev.sluice.call;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A provider that keeps the bytes of each request as they came, and answers with an empty object. */
final class RecordedWire implements AutoCloseable {

    /**
     * One request, byte for byte.
     *
     * @param headers by their names in lower case, each value as it came behind the colon and one blank
     */
    record Request(String method, String target, Map<String, List<String>> headers, byte[] body) {

        String header(String name) {
            return String.join(" and again ", headers.getOrDefault(name.toLowerCase(), List.of()));
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String path() {
            return target.split("\\?", 2)[0];
        }

        String query() {
            return target.contains("?") ? target.split("\\?", 2)[1] : "";
        }
    }

    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

    RecordedWire() throws IOException {
        Thread thread = new Thread(this::accept, "recorded wire");
        thread.setDaemon(true);
        thread.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** The next request; none where none came. */
    Request next() throws InterruptedException {
        return requests.poll(60, TimeUnit.SECONDS);
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                requests.add(read(new BufferedInputStream(client.getInputStream())));
                client.getOutputStream().write(ANSWER);
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("it ended in its head");
            }
            bytes.write(next);
        }
        List<String> lines = Arrays.asList(bytes.toString(StandardCharsets.UTF_8).split("\r\n"));
        String[] first = lines.get(0).split(" ");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        lines.subList(1, lines.size()).forEach(line -> headers.merge(line.split(":", 2)[0].toLowerCase(),
                List.of(line.split(":", 2)[1].substring(1)), (one, other) -> {
                    return java.util.stream.Stream.concat(one.stream(), other.stream()).toList();
                }));
        int length = headers.containsKey("content-length") ? Integer.parseInt(headers.get("content-length").get(0)) : 0;
        return new Request(first[0], first[1], headers, in.readNBytes(length));
    }
}
