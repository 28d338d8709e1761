package dev.sluice.intake;

import dev.sluice.watch.Counters;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells that requests arrive which the broker would have forgotten had it ended: an external one without the guard, and
 * producers that do not say that their messages are durable.
 */
@Singleton
class VolatileRequests {

    private static final Logger LOG = Logger.getLogger(VolatileRequests.class);

    private final Counters counters;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    VolatileRequests(MeterRegistry metrics) {
        counters = new Counters(metrics, "sluice.volatile.requests",
                "Requests that an external broker would have forgotten had it ended", "queue");
    }

    void look(Message message, String queue) throws JMSException {
        if (message.getJMSDeliveryMode() != DeliveryMode.PERSISTENT) {
            counters.of(queue).increment();
            if (said.add(queue)) {
                LOG.warnf("Requests on %s are not durable: those that wait when the broker ends are lost. Have"
                        + " their producers send"
                        + " durable messages, or give the broker the guard (docs/deploy.md, An external broker)",
                        queue);
            }
        }
    }
}
