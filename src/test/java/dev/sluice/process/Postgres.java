package dev.sluice.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** A PostgreSQL server that forces every commit to the disk, as a real one does and one for tests does not. */
final class Postgres implements AutoCloseable {

    private final EmbeddedPostgres server;

    Postgres() throws IOException {
        Quiet.please();
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on").start();
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
