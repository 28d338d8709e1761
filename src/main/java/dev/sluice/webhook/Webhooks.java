package dev.sluice.webhook;

import dev.sluice.broker.BrokerProbe;
import dev.sluice.http.Characters;
import dev.sluice.provider.Credentials;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Queues;
import dev.sluice.signing.Incoming;
import dev.sluice.signing.Verdict;
import dev.sluice.step.Letter;
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
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes what providers deliver to {@code POST /webhooks/<provider>/<account>}: verified over the raw bytes, and stored
 * on a queue before it is answered.
 */
@Singleton
@Named("webhooks")
@Unremovable
public class Webhooks {

    private static final Logger LOG = Logger.getLogger(Webhooks.class);

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
     * Verifies a delivery. Sets {@code status}, and {@code delivery} where it is to be stored before it is answered.
     */
    public void verify(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
        Place place = Place.at(path, providers);
        exchange.setVariable("place", place);
        if (place == null) {
            refuse(exchange, null, Refusal.NO_SUCH_ADDRESS);
            return;
        }
        Map<String, String> headers = headers(message);
        Received received = new Received(body(message), header(headers, "Content-Encoding"),
                Characters.declaredBy(header(headers, "Content-Type")));
        if (received.isTooLarge()) {
            // Counted where the answer is seen, with those that the server refuses by itself.
            exchange.setVariable("status", Refusal.TOO_LARGE.status());
            return;
        }
        Verdict verdict = verdict(place, message, headers, received);
        if (!verdict.valid()) {
            LOG.debugf("A webhook for %s is refused: %s", place, verdict.reason());
            refuse(exchange, place, switch (verdict.outcome()) {
                case STALE -> Refusal.STALE;
                case UNDECIDED -> Refusal.NO_KEY;
                default -> received.isUnknown() ? Refusal.ENCODING : Refusal.SIGNATURE;
            });
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
    private Verdict verdict(Place place, Message message, Map<String, String> headers, Received received) {
        String path = message.getHeader(Exchange.HTTP_URI, "", String.class).split("\\?", 2)[0]
                .replaceFirst("^https?://[^/]*", "");
        String query = message.getHeader(Exchange.HTTP_QUERY, "", String.class);
        Credentials present = place.account().present();
        Credentials previous = place.account().previous();
        List<Function<String, String>> accounts = previous.differFrom(present)
                ? List.of(present::get, previous::get) : List.of(present::get);
        Verdict first = null;
        for (byte[] form : received.forms()) {
            Verdict verdict = place.webhook().signature().verify(
                    new Incoming("POST", path, query, headers, form),
                    accounts, clock, keys.of(place));
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
        exchange.getMessage().setBody(status == 200 ? exchange.getVariable("acknowledge", String.class) : "");
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

    private static @Nullable String header(Map<String, String> headers, String name) {
        return headers.entrySet().stream().filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst().orElse(null);
    }
}
