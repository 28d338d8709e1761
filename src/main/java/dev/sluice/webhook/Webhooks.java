package dev.sluice.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.broker.BrokerProbe;
import dev.sluice.broker.Delivery;
import dev.sluice.intake.Arrival;
import dev.sluice.intake.DeadLetters;
import dev.sluice.json.Unreadable;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.provider.Events;
import dev.sluice.provider.Places;
import dev.sluice.provider.Providers;
import dev.sluice.provider.Webhook;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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

    private final Providers providers;
    private final Ledger ledger;
    private final Steps steps;
    private final DeadLetters deadLetters;
    private final BrokerProbe broker;
    private final Refusals refusals;
    private final Strangers strangers;
    private final Clock clock;

    Webhooks(Providers providers, Ledger ledger, Steps steps, DeadLetters deadLetters, BrokerProbe broker, Refusals refusals,
             Strangers strangers, Clock clock) {
        this.broker = broker;
        this.refusals = refusals;
        this.strangers = strangers;
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
        Map<String, String> headers = headers(message);
        Received received = new Received(body(message), header(headers, "Content-Encoding"),
                Received.charset(header(headers, "Content-Type")));
        Unpacked.State packed = received.unpacked().state();
        if (received.bytes().length > Received.LARGEST || packed == Unpacked.State.TOO_LARGE) {
            exchange.setVariable("status", Refusal.TOO_LARGE.status());
            return;
        }
        Verdict verdict = verdict(place, message, headers, received);
        if (!verdict.valid()) {
            LOG.debugf("A webhook for %s is refused: %s", place, verdict.reason());
            if (packed == Unpacked.State.UNKNOWN && verdict.outcome() == Verdict.Outcome.INVALID) {
                refuse(exchange, place, Refusal.ENCODING);
                return;
            }
            refuse(exchange, place, verdict.outcome() == Verdict.Outcome.STALE ? Refusal.STALE : Refusal.SIGNATURE);
            return;
        }
        if (!broker.answers()) {
            refuse(exchange, place, Refusal.NOT_STORED);
            return;
        }
        exchange.setVariable("status", 200);
        exchange.setVariable("acknowledge", place.provider().webhook().acknowledge());
        Map<String, Object> properties = new HashMap<>(Map.of("step", "hook-" + UUID.randomUUID(),
                "account", place.account().name(), "delivery", verdict.dedupKey()));
        properties.put("encoding", packed == Unpacked.State.UNKNOWN ? null : received.encoding());
        properties.put("charset", received.charset());
        exchange.setVariable("delivery", List.of(new Letter("sluice.webhooks." + place.provider().name(), received.bytes(),
                properties, null, null)));
    }

    /** Over the bytes as they came; else as they were before a proxy packed them. */
    private Verdict verdict(Place place, Message message, Map<String, String> headers, Received received) {
        String path = message.getHeader(Exchange.HTTP_URI, "", String.class).split("\\?", 2)[0].replaceFirst("^https?://[^/]*", "");
        String query = message.getHeader(Exchange.HTTP_QUERY, "", String.class);
        Verdict first = null;
        for (byte[] form : received.forms()) {
            Verdict verdict = place.provider().webhook().signature().verify(new Incoming("POST", path, query, headers, form),
                    List.of(place.account()::credential, place.account()::previous), clock);
            if (verdict.outcome() != Verdict.Outcome.INVALID) {
                return verdict;
            }
            first = first == null ? verdict : first;
        }
        return first;
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
        exchange.removeProperty(Exchange.CHARSET_NAME);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setBody(status == 200 ? exchange.getVariable("acknowledge", String.class) : "");
    }

    /** A stored delivery: the first of its kind goes on as a step, one seen before ends here. */
    public void deliver(Exchange exchange, String name) {
        Delivery delivery = Delivery.take(exchange);
        Message message = exchange.getMessage();
        String step = delivery.required("step");
        String account = delivery.required("account");
        Received received = new Received(delivery.bytes(), delivery.property("encoding"), delivery.property("charset"));
        exchange.setVariable("call", null);
        JsonNode said = null;
        String fault = null;
        try {
            said = received.read();
        } catch (Unreadable e) {
            fault = e.getMessage();
        }
        // One that cannot be read does not stand for the same one sent again in a better form.
        String key = name + "/" + account + "/" + delivery.required("delivery") + (fault == null ? "" : "/?");
        if (!ledger.firstDelivery(key, step)) {
            message.setBody(List.of());
        } else if (fault == null) {
            tell(exchange, received, said, step, name, account);
        } else {
            tellOf(exchange, received, "cannot be read: " + fault, step, name, entry(name, account, received));
        }
    }

    private void tell(Exchange exchange, Received received, JsonNode said, String step, String name, String account) {
        Webhook webhook = providers.get(name).webhook();
        Places places = webhook.places();
        Events.Sort sort = webhook.events().sort(places.event(said));
        strangers.count(name, sort, places.event(said));
        Optional<Entry> entry = sort == Events.Sort.IGNORED ? Optional.empty() : entry(name, account, places.orderId(said));
        if (sort == Events.Sort.UNKNOWN && entry.isPresent()) {
            tellOf(exchange, received, "names an event that the provider's file does not list", step, name, entry);
        } else if (sort != Events.Sort.OURS) {
            exchange.getMessage().setBody(List.of());
        } else if (entry.isPresent()) {
            steps.told(exchange, step, entry.get(), places.answer(said));
        } else {
            lay(exchange, received, "a verified webhook about an order that the ledger does not know", Category.NOT_FOUND, name, null);
        }
    }

    private Optional<Entry> entry(String provider, String account, Received unreadable) {
        Places places = providers.get(provider).webhook().places();
        return unreadable.remains().stream().flatMap(text -> entry(provider, account, places.orderIdOf(text)).stream()).findFirst();
    }

    /** What it says is not to be believed; which order it is about is. */
    private void tellOf(Exchange exchange, Received received, String fault, String step, String name, Optional<Entry> entry) {
        if (entry.isEmpty() || !steps.toldOf(exchange, step, entry.get())) {
            lay(exchange, received, "a verified webhook that " + fault, Category.VALIDATION, name,
                    entry.map(found -> found.key().requestId()).orElse(null));
        }
    }

    private Optional<Entry> entry(String provider, String account, String orderId) {
        return orderId == null ? Optional.empty() : ledger.find(new Key(providers.get(provider).family(), orderId))
                .filter(found -> found.provider().equals(provider) && found.account().equals(account));
    }

    private void lay(Exchange exchange, Received received, String reason, Category category, String provider, String requestId) {
        exchange.getMessage().setBody(List.of(deadLetters.letter(new Arrival(received.kept(), true, null, null, null), reason,
                category, "sluice.webhooks." + provider, requestId)));
    }

    private static byte[] body(Message message) throws IOException {
        if (message.getBody() == null) {
            return new byte[0];
        }
        try (InputStream stream = message.getBody(InputStream.class)) {
            return stream.readNBytes(Received.LARGEST + 1);
        }
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> headers.put(name, value instanceof Collection<?> values
                ? values.stream().map(String::valueOf).collect(Collectors.joining(", ")) : String.valueOf(value)));
        return headers;
    }

    private static String header(Map<String, String> headers, String name) {
        return headers.entrySet().stream().filter(header -> header.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue)
                .findFirst().orElse(null);
    }
}
