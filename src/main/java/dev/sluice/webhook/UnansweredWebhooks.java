package dev.sluice.webhook;

import dev.sluice.provider.Providers;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Counts the webhooks that no flow sees: refused for their size before they are read, or given up by their sender, of
 * which the server would write a line each.
 */
@Singleton
public class UnansweredWebhooks {

    private final Providers providers;
    private final Refusals refusals;

    UnansweredWebhooks(Providers providers, Refusals refusals) {
        this.providers = providers;
        this.refusals = refusals;
    }

    void count(@Observes Router router) {
        router.route("/webhooks/*").order(Integer.MIN_VALUE).handler(context -> {
            if (context.request().method().equals(HttpMethod.POST)) {
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
            context.next();
        }).failureHandler(context -> {
            if (!context.response().closed()) {
                context.next();
            }
        });
    }

    private void count(RoutingContext context, Refusal refusal) {
        refusals.count(Place.at(context.normalizedPath(), providers), refusal);
    }
}
