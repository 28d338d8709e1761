package dev.sluice.provider;

import dev.sluice.config.ConfigProblem;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.main.events.AfterStart;

/** Refuses to start where a provider has a file but nothing reads its queues: its requests would wait for ever. */
@Singleton
public class RoutesCheck {

    void check(@Observes AfterStart event, CamelContext camel, Providers providers) {
        Set<String> read = camel.getRoutes().stream().map(route -> route.getEndpoint().getEndpointUri())
                .filter(uri -> uri.startsWith("jms://queue:")).map(uri -> uri.substring("jms://queue:".length()).split("\\?")[0])
                .collect(Collectors.toSet());
        for (Provider provider : providers.all()) {
            for (String queue : new String[] {provider.family() + ".requests." + provider.name(),
                    "sluice.submit." + provider.name(), "sluice.polls." + provider.name()}) {
                if (!read.contains(queue)) {
                    throw new ConfigProblem("routes/providers/" + provider.name() + ".camel.yaml: no route reads " + queue
                            + ", so requests for " + provider.name() + " would wait for ever");
                }
            }
        }
    }
}
