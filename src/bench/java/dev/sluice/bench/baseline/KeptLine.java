package dev.sluice.bench.baseline;

import dev.sluice.bench.program.Question;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection that is kept open, for one thread: a POST goes out in one write, the answer has to say how
 * long it is. A connection on which something went wrong is closed, and nothing is sent a second time.
 */
final class KeptLine implements AutoCloseable {

    private static final int CONNECT_MS = 5_000;
    private static final int ANSWER_MS = 30_000;
    private static final int LONGEST_LINE = 8_192;

    private final InetSocketAddress address;
    private final String host;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    KeptLine(URI provider) {
        this.address = new InetSocketAddress(provider.getHost(), provider.getPort());
        this.host = provider.getAuthority();
    }

    /** @throws IOException where there is no whole answer with the status 200 */
    byte[] post(Question question) throws IOException {
        try {
            Socket open = socket == null || socket.isClosed() ? open() : socket;
            open.getOutputStream().write(request(question));
            return answer();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Socket open() throws IOException {
        Socket made = new Socket();
        socket = made;
        made.setTcpNoDelay(true);
        made.setSoTimeout(ANSWER_MS);
        made.connect(address, CONNECT_MS);
        in = new BufferedInputStream(made.getInputStream());
        return made;
    }

    private byte[] request(Question question) {
        StringBuilder head = new StringBuilder(400).append("POST ").append(question.path())
                .append(" HTTP/1.1\r\nHost: ").append(host)
                .append("\r\nContent-Type: application/json;charset=utf-8\r\nContent-Length: ")
                .append(question.body().length);
        question.headers().forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        out.writeBytes(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(question.body());
        return out.toByteArray();
    }

    private byte[] answer() throws IOException {
        String status = line();
        int length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).trim());
            }
        }
        if (length < 0) {
            throw new IOException("an answer that does not say how long it is");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length || !status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the provider answers " + status);
        }
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("the answer ends early");
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
