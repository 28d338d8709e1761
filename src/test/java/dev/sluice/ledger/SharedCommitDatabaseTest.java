package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedCommitDatabaseTest {

    private static final int WRITERS = 32;

    @TempDir
    private Path folder;
    private final ThreadGroup group = new ThreadGroup("writers");
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS, work -> new Thread(group, work));
    private final AtomicInteger commits = new AtomicInteger();
    private AgroalDataSource pool;
    private SharedCommitDatabase database;

    @BeforeEach
    void open() throws Exception {
        pool = LedgerDatabase.SQLITE.open(folder);
        database = new SharedCommitDatabase(counting(pool), "the ledger");
        database.write(sql -> sql.update("CREATE TABLE t (id INTEGER PRIMARY KEY)"));
        commits.set(0);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
        pool.close();
    }

    @Test
    void everyCommitIsForcedToTheDiskAndReadersDoNotWait() throws Exception {
        try (Connection connection = pool.getConnection()) {
            assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(connection, "synchronous")).as("FULL").isEqualTo("2");
            assertThat(pragma(connection, "busy_timeout")).isEqualTo("10000");
        }
    }

    @Test
    void worksThatWaitTogetherShareOneCommit() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Future<?> first = holdTheWriterUntil(go);
        List<Future<?>> others = insertAtOnce(1, WRITERS - 1);
        waitUntilQueued(WRITERS - 1);
        go.countDown();
        first.get(10, TimeUnit.SECONDS);
        for (Future<?> other : others) {
            other.get(10, TimeUnit.SECONDS);
        }
        assertThat(commits).hasValue(2);
        assertThat(count()).isEqualTo(WRITERS - 1);
    }

    @Test
    void aWorkThatFailsTakesNoneOfTheOthersWithIt() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Future<?> first = holdTheWriterUntil(go);
        List<Future<?>> good = insertAtOnce(1, 10);
        Future<?> twice = threads.submit(() -> database.write(sql -> {
            sql.update("INSERT INTO t VALUES (100)");
            return sql.update("INSERT INTO t VALUES (100)");
        }));
        Future<?> thrown = threads.submit(() -> database.write(sql -> {
            sql.update("INSERT INTO t VALUES (200)");
            throw new IllegalStateException("on purpose");
        }));
        waitUntilQueued(12);
        go.countDown();
        first.get(10, TimeUnit.SECONDS);
        for (Future<?> one : good) {
            one.get(10, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> twice.get(10, TimeUnit.SECONDS)).cause().isInstanceOf(LedgerUnavailable.class);
        assertThatThrownBy(() -> thrown.get(10, TimeUnit.SECONDS)).cause().hasMessage("on purpose");
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void whatWriteReturnedIsThereForEveryReader() {
        database.write(sql -> sql.update("INSERT INTO t VALUES (1)"));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void anErrorInOneWorkDoesNotLeaveTheLedgerWithoutAWriter() throws Exception {
        Future<?> broken = threads.submit(() -> database.write(sql -> {
            throw new StackOverflowError();
        }));
        assertThatThrownBy(() -> broken.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        Future<Integer> next = threads.submit(() -> database.write(sql -> sql.update("INSERT INTO t VALUES (1)")));
        assertThat(next.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void nobodyWaitsForeverWhenTheLedgerIsClosed() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        holdTheWriterUntil(go);
        List<Future<?>> waiting = insertAtOnce(1, 5);
        waitUntilQueued(5);
        database.close();
        go.countDown();
        for (Future<?> one : waiting) {
            try {
                one.get(5, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(LedgerUnavailable.class);
            }
        }
        assertThatThrownBy(() -> database.write(sql -> 1)).isInstanceOf(LedgerUnavailable.class);
    }

    private Future<?> holdTheWriterUntil(CountDownLatch go) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        Future<?> holding = threads.submit(() -> database.write(sql -> {
            busy.countDown();
            return awaited(go);
        }));
        busy.await();
        return holding;
    }

    private List<Future<?>> insertAtOnce(int from, int to) {
        List<Future<?>> futures = new ArrayList<>();
        for (int id = from; id <= to; id++) {
            int row = id;
            futures.add(threads.submit(() -> database.write(sql -> sql.update("INSERT INTO t VALUES (?)", row))));
        }
        return futures;
    }

    /** All writers but the one that is held up stand in the line, and wait there. */
    private void waitUntilQueued(int works) {
        org.awaitility.Awaitility.await().atMost(10, TimeUnit.SECONDS)
                .until(() -> Thread.getAllStackTraces().entrySet().stream()
                        .filter(thread -> thread.getKey().getThreadGroup() == group
                                && thread.getKey().getState() == Thread.State.WAITING)
                        .filter(thread -> java.util.Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getClassName().equals(SharedCommitDatabase.class.getName())
                                        && frame.getMethodName().equals("write")))
                        .count() >= works + 1);
    }

    private long count() {
        return database.read(sql -> sql.query(row -> row.getLong(1), "SELECT COUNT(*) FROM t").get(0));
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        return new Sql(connection).query(row -> row.getString(1), "PRAGMA " + name).get(0);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private DataSource counting(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{DataSource.class},
                (proxy, method, arguments) -> {
                    Object result = invoke(source, method, arguments);
                    return !(result instanceof Connection connection) ? result
                            : Proxy.newProxyInstance(getClass().getClassLoader(),
                                    new Class<?>[]{Connection.class}, (inner, called, given) -> {
                                        if (called.getName().equals("commit")) {
                                            commits.incrementAndGet();
                                        }
                                        return invoke(connection, called, given);
                                    });
                });
    }

    private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
