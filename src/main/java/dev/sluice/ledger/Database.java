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

    /**
     * Runs the work in a transaction that it shares with no other. Where the database is away, it does not wait for it.
     *
     * @throws LedgerUnavailable where it is away, or nobody knows whether it was committed
     */
    default <T> T apart(Work<T> work) {
        return write(work);
    }

    /** Runs statements that only read, as soon as the database is there. */
    <T> T read(Work<T> work);

    /** How much room it takes; one statement of those that a work reads by. */
    default long bytes(Sql sql) throws SQLException {
        return sql.query(row -> row.getLong(1), "SELECT page_count * page_size FROM pragma_page_count(),"
                + " pragma_page_size()").get(0);
    }

    /** Why nothing can be read or written at the moment, where nothing can; answers at once. */
    default @Nullable String absence() {
        return null;
    }

    /** From now on no work waits for a database that is away. */
    default void waitNoMore() {
    }
}
