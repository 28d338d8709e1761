package dev.sluice.bench.site;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;

/** A PostgreSQL server that forces every commit to the disk; a database of its own for each run. */
final class PostgresqlLedger implements Ledger {

    private static final int CONNECTIONS = 16;

    private final EmbeddedPostgres server;
    private final ProcessHandle postmaster;
    private int databases;

    private PostgresqlLedger(EmbeddedPostgres server, ProcessHandle postmaster) {
        this.server = server;
        this.postmaster = postmaster;
    }

    static PostgresqlLedger start(Path folder) throws IOException, SQLException {
        Path data = folder.resolve("postgresql");
        EmbeddedPostgres server = EmbeddedPostgres.builder().setDataDirectory(data)
                .setPGStartupWait(Duration.ofMinutes(2)).setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200").start();
        long process = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        ProcessHandle postmaster = ProcessHandle.of(process)
                .orElseThrow(() -> new BenchFailure("PostgreSQL has no process " + process));
        PostgresqlLedger ledger = new PostgresqlLedger(server, postmaster);
        if (!ask(server, "show fsync").equals("on") || !ask(server, "show synchronous_commit").equals("on")) {
            throw new BenchFailure("PostgreSQL does not force commits to the disk: " + ledger.durability());
        }
        return ledger;
    }

    @Override
    public Fresh fresh(Path data) throws SQLException {
        String last = "bench" + databases++;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + last + " with (force)");
            statement.execute("create database bench" + databases);
            statement.execute("checkpoint");
        }
        return new Fresh(Kind.POSTGRESQL, "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/bench" + databases,
                "postgres", CONNECTIONS);
    }

    /** Of the processes that are there now; what ended took little. */
    @Override
    public Duration cpu() {
        return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public String durability() {
        try {
            return "PostgreSQL " + ask(server, "show server_version") + ": fsync=" + ask(server, "show fsync")
                    + ", synchronous_commit=" + ask(server, "show synchronous_commit") + ", full_page_writes="
                    + ask(server, "show full_page_writes");
        } catch (SQLException e) {
            throw new BenchFailure("PostgreSQL does not say how it commits", e);
        }
    }

    private static String ask(EmbeddedPostgres server, String question) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
