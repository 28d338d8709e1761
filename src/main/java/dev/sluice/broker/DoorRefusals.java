package dev.sluice.broker;

import dev.sluice.guard.RequestGuard;
import dev.sluice.watch.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * What the embedded broker refused, counted, and told once a minute: a sender that waits for no answer, which AMQP and
 * STOMP leave to it, never hears of it.
 */
@Singleton
class DoorRefusals {

    private final Map<DoorRefusal, Counter> counters = new EnumMap<>(DoorRefusal.class);
    private final Tally tally = new Tally("The broker refused its clients: %s");

    DoorRefusals(MeterRegistry metrics) {
        for (DoorRefusal refusal : DoorRefusal.values()) {
            counters.put(refusal, Counter.builder("sluice.broker.refused").description("Refused by the embedded broker")
                    .tag("reason", refusal.label()).register(metrics));
        }
    }

    void count(DoorRefusal refusal) {
        Objects.requireNonNull(counters.get(refusal)).increment();
        tally.count(refusal.what());
    }

    /** Counts, and is what the sender is told. */
    ActiveMQException of(DoorRefusal refusal, ActiveMQExceptionType type, String text, @Nullable Transaction tx) {
        count(refusal);
        return RequestGuard.refused(text, type, tx);
    }
}
