package dev.sluice.webhook;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Keeps the bytes of webhooks whole. A body called a form would be taken apart before a signature over its bytes can be
 * checked, and its fields would become headers; here no body is a form.
 */
@Singleton
public class RawBodies {

    void keep(@Observes Router router) {
        router.route("/webhooks/*").order(Integer.MIN_VALUE).handler(context -> {
            String type = context.request().getHeader("Content-Type");
            if (type != null && (type.contains("form-urlencoded") || type.contains("multipart"))) {
                context.request().headers().set("Content-Type", "application/octet-stream");
            }
            context.next();
        });
    }
}
