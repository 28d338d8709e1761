package dev.sluice.ledger;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a program and PostgreSQL. Counts what the program sends, whose messages are told by their first byte,
 * and cuts a connection where it is told to.
 */
final class ServerWire implements AutoCloseable {

    private static final int PARSE = 'P';
    private static final int BIND = 'B';
    /** After these two the program waits for the server's answer, but for the one that goes ahead of another. */
    private static final int SYNC = 'S';
    private static final int QUERY = 'Q';
    private static final String AHEAD = "BEGIN";

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger trips = new AtomicInteger();
    private final AtomicInteger parsed = new AtomicInteger();
    private final AtomicReference<String> cut = new AtomicReference<>();
    private volatile boolean arrives;
    private volatile Duration unnoticed = Duration.ZERO;

    ServerWire(int server) throws IOException {
        this.server = server;
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** How often the server was waited for. */
    int trips() {
        return trips.get();
    }

    /** How many statements it was given to read and to plan, and not only to run. */
    int parsed() {
        return parsed.get();
    }

    /**
     * Cuts the connection of the next trip with such a statement.
     *
     * @param statement what its text has
     * @param arrives   whether the server has what was sent, and only its answer is lost
     */
    void cut(String statement, boolean arrives) {
        this.arrives = arrives;
        cut.set(statement);
    }

    /** From now on the server notices so late that a connection is gone which was cut before it had what was sent. */
    void unnoticedFor(Duration time) {
        unnoticed = time;
    }

    /** Whether a connection was cut since that was told. */
    boolean isCut() {
        return cut.get() == null;
    }

    private void accept() throws IOException {
        while (true) {
            Socket program = door.accept();
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            behind.setTcpNoDelay(true);
            program.setTcpNoDelay(true);
            open.addAll(List.of(program, behind));
            start(() -> forward(program, behind));
            start(() -> answer(behind, program));
        }
    }

    private void forward(Socket program, Socket behind) throws IOException {
        DataInputStream in = new DataInputStream(program.getInputStream());
        OutputStream out = behind.getOutputStream();
        Map<String, String> statements = new HashMap<>();
        boolean begun = false;
        boolean last = false;
        // A connection begins with messages without a kind: what it asks for first, and who it is.
        for (int kind = 0; kind >= 0; kind = begun ? in.read() : 0) {
            int length = in.readInt();
            byte[] rest = in.readNBytes(length - Integer.BYTES);
            begun = begun || ByteBuffer.wrap(rest).getInt() >>> 16 == 3;
            String[] texts = new String(rest, StandardCharsets.ISO_8859_1).split("\0", 3);
            if (kind == PARSE) {
                parsed.incrementAndGet();
                statements.put(texts[0], texts[1]);
            }
            if (!last && kind == BIND && isToBeCut(statements.getOrDefault(texts[1], ""))) {
                last = true;
            }
            if (last && !arrives) {
                break;
            }
            ByteBuffer message = ByteBuffer.allocate(length + 1);
            if (kind != 0) {
                message.put((byte) kind);
            }
            message.putInt(length).put(rest);
            boolean trip = kind == SYNC || kind == QUERY && !texts[0].equals(AHEAD);
            if (trip) {
                trips.incrementAndGet();
            }
            if (trip && last) {
                program.close();
            }
            out.write(message.array(), 0, message.position());
            if (trip && last) {
                behind.shutdownOutput();
                return;
            }
        }
        program.close();
        if (last) {
            LockSupport.parkNanos(unnoticed.toNanos());
        }
        behind.close();
    }

    private boolean isToBeCut(String statement) {
        String looked = cut.get();
        return looked != null && statement.contains(looked) && cut.compareAndSet(looked, null);
    }

    private static void answer(Socket behind, Socket program) throws IOException {
        try {
            behind.getInputStream().transferTo(program.getOutputStream());
        } finally {
            program.close();
            behind.close();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The connection is over, as it is when it was cut.
            }
        }, "wire");
        thread.setDaemon(true);
        thread.start();
    }
}
