package dev.sluice.broker;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** All that begins flows: it can be held, until nothing is in hand any more. */
@Singleton
public class Consumption {

    private static final long LOOK_AGAIN_MILLIS = 10;

    /** So long those that begin again may take until they are at their queues. */
    private static final Duration BEGINNING = Duration.ofSeconds(10);

    private final CamelContext camel;
    private List<Consumer> held = List.of();
    private volatile boolean settled = true;
    private volatile long wentOn = System.nanoTime() - BEGINNING.toNanos();

    Consumption(CamelContext camel) {
        this.camel = camel;
    }

    /** Nothing new is taken, from queues, clocks and HTTP alike. What is in hand goes on. */
    public void hold() {
        settled = false;
        held = begins().filter(ServiceHelper::isStarted).toList();
        held.forEach(ServiceHelper::suspendService);
    }

    /** What is held and still there begins again. */
    public void goOn() {
        begins().filter(held::contains).forEach(ServiceHelper::resumeService);
        held = List.of();
        wentOn = System.nanoTime();
        settled = true;
    }

    /** Whether nothing is held, nor was a moment ago: one that is at no queue is then in want of it. */
    public boolean isSettled() {
        return settled && System.nanoTime() - wentOn >= BEGINNING.toNanos();
    }

    /**
     * Waits until nothing is in hand.
     *
     * @return false where something still is when the time is over
     */
    public boolean isOver(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (camel.getInflightRepository().size() > 0 || begins().anyMatch(Consumption::receives)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        return true;
    }

    /** How much is in hand, by the flow that it began in: {@code 3 × <route>}; also what only comes from the broker yet. */
    public List<String> inHand() {
        return camel.getRoutes().stream().filter(route -> !isPart(route)).flatMap(route -> {
            int size = camel.getInflightRepository().size(route.getRouteId());
            return size > 0 ? Stream.of(size + " × " + route.getRouteId())
                    : receives(route.getConsumer()) ? Stream.of(route.getRouteId() + " (on its way from the broker)")
                            : Stream.empty();
        }).sorted().toList();
    }

    private Stream<Consumer> begins() {
        return camel.getRoutes().stream().filter(route -> !isPart(route)).map(Route::getConsumer);
    }

    /** One that other flows go on in. */
    private static boolean isPart(Route route) {
        return route.getConsumer() instanceof DirectConsumer;
    }

    /** A message may be on its way from the broker to a flow, where nobody counts it yet. */
    private static boolean receives(Consumer consumer) {
        return consumer instanceof JmsConsumer jms
                && container(jms) instanceof DefaultMessageListenerContainer container
                && container.getActiveConsumerCount() > 0;
    }

    private static Object container(JmsConsumer jms) {
        try {
            return jms.getListenerContainer();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
