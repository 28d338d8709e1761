package dev.sluice.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/**
 * Carries a ledger from its file to a PostgreSQL server. All of it comes there in one transaction, its id too, so that
 * it stays the ledger that brokers are marked for; then the file is given another name, for two with one id would send
 * an order twice. Whoever is ended in between does it once more.
 */
public final class LedgerMove {

    /** What a file is called whose ledger is elsewhere now. */
    public static final String MOVED = ".moved";

    private static final int BATCH = 1000;
    /** A replica that was seen so short a time ago may still be running. */
    private static final long ALIVE_MILLIS = 60_000;

    /** What was carried. */
    public record Moved(long requests, long rows) {
    }

    /** Why the server cannot take this ledger. */
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        Refused(String reason) {
            super(reason);
        }
    }

    private LedgerMove() {
    }

    /**
     * @param  file         the ledger's file, on which no Sluice works
     * @param  username     where one is to be given, as may a password
     * @throws Refused      where the server's ledger has requests of its own, or is in use
     * @throws SQLException where either cannot be read or written; then nothing of it is there
     * @throws IOException  where all is there, and the file could not be given its other name
     */
    public static Moved move(Path file, String url, @Nullable String username, @Nullable String password)
            throws SQLException, Refused, IOException {
        Moved moved;
        try (Connection from = file(file); Connection to = server(url, username, password)) {
            to.setAutoCommit(false);
            moved = copy(from, to);
            to.commit();
            // All that stands beside the file comes into it.
            new Sql(from).query(row -> row.getString(1), "PRAGMA journal_mode = DELETE");
        }
        Files.move(file, file.resolveSibling(file.getFileName() + MOVED));
        return moved;
    }

    private static Connection file(Path file) throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        Flyway.configure().dataSource(source).locations("ledger").load().migrate();
        return source.getConnection();
    }

    private static Connection server(String url, @Nullable String username, @Nullable String password)
            throws SQLException, Refused {
        DriverManager.getDriver(url);
        PGSimpleDataSource target = new PGSimpleDataSource();
        target.setUrl(url);
        target.setUser(username);
        target.setPassword(password);
        target.setReWriteBatchedInserts(true);
        try (Connection there = target.getConnection()) {
            Optional<String> missing = LedgerUrl.missing(url, there);
            if (missing.isPresent()) {
                throw new Refused(missing.get());
            }
        }
        Flyway.configure().dataSource(target).createSchemas(false).locations(Tables.locations(false)).load()
                .migrate();
        return target.getConnection();
    }

    private static Moved copy(Connection from, Connection to) throws SQLException, Refused {
        Sql source = new Sql(from);
        Sql target = new Sql(to);
        target.update("LOCK TABLE identity, request, journal, replica IN EXCLUSIVE MODE");
        List<String> tables = source.query(row -> row.getString(1),
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                        + " AND name NOT LIKE 'sqlite_%' AND name <> 'flyway_schema_history' ORDER BY name");
        if (id(source).equals(id(target))) {
            return again(source, target, tables);
        }
        if (count(target, "request") + count(target, "journal") + count(target, "act") > 0) {
            throw new Refused("the ledger there has requests of its own: name a database without any");
        }
        long seen = target.query(row -> row.getLong(1), "SELECT COALESCE(MAX(seen_at), 0) FROM replica").get(0);
        if (System.currentTimeMillis() - seen < ALIVE_MILLIS) {
            throw new Refused("a Sluice ran on the ledger there a minute ago: stop it");
        }
        long rows = 0;
        for (String table : tables) {
            target.update("DELETE FROM " + table);
            rows += copy(from, to, table);
        }
        return new Moved(count(source, "request"), rows);
    }

    /** Of one that was ended before the file had its other name. */
    private static Moved again(Sql source, Sql target, List<String> tables) throws SQLException, Refused {
        long rows = 0;
        for (String table : tables) {
            long here = count(source, table);
            if (here != count(target, table)) {
                throw new Refused("the ledger there is this one, and a Sluice has worked on it since it was moved: give"
                        + " this file another name, and never start Sluice on it");
            }
            rows += here;
        }
        return new Moved(count(source, "request"), rows);
    }

    private static long copy(Connection from, Connection to, String table) throws SQLException {
        long rows = 0;
        try (ResultSet row = from.createStatement().executeQuery("SELECT * FROM " + table);
                PreparedStatement insert = to.prepareStatement(insert(table, row.getMetaData()))) {
            ParameterMetaData types = insert.getParameterMetaData();
            while (row.next()) {
                for (int column = 1; column <= types.getParameterCount(); column++) {
                    insert.setObject(column, row.getObject(column), types.getParameterType(column));
                }
                insert.addBatch();
                rows++;
                if (rows % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        return rows;
    }

    private static String insert(String table, ResultSetMetaData described) throws SQLException {
        int columns = described.getColumnCount();
        StringBuilder names = new StringBuilder();
        for (int column = 1; column <= columns; column++) {
            names.append(column == 1 ? "" : ", ").append(described.getColumnName(column));
        }
        return "INSERT INTO " + table + " (" + names + ") VALUES ("
                + IntStream.range(0, columns).mapToObj(any -> "?").collect(Collectors.joining(", ")) + ")";
    }

    private static String id(Sql sql) throws SQLException {
        return sql.query(row -> row.getString(1), "SELECT value FROM identity WHERE id = 1").stream().findFirst()
                .orElse("");
    }

    private static long count(Sql sql, String table) throws SQLException {
        return sql.query(row -> row.getLong(1), "SELECT COUNT(*) FROM " + table).get(0);
    }
}
