package dev.sluice.ledger;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where the ledger's rows are kept. */
public interface Database {

    /** Some statements that count together or not at all. May be run again, where nothing of them was committed. */
    interface Work<T> {
        T on(Sql sql) throws SQLException;
    }

    /**
     * Runs the work in a transaction, as soon as the database is there. When this returns, what it wrote survives a
     * crash and a power cut.
     */
    <T> T write(Work<T> work);

    /** Runs statements that only read, as soon as the database is there. */
    <T> T read(Work<T> work);

    /** Why nothing can be read or written at the moment, where nothing can; answers at once. */
    default @Nullable String absence() {
        return null;
    }

    /** From now on no work waits for a database that is away. */
    default void waitNoMore() {
    }
}
