package dev.sluice.step;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.camel.ProducerTemplate;
import org.jboss.logging.Logger;

/** Sends a letter beside the message that is worked on, whose own transaction the broker has given up. */
@Singleton
public class Aside {

    private static final Logger LOG = Logger.getLogger(Aside.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final ProducerTemplate template;

    Aside(ProducerTemplate template) {
        this.template = template;
    }

    /**
     * Returns when the broker has the letter, tried again while it is away. Where that takes too long, or Sluice ends, a
     * line says what was lost: the order of an answer stays as unknown as if that had not come.
     *
     * @param letter written anew for each try, with a step of its own: a try that failed may have come through all the same,
     *               and what two messages of one step record is published twice
     * @param what   names the letter in that line
     */
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
