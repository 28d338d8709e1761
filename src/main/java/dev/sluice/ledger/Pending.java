package dev.sluice.ledger;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A work that waits for the commit it shares with others. */
final class Pending<T> {

    private final Database.Work<T> work;
    /** Empty where whoever brought the work is to do it without the others. */
    private final CompletableFuture<Optional<Done<T>>> end = new CompletableFuture<>();
    private T result;

    /** What came of a work, which may be null. */
    record Done<T>(T result) {
    }

    Pending(Database.Work<T> work) {
        this.work = work;
    }

    void run(Sql sql) throws SQLException {
        result = work.on(sql);
    }

    void committed() {
        end.complete(Optional.of(new Done<>(result)));
    }

    void failed(Throwable failure) {
        end.completeExceptionally(failure);
    }

    void handBack() {
        end.complete(Optional.empty());
    }

    boolean isOver() {
        return end.isDone();
    }

    /** @return empty where it is handed back */
    Optional<Done<T>> await() {
        try {
            return end.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new LedgerUnavailable(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable(e);
        }
    }
}
