package dev.sluice.webhook;

import dev.sluice.provider.Providers;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Nothing but webhooks may ask for a change over HTTP, each by the method of its provider: all else is there to be read,
 * whatever a library puts there. The doubles of the sandbox, where it is on, are other people's servers and take what
 * those take.
 */
@Singleton
public class OnlyWebhooks {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    void refuse(@Observes Router router, Providers providers,
            @ConfigProperty(name = "sluice.sandbox.enabled") boolean sandbox) {
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            String path = context.normalizedPath();
            HttpMethod method = context.request().method();
            if (path.startsWith("/webhooks") ? Place.takes(path, method.name(), providers)
                    : READING.contains(method) || sandbox && path.startsWith("/sandbox/")) {
                context.next();
            } else {
                context.response().setStatusCode(405).putHeader("Connection", "close").end();
            }
        });
    }
}
