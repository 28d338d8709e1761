package dev.sluice.ledger;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A work that waits for the commit it shares with others. */
final class Pending<T> {

    private final Database.Work<T> work;
    /** Empty where whoever brought the work is to do it without the others. */
    private final CompletableFuture<Optional<Done<T>>> end = new CompletableFuture<>();
    private @Nullable Done<T> done;

    /** What came of a work, which may be null. */
    record Done<T>(T result) {
    }

    Pending(Database.Work<T> work) {
        this.work = work;
    }

    void run(Sql sql) throws SQLException {
        done = new Done<>(work.on(sql));
    }

    void committed() {
        end.complete(Optional.ofNullable(done));
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
            throw new LedgerUnavailable(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable(e);
        }
    }
}
