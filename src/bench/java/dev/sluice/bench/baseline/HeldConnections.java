package dev.sluice.bench.baseline;

import dev.sluice.bench.program.Connections;
import dev.sluice.bench.program.ProgramSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A fixed set of connections that stay open; one that failed is opened anew when it is next lent. */
final class HeldConnections implements Connections {

    /** Holds the place of a connection that is closed or was never opened. */
    private record Held(Connection connection, boolean sound) {
    }

    private final ProgramSettings settings;
    private final BlockingQueue<Held> free;

    HeldConnections(ProgramSettings settings) throws SQLException {
        this.settings = settings;
        this.free = new ArrayBlockingQueue<>(settings.connections());
        for (int i = 0; i < settings.connections(); i++) {
            free.add(new Held(open(), true));
        }
    }

    @Override
    public <T> T lend(Work<T> work) throws SQLException {
        Held held = take();
        try {
            if (!held.sound()) {
                held.connection().close();
                held = new Held(open(), true);
            }
            T done = work.on(held.connection());
            free.add(held);
            return done;
        } catch (SQLException | RuntimeException e) {
            free.add(new Held(held.connection(), false));
            throw e;
        }
    }

    private Held take() throws SQLException {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    private Connection open() throws SQLException {
        Properties user = new Properties();
        if (!settings.ledgerUser().isEmpty()) {
            user.setProperty("user", settings.ledgerUser());
            user.setProperty("password", settings.ledgerPassword());
        }
        return DriverManager.getConnection(settings.ledger(), user);
    }
}
