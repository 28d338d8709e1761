package dev.sluice.broker;

import dev.sluice.provider.PlanTaken;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.camel.quarkus.main.events.AfterStart;

/** What waits on the queues of the embedded broker. Of an external one its own metrics tell. */
@Singleton
class QueueMeters {

    private final EmbeddedBroker broker;
    private final Addresses addresses;
    private final MeterRegistry metrics;

    QueueMeters(EmbeddedBroker broker, Addresses addresses, MeterRegistry metrics) {
        this.broker = broker;
        this.addresses = addresses;
        this.metrics = metrics;
    }

    void begin(@Observes AfterStart event) {
        count();
    }

    void take(@Observes PlanTaken event) {
        count();
    }

    /** A meter that is there stays. */
    private void count() {
        if (broker.isInside()) {
            for (String queue : addresses.needed()) {
                Gauge.builder("sluice.queue.messages", () -> broker.ready(queue))
                        .description("Messages on a queue that are due and not done").tag("queue", queue)
                        .register(metrics);
                Gauge.builder("sluice.queue.delayed", () -> broker.delayed(queue))
                        .description("Messages on a queue that are not due yet").tag("queue", queue).register(metrics);
            }
        }
    }
}
