package dev.sluice.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends webhooks when orders end, each tried five times with a second between; none at all without an address. */
final class WebhookSender {

    private static final int TRIES = 5;
    private static final long BETWEEN_MILLIS = 1000;
    private static final long LOOK_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 10_000;

    private final String baseUrl;
    private final Effects effects;
    private @Nullable HttpClient client;

    /** @param baseUrl empty for none */
    WebhookSender(String baseUrl, Effects effects) {
        this.baseUrl = baseUrl.replaceFirst("/+$", "");
        this.effects = effects;
    }

    String address(String provider) {
        return baseUrl + "/webhooks/" + provider + "/default";
    }

    /** An order's own address where it lies on this machine or is the receiver's; nothing else is ever called. */
    String address(String provider, @Nullable String asked) {
        return asked != null && (asked.startsWith(baseUrl + "/")
                || asked.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?(/.*)?")) ? asked
                        : address(provider);
    }

    /**
     * Sees to the webhook of an order just booked.
     *
     * @param over         whether the order has ended
     * @param signed       the webhook of the ended order, signed anew for each try
     * @param acknowledged whether a status and a body of an answer end the tries
     * @return done when the order may be answered
     */
    Future<Void> follow(Vertx vertx, Misbehaviour told, BooleanSupplier over, Supplier<SentWebhook> signed,
            BiPredicate<Integer, String> acknowledged) {
        if (baseUrl.isEmpty() || told.has(Mischief.WEBHOOK_NONE)) {
            return Future.succeededFuture();
        }
        if (told.has(Mischief.WEBHOOK_BEFORE_ANSWER)) {
            return send(vertx, told, signed, acknowledged, TRIES).otherwiseEmpty().mapEmpty();
        }
        if (!told.has(Mischief.STAY) && !told.has(Mischief.UNLISTED_STATUS)) {
            vertx.setPeriodic(LOOK_MILLIS, timer -> {
                if (over.getAsBoolean()) {
                    vertx.cancelTimer(timer);
                    send(vertx, told, signed, acknowledged, TRIES);
                }
            });
        }
        return Future.succeededFuture();
    }

    /** Done with the first try. */
    private Future<Boolean> send(Vertx vertx, Misbehaviour told, Supplier<SentWebhook> signed,
            BiPredicate<Integer, String> acknowledged, int tries) {
        SentWebhook webhook = signed.get();
        return post(vertx, webhook, acknowledged).onSuccess(done -> {
            if (!done && tries > 1) {
                vertx.setTimer(BETWEEN_MILLIS, any -> send(vertx, told, signed, acknowledged, tries - 1));
            } else if (done && told.has(Mischief.WEBHOOK_TWICE)) {
                post(vertx, webhook, acknowledged);
            }
        });
    }

    /** Never fails: what could not be sent was not acknowledged. */
    private Future<Boolean> post(Vertx vertx, SentWebhook webhook, BiPredicate<Integer, String> acknowledged) {
        effects.happened(webhook.provider(), Effects.WEBHOOK_SENT, webhook.about(), null, null);
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(webhook.url())
                .setTimeout(PATIENCE_MILLIS).putHeader("Content-Type", "application/json;charset=utf-8");
        webhook.headers().forEach(options::putHeader);
        return client(vertx).request(options).compose(request -> request.send(webhook.body()))
                .compose(response -> response.body()
                        .map(body -> acknowledged.test(response.statusCode(), body.toString())))
                .otherwise(false).onSuccess(done -> {
                    if (done) {
                        effects.happened(webhook.provider(), Effects.WEBHOOK_ACKNOWLEDGED, webhook.about(), null, null);
                    }
                });
    }

    private synchronized HttpClient client(Vertx vertx) {
        if (client == null) {
            client = vertx.createHttpClient();
        }
        return client;
    }
}
