package dev.sluice.ledger;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Works that are done at the same time, on both databases: they share commits, and nothing else. */
@ParameterizedClass
@EnumSource
class SharedCommitsTest {

    private static final int WORKERS = 32;

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private final ThreadGroup group = new ThreadGroup("workers");
    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS, work -> new Thread(group, work));
    private final AtomicInteger commits = new AtomicInteger();
    private final CountDownLatch go = new CountDownLatch(1);
    private AgroalDataSource pool;
    private Database database;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(counting(pool));
        database.write(sql -> sql.update("CREATE TABLE t (id INTEGER PRIMARY KEY, held INTEGER)"));
        commits.set(0);
    }

    @AfterEach
    void close() throws Exception {
        go.countDown();
        threads.shutdownNow();
        ((AutoCloseable) database).close();
        pool.close();
    }

    @Test
    void worksThatWaitTogetherShareOneCommit() throws Exception {
        Future<?> holding = holdTheWriter();
        List<Future<?>> others = insertAtOnce(1, SharedCommits.LINE);
        waitUntilQueued(SharedCommits.LINE);

        go.countDown();

        ended(List.of(holding));
        ended(others);
        assertThat(commits).hasValue(2);
        assertThat(count()).isEqualTo(SharedCommits.LINE);
    }

    @Test
    void whatNobodyElseWritesBesideIsDoneByWhoeverBringsIt() {
        for (int id = 1; id <= 3; id++) {
            int row = id;
            assertThat(database.<Thread>write(sql -> {
                sql.update("INSERT INTO t VALUES (?, 0)", row);
                return Thread.currentThread();
            })).isSameAs(Thread.currentThread());
        }
        assertThat(commits).hasValue(3);
    }

    @Test
    void whereTheLineIsLongAFurtherWriterOfAServerHelps() throws Exception {
        Future<?> holding = holdTheWriter();
        List<Future<?>> line = insertAtOnce(1, SharedCommits.LINE + 1);
        if (kind == LedgerDatabase.POSTGRESQL) {
            ended(line);
        } else {
            waitUntilQueued(SharedCommits.LINE + 1);
        }
        assertThat(holding).isNotDone();
    }

    @Test
    void aWorkThatFailsTakesNoneOfTheOthersWithIt() throws Exception {
        holdTheWriter();
        List<Future<?>> good = insertAtOnce(1, 5);
        Future<?> twice = threads.submit(() -> database.write(sql -> {
            sql.update("INSERT INTO t VALUES (100, 0)");
            return sql.update("INSERT INTO t VALUES (100, 0)");
        }));
        Future<?> thrown = threads.submit(() -> database.write(sql -> {
            sql.update("INSERT INTO t VALUES (200, 0)");
            throw new IllegalStateException("on purpose");
        }));
        waitUntilQueued(7);

        go.countDown();

        ended(good);
        assertThatThrownBy(() -> twice.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(LedgerUnavailable.class);
        assertThatThrownBy(() -> thrown.get(60, TimeUnit.SECONDS)).cause().hasMessage("on purpose");
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void whatWriteReturnedIsThereForEveryReader() {
        assertThat(database.<Integer>write(sql -> sql.update("INSERT INTO t VALUES (1, 0)"))).isEqualTo(1);
        assertThat(database.<Object>write(sql -> null)).isNull();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void anErrorInOneWorkDoesNotLeaveTheLedgerWithoutAWriter() throws Exception {
        for (int i = 0; i < 3; i++) {
            Future<?> broken = threads.submit(() -> database.write(sql -> {
                throw new StackOverflowError();
            }));
            assertThatThrownBy(() -> broken.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        }
        ended(insertAtOnce(1, 1));
    }

    @Test
    void nobodyWaitsForeverWhenTheLedgerIsClosed() throws Exception {
        holdTheWriter();
        List<Future<?>> waiting = insertAtOnce(1, 5);
        waitUntilQueued(5);

        ((AutoCloseable) database).close();
        go.countDown();

        for (Future<?> one : waiting) {
            try {
                one.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(LedgerUnavailable.class);
            }
        }
        assertThatThrownBy(() -> database.write(sql -> 1)).isInstanceOf(LedgerUnavailable.class);
    }

    private Future<?> holdTheWriter() throws InterruptedException {
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
            futures.add(threads.submit(() -> database.write(sql -> sql.update("INSERT INTO t VALUES (?, 0)", row))));
        }
        return futures;
    }

    private static void ended(List<Future<?>> works) throws Exception {
        for (Future<?> work : works) {
            work.get(60, TimeUnit.SECONDS);
        }
    }

    /** All workers wait for theirs, but for the one whose work holds the writer. */
    private void waitUntilQueued(int works) {
        await()
                .until(() -> Thread.getAllStackTraces().entrySet().stream()
                        .filter(thread -> thread.getKey().getThreadGroup() == group
                                && thread.getKey().getState() == Thread.State.WAITING)
                        .filter(thread -> Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getClassName().equals(Pending.class.getName())
                                        && frame.getMethodName().equals("await")))
                        .count() >= works);
    }

    private long count() {
        return database.read(sql -> sql.query(row -> row.getLong(1), "SELECT COUNT(*) FROM t").get(0));
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private AgroalDataSource counting(AgroalDataSource source) {
        return (AgroalDataSource) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{AgroalDataSource.class}, (proxy, method, arguments) -> {
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

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
