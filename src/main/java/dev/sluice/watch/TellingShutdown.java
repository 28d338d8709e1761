package dev.sluice.watch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.spi.RouteStartupOrder;

/**
 * Lets steps that are under way end within a limit. Those that do not are cut off, their threads interrupted; what they
 * were is told before, for afterwards nobody could say.
 */
final class TellingShutdown extends DefaultShutdownStrategy {

    private final Duration limit;
    private final Consumer<String> cutOff;

    /**
     * @param longest for the whole of it, also where cutting off does not help; longer than the limit
     * @param cutOff  is told how many steps of which routes: {@code 3 × <route>, 1 × upkeep}
     */
    TellingShutdown(CamelContext camel, Duration limit, Duration longest, Consumer<String> cutOff) {
        super(camel);
        this.limit = limit;
        this.cutOff = cutOff;
        setTimeUnit(TimeUnit.MILLISECONDS);
        setTimeout(longest.toMillis());
    }

    @Override
    protected boolean doShutdown(CamelContext camel, List<RouteStartupOrder> routes, long longest, TimeUnit unit,
            boolean suspendOnly, boolean abortAfterTimeout, boolean forced) throws Exception {
        ScheduledExecutorService clock = Executors
                .newSingleThreadScheduledExecutor(task -> new Thread(task, "cutting off"));
        clock.schedule(() -> cutOff(camel.getInflightRepository(), routes), limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return super.doShutdown(camel, routes, longest, unit, suspendOnly, abortAfterTimeout, forced);
        } finally {
            clock.shutdownNow();
        }
    }

    private void cutOff(InflightRepository steps, List<RouteStartupOrder> routes) {
        // A step is in every route that it has come to; it began in the one that is no other's part.
        String underWay = routes.stream().map(RouteStartupOrder::getRoute)
                .filter(route -> !(route.getConsumer() instanceof DirectConsumer) && steps.size(route.getRouteId()) > 0)
                .map(route -> steps.size(route.getRouteId()) + " × " + route.getRouteId()).sorted()
                .collect(Collectors.joining(", "));
        if (!underWay.isEmpty()) {
            cutOff.accept(underWay);
        }
        Future<?> waiting = getCurrentShutdownTaskFuture();
        if (waiting != null) {
            waiting.cancel(true);
        }
    }
}
