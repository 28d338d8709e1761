package dev.sluice.webhook;

import dev.sluice.provider.Providers;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * Counts the webhooks that no flow sees: refused for their size before they are read, no sound HTTP, or broken off. The
 * server would write a line of the log for each, of webhooks and of all else.
 */
@Singleton
public class UnansweredWebhooks {

    private static final String COUNTED = UnansweredWebhooks.class.getName();

    private final Providers providers;
    private final Refusals refusals;

    UnansweredWebhooks(Providers providers, Refusals refusals) {
        this.providers = providers;
        this.refusals = refusals;
    }

    void count(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            if (isWebhook(context)) {
                watch(context);
            }
            context.next();
        }).failureHandler(context -> {
            if (isFaultOfSender(context)) {
                end(context);
            } else {
                context.next();
            }
        });
    }

    private void watch(RoutingContext context) {
        context.addHeadersEndHandler(begun -> {
            if (context.response().getStatusCode() == Refusal.TOO_LARGE.status()) {
                count(context, Refusal.TOO_LARGE);
            }
        });
        context.addEndHandler(end -> {
            if (end.failed()) {
                count(context, Refusal.ABORTED);
            }
        });
    }

    /** What fails before a webhook has come whole fails because of what came; our own work begins after it. */
    private boolean isFaultOfSender(RoutingContext context) {
        return context.statusCode() == Refusal.MALFORMED.status() || isAbandoned(context)
                || isWebhook(context) && !context.request().isEnded() && !saysWhy(context);
    }

    /** As of a body that is too large. */
    private static boolean saysWhy(RoutingContext context) {
        return context.statusCode() >= 400 && context.statusCode() < 500;
    }

    /** The failure may be told before the connection counts as closed. */
    private static boolean isGone(RoutingContext context) {
        return isAbandoned(context) || context.response().closed() || context.failure() instanceof IOException;
    }

    private static boolean isAbandoned(RoutingContext context) {
        return context.failure() instanceof HttpClosedException || context.failure() instanceof StreamResetException;
    }

    private void end(RoutingContext context) {
        boolean gone = isGone(context);
        if (isWebhook(context)) {
            count(context, gone ? Refusal.ABORTED : Refusal.MALFORMED);
        }
        if (!gone && !context.response().ended()) {
            context.response().setStatusCode(Refusal.MALFORMED.status()).end();
        }
    }

    private boolean isWebhook(RoutingContext context) {
        return Place.takes(context.normalizedPath(), context.request().method().name(), providers);
    }

    /** Each once, whatever follows from it. */
    private void count(RoutingContext context, Refusal refusal) {
        if (context.get(COUNTED) == null) {
            context.put(COUNTED, refusal);
            refusals.count(Place.at(context.normalizedPath(), providers), refusal);
        }
    }
}
