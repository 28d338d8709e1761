package dev.sluice.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between two programs on this machine, which can be cut: what is open breaks, and nothing new gets
 * through.
 */
final class Cable implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Cable(int target) throws IOException {
        this(InetAddress.getByName("127.0.0.1"), target);
    }

    /** One whose near end has this address. */
    Cable(InetAddress near, int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 200, near);
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void cut(long millis) {
        cut = true;
        open.forEach(Cable::reset);
        Pause.millis(millis);
        cut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                open.add(near);
                if (cut) {
                    reset(near);
                } else {
                    daemon(() -> connect(near));
                }
            } catch (IOException e) {
                // closed, or a caller that hung up
            }
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(InetAddress.getByName("127.0.0.1"), target);
            open.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            daemon(() -> carry(near, far));
            carry(far, near);
        } catch (IOException e) {
            reset(near);
        }
    }

    private void carry(Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[16 << 10];
            for (int count = in.read(bytes); count >= 0 && !cut; count = in.read(bytes)) {
                out.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // one side is gone, and with it the other
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Without a farewell, as a cut cable. */
    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed before
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut = true;
        open.forEach(Cable::reset);
    }
}
