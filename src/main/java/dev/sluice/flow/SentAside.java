package dev.sluice.flow;

import dev.sluice.step.Aside;
import dev.sluice.step.Letter;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.camel.ProducerTemplate;
import org.jboss.logging.Logger;

/** Sends by the flow that publishes what steps write. */
@Singleton
final class SentAside implements Aside {

    private static final Logger LOG = Logger.getLogger(SentAside.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final ProducerTemplate template;

    SentAside(ProducerTemplate template) {
        this.template = template;
    }

    @Override
    public void send(Supplier<Letter> letter, String what) {
        long end = System.nanoTime() + LONGEST.toNanos();
        try {
            while (!sent(letter.get())) {
                if (System.nanoTime() > end) {
                    LOG.warnf("%s is lost: the broker was away for too long", what);
                    return;
                }
                TimeUnit.NANOSECONDS.sleep(BETWEEN.toNanos());
            }
        } catch (InterruptedException e) {
            LOG.warnf("%s is lost: Sluice ended while the broker was away", what);
            Thread.currentThread().interrupt();
        }
    }

    /** On another thread: a send on this one would join the transaction. */
    private boolean sent(Letter letter) throws InterruptedException {
        try {
            template.asyncRequestBody("direct:publish", List.of(letter)).get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
