package dev.sluice.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Over STOMP, a connection for each try: the broker ends it with the refusal. */
final class StompTrespasser implements Trespasser {

    private final int port;
    private final String user;
    private final String password;

    StompTrespasser(int port, String user, String password) {
        this.port = port;
        this.user = user;
        this.password = password;
    }

    @Override
    public Map<String, Try> sends(String name) {
        Map<String, Try> tries = new LinkedHashMap<>();
        for (String header : new String[]{"", "destination-type:ANYCAST\n", "destination-type:MULTICAST\n",
                "persistent:true\n", "reply-to:sluice.people\n"}) {
            tries.put("send " + header.strip(), () -> receipt("SEND\ndestination:" + escaped(name) + "\n" + header));
        }
        tries.put("send in a transaction", () -> {
            try (Line line = new Line("")) {
                line.write("BEGIN\ntransaction:t\n\n");
                line.write("SEND\ndestination:" + escaped(name) + "\ntransaction:t\n\n{}");
                line.write("COMMIT\ntransaction:t\nreceipt:r\n\n");
                return line.read().startsWith("RECEIPT");
            }
        });
        return tries;
    }

    @Override
    public Map<String, Try> reads(String name) {
        Map<String, Try> tries = new LinkedHashMap<>();
        for (String header : new String[]{"", "ack:client\n", "browser:true\n", "subscription-type:ANYCAST\n",
                "subscription-type:MULTICAST\n", "selector:1=1\n", "no-local:true\n"}) {
            tries.put("subscribe " + header.strip(),
                    () -> receipt("SUBSCRIBE\nid:1\ndestination:" + escaped(name) + "\n" + header));
        }
        return tries;
    }

    @Override
    public Map<String, Try> changes(String name) {
        Map<String, Try> tries = new LinkedHashMap<>();
        tries.put("subscribe for ever", () -> {
            try (Line line = new Line("client-id:spy\n")) {
                line.write("SUBSCRIBE\nid:1\nreceipt:r\ndurable-subscription-name:spy\ndestination:" + escaped(name)
                        + "\n\n");
                line.read();
                return false;
            }
        });
        tries.put("subscribe under the name", () -> {
            named("SUBSCRIBE\ndestination:replies.mine\n", name);
            return false;
        });
        tries.put("unsubscribe", () -> {
            named("UNSUBSCRIBE\n", name);
            return false;
        });
        return tries;
    }

    @Override
    public void send(String name, String body) throws IOException {
        refuse(frame("SEND\ndestination:" + escaped(name) + "\nreceipt:r\n\n" + body));
    }

    /** Sends what says itself by whom it is. */
    void send(String name, String body, String property, String value) throws IOException {
        refuse(frame("SEND\ndestination:" + escaped(name) + "\n" + property + ":" + value + "\nreceipt:r\n\n" + body));
    }

    @Override
    public String receive(String name) throws IOException {
        String frame = frame("SUBSCRIBE\nid:1\nack:auto\ndestination:" + escaped(name) + "\n\n");
        refuse(frame);
        return frame.substring(frame.indexOf("\n\n") + 2);
    }

    private static void refuse(String frame) throws IOException {
        if (frame.startsWith("ERROR") || frame.isEmpty()) {
            throw new IOException(frame);
        }
    }

    /** Of a durable subscription, whose queue is called by client and subscription. */
    private boolean named(String frame, String name) throws IOException {
        int dot = name.indexOf('.');
        if (dot < 1) {
            return false;
        }
        try (Line line = new Line("client-id:" + escaped(name.substring(0, dot)) + "\n")) {
            line.write(frame + "id:1\nreceipt:r\ndurable-subscription-name:" + escaped(name.substring(dot + 1))
                    + "\n\n");
            return line.read().startsWith("RECEIPT");
        }
    }

    private boolean receipt(String frame) throws IOException {
        return frame(frame + "receipt:r\n\n").startsWith("RECEIPT");
    }

    private String frame(String frame) throws IOException {
        try (Line line = new Line("")) {
            line.write(frame);
            return line.read();
        }
    }

    private static String escaped(String name) {
        return name.replace(":", "\\c");
    }

    /** A connection of the user. */
    private final class Line implements AutoCloseable {

        private final Socket socket = new Socket("127.0.0.1", port);

        Line(String headers) throws IOException {
            socket.setSoTimeout(60_000);
            write("CONNECT\naccept-version:1.2\nhost:x\nlogin:" + user + "\npasscode:" + password + "\n" + headers
                    + "\n");
            refuse(read());
        }

        void write(String frame) throws IOException {
            socket.getOutputStream().write((frame + "\0").getBytes(StandardCharsets.UTF_8));
        }

        String read() throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            for (int next = socket.getInputStream().read(); next > 0; next = socket.getInputStream().read()) {
                if (next != '\n' || frame.size() > 0) {
                    frame.write(next);
                }
            }
            return frame.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Override
    public void close() {
        // Each try has a connection of its own.
    }
}
