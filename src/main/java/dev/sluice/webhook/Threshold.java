package dev.sluice.webhook;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where what comes over HTTP waits while flows are replaced. Who waits too long is told to come back, and nobody that
 * there is nothing here.
 */
@Singleton
public class Threshold {

    static final long LONGEST_MILLIS = 10_000;
    private static final String RETRY_AFTER = "5";
    private static final int UNAVAILABLE = 503;
    private static final long LOOK_AGAIN_MILLIS = 10;

    private final Map<RoutingContext, Context> waiting = new HashMap<>();
    private final Set<RoutingContext> inside = new HashSet<>();
    private boolean held;

    void keep(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(request -> {
            if (isOfFlows(request.normalizedPath())) {
                come(request);
            } else {
                request.next();
            }
        });
    }

    /** Health and metrics are none; the doubles of the sandbox are other people's servers. */
    private static boolean isOfFlows(String path) {
        return !path.startsWith("/q/") && !path.startsWith("/sandbox/");
    }

    private synchronized void come(RoutingContext request) {
        request.addEndHandler(end -> leave(request));
        if (!held) {
            pass(request);
            return;
        }
        request.request().pause();
        waiting.put(request, Vertx.currentContext());
        request.vertx().setTimer(LONGEST_MILLIS, late -> refuse(request));
    }

    private synchronized void pass(RoutingContext request) {
        inside.add(request);
        request.next();
    }

    /** Also who did not wait any longer. */
    private synchronized void leave(RoutingContext request) {
        inside.remove(request);
        waiting.remove(request);
    }

    private synchronized void refuse(RoutingContext request) {
        if (waiting.remove(request) != null) {
            request.request().resume();
            request.response().setStatusCode(UNAVAILABLE).putHeader("Retry-After", RETRY_AFTER)
                    .putHeader("Connection", "close").end();
        }
    }

    /** From now on nobody passes. */
    public synchronized void hold() {
        held = true;
    }

    /**
     * Waits until whoever passed before is answered. Who has not sent all of its body after half of that time is cut off,
     * for it may take any time, and sends it again.
     *
     * @return false where somebody is not when the time is over
     */
    public boolean isEmpty(Duration longest) throws InterruptedException {
        Duration half = longest.dividedBy(2);
        if (becomesEmpty(half)) {
            return true;
        }
        cutOff();
        return becomesEmpty(half);
    }

    private synchronized void cutOff() {
        inside.stream().map(RoutingContext::request).filter(request -> !request.isEnded())
                .forEach(request -> request.connection().close());
    }

    private boolean becomesEmpty(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!isEmpty()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        return true;
    }

    private synchronized boolean isEmpty() {
        return inside.isEmpty();
    }

    /** Who passed and is not answered yet, as an operator is told; nothing where there is nobody. */
    public synchronized List<String> inHand() {
        return inside.isEmpty() ? List.of() : List.of(inside.size() + " × HTTP request");
    }

    public synchronized void open() {
        held = false;
        waiting.forEach((request, thread) -> thread.runOnContext(now -> letIn(request)));
    }

    /** Who went away before its turn has left already, and would stay inside for ever. */
    synchronized void letIn(RoutingContext request) {
        if (!held && !request.response().closed() && waiting.remove(request) != null) {
            request.request().resume();
            pass(request);
        }
    }
}
