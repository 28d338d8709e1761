package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import dev.sluice.outcome.UnlistedWords;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lanes;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests whose provider knows them by a short form of their requestId. */
class ShortFormTest {

    private static final String LONG = "ord_of-2026-11-22.000017:a";
    private static final String SHORT = "ldhjbl2a6rfw";
    private static final String NEXT = "df7wlhr2k0kq";

    private final MovedClock clock = new MovedClock();
    private GivenLedger database;
    private Ledger ledger;
    private Steps steps;

    @BeforeEach
    void open() throws Exception {
        database = new GivenLedger();
        ledger = database.ledger(clock);
        steps = steps(true);
    }

    private Steps steps(boolean shortens) {
        Providers providers = GivenProviders.shipped(Map.of("sluice.providers.hambit.request-id.max-length",
                "12", "sluice.providers.hambit.request-id.characters", "a-z0-9",
                "sluice.providers.hambit.request-id.short-form", String.valueOf(shortens)));
        Letters letters = new Letters((queue, tenant) -> true, new Lanes(providers), clock);
        return new Steps(ledger, providers, letters, new GivenAside(any -> {}), new LastWords(ledger, letters),
                new UnlistedWords(new SimpleMeterRegistry()), new Statuses(providers, new SimpleMeterRegistry()), clock,
                Optional.empty());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void theProviderIsGivenTheShortFormWhereverTheStepNamesTheRequest() {
        assertThat(sent(request(LONG), "s")).isEqualTo(SHORT);
        assertThat(ledger.find(key(LONG)).orElseThrow().orderNumber()).isEqualTo(SHORT);
        assertThat(sent(request(LONG), "s")).as("asked about after a crash").isEqualTo(SHORT);
        assertThat(sent(request("plain17"), "t")).isEqualTo("plain17");
    }

    @Test
    void whereAnotherOrderHasItTheNextOneIsTaken() {
        assertThat(sent(request(SHORT), "a")).isEqualTo(SHORT);
        assertThat(sent(request(LONG), "b")).isEqualTo(NEXT);
        assertThat(sent(request(LONG), "b")).isEqualTo(NEXT);
    }

    @Test
    void aRequestIdThatIsAnothersShortFormIsSentUnderOneOfItsOwn() {
        sent(request(LONG), "a");
        assertThat(sent(request(SHORT), "b")).isNotEqualTo(SHORT).matches("[a-z0-9]{12}");
    }

    @Test
    void oneThatWasSentBeforeTheFileSaidSoKeepsItsNumber() {
        ledger.claim(Entry.wanted(key(LONG), "hambit", "default", "fiat-to-crypto", "hash", request(LONG),
                Json.object()), "s", false);
        assertThat(sent(request(LONG), "s")).isEqualTo(LONG);
    }

    /** The file changed while it waited: cut short by the provider it could be another order's number. */
    @Test
    void oneThatTheProviderDoesNotTakeAnyMoreIsRefusedAndNotSentAsItIs() {
        assertThat(next(steps(false), request(LONG), "s")).isInstanceOfSatisfying(Next.Publish.class, publish -> {
            Outcome outcome = publish.counts();
            assertThat(outcome).isNotNull();
            assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
            assertThat(outcome.why().category()).isEqualTo(Category.VALIDATION);
            assertThat(outcome.why().message()).contains("no more than 12 characters");
        });
        assertThat(ledger.find(key(LONG)).orElseThrow().status()).isEqualTo(Status.REJECTED);
        sent(request("short"), "t");
    }

    @Test
    void oneThatHasItsShortFormIsSentUnderItWhateverTheFileSaysThen() {
        sent(request(LONG), "s");
        ledger.record(key(LONG), "s", Change.NOTHING.followedBy("{}").claimedBy("retry"));
        assertThat(called(steps(false), request(LONG), "retry").path("requestId").asText()).isEqualTo(SHORT);
    }

    @Test
    void aQuestionAboutAnEarlierOneNamesThatByItsShortForm() {
        sent(request(LONG), "a");
        ObjectNode question = request("question");
        question.put("operation", "order-status").putObject("order").put("requestId", LONG);
        question.putObject("earlier").put("requestId", SHORT).put("operation", "fiat-to-crypto");
        ObjectNode asked = called(steps, question, "q");
        assertThat(asked.at("/order/requestId").asText()).isEqualTo(SHORT);
        assertThat(asked.at("/earlier/requestId").asText()).isEqualTo(SHORT);
        assertThat(question.at("/order/requestId").asText()).as("it is the upstream system's").isEqualTo(LONG);
    }

    private String sent(ObjectNode request, String step) {
        return called(steps, request, step).path("requestId").asText();
    }

    private static ObjectNode called(Steps steps, ObjectNode request, String step) {
        return ((Next.Call) next(steps, request, step)).step().request();
    }

    private static Next next(Steps steps, ObjectNode request, String step) {
        Submission submission = new Submission("orders", request, "hash", request, Json.object(), false);
        return steps.submit(GivenHeld.FIRST, StepMessage.first(step, "default", submission.write()), submission);
    }

    private static Key key(String requestId) {
        return new Key("orders", requestId);
    }

    private static ObjectNode request(String requestId) {
        return Json.object().put("requestId", requestId).put("provider", "hambit").put("account", "default")
                .put("operation", "fiat-to-crypto");
    }
}
