package dev.sluice.ledger;

import dev.sluice.watch.OutOfMemory;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Works that are done at the same time share a commit: a few writers take all that wait, each its own, and whoever
 * brought one waits until that commit is done. So one forced write to the disk serves many. The fewer writers the more
 * works share one, so a further writer helps only where the line has become long. Where nobody writes, whoever brings a
 * work does it in the first writer's stead, for to hand it over costs more than it.
 */
final class SharedCommits implements AutoCloseable {

    /** Carries out works as one transaction and ends each of them; what it throws ends those that are left. */
    interface Commit {
        void of(List<Pending<?>> works) throws SQLException, InterruptedException;
    }

    private static final int MOST = 256;
    /** So many works wait for each writer before a further one helps. */
    static final int LINE = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Pending<?>> waiting = new ArrayDeque<>();
    private final List<Condition> turns;
    private final Commit commit;
    private final List<Thread> writers;
    /** Whether the first writer works, or somebody in its stead. */
    private boolean firstIsBusy;
    private volatile boolean closed;

    SharedCommits(int writers, Commit commit) {
        this.commit = commit;
        this.turns = IntStream.range(0, writers).mapToObj(number -> lock.newCondition()).toList();
        this.writers = IntStream.range(0, writers)
                .mapToObj(number -> new Thread(() -> run(number), "ledger-writer-" + number)).toList();
        this.writers.forEach(writer -> {
            writer.setDaemon(true);
            writer.start();
        });
    }

    /** @return empty where the work is to be done without others */
    <T> Optional<Pending.Done<T>> write(Database.Work<T> work) {
        Pending<T> pending = new Pending<>(work);
        if (isInTheFirstsStead(pending)) {
            try {
                carryOut(List.of(pending));
            } finally {
                giveBackToTheFirst();
            }
        }
        if (closed) {
            refuseWaiting();
        }
        return pending.await();
    }

    /** Otherwise it waits in line. A thread that is to end would not wait for a ledger that is away. */
    private boolean isInTheFirstsStead(Pending<?> pending) {
        lock.lock();
        try {
            if (!firstIsBusy && waiting.isEmpty() && !closed && !Thread.currentThread().isInterrupted()) {
                firstIsBusy = true;
                return true;
            }
            waiting.add(pending);
            int before = waiting.size() - 1;
            if (before % LINE == 0 && before / LINE < turns.size()) {
                turns.get(before / LINE).signal();
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void giveBackToTheFirst() {
        lock.lock();
        try {
            firstIsBusy = false;
            if (!waiting.isEmpty()) {
                turns.get(0).signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** All that wait, once the line is long enough for this writer. */
    private List<Pending<?>> take(int writer) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() <= writer * LINE || writer == 0 && firstIsBusy) {
                turns.get(writer).await();
            }
            firstIsBusy |= writer == 0;
            List<Pending<?>> taken = new ArrayList<>();
            while (taken.size() < MOST && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        writers.forEach(Thread::interrupt);
        refuseWaiting();
    }

    private void refuseWaiting() {
        lock.lock();
        try {
            waiting.forEach(SharedCommits::refuse);
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }

    private static void refuse(Pending<?> work) {
        work.failed(new SQLException("the ledger is closed"));
    }

    private void run(int writer) {
        try {
            while (!closed) {
                carryOut(take(writer));
                if (writer == 0) {
                    giveBackToTheFirst();
                }
            }
        } catch (InterruptedException e) {
            // It is closed.
        }
    }

    private void carryOut(List<Pending<?>> works) {
        try {
            commit.of(works);
        } catch (InterruptedException e) {
            works.forEach(SharedCommits::refuse);
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException | Error e) {
            OutOfMemory.endsOn(e);
            works.forEach(work -> work.failed(e));
        }
    }
}
