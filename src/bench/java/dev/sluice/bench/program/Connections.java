package dev.sluice.bench.program;

import java.sql.Connection;
import java.sql.SQLException;

/** Lends a connection to the ledger, which comes in auto-commit and is given back so. */
public interface Connections {

    /** What is done with it. */
    @FunctionalInterface
    interface Work<T> {

        T on(Connection connection) throws SQLException;
    }

    <T> T lend(Work<T> work) throws SQLException;
}
