package dev.sluice.ledger;

import dev.sluice.given.Patience;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.flywaydb.core.Flyway;

/**
 * The two databases of the ledger, real ones, empty and with its tables: SQLite by the URL of the settings, and a
 * PostgreSQL server.
 */
enum LedgerDatabase {

    SQLITE {
        @Override
        AgroalDataSource open(Path folder) throws SQLException {
            return pool(sqliteUrl(folder), "", 8);
        }

        @Override
        Database database(AgroalDataSource pool) {
            return new FileDatabase(pool, "the ledger");
        }

        @Override
        LedgerReader reader(Path folder) throws SQLException {
            return LedgerReader.file(folder.resolve("ledger.db"));
        }

        @Override
        LedgerWriter writer(Path folder) throws SQLException {
            return LedgerWriter.file(folder.resolve("ledger.db"));
        }
    },

    POSTGRESQL {
        @Override
        AgroalDataSource open(Path folder) throws SQLException {
            AgroalDataSource pool = server(serverPort());
            new Sql(pool.getConnection()).update("DROP SCHEMA public CASCADE");
            new Sql(pool.getConnection()).update("CREATE SCHEMA public");
            return pool;
        }

        @Override
        Database database(AgroalDataSource pool) {
            Database database = new ServerDatabase(pool, "the ledger", () -> {}, problem -> {});
            // What is done apart does not wait for its first look.
            Patience.await().until(() -> database.absence() == null);
            return database;
        }

        @Override
        LedgerReader reader(Path folder) throws SQLException {
            return LedgerReader.server(Server.STARTED.getJdbcUrl("postgres", "postgres"), "postgres", "");
        }

        @Override
        LedgerWriter writer(Path folder) throws SQLException {
            return LedgerWriter.server(Server.STARTED.getJdbcUrl("postgres", "postgres"), "postgres", "");
        }
    };

    static final int CONNECTIONS = 32;

    abstract AgroalDataSource open(Path folder) throws SQLException;

    abstract Database database(AgroalDataSource pool);

    abstract LedgerReader reader(Path folder) throws SQLException;

    abstract LedgerWriter writer(Path folder) throws SQLException;

    AgroalDataSource openWithTables(Path folder) throws SQLException {
        AgroalDataSource pool = open(folder);
        Flyway.configure().dataSource(pool).locations(Tables.locations(this == SQLITE)).load().migrate();
        return pool;
    }

    /** The very URL that Sluice runs with. */
    static String sqliteUrl(Path folder) {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings.getProperty("quarkus.datasource.sqlite.jdbc.url").replace("${sluice.data}", folder.toString());
    }

    /** One whose file may not grow beyond so many pages, as a disk that is full would not let it. */
    static AgroalDataSource cramped(Path folder, int pages) throws SQLException {
        return pool(sqliteUrl(folder) + "&max_page_count=" + pages, "", 8);
    }

    /** Where the PostgreSQL server is. */
    static int serverPort() {
        return Server.STARTED.getPort();
    }

    /** The PostgreSQL server, or who stands before it at this port. */
    static AgroalDataSource server(int port) throws SQLException {
        return server(port, CONNECTIONS);
    }

    /** The same with so many connections at most. */
    static AgroalDataSource server(int port, int connections) throws SQLException {
        return pool("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", connections);
    }

    private static AgroalDataSource pool(String url, String user, int size) throws SQLException {
        return AgroalDataSource
                .from(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool
                        .maxSize(size).acquisitionTimeout(Duration.ofSeconds(30))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(
                                connection -> connection.jdbcUrl(url).principal(new NamePrincipal(user)))));
    }

    /** One server for all tests of this process; it ends with the process. */
    private static final class Server {

        private static final EmbeddedPostgres STARTED = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2))
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on").start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
