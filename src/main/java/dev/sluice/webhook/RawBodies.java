package dev.sluice.webhook;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Keeps the bytes of webhooks whole. A body called a form would be taken apart before a signature over its bytes can be
 * checked, and its fields would become headers; here no body is a form.
 */
@Singleton
public class RawBodies {

    private static final Pattern FORM = Pattern.compile("form-urlencoded|multipart", Pattern.CASE_INSENSITIVE);

    void keep(@Observes Router router) {
        router.route("/webhooks/*").order(Integer.MIN_VALUE).handler(context -> {
            String type = context.request().getHeader("Content-Type");
            if (type != null && FORM.matcher(type).find()) {
                context.request().headers().set("Content-Type", "application/octet-stream");
            }
            context.next();
        });
    }
}
