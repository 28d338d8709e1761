package dev.sluice.intake;

import dev.sluice.ledger.LedgerUnavailable;
import dev.sluice.watch.OutOfMemory;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
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

/**
 * Logs why a delivery failed and its message comes back: the first failure of a kind with where it happened, the others
 * in a line, and a broker or ledger that is away in one line for all. It remembers the newest of each message, so that a dead letter can tell; nothing else depends on that.
 */
@Singleton
@Unremovable
public class FailedDeliveries extends EventNotifierSupport {

    private static final Logger LOG = Logger.getLogger(FailedDeliveries.class);
    private static final String DELIVERY = "delivery";
    private static final int MOST = 10_000;
    private static final Duration BETWEEN_OUTAGE_LINES = Duration.ofSeconds(10);

    /** How a delivery failed; equal causes have one fingerprint, in the log and on dead letters. */
    record Failure(String fingerprint, String text) {
    }

    private final Map<String, Failure> last = Collections.synchronizedMap(new Newest<>());
    private final Map<String, Boolean> known = Collections.synchronizedMap(new Newest<>());
    private Instant outageSaid = Instant.EPOCH;

    FailedDeliveries() {
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

    /** How the newest delivery of this message failed, null where this process does not know. */
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
        if (delivery == null || failure == null) {
            return;
        }
        String queue = delivery.substring(0, delivery.lastIndexOf('/'));
        String text = failure.getClass().getSimpleName() + ": "
                + String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        String fingerprint = Fingerprint.of(queue, text);
        last.put(delivery, new Failure(fingerprint, text));
        Throwable outage = outage(failure);
        if (outage != null) {
            sayOutage(queue, outage);
            return;
        }
        boolean first = known.put(fingerprint, true) == null;
        LOG.warnf(first ? failure : null, "A message on %s comes back, its delivery failed (%s): %s", queue, fingerprint, text);
    }

    private static Throwable outage(Throwable failure) {
        return failure == null || failure instanceof JMSException || failure instanceof LedgerUnavailable
                || failure instanceof RejectedExecutionException ? failure
                : outage(failure.getCause());
    }

    /** Happens to all steps at once where broker, ledger or Sluice goes; nobody needs to know where in the code. */
    private synchronized void sayOutage(String queue, Throwable outage) {
        Instant now = Instant.now();
        if (!now.isBefore(outageSaid.plus(BETWEEN_OUTAGE_LINES))) {
            LOG.warnf("Messages on %s and perhaps others come back: %s", queue,
                    outage.getMessage() == null ? "Sluice ends" : outage.getMessage());
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
