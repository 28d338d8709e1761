package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A work that waits for the commit it shares with others. */
final class Pending<T> {

    private final Database.Work<T> work;
    final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;

    Pending(Database.Work<T> work) {
        this.work = work;
    }

    /** One work that fails takes none of the others with it. */
    void run(Connection connection) throws SQLException {
        if (done.isDone()) {
            return;
        }
        Savepoint savepoint = connection.setSavepoint();
        try {
            result = work.on(new Sql(connection));
            connection.releaseSavepoint(savepoint);
        } catch (SQLException | RuntimeException e) {
            if (e instanceof SQLException failure && SharedCommitDatabase.ofTheFile(failure)) {
                throw e;
            }
            connection.rollback(savepoint);
            done.completeExceptionally(e);
        }
    }

    void committed() {
        done.complete(result);
    }
}
