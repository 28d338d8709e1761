package dev.sluice.broker;

import dev.sluice.watch.Ending;
import dev.sluice.watch.Watch;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.quarkus.main.events.AfterStart;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/**
 * Whether the broker answers and every route consumes its queue. The routes' consumers tell here why they cannot, and
 * connect again by themselves.
 */
@Singleton
@Named("brokerWatch")
@Unremovable
public class BrokerWatch implements ExceptionListener {

    private static final int NAMED = 3;
    /** Observers that name no priority come before. */
    private static final int AFTER_THE_BROKER = Interceptor.Priority.LIBRARY_AFTER;

    private final Connections connections;
    private final BrokerProbe probe;
    private final EmbeddedBroker embedded;
    private final Ending ending;
    private final Event<BrokerFound> event;
    private final Consumption consumption;
    private boolean found;
    private volatile boolean ours;
    private volatile @Nullable Watch watch;
    private volatile String newest = "no reason known";

    BrokerWatch(Connections connections, BrokerProbe probe, EmbeddedBroker embedded, Ending ending,
            Event<BrokerFound> event, Consumption consumption) {
        this.consumption = consumption;
        this.connections = connections;
        this.probe = probe;
        this.embedded = embedded;
        this.ending = ending;
        this.event = event;
    }

    /** A start that the broker refuses ends before a route consumes; after it each connection is looked at. */
    void refuse(@Observes @Priority(AFTER_THE_BROKER) BeforeStart event) {
        try {
            probe.look();
        } catch (IOException e) {
            // It is waited for.
        }
    }

    void start(@Observes AfterStart event) {
        CamelContext context = event.getCamelContext();
        watch = new Watch(connections.broker(), () -> look(context), ending::because);
    }

    void end(@Observes ShutdownEvent event) {
        if (watch != null) {
            watch.close();
        }
    }

    /** Why Sluice does not take from its queues at the moment, where it does not; answers at once. */
    public @Nullable String absence() {
        String absence = watch == null ? "the routes are not started yet" : watch.absence();
        return absence == null && !ours ? "nothing is taken before the ledger is there" : absence;
    }

    @Override
    public void onException(JMSException failure) {
        newest = String.valueOf(failure.getCause() == null ? failure.getMessage() : failure.getCause().getMessage());
    }

    private void look(CamelContext context) throws Exception {
        embedded.refuseStopped();
        boolean known = probe.look();
        if (known) {
            lookForIdle(context);
        }
        // What is wanting else is said by the ledger's own watch.
        ours = known;
    }

    private void lookForIdle(CamelContext context) throws IOException {
        if (!found) {
            found = true;
            event.fire(new BrokerFound());
        }
        List<String> idle = context.getRoutes().stream().filter(BrokerWatch::idle)
                .map(route -> route.getEndpoint().getEndpointUri().replaceFirst("^jms://queue:([^?]+).*", "$1"))
                .toList();
        if (!idle.isEmpty() && consumption.isSettled()) {
            throw new IOException(
                    "nothing is taken yet from " + String.join(", ", idle.subList(0, Math.min(NAMED, idle.size())))
                            + (idle.size() > NAMED ? " and " + (idle.size() - NAMED) + " more" : "") + ": " + newest);
        }
    }

    private static boolean idle(Route route) {
        try {
            return route.getConsumer() instanceof JmsConsumer consumer
                    && consumer.getListenerContainer() instanceof DefaultMessageListenerContainer container
                    && !container.isRegisteredWithDestination();
        } catch (Exception e) {
            return true;
        }
    }
}
