package dev.sluice.ledger;

import dev.sluice.watch.OutOfMemory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/**
 * Works that are done at the same time share a commit: a few writers take all that wait, each its own, and whoever
 * brought one waits until that commit is done. So one forced write to the disk serves many.
 */
final class SharedCommits implements AutoCloseable {

    /** Carries out works as one transaction and ends each of them; what it throws ends those that are left. */
    interface Commit {
        void of(List<Pending<?>> works) throws SQLException, InterruptedException;
    }

    private static final int MOST = 256;

    private final BlockingQueue<Pending<?>> waiting = new LinkedBlockingQueue<>();
    private final Commit commit;
    private final List<Thread> writers;
    private volatile boolean closed;

    SharedCommits(int writers, Commit commit) {
        this.commit = commit;
        this.writers = IntStream.range(0, writers).mapToObj(number -> new Thread(this::run, "ledger-writer-" + number))
                .toList();
        this.writers.forEach(writer -> {
            writer.setDaemon(true);
            writer.start();
        });
    }

    /** @return empty where the work is to be done without others */
    <T> Optional<Pending.Done<T>> write(Database.Work<T> work) {
        Pending<T> pending = new Pending<>(work);
        waiting.add(pending);
        if (closed) {
            refuseWaiting();
        }
        return pending.await();
    }

    @Override
    public void close() {
        closed = true;
        writers.forEach(Thread::interrupt);
        refuseWaiting();
    }

    private void refuseWaiting() {
        List<Pending<?>> refused = new ArrayList<>();
        waiting.drainTo(refused);
        refused.forEach(SharedCommits::refuse);
    }

    private static void refuse(Pending<?> work) {
        work.failed(new SQLException("the ledger is closed"));
    }

    private void run() {
        List<Pending<?>> works = new ArrayList<>();
        while (!closed) {
            try {
                works.add(waiting.take());
                waiting.drainTo(works, MOST - 1);
                commit.of(works);
            } catch (InterruptedException e) {
                works.forEach(SharedCommits::refuse);
                return;
            } catch (SQLException | RuntimeException | Error e) {
                OutOfMemory.endsOn(e);
                works.forEach(work -> work.failed(e));
            } finally {
                works.clear();
            }
        }
    }
}
