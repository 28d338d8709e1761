package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the ledger's rows are kept. */
public interface Database {

    /** Some statements that count together or not at all. May be run again after a conflict with another replica. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Runs the work in a transaction. When this returns, what it wrote survives a crash and a power cut. */
    <T> T write(Work<T> work);

    /** Runs statements that only read. */
    <T> T read(Work<T> work);
}
