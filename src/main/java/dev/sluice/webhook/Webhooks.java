package dev.sluice.webhook;

import dev.sluice.broker.BrokerProbe;
import dev.sluice.provider.Credentials;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Queues;
import dev.sluice.signing.CannotSign;
import dev.sluice.signing.Challenge;
import dev.sluice.signing.Reply;
import dev.sluice.signing.Signature;
import dev.sluice.signing.Verdict;
import dev.sluice.step.Letter;
import io.quarkus.arc.Unremovable;
import io.vertx.core.MultiMap;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
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

    /** What was found with the credentials of a time. */
    private record Checked(Verdict verdict, Credentials account) {
        boolean isSigned() {
            return verdict.valid() || verdict.outcome() == Verdict.Outcome.STALE;
        }
    }

    private final Providers providers;
    private final BrokerProbe broker;
    private final Refusals refusals;
    private final FetchedKeys keys;
    private final Clock clock;

    Webhooks(Providers providers, BrokerProbe broker, Refusals refusals, FetchedKeys keys, Clock clock) {
        this.keys = keys;
        this.providers = providers;
        this.broker = broker;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * Verifies a delivery. Sets {@code answer}, and {@code delivery} where it is to be stored before it is answered.
     */
    public void verify(Exchange exchange) throws IOException {
        HttpDelivery delivery = HttpDelivery.of(exchange);
        exchange.setVariable("headers", delivery.answered());
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
            refused(exchange, Refusal.TOO_LARGE);
            return;
        }
        Optional<Reply.Made> challenged = challenged(place, delivery);
        if (challenged.isPresent()) {
            exchange.setVariable("answer", challenged.get());
            return;
        }
        if (!place.webhook().method().equals(delivery.method())) {
            refuse(exchange, place, Refusal.SIGNATURE, place.unlike(delivery.method()));
            return;
        }
        Checked checked = checked(place, delivery);
        Verdict verdict = checked.verdict();
        if (!verdict.valid()) {
            LOG.debugf("A webhook for %s is refused: %s", place, verdict.reason());
            refuse(exchange, place, switch (verdict.outcome()) {
                case STALE -> Refusal.STALE;
                case UNDECIDED -> Refusal.NO_KEY;
                default -> received.isUnknown() ? Refusal.ENCODING : Refusal.SIGNATURE;
            }, Objects.requireNonNullElse(verdict.reason(), ""));
            return;
        }
        if (!broker.answers()) {
            refuse(exchange, place, Refusal.NOT_STORED);
            return;
        }
        answer(exchange, place, delivery, verdict, checked.account()::get);
        Map<String, Object> properties = new HashMap<>(Map.of("step", "hook-" + UUID.randomUUID(),
                "account", place.account().name(), "delivery", verdict.dedupKey()));
        Received document = received.holding(verdict.content());
        properties.put("codings", document.codings());
        properties.put("charset", document.charset());
        exchange.setVariable("delivery", List.of(new Letter(Queues.webhooks(place.provider().name()), document.bytes(),
                properties, null, null)));
    }

    private Optional<Reply.Made> challenged(Place place, HttpDelivery delivery) {
        Challenge challenge = place.webhook().challenge();
        return challenge == null || !challenge.method().equals(delivery.method()) ? Optional.empty()
                : place.account().firstOf(account -> challenge.answer(delivery.of(delivery.body().bytes()),
                        account::get, clock, () -> UUID.randomUUID().toString()));
    }

    /** Where none can be made of it, it is stored all the same, and may come again. */
    private void answer(Exchange exchange, Place place, HttpDelivery delivery, Verdict verdict,
            Function<String, String> account) {
        try {
            exchange.setVariable("answer", place.webhook().answer().to(
                    delivery.of(
                            delivery.method().equals("GET") || verdict.content() == null ? delivery.body().document()
                                    : verdict.content()),
                    account, clock, () -> UUID.randomUUID().toString()));
        } catch (CannotSign e) {
            LOG.debugf("A webhook for %s cannot be answered: %s %s", place, e.field(), e.reason());
            refuse(exchange, place, Refusal.NOT_ANSWERED);
        }
    }

    private Checked checked(Place place, HttpDelivery delivery) {
        List<Checked> vain = new ArrayList<>();
        return place.account().firstOf(account -> {
            Checked checked = new Checked(verdict(place, delivery, account), account);
            if (checked.isSigned()) {
                return Optional.of(checked);
            }
            vain.add(checked);
            return Optional.empty();
        }).orElseGet(() -> vain.stream().filter(one -> one.verdict().outcome() == Verdict.Outcome.UNDECIDED)
                .findFirst().orElse(vain.get(0)));
    }

    /** Over the bytes as they came; else as they were before a proxy packed them. */
    private Verdict verdict(Place place, HttpDelivery delivery, Credentials account) {
        Verdict first = null;
        Signature signature = place.webhook().signature();
        for (byte[] form : delivery.body().forms(place.webhook().format(), signature.findsFields())) {
            Verdict verdict = signature.verify(delivery.of(form), List.of(account::get), clock,
                    keys.of(place));
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
        refuse(exchange, place, refusal, "");
    }

    private void refuse(Exchange exchange, @Nullable Place place, Refusal refusal, String detail) {
        refusals.count(place, refusal, detail);
        refused(exchange, refusal);
    }

    private static void refused(Exchange exchange, Refusal refusal) {
        exchange.setVariable("answer", new Reply.Made(refusal.status(), "text/plain", Map.of(), new byte[0]));
    }

    /** Answers the provider: what it takes for received, or a bare status. Nobody between keeps it or guesses at it. */
    public void answer(Exchange exchange) {
        Reply.Made answer = exchange.getVariable("answer", Reply.Made.class);
        Message message = exchange.getMessage();
        if (exchange.getVariable("delivery") != null && answer.status() / 100 == 2) {
            refusals.taken(exchange.getVariable("place", Place.class));
        }
        message.removeHeaders("*");
        exchange.removeProperty(Exchange.CHARSET_NAME);
        // Camel would leave out those that HTTP has for proxies, Cache-Control and Date among them.
        MultiMap headers = exchange.getVariable("headers", MultiMap.class);
        headers.set("Cache-Control", "no-store").set("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(headers::set);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setHeader(Exchange.CONTENT_TYPE, answer.contentType());
        message.setBody(answer.body());
    }
}
