package dev.sluice.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A POST byte for byte, as no client of a library would send it. */
final class Post {

    private Post() {
    }

    /** Each in the order in which they were sent, in one write, over one connection. */
    static List<Integer> statuses(int port, List<byte[]> requests) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            requests.forEach(all::writeBytes);
            return Pattern.compile("HTTP/1.1 (\\d{3})").matcher(answer(socket, all.toByteArray())).results()
                    .map(found -> Integer.valueOf(found.group(1))).toList();
        }
    }

    /** @return the status of the answer */
    static int status(int port, String target, Map<String, String> headers, byte[] body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            StringBuilder head = new StringBuilder("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection:"
                    + " close\r\n");
            headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
            boolean chunked = headers.containsKey("Transfer-Encoding");
            head.append(chunked ? "" : "Content-Length: " + body.length + "\r\n").append("\r\n");
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            if (chunked) {
                for (byte unit : body) {
                    request.writeBytes(("1\r\n" + (char) (unit & 0xff) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                }
                // What stands behind a body changes nothing of what stands before it.
                request.writeBytes("0\r\nContent-Encoding: deflate\r\nX-Signature: 00\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
            } else {
                request.writeBytes(body);
            }
            return Integer.parseInt(answer(socket, request.toByteArray()).substring(9, 12));
        }
    }

    /** What no client sends: chunks that are none, no host. */
    static void malformed(int port, String target, String headers, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            String request = "POST " + target + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n\r\n" + body;
            answer(socket, request.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** All that is answered. Who answers before the whole request has come may reset the connection behind it. */
    private static String answer(Socket socket, byte[] request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            socket.getOutputStream().write(request);
        } catch (SocketException e) {
            // the answer may be there all the same
        }
        try {
            socket.getInputStream().transferTo(answer);
        } catch (SocketException e) {
            if (answer.size() == 0) {
                throw e;
            }
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    /** Promises a body and leaves in the middle of it. */
    static void aborted(int port, String target, boolean reset) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length:"
                    + " 1000\r\n\r\n{").getBytes(StandardCharsets.ISO_8859_1));
            socket.setSoLinger(reset, 0);
        }
    }
}
