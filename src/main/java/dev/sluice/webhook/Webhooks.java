package dev.sluice.webhook;

import dev.sluice.broker.BrokerProbe;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Queues;
import dev.sluice.signing.Verdict;
import dev.sluice.step.Letter;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes what providers deliver to {@code /webhooks/<provider>/<account>}: verified over the raw bytes, and stored on
 * a queue before it is answered.
 */
@Singleton
@Named("webhooks")
@Unremovable
public class Webhooks {

    private static final Logger LOG = Logger.getLogger(Webhooks.class);

    private final Providers providers;
    private final BrokerProbe broker;
    private final Refusals refusals;
    private final Clock clock;

    Webhooks(Providers providers, BrokerProbe broker, Refusals refusals, Clock clock) {
        this.providers = providers;
        this.broker = broker;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * Verifies a delivery. Sets {@code status}, and {@code delivery} where it is to be stored before it is answered.
     */
    public void verify(Exchange exchange) throws IOException {
        HttpDelivery delivery = HttpDelivery.of(exchange);
        Place place = Place.at(delivery.place(), providers);
        exchange.setVariable("place", place);
        if (place == null) {
            refuse(exchange, null, Refusal.NO_SUCH_ADDRESS);
            return;
        }
        if (delivery.hasBodyWithoutMeaning()) {
            refuse(exchange, place, Refusal.MALFORMED);
            return;
        }
        Received received = delivery.body();
        if (received.isTooLarge()) {
            // Counted where the answer is seen, with those that the server refuses by itself.
            exchange.setVariable("status", Refusal.TOO_LARGE.status());
            return;
        }
        Verdict verdict = verdict(place, delivery);
        if (!verdict.valid()) {
            LOG.debugf("A webhook for %s is refused: %s", place, verdict.reason());
            boolean stale = verdict.outcome() == Verdict.Outcome.STALE;
            refuse(exchange, place,
                    stale ? Refusal.STALE : received.isUnknown() ? Refusal.ENCODING : Refusal.SIGNATURE);
            return;
        }
        if (!broker.answers()) {
            refuse(exchange, place, Refusal.NOT_STORED);
            return;
        }
        exchange.setVariable("status", 200);
        exchange.setVariable("acknowledge", place.webhook().acknowledge());
        Map<String, Object> properties = new HashMap<>(Map.of("step", "hook-" + UUID.randomUUID(),
                "account", place.account().name(), "delivery", verdict.dedupKey()));
        Received document = received.holding(verdict.content());
        properties.put("codings", document.codings());
        properties.put("charset", document.charset());
        exchange.setVariable("delivery", List.of(new Letter(Queues.webhooks(place.provider().name()), document.bytes(),
                properties, null, null)));
    }

    /** Over the bytes as they came; else as they were before a proxy packed them. */
    private Verdict verdict(Place place, HttpDelivery delivery) {
        Verdict first = null;
        for (byte[] form : delivery.body().forms()) {
            Verdict verdict = place.webhook().signature().verify(delivery.of(form),
                    List.of(place.account()::credential, place.account()::previous), clock);
            if (verdict.outcome() != Verdict.Outcome.INVALID) {
                return verdict;
            }
            first = first == null ? verdict : first;
        }
        return Objects.requireNonNull(first);
    }

    /** The broker did not take a delivery: the provider is told to come back. */
    public void notStored(Exchange exchange) {
        refuse(exchange, exchange.getVariable("place", Place.class), Refusal.NOT_STORED);
    }

    private void refuse(Exchange exchange, @Nullable Place place, Refusal refusal) {
        refusals.count(place, refusal);
        exchange.setVariable("status", refusal.status());
    }

    /** Answers the provider: its acknowledgement, or a bare status. */
    public void answer(Exchange exchange) {
        int status = exchange.getVariable("status", 503, Integer.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.removeProperty(Exchange.CHARSET_NAME);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setHeader("Cache-Control", "no-store");
        exchange.getMessage().setBody(status == 200 ? exchange.getVariable("acknowledge", String.class) : "");
    }
}
