package dev.sluice.lane;

import dev.sluice.broker.BrokerFound;
import dev.sluice.broker.QueueNames;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lane;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.jboss.logging.Logger;

/** What still waits for an account that was taken out of the configuration is read too, and told why it is refused. */
@Singleton
public class LeftLanes {

    private static final Logger LOG = Logger.getLogger(LeftLanes.class);
    private static final Pattern QUEUE = Pattern.compile("sluice\\.(submit|polls)\\.([^.]+)\\.([^.]+)");

    private final CamelContext camel;
    private final Providers providers;
    private final QueueNames queues;

    public LeftLanes(CamelContext camel, Providers providers, QueueNames queues) {
        this.camel = camel;
        this.queues = queues;
        this.providers = providers;
    }

    void add(@Observes BrokerFound event) {
        add();
    }

    /** Reads all of them that the broker has. */
    public void add() {
        Optional<List<String>> names = queues.all();
        if (names.isEmpty()) {
            LOG.warn("The broker does not tell which queues it has (the right manage): what waits for accounts that"
                    + " were"
                    + " taken out of the configuration is not read");
        }
        for (String name : names.orElse(List.of())) {
            Matcher queue = QUEUE.matcher(name);
            Provider provider = queue.matches() ? providers.get(queue.group(2)) : null;
            if (provider != null && !provider.accounts().containsKey(queue.group(3))) {
                add(provider, queue.group(1), new Lane(queue.group(2), queue.group(3)));
            }
        }
    }

    private void add(Provider provider, String template, Lane lane) {
        ProviderLanes.Flow flow = ProviderLanes.of(provider.family(), template, lane);
        TemplatedRouteBuilder.builder(camel, template).routeId(flow.id()).parameters(flow.parameters()).add();
    }
}
