package dev.sluice.flow;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** An upstream system that writes and reads STOMP 1.2 frames itself. A body of bytes is sent with its length. */
final class StompUpstream implements Upstream {

    private final Socket socket;
    private final DataInputStream in;
    private final Map<String, Consumer<Received>> witnesses = new HashMap<>();

    private record Frame(String command, Map<String, String> headers, byte[] body) {
    }

    StompUpstream(int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
            write("CONNECT", Map.of("accept-version", "1.2", "host", "127.0.0.1"), new byte[0]);
            Frame connected = read();
            if (!connected.command().equals("CONNECTED")) {
                throw new IllegalStateException(connected.command() + " " + connected.headers());
            }
            Thread reader = new Thread(this::readOn, "stomp");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void send(Outgoing outgoing) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("destination", outgoing.queue());
        outgoing.properties().forEach((name, value) -> headers.put(name, value.toString()));
        if (outgoing.correlationId() != null) {
            headers.put("correlation-id", outgoing.correlationId());
        }
        if (outgoing.replyTo() != null) {
            headers.put("reply-to", outgoing.replyTo());
        }
        byte[] body = outgoing.body() instanceof byte[] bytes ? bytes
                : ((String) outgoing.body()).getBytes(StandardCharsets.UTF_8);
        if (outgoing.body() instanceof byte[]) {
            headers.put("content-length", String.valueOf(body.length));
        }
        write("SEND", headers, body);
    }

    @Override
    public synchronized void listen(String queue, Consumer<Received> witness) {
        witnesses.put(queue, witness);
        write("SUBSCRIBE", Map.of("id", queue, "destination", queue, "ack", "auto"), new byte[0]);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is given up
        }
    }

    private synchronized void write(String command, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(command).append('\n');
        headers.forEach((name, value) -> head.append(name).append(':').append(escaped(value)).append('\n'));
        try {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            frame.write(body);
            frame.write(0);
            socket.getOutputStream().write(frame.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readOn() {
        try {
            while (true) {
                Frame frame = read();
                if (!frame.command().equals("MESSAGE")) {
                    throw new IllegalStateException(frame.command() + " " + frame.headers());
                }
                String queue = frame.headers().get("subscription");
                Consumer<Received> witness;
                synchronized (this) {
                    witness = witnesses.get(queue);
                }
                witness.accept(new Received("STOMP", queue, frame.body(), new HashMap<>(frame.headers()),
                        frame.headers().get("correlation-id"), frame.headers().get("content-type")));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private Frame read() throws IOException {
        String command = line();
        while (command.isEmpty()) {
            command = line();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.putIfAbsent(line.substring(0, colon), plain(line.substring(colon + 1)));
        }
        byte[] body = headers.containsKey("content-length")
                ? in.readNBytes(Integer.parseInt(headers.get("content-length"))) : null;
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != 0; next = in.readUnsignedByte()) {
            rest.write(next);
        }
        return new Frame(command, headers, body == null ? rest.toByteArray() : body);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace(":", "\\c");
    }

    private static String plain(String text) {
        return text.replace("\\c", ":").replace("\\n", "\n").replace("\\\\", "\\");
    }
}
