package dev.sluice.bench.site;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** Where systems keep their ledgers. */
public interface Ledger extends AutoCloseable {

    /** Which ledgers there are. */
    enum Kind {
        POSTGRESQL("PostgreSQL"), SQLITE("SQLite");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        public String shown() {
            return shown;
        }

        /** Whether it is a server; else what it takes is taken by the system itself. */
        public boolean hasProcesses() {
            return this == POSTGRESQL;
        }

        Ledger open(Path folder) throws IOException, SQLException {
            return this == POSTGRESQL ? PostgresqlLedger.start(folder) : new SqliteLedger();
        }
    }

    /**
     * One that nobody has written to.
     *
     * @param jdbc for a program that knows only JDBC
     * @param user empty where it asks nobody
     */
    record Fresh(Kind kind, String jdbc, String user, int connections) {
    }

    /** @param data a folder of the system that gets it */
    Fresh fresh(Path data) throws SQLException;

    /** CPU time that it took in processes of its own. */
    Duration cpu();

    /** How it forces what is committed to the disk, as it says itself. */
    String durability();

    @Override
    void close() throws IOException;
}
