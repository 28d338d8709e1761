package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.UnlistedWords;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lanes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One order on the real ledger, taken from step to step by hand. */
abstract class OneOrder {

    static final Key KEY = new Key("orders", "r-1");

    final MovedClock clock = new MovedClock();
    final Providers providers = GivenProviders.shipped(Map.of("sluice.providers.hambit.poll.jitter", "0",
            "sluice.providers.hambit.retry.jitter", "0", "sluice.providers.hambit.poll.max-delay", "30s"));
    final List<Letter> aside = new ArrayList<>();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    GivenLedger database;
    Ledger ledger;
    Steps steps;

    @BeforeEach
    void open() throws Exception {
        database = new GivenLedger();
        open(database.ledger(clock));
    }

    /** What the order is taken over from here on. */
    final void open(Ledger other) {
        ledger = other;
        Letters written = new Letters((queue, tenant) -> queue != null, new Lanes(providers), clock);
        steps = new Steps(ledger, providers, written, new GivenAside(aside::add), new LastWords(ledger, written),
                new UnlistedWords(metrics), new Statuses(providers, metrics), clock, Optional.empty());
    }

    /** The order goes on with other settings. */
    final void open(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("sluice.providers.hambit.poll.jitter", "0");
        Providers other = GivenProviders.shipped(all);
        Letters written = new Letters((queue, tenant) -> queue != null, new Lanes(other), clock);
        steps = new Steps(ledger, other, written, new GivenAside(aside::add), new LastWords(ledger, written),
                new UnlistedWords(metrics), new Statuses(other, metrics), clock, Optional.empty());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    /** A lost order that the provider denied three times over a minute: the message that submits it again. */
    Letter denied() {
        return denied(request("s", null));
    }

    Letter denied(Letter order) {
        Letter next = record(submit(order), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        for (int i = 0; i < 3; i++) {
            clock.moveTo(clock.millis() + 31_000);
            next = record(ask(next), failure(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404")).get(0);
        }
        assertThat(next.queue()).isEqualTo("sluice.submit.hambit");
        return next;
    }

    Letter request(String step, String expiresAt) {
        return request(step, "fiat-to-crypto", expiresAt);
    }

    Letter request(String step, String operation, String expiresAt) {
        return request(step, operation, "default", expiresAt);
    }

    Letter request(String step, String operation, String account, String expiresAt) {
        ObjectNode request = Json.object().put("requestId", KEY.requestId()).put("provider", "hambit")
                .put("account", account).put("operation", operation);
        if (expiresAt != null) {
            request.put("expiresAt", expiresAt);
        }
        ObjectNode envelope = Json.object();
        envelope.set("metadata", Json.object());
        return new Letter("sluice.submit.hambit",
                new Submission("orders", request, "hash", request, envelope, false).write(),
                Map.of("step", step), null, null);
    }

    static Letter askFromOutside(String step) {
        return new Letter("sluice.polls.hambit",
                Json.write(Json.object().put("family", "orders").put("requestId", "r-1")),
                Map.of("step", step, "attempt", 1), null, null);
    }

    Next submit(Letter letter) {
        return submit(GivenHeld.FIRST, letter);
    }

    Next submit(Held held, Letter letter) {
        return steps.submit(held, message(letter), Submission.read((String) letter.body()));
    }

    Next ask(Letter letter) {
        return steps.ask(GivenHeld.FIRST, message(letter), Ask.read((String) letter.body()));
    }

    static StepMessage message(Letter letter) {
        return StepMessage.read(letter.properties()::get, (String) letter.body());
    }

    List<Letter> record(Next called, Outcome outcome) {
        return record(GivenHeld.FIRST, called, outcome);
    }

    List<Letter> record(Held held, Next called, Outcome outcome) {
        return steps.record(held, ((Next.Call) called).step(), outcome).letters();
    }

    static List<Letter> letters(Next next) {
        return ((Next.Publish) next).letters();
    }

    static ObjectNode result(List<Letter> letters) {
        assertThat(letters.get(0).queue()).isEqualTo("orders.results");
        return Json.own((String) letters.get(0).body());
    }

    Entry entry() {
        return ledger.find(KEY).orElseThrow();
    }

    static Outcome accepted() {
        return new Outcome(Kind.ACCEPTED, "REF", "1", Json.object(), null, null);
    }

    static Outcome progress(String status) {
        return new Outcome(Kind.PROGRESS, "REF", status, Json.object(), null, null);
    }

    static Outcome completed() {
        return new Outcome(Kind.COMPLETED, "REF", "8", Json.object(), null, null);
    }

    static Outcome failure(Kind kind, Category category, String code) {
        return SimulatedProvider.error(kind, category, code);
    }
}
