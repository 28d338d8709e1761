package dev.sluice.flow;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between Sluice and the providers: passes every byte on, until it is cut. */
final class Line implements AutoCloseable {

    private final int port;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listening;

    Line(int port, int target) {
        this.port = port;
        this.target = target;
        mend();
    }

    /** Connections are refused from now on; idle ones are closed. */
    void cut() {
        close();
    }

    /** Closes every connection, as a provider closes those that were idle too long; new ones are taken. */
    void hangUp() {
        open.forEach(Line::quietly);
        open.clear();
    }

    void mend() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listening = socket;
            daemon(() -> accept(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        quietly(listening);
        hangUp();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket provider = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(provider);
                daemon(() -> pass(client, provider));
                daemon(() -> pass(provider, client));
                if (socket.isClosed()) {
                    // cut while this connection was made
                    quietly(client);
                    quietly(provider);
                }
            } catch (IOException e) {
                // cut: the loop ends
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                out.write(bytes, 0, read);
            }
        } catch (IOException e) {
            // one side closed; so does the other
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // it is given up
        }
    }
}
