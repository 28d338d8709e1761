package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.ExchangeKeep;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Secrets;
import dev.sluice.passage.Calling;
import dev.sluice.passage.Passage;
import dev.sluice.passage.Spoken;
import dev.sluice.provider.CallPlan;
import dev.sluice.provider.Named;
import dev.sluice.step.Step;
import dev.sluice.text.Shown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the calls of a step, for people: each request and its answer, redacted and bounded. It is recorded
 * with what the step records, and no step depends on it.
 */
@Singleton
public class Exchanges {

    static final Exchanges OFF = new Exchanges(ExchangeKeep.OFF);

    /** Of one exchange; pages of a list are many. */
    private static final int MOST_BYTES = 4096;
    private static final int MOST_SENT = 1400;
    private static final int MOST_ANSWERED = 1900;
    private static final int LONGEST_PATH = 200;
    private static final int LONGEST_WHY = 300;
    private static final Logger LOG = Logger.getLogger(Exchanges.class);

    private final boolean kept;

    @Inject
    Exchanges(Config config) {
        this(ExchangeKeep.of(config));
    }

    Exchanges(ExchangeKeep keep) {
        kept = !keep.isOff();
    }

    /** A request of the call is handed over. */
    void sent(Calling calling, String call, CallPlan plan, @Nullable JsonNode body, Clock clock) {
        if (kept && calling.step() != null) {
            calling.speaks(new Spoken(call, plan, body, clock.millis()));
        }
    }

    /** The call came to this. */
    void came(Passage passage, Calling calling, Outcome outcome, Supplier<Secrets> secrets, Clock clock) {
        Step step = calling.step();
        if (!kept || step == null) {
            return;
        }
        try {
            List<Spoken> spoken = calling.takeSpoken();
            KnownValues known = new KnownValues(step, outcome);
            for (int i = 0; i < spoken.size(); i++) {
                ObjectNode exchange = exchange(spoken.get(i), known, secrets.get());
                if (i == spoken.size() - 1) {
                    came(exchange, outcome);
                }
                passage.exchanged(exchange, spoken.get(i).at());
            }
            if (spoken.isEmpty()) {
                long now = clock.millis();
                passage.exchanged(came(Json.object().put("call", calling.call()).put("at", now), outcome), now);
            }
        } catch (RuntimeException e) {
            // An order is worth more than a look at it. What it failed with may quote what was said.
            LOG.warnf("What was said in %s cannot be kept (%s); its outcome is", calling.name(),
                    e.getClass().getSimpleName());
        }
    }

    private static ObjectNode came(ObjectNode exchange, Outcome outcome) {
        exchange.put("kind", outcome.kind().word());
        if (outcome.error() != null) {
            exchange.put("why", cut(outcome.error().message(), LONGEST_WHY));
        }
        return exchange;
    }

    private static ObjectNode exchange(Spoken spoken, KnownValues known, Secrets secrets) {
        CallPlan plan = spoken.plan();
        ObjectNode exchange = Json.object().put("call", spoken.call()).put("at", spoken.at())
                .put("millis", spoken.millis()).put("method", plan.method())
                .put("path", cut(Objects.requireNonNull(plan.path()).text(), LONGEST_PATH));
        ObjectNode documents = Json.object();
        if (spoken.sent() != null) {
            documents.set("sent",
                    new Sketch(name -> !known.hide(name), known::have, MOST_SENT).of(spoken.sent(), Named.EVERYWHERE));
        }
        Spoken.Answer answer = spoken.answer();
        if (answer != null) {
            exchange.put("http", answer.http()).put("type", type(answer.contentType()))
                    .put("length", answer.length()).put("unread", answer.unread());
            JsonNode document = answer.document();
            if (document == null) {
                exchange.put("hidden", "the answer is too long to be shown");
            } else if (answer.unread() == null) {
                documents.set("answer", new Sketch(name -> !known.hide(name), known::have, MOST_ANSWERED)
                        .of(document, plan.places().named()));
            }
        }
        String text = Json.write(documents);
        if (secrets.standIn(text)) {
            return exchange.put("hidden", "what was said repeats a secret of the account");
        }
        return text.length() > MOST_BYTES ? exchange.put("hidden", "what was said is too long")
                : exchange.setAll(documents);
    }

    /** Without its parameters. */
    private static @Nullable String type(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        return type.length() <= 80 && type.matches("[A-Za-z0-9.+-]+/[A-Za-z.+-]+") ? type : null;
    }

    private static String cut(String text, int longest) {
        return Shown.line(text, longest);
    }
}
