package dev.sluice.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL server that forces every commit to the disk, as a real one does and one for tests does not. */
final class Postgres implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final EmbeddedPostgres server;

    Postgres() throws IOException {
        this(server());
    }

    /** One that can be closed and made again on what it left. */
    Postgres(int port, Path folder) throws IOException {
        this(server().setPort(port).setDataDirectory(folder).setCleanDataDirectory(false));
    }

    private Postgres(EmbeddedPostgres.Builder builder) throws IOException {
        Quiet.please();
        server = builder.start();
    }

    private static EmbeddedPostgres.Builder server() {
        return EmbeddedPostgres.builder().setPGStartupWait(LONGEST_START).setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on");
    }

    static Settings under(Settings settings, int port) {
        return settings.set("sluice.ledger.url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres?password=unsaid")
                .set("sluice.ledger.username", "postgres");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    int port() {
        return server.getPort();
    }

    String url(int throughPort) {
        return "jdbc:postgresql://127.0.0.1:" + throughPort + "/postgres";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
