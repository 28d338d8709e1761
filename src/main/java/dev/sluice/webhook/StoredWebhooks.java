package dev.sluice.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.Delivery;
import dev.sluice.call.Tokens;
import dev.sluice.cipher.HeldDocument;
import dev.sluice.http.Characters;
import dev.sluice.intake.Arrival;
import dev.sluice.intake.DeadLetters;
import dev.sluice.json.Unreadable;
import dev.sluice.ledger.Delivered;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Masking;
import dev.sluice.outcome.Secrets;
import dev.sluice.passage.Passage;
import dev.sluice.provider.Account;
import dev.sluice.provider.Events;
import dev.sluice.provider.Places;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.provider.Webhook;
import dev.sluice.queue.Queues;
import dev.sluice.step.Held;
import dev.sluice.step.Next;
import dev.sluice.step.Steps;
import dev.sluice.text.Shown;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a webhook that was verified and stored: a reason to ask the provider now. None is only acknowledged:
 * one that tells nothing of an order, and is not about something else by its event, is a dead letter.
 */
@Singleton
@Named("storedWebhooks")
@Unremovable
public class StoredWebhooks {

    private static final String UNREAD = "UNREAD";
    private static final int LONGEST_EVENT = 64;

    private final Providers providers;
    private final Ledger ledger;
    private final Steps steps;
    private final DeadLetters deadLetters;
    private final Strangers strangers;
    private final Tokens tokens;

    @Inject
    StoredWebhooks(Providers providers, Ledger ledger, Steps steps, DeadLetters deadLetters, Strangers strangers,
            Tokens tokens) {
        this.tokens = tokens;
        this.providers = providers;
        this.ledger = ledger;
        this.steps = steps;
        this.deadLetters = deadLetters;
        this.strangers = strangers;
    }

    public StoredWebhooks(Providers providers, Ledger ledger, Steps steps, DeadLetters deadLetters,
            MeterRegistry metrics, Tokens tokens) {
        this(providers, ledger, steps, deadLetters, new Strangers(metrics), tokens);
    }

    /** One that is worked on, by the step that does it. */
    private record Stored(Held delivery, String step, String provider, String account, Received received,
            Secrets secrets) {
    }

    /** The first delivery of its kind goes on as a step, one seen before ends here. */
    public void deliver(Exchange exchange, String provider) {
        Passage passage = Passage.of(exchange);
        Delivery delivery = passage.delivery();
        String account = passage.message().account();
        passage.next(exchange, next(
                stored(delivery, passage.message().step(), provider, account,
                        new Received(delivery.bytes(), delivery.property("codings"),
                                new Characters(delivery.property("charset")))),
                delivery.required("delivery")));
    }

    /**
     * What becomes of one, by a step of this id.
     *
     * @param document as it is read, in UTF-8
     * @param key      by which one that comes again is known
     */
    public Next deliver(Held held, String step, String provider, String account, byte[] document, String key) {
        return next(stored(held, step, provider, account, new Received(document, null, new Characters(null))), key);
    }

    private Stored stored(Held held, String step, String provider, String account, Received received) {
        return new Stored(held, step, provider, account, received, tokens.secrets(provider(provider), account));
    }

    private Next next(Stored stored, String delivered) {
        String key = stored.provider + "/" + stored.account + "/" + delivered;
        try {
            ObjectNode said = stored.received.read(webhook(stored).format());
            Account account = provider(stored.provider).account(stored.account);
            for (HeldDocument document : webhook(stored).inside()) {
                document.open(said, account.good());
            }
            return told(stored, key, said);
        } catch (Unreadable e) {
            Optional<Entry> entry = entryInRemains(stored);
            // One that cannot be read does not stand for the same one sent again in a better form.
            return isFirst(stored, key + "/?", UNREAD, null, entry)
                    ? ask(stored, entry, "cannot be read: " + e.getMessage()) : nothing();
        }
    }

    private boolean isFirst(Stored stored, String key, String sort, @Nullable String event, Optional<Entry> entry) {
        return ledger.firstDelivery(new Delivered(key, stored.step, stored.provider, stored.account, sort,
                event == null ? null : Shown.line(Masking.text(stored.secrets.blanked(event)), LONGEST_EVENT),
                entry.map(Entry::key).orElse(null)));
    }

    private Next told(Stored stored, String key, JsonNode said) {
        Places places = places(stored);
        String event = places.event(said);
        Events.Sort sort = webhook(stored).events().sort(event);
        Optional<Entry> entry = sort == Events.Sort.IGNORED ? Optional.empty() : entry(stored, places.orderId(said));
        if (!isFirst(stored, key, sort.name(), event, entry)) {
            return nothing();
        }
        strangers.count(stored.provider, sort, event, stored.secrets);
        if (sort == Events.Sort.IGNORED) {
            return nothing();
        }
        if (sort == Events.Sort.UNKNOWN) {
            return unlisted(stored, entry);
        }
        return entry.isPresent() ? steps
                .told(stored.delivery, stored.step, entry.get(), places.answer(said), stored.secrets)
                : dead(stored, "is about an order that the ledger does not know", Category.NOT_FOUND, null);
    }

    /** What no order of ours is named in is about others'; of one that has ended it is noted that there was something. */
    private Next unlisted(Stored stored, Optional<Entry> entry) {
        String fault = "names an event that the provider's file does not list";
        return entry.isEmpty() ? nothing()
                : entry.get().isFinal() ? steps.toldOf(stored.step, entry.get(), fault)
                        .orElseGet(StoredWebhooks::nothing)
                        : ask(stored, entry, fault);
    }

    /** What it says is not to be believed; which order it is about is. */
    private Next ask(Stored stored, Optional<Entry> entry, String fault) {
        return entry.flatMap(found -> steps.toldOf(stored.step, found, fault))
                .orElseGet(() -> dead(stored, fault, Category.VALIDATION,
                        entry.map(Entry::key).orElse(null)));
    }

    private Optional<Entry> entryInRemains(Stored stored) {
        return stored.received.remains().stream().map(places(stored)::orderIdOf)
                .flatMap(id -> entry(stored, id).stream())
                .findFirst();
    }

    private Optional<Entry> entry(Stored stored, @Nullable String orderId) {
        String family = provider(stored.provider).family();
        return orderId == null ? Optional.empty() : ledger.find(family, stored.provider, stored.account, orderId);
    }

    private Provider provider(String name) {
        return Objects.requireNonNull(providers.get(name), name);
    }

    private Webhook webhook(Stored stored) {
        return Objects.requireNonNull(provider(stored.provider).webhook(), stored.provider);
    }

    private Places places(Stored stored) {
        return webhook(stored).places();
    }

    private Next dead(Stored stored, String fault, Category category, @Nullable Key key) {
        Arrival arrival = Arrival.unasked(stored.received.kept());
        return Next.Publish.of(List.of(deadLetters.letter(arrival, "a verified webhook that " + fault, category,
                Queues.webhooks(stored.provider), key == null ? "" : key.tenant(),
                key == null ? null : key.requestId())));
    }

    private static Next nothing() {
        return Next.Publish.of(List.of());
    }
}
