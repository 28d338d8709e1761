package dev.sluice.watch;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigProblem;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<ConfigProblem> problems = new CopyOnWriteArrayList<>();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final Watch watch = new Watch("the thing", this::look, problems::add);

    private void look() throws Exception {
        looks.incrementAndGet();
        Throwable told = failure.get();
        if (told instanceof InterruptedException) {
            hangs.await();
        } else if (told instanceof Error error) {
            throw error;
        } else if (told instanceof Exception exception) {
            throw exception;
        }
    }

    @AfterEach
    void close() {
        hangs.countDown();
        watch.close();
    }

    @Test
    void itIsThereOnceALookFoundIt() {
        await().until(watch::there);
        await().until(() -> watch.absence() == null);
    }

    @Test
    void whyItIsAwayIsTheNewestReason() {
        failure.set(new IOException("no route"));
        await().until(() -> "no route".equals(watch.absence()));
        failure.set(new IOException("refused"));
        await().until(() -> "refused".equals(watch.absence()));
        assertThat(watch.there()).isFalse();
    }

    @Test
    void whoWaitsGoesOnOnceItIsBackAndNotBefore() throws Exception {
        failure.set(new IOException("refused"));
        await().until(() -> !watch.there());
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(watch::await);
        int before = looks.get();
        await().until(() -> looks.get() > before + 2);
        assertThat(waiting).isNotDone();
        failure.set(null);
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Who waits has just seen it fail: what a look saw before says nothing. */
    @Test
    void whoWaitsDoesNotTakeAnOlderLook() throws Exception {
        await().until(watch::there);
        int before = looks.get();
        assertThat(CompletableFuture.supplyAsync(watch::await).get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(looks.get()).isGreaterThan(before);
    }

    /** A watch that died of it would say for ever what it saw last. */
    @Test
    void anErrorIsAnAbsenceAndIsLookedAtAgain() {
        await().until(watch::there);
        failure.set(new StackOverflowError("too deep"));
        await().until(() -> "java.lang.StackOverflowError: too deep".equals(watch.absence()));
        failure.set(null);
        await().until(watch::there);
    }

    @Test
    void aLookThatHangsIsAnAbsence() {
        await().until(watch::there);
        failure.set(new InterruptedException());
        await().until(() -> "it does not answer".equals(watch.absence()));
    }

    @Test
    void nobodyWaitsForWhatIsClosed() throws Exception {
        failure.set(new IOException("refused"));
        await().until(() -> !watch.there());
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(watch::await);
        watch.close();
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isFalse();
        assertThat(watch.await()).isFalse();
    }

    @Test
    void whatAnOperatorHasToMendIsNotLookedAtAgain() throws Exception {
        failure.set(new ConfigProblem("setting x: no"));
        await().until(() -> "setting x: no".equals(watch.absence()));
        assertThat(watch.await()).isFalse();
        assertThat(problems).hasSize(1);
    }
}
