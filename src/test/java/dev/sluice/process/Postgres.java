package dev.sluice.process;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL server that forces every commit to the disk, as a real one does and one for tests does not. */
final class Postgres implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_END = Duration.ofMinutes(2);

    private final EmbeddedPostgres server;
    /** Where it says that it runs. */
    private final List<Path> running;

    Postgres() throws IOException {
        this(server().setPort(Workplace.freePorts(1).get(0)), List.of());
    }

    /** One that can be closed and made again on what it left. */
    Postgres(int port, Path folder) throws IOException {
        this(server().setPort(port).setDataDirectory(folder).setCleanDataDirectory(false),
                List.of(folder.resolve("postmaster.pid")));
    }

    private Postgres(EmbeddedPostgres.Builder builder, List<Path> running) throws IOException {
        this.running = running;
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

    /** Returns once it is gone; what stops it waits for that for some seconds only. */
    @Override
    public void close() throws IOException {
        server.close();
        await().atMost(LONGEST_END).until(() -> running.stream().noneMatch(Files::exists));
    }
}
