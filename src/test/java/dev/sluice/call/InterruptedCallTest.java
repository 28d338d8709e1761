package dev.sluice.call;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Caller.Answered;
import dev.sluice.outcome.Failures;
import dev.sluice.outcome.Failures.Reached;
import dev.sluice.outcome.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of Sluice interrupts the calls under way: each ends at once, and says no more than is known of it. */
class InterruptedCallTest {

    private static final int CALLS = Caller.MOST + 1;

    private final Caller caller = new Caller(Caller.plain(new SimpleMeterRegistry()));
    private final CountDownLatch never = new CountDownLatch(1);
    private RawProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = new RawProvider();
    }

    @AfterEach
    void stop() throws Exception {
        never.countDown();
        caller.close();
        provider.close();
    }

    @Test
    void oneThatHadLeftIsUnknownNotUnsent() throws Exception {
        provider.answers(out -> hang());
        for (int calls = 1; calls <= CALLS; calls++) {
            int begun = calls;
            assertThat(meaning(interrupted(() -> provider.heads().size() == begun))).isEqualTo(Kind.UNKNOWN);
        }
    }

    @Test
    void soIsOneInTheMiddleOfItsAnswer() throws Exception {
        provider.answers(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfi".getBytes());
            out.flush();
            hang();
        });
        for (int calls = 1; calls <= CALLS; calls++) {
            int begun = calls;
            assertThat(meaning(interrupted(() -> provider.heads().size() == begun))).isEqualTo(Kind.UNKNOWN);
        }
    }

    @Test
    void oneThatHadNotLeftIsNotSentNorIsAnything() throws Exception {
        provider.answers("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(caller.call(uri()).http()).isEqualTo(204);
        for (int calls = 0; calls < CALLS; calls++) {
            AtomicReference<Answered> answered = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                Thread.currentThread().interrupt();
                answered.set(caller.call(uri()));
            });
            thread.start();
            thread.join();
            assertThat(meaning(answered.get())).as("%s", answered).isEqualTo(Kind.NOT_SENT);
        }
        assertThat(provider.heads()).hasSize(1);
        assertThat(caller.call(uri()).http()).as("no connection is lost by it").isEqualTo(204);
    }

    private Answered interrupted(Callable<Boolean> when) throws Exception {
        AtomicReference<Answered> answered = new AtomicReference<>();
        Thread thread = new Thread(() -> answered.set(caller.call(uri())));
        thread.start();
        await().until(when);
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(answered.get()).as("it ends at once").isNotNull();
        return answered.get();
    }

    private static Kind meaning(Answered answered) {
        return Failures.outcome(answered.failure(), answered.left() ? Reached.PROVIDER : Reached.NOTHING, "").kind();
    }

    private void hang() {
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String uri() {
        return "http://127.0.0.1:" + provider.port() + "/";
    }
}
