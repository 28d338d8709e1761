package dev.sluice.intake;

import dev.sluice.ledger.LedgerUnavailable;
import dev.sluice.log.Unquoted;
import dev.sluice.text.Fingerprint;
import dev.sluice.watch.OutOfMemory;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailureHandlingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logs why a delivery failed and its message comes back: the first failure of a kind with where in the code it
 * happened, the others counted and told once a minute, and a broker or ledger that is away in one line for all. What an
 * exception says is left out, for libraries quote messages in it. It remembers the newest failure of each message, so
 * that a dead letter can tell; nothing else depends on that.
 */
@Singleton
@Unremovable
public class FailedDeliveries extends EventNotifierSupport {

    private static final Logger LOG = Logger.getLogger(FailedDeliveries.class);
    private static final String DELIVERY = "delivery";
    private static final int MOST = 10_000;
    private static final Duration BETWEEN_OUTAGE_LINES = Duration.ofSeconds(10);
    private static final Duration BETWEEN_COUNTS = Duration.ofMinutes(1);
    /** What a message does to whoever reads it is not the broker's absence. */
    private static final Set<Class<?>> OF_THE_MESSAGE = Set.of(MessageFormatException.class, MessageEOFException.class,
            MessageNotReadableException.class, MessageNotWriteableException.class, InvalidDestinationException.class);

    /** How a delivery failed; equal causes have one fingerprint, in the log and on dead letters. */
    record Failure(String fingerprint, String text) {
    }

    private final Map<String, Failure> last = Collections.synchronizedMap(new Newest<>());
    private final Map<String, Count> known = new Newest<>();
    private final Clock clock;
    private Instant outageSaid = Instant.EPOCH;

    private static final class Count {

        private int untold;
        private Instant told;

        private Count(Instant told) {
            this.told = told;
        }
    }

    public FailedDeliveries(Clock clock) {
        this.clock = clock;
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
    }

    /** How the newest delivery of this message failed, where this process knows. */
    @Nullable
    Failure last(String queue, String messageId) {
        return last.get(queue + "/" + messageId);
    }

    @Override
    public void notify(CamelEvent event) throws JMSException {
        if (event instanceof ExchangeCreatedEvent created) {
            arrived(created.getExchange());
        } else if (event instanceof ExchangeFailedEvent failed) {
            OutOfMemory.endsOn(failed.getCause());
            failed(failed.getExchange());
        } else if (event instanceof ExchangeFailureHandlingEvent caught) {
            // A flow that catches its exceptions is given errors too, in disguise.
            OutOfMemory.endsOn(caught.getExchange().getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class));
        }
    }

    private static void arrived(Exchange exchange) throws JMSException {
        if (exchange.getFromEndpoint() instanceof JmsEndpoint queue && exchange.getIn() instanceof JmsMessage jms
                && jms.getJmsMessage() instanceof ActiveMQMessage message) {
            exchange.setProperty(DELIVERY, queue.getDestinationName() + "/" + message.getCoreMessage().getMessageID());
        }
    }

    private void failed(Exchange exchange) {
        String delivery = exchange.getProperty(DELIVERY, String.class);
        Throwable failure = exchange.getException();
        boolean part = exchange.getProperty(ExchangePropertyKey.CORRELATION_ID) != null;
        if (delivery == null || failure == null || part) {
            return;
        }
        String queue = delivery.substring(0, delivery.lastIndexOf('/'));
        String text = Unquoted.text(failure);
        String fingerprint = Fingerprint.of(queue, text);
        last.put(delivery, new Failure(fingerprint, text));
        Throwable outage = outage(failure);
        if (outage != null) {
            sayOutage(queue, outage);
        } else {
            say(queue, fingerprint, text, failure);
        }
    }

    private static @Nullable Throwable outage(@Nullable Throwable failure) {
        boolean away = failure instanceof JMSException && !OF_THE_MESSAGE.contains(failure.getClass())
                || failure instanceof ActiveMQException || failure instanceof LedgerUnavailable || ofTheEnd(failure);
        return failure == null || away ? failure : outage(failure.getCause());
    }

    /** Sluice takes no new work then, and interrupts what is still under way. */
    private static boolean ofTheEnd(@Nullable Throwable failure) {
        return failure instanceof RejectedExecutionException || failure instanceof ClosedByInterruptException
                || failure instanceof InterruptedException || failure instanceof CancellationException;
    }

    private synchronized void say(String queue, String fingerprint, String text, Throwable failure) {
        Instant now = clock.instant();
        Count count = known.get(fingerprint);
        if (count == null) {
            count = new Count(now);
            known.put(fingerprint, count);
            LOG.warnf(new Unquoted(failure), "A message on %s comes back, its delivery failed (%s): %s", queue,
                    fingerprint, text);
            return;
        }
        count.untold++;
        if (!now.isBefore(count.told.plus(BETWEEN_COUNTS))) {
            LOG.warnf("Messages on %s come back, %d more deliveries failed since %s (%s): %s", queue, count.untold,
                    count.told, fingerprint, text);
            count.told = now;
            count.untold = 0;
        }
    }

    /** Happens to all steps at once where broker, ledger or Sluice goes; nobody needs to know where in the code. */
    private synchronized void sayOutage(String queue, Throwable outage) {
        Instant now = clock.instant();
        if (!now.isBefore(outageSaid.plus(BETWEEN_OUTAGE_LINES))) {
            LOG.warnf("Messages on %s and perhaps others come back: %s", queue,
                    ofTheEnd(outage) ? "Sluice ends" : Unquoted.text(outage));
            outageSaid = now;
        }
    }

    private static final class Newest<V> extends LinkedHashMap<String, V> {

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST;
        }
    }
}
