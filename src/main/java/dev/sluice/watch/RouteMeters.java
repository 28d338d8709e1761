package dev.sluice.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.RoutePolicySupport;

/**
 * How much goes through each route, how much of it fails and how long it takes, under Camel's names. The meters are
 * looked up once a route: Camel's own are looked for in the whole registry with every message, in every route that it
 * passes.
 */
@Singleton
public class RouteMeters implements RoutePolicyFactory {

    private final MeterRegistry metrics;

    RouteMeters(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void prepare(@Observes BeforeStart event) {
        event.getCamelContext().addRoutePolicyFactory(this);
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String routeId, NamedNode route) {
        return new OfRoute(camel, routeId);
    }

    /** @param outer where the exchange is in the same route already, null where it is not */
    private record Begun(long at, Begun outer) {
    }

    private final class OfRoute extends RoutePolicySupport {

        private final String begun;
        private final Timer time;
        private final Counter total;
        private final Counter succeeded;
        private final Counter failed;
        private final Counter failuresHandled;
        private final Counter redeliveries;

        OfRoute(CamelContext camel, String routeId) {
            begun = RouteMeters.class.getName() + ' ' + routeId;
            Tags tags = Tags.of("camelContext", camel.getName(), "routeId", routeId);
            Tags ofRoute = tags.and("kind", "CamelRoute", "eventType", "route");
            time = Timer.builder("camel.route.policy").tags(ofRoute).description("Time in the route").register(metrics);
            total = counter("total", "Messages that were processed", ofRoute);
            succeeded = counter("succeeded", "Messages that were processed without a failure", ofRoute);
            failed = counter("failed", "Messages whose processing failed", ofRoute);
            failuresHandled = counter("failures.handled", "Failures that the route handled", ofRoute);
            redeliveries = counter("external.redeliveries", "Messages that the broker delivered again", ofRoute);
            Gauge.builder("camel.exchanges.inflight", camel.getInflightRepository(), inflight -> inflight.size(routeId))
                    .tags(tags.and("kind", "CamelExchangeEvent")).description("Messages that are processed now")
                    .register(metrics);
        }

        private Counter counter(String what, String description, Tags tags) {
            return Counter.builder("camel.exchanges." + what).tags(tags).description(description).register(metrics);
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            exchange.setProperty(begun, new Begun(System.nanoTime(), exchange.getProperty(begun, Begun.class)));
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (exchange.removeProperty(begun) instanceof Begun ended) {
                time.record(System.nanoTime() - ended.at, TimeUnit.NANOSECONDS);
                if (ended.outer != null) {
                    exchange.setProperty(begun, ended.outer);
                }
            }
            total.increment();
            if (exchange.isFailed()) {
                failed.increment();
                return;
            }
            succeeded.increment();
            if (ExchangeHelper.isFailureHandled(exchange)) {
                failuresHandled.increment();
            }
            if (exchange.isExternalRedelivered()) {
                redeliveries.increment();
            }
        }
    }
}
