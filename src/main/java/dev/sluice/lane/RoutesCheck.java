package dev.sluice.lane;

import dev.sluice.config.ConfigProblem;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.main.events.AfterStart;

/** Refuses to start where a provider has a file but nothing reads its queues: its requests would wait for ever. */
@Singleton
public class RoutesCheck {

    void check(@Observes AfterStart event, CamelContext camel, Providers providers, Lanes lanes) {
        Set<String> read = camel.getRoutes().stream().map(route -> route.getEndpoint().getEndpointUri())
                .filter(uri -> uri.startsWith("jms://queue:")).map(uri -> uri.substring("jms://queue:".length()).split("\\?")[0])
                .collect(Collectors.toSet());
        for (Provider provider : providers.all()) {
            Stream.concat(Stream.of(provider.family() + ".requests." + provider.name()),
                    lanes.of(provider).stream().flatMap(lane -> Stream.of(lane.submissions(), lane.asks())))
                    .filter(queue -> !read.contains(queue)).findFirst().ifPresent(queue -> {
                        throw new ConfigProblem("routes/providers/" + provider.name() + ".camel.yaml: no route reads " + queue
                                + ", so requests for " + provider.name() + " would wait for ever");
                    });
        }
    }
}
