package dev.sluice.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.broker.BrokerProbe;
import dev.sluice.broker.Delivery;
import dev.sluice.intake.Arrival;
import dev.sluice.intake.DeadLetters;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.signing.Incoming;
import dev.sluice.signing.Verdict;
import dev.sluice.step.Letter;
import dev.sluice.step.Steps;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jboss.logging.Logger;

/**
 * Takes what providers deliver to {@code POST /webhooks/<provider>/<account>}: verified over the raw bytes, stored on
 * a queue before it is answered, and from there a reason to ask the provider now.
 */
@Singleton
@Named("webhooks")
@Unremovable
public class Webhooks {

    private static final Logger LOG = Logger.getLogger(Webhooks.class);
    private static final int LARGEST_BODY = 64 << 10;

    private final Providers providers;
    private final Ledger ledger;
    private final Steps steps;
    private final DeadLetters deadLetters;
    private final BrokerProbe broker;
    private final Refusals refusals;
    private final Clock clock;

    Webhooks(Providers providers, Ledger ledger, Steps steps, DeadLetters deadLetters, BrokerProbe broker, Refusals refusals,
             Clock clock) {
        this.broker = broker;
        this.refusals = refusals;
        this.providers = providers;
        this.ledger = ledger;
        this.steps = steps;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** Verifies a delivery. Sets {@code status}, and {@code delivery} where it is to be stored before it is answered. */
    public void verify(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
        Place place = Place.at(path, providers);
        if (place == null) {
            refuse(exchange, null, Refusal.NO_SUCH_ADDRESS);
            return;
        }
        byte[] body = body(message);
        if (body.length > LARGEST_BODY) {
            exchange.setVariable("status", Refusal.TOO_LARGE.status());
            return;
        }
        Provider provider = place.provider();
        Account account = place.account();
        Verdict verdict = provider.webhook().signature().verify(
                new Incoming("POST", path, message.getHeader(Exchange.HTTP_QUERY, "", String.class), headers(message), body),
                List.of(account::credential, account::previous), clock);
        if (!verdict.valid()) {
            LOG.debugf("A webhook for %s is refused: %s", place, verdict.reason());
            refuse(exchange, place, verdict.outcome() == Verdict.Outcome.STALE ? Refusal.STALE : Refusal.SIGNATURE);
            return;
        }
        if (!broker.answers()) {
            refuse(exchange, place, Refusal.NOT_STORED);
            return;
        }
        exchange.setVariable("status", 200);
        exchange.setVariable("acknowledge", provider.webhook().acknowledge());
        exchange.setVariable("delivery", List.of(new Letter("sluice.webhooks." + provider.name(), body,
                Map.of("step", "hook-" + UUID.randomUUID(), "account", account.name(), "delivery", verdict.dedupKey()),
                null, null)));
    }

    /** The broker did not take a delivery: the provider is told to come back. */
    public void notStored(Exchange exchange) {
        refuse(exchange, Place.at(exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class), providers),
                Refusal.NOT_STORED);
    }

    private void refuse(Exchange exchange, Place place, Refusal refusal) {
        refusals.count(place, refusal);
        exchange.setVariable("status", refusal.status());
    }

    /** Answers the provider: its acknowledgement, or a bare status. */
    public void answer(Exchange exchange) {
        int status = exchange.getVariable("status", 503, Integer.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setBody(status == 200 ? exchange.getVariable("acknowledge", String.class) : "");
    }

    /** A stored delivery: the first of its kind goes on as a step, one seen before ends here. */
    public void deliver(Exchange exchange, String name) {
        Delivery delivery = Delivery.take(exchange);
        Message message = exchange.getMessage();
        Provider provider = providers.get(name);
        String step = delivery.required("step");
        String account = delivery.required("account");
        byte[] body = delivery.bytes();
        Arrival delivered = new Arrival(body, true, null, null, null);
        exchange.setVariable("call", null);
        if (!ledger.firstDelivery(name + "/" + account + "/" + delivery.required("delivery"), step)) {
            message.setBody(List.of());
            return;
        }
        try {
            JsonNode said = Json.read(body, Json.Numbers.ALL_AS_TEXT);
            String orderId = provider.webhook().places().orderId(said);
            Optional<Entry> entry = orderId == null ? Optional.empty()
                    : ledger.find(new Key(provider.family(), orderId)).filter(found ->
                            found.provider().equals(name) && found.account().equals(account));
            if (entry.isPresent()) {
                steps.told(exchange, step, entry.get(), provider.webhook().places().answer(said));
            } else {
                message.setBody(List.of(deadLetters.letter(delivered, "a verified webhook about an order that the ledger does"
                        + " not know", Category.NOT_FOUND, "sluice.webhooks." + name, null)));
            }
        } catch (Unreadable e) {
            message.setBody(List.of(deadLetters.letter(delivered, "a verified webhook that cannot be read: " + e.getMessage(),
                    Category.VALIDATION, "sluice.webhooks." + name, null)));
        }
    }

    private static byte[] body(Message message) throws IOException {
        if (message.getBody() == null) {
            return new byte[0];
        }
        try (InputStream stream = message.getBody(InputStream.class)) {
            return stream.readNBytes(LARGEST_BODY + 1);
        }
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return headers;
    }
}
