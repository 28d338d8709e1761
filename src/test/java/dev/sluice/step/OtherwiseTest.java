package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Mistakes;
import dev.sluice.given.MovedClock;
import dev.sluice.json.Json;
import dev.sluice.ledger.Elsewhere;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that a second provider may do where the first one certainly did nothing. */
class OtherwiseTest {

    private static final String FILE = """
            family: otp
            enabled: true
            base-url: https://%s.test
            credentials: []
            accounts: {default: {}, shop: {}}
            request-id: %s
            timeouts: {connect: 5s, response: 30s}
            limits: {concurrency: 8, rate: 20}
            poll: {first-delay: 2s, factor: 2, max-delay: 5m, budget: 24h}
            retry: {first-delay: 1s, factor: 2, max-delay: 1m, budget: 15m, jitter: 0}
            answers: {codes: {}}
            operations:
              send:
                path: /send
                body: {to: "{otp.mobile}", ref: "{requestId}"}
                success: completed
                success-by: shape
                shape: [/id]
                lost: person
                fields:
                  type: object
                  required: [mobile, amount, currency]
                  additionalProperties: false
                  properties:
                    amount: {$ref: "common.schema.json#/$defs/amount"}
                    currency: {enum: [EUR]}
                    mobile: {$ref: "common.schema.json#/$defs/mobile"}
            """;
    private static final Key KEY = new Key("otp", "r-1");

    private final MovedClock clock = new MovedClock();
    @TempDir
    private Path folder;
    private GivenLedger database;
    private Ledger ledger;
    private Steps steps;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("one.yaml"), FILE.formatted("one", "{}"));
        Files.writeString(folder.resolve("two.yaml"),
                FILE.formatted("two", "{max-length: 12, characters: a-z0-9, short-form: true}"));
        database = new GivenLedger();
        ledger = database.ledger(clock);
        open(Map.of());
    }

    private void open(Map<String, String> settings) {
        Mistakes mistakes = new Mistakes();
        Providers providers = new Providers(folder, GivenProviders.config(settings), Map.of(), mistakes);
        assertThat(mistakes.all()).isEmpty();
        Letters letters = new Letters((queue, tenant) -> true, new Lanes(providers), clock);
        steps = new Steps(ledger, providers, letters, new GivenAside(any -> {}), new LastWords(ledger, letters),
                new UnlistedWords(new SimpleMeterRegistry()), new Statuses(providers, new SimpleMeterRegistry()), clock,
                Optional.empty());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_SENT", "NOT_DONE", "REFUSED"})
    void whatCertainlyDidNothingIsDoneByTheSecondWhoIsNamed(Kind kind) {
        Next called = submit(request("s", null));
        assertThat(((Next.Call) called).step().provider().name()).isEqualTo("one");
        Letter handed = handed(record(called, unavailable(kind)));

        Next.Call second = (Next.Call) submit(handed);
        assertThat(second.step().provider().name()).isEqualTo("two");
        assertThat(second.step().request().path("provider").asText()).isEqualTo("two");
        assertThat(second.step().request().path("account").asText()).isEqualTo("shop");
        assertThat(second.step().request().path("requestId").asText()).as("its own number").matches("[a-z0-9]{12}");
        ObjectNode result = result(record(second, completed()));
        assertThat(result.path("provider").asText()).isEqualTo("two");
        assertThat(result.path("account").asText()).isEqualTo("shop");
        assertThat(result.path("requestId").asText()).isEqualTo("r-1");
        assertThat(result.path("sequence").asInt()).isEqualTo(1);
    }

    @Test
    void whatMayHaveHappenedStaysWithTheFirst() {
        List<Letter> letters = record(submit(request("s", null)),
                Outcome.of(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null, "no answer"));
        assertThat(result(letters).path("status").asText()).isEqualTo("UNKNOWN");
        assertThat(letters.get(1).queue()).isEqualTo("sluice.polls.one");
        assertThat(entry().provider()).isEqualTo("one");
    }

    @Test
    void aRefusalForAnotherReasonIsTheFirstOnesWord() {
        List<Letter> letters = record(submit(request("s", null)),
                Outcome.of(Kind.REFUSED, Category.VALIDATION, "2103", "no such number"));
        assertThat(result(letters).path("status").asText()).isEqualTo("REJECTED");
        assertThat(result(letters).path("provider").asText()).isEqualTo("one");
    }

    @Test
    void whereTheFirstIsNotCalledAtTheMomentNobodyWaits() {
        Next next = submit(request("s", null), "one is not called at the moment");
        assertThat(handed(((Next.Publish) next).letters()).properties()).containsEntry("step", "s-r1");
        assertThat(entry().provider()).isEqualTo("two");
    }

    @Test
    void aRequestThatNobodyElseMayDoIsCalledForAllTheSame() {
        Next called = submit(letter("s", null, false), "one is not called at the moment");
        assertThat(called).isInstanceOf(Next.Call.class);
        assertThat(record(called, unavailable(Kind.NOT_SENT))).singleElement()
                .satisfies(retry -> assertThat(retry.queue()).isEqualTo("sluice.submit.one"));
    }

    @Test
    void whereTheFilesKnowTheSecondNoMoreTheFirstIsTriedAgain() {
        ObjectNode body = Json.own((String) request("s", null).body());
        new Elsewhere("three", "shop").putInto(body.withObject("/envelope"));
        Letter message = new Letter("sluice.submit.one", Json.write(body), Map.of("step", "s"), null, null);
        assertThat(record(submit(message), unavailable(Kind.NOT_SENT))).singleElement()
                .satisfies(retry -> assertThat(retry.queue()).isEqualTo("sluice.submit.one"));
        assertThat(entry().provider()).isEqualTo("one");
    }

    @Test
    void aCrashAfterItWasRecordedHandsItOverOnce() {
        Letter message = request("s", null);
        List<Letter> letters = record(submit(message), unavailable(Kind.NOT_SENT));
        assertThat(((Next.Publish) submit(message)).letters()).usingRecursiveComparison().isEqualTo(letters);
        Letter handed = handed(letters);
        List<Letter> done = record(submit(handed), completed());
        assertThat(((Next.Publish) submit(handed)).letters()).usingRecursiveComparison().isEqualTo(done);
        assertThat(((Next.Publish) submit(message)).letters()).usingRecursiveComparison().isEqualTo(letters);
    }

    @Test
    void aCrashBeforeThatLeavesItWithTheFirstWhoMayHaveDoneIt() {
        Letter message = request("s", null);
        submit(message);
        List<Letter> letters = ((Next.Publish) submit(message, "one is not called at the moment")).letters();
        assertThat(result(letters).path("status").asText()).isEqualTo("UNKNOWN");
        assertThat(result(letters).path("provider").asText()).isEqualTo("one");
    }

    @Test
    void aCrashWhileTheSecondIsCalledCallsNobodyAgain() {
        Letter handed = handed(record(submit(request("s", null)), unavailable(Kind.NOT_DONE)));
        submit(handed);
        List<Letter> letters = ((Next.Publish) submit(handed)).letters();
        assertThat(result(letters).path("status").asText()).isEqualTo("UNKNOWN");
        assertThat(result(letters).path("provider").asText()).isEqualTo("two");
        assertThat(letters.get(1).queue()).isEqualTo("sluice.polls.two.shop");
    }

    @Test
    void aDuplicateWaitsWhereItCameAndHearsTheResult() {
        Letter handed = handed(record(submit(request("s", null)), unavailable(Kind.NOT_SENT)));
        Letter duplicate = request("other", null);
        assertThat(((Next.Publish) submit(duplicate)).letters()).singleElement().satisfies(again -> {
            assertThat(again.queue()).isEqualTo("sluice.submit.one");
            assertThat(again.properties()).containsEntry("step", "other").containsEntry("account", "default");
        });
        assertThat(((Next.Publish) submit(duplicate, "one is not called at the moment")).letters()).singleElement()
                .satisfies(again -> assertThat(again.queue()).isEqualTo("sluice.submit.one"));
        record(submit(handed), completed());
        ObjectNode replay = result(((Next.Publish) submit(duplicate)).letters());
        assertThat(replay.path("replayed").asBoolean()).isTrue();
        assertThat(replay.path("provider").asText()).isEqualTo("two");
    }

    @Test
    void theSecondIsTheLastAndIsTriedAgainLater() {
        Letter handed = handed(record(submit(request("s", null)), unavailable(Kind.NOT_SENT)));
        assertThat(record(submit(handed), unavailable(Kind.NOT_SENT))).singleElement().satisfies(retry -> {
            assertThat(retry.queue()).isEqualTo("sluice.submit.two.shop");
            assertThat(retry.properties()).containsEntry("step", "s-r2").containsEntry("account", "shop");
            assertThat(retry.notBefore()).isEqualTo(clock.millis() + 1_000);
        });
        assertThat(entry().provider()).isEqualTo("two");
    }

    @Test
    void oneThatExpiredGoesNowhere() {
        Letter message = request("s", Instant.ofEpochMilli(clock.millis() + 500).toString());
        Next called = submit(message);
        clock.moveTo(clock.millis() + 1_000);
        ObjectNode result = result(record(called, unavailable(Kind.NOT_SENT)));
        assertThat(result.at("/error/category").asText()).isEqualTo("EXPIRED");
    }

    @Test
    void itsNumberAtTheSecondIsOneThatNoOtherOrderHasThere() {
        String first = sentAt("r-1");
        assertThat(first).matches("[a-z0-9]{12}");
        assertThat(ledger.find("otp", "two", "shop", first).orElseThrow().key()).isEqualTo(KEY);
        assertThat(ledger.find("otp", "one", "default", "r-1")).as("webhooks of the first know it no more").isEmpty();
        assertThat(sentAt(first)).as("whose own that is").isNotEqualTo(first).matches("[a-z0-9]{12}");
    }

    @Test
    void whoTakesItUpAgainFromADeadLetterTakesItUpWhereItBegan() {
        Letter handed = handed(record(submit(request("s", null)), unavailable(Kind.NOT_SENT)));
        Submission moved = Submission.read((String) handed.body());
        assertThat(Json.own(moved.asRequested()).path("provider").asText()).isEqualTo("one");
        assertThat(Json.own(moved.asRequested()).path("account").asText()).isEqualTo("default");
        assertThat(moved.requestQueue()).isEqualTo("otp.requests.one");
        assertThat(moved.otherwise()).isNull();
    }

    @Test
    void whatTheLedgerSendsAgainGoesToTheSecond() {
        Letter handed = handed(record(submit(request("s", null)), unavailable(Kind.NOT_SENT)));
        submit(handed);
        Submission again = Submission.of(entry());
        assertThat(again.request().path("provider").asText()).isEqualTo("two");
        assertThat(again.request().path("account").asText()).isEqualTo("shop");
        assertThat(again.otherwise()).isNull();
        assertThat(again.requestQueue()).isEqualTo("otp.requests.one");
    }

    @Test
    void whatTheFirstSaysOfItAfterwardsIsNotBelieved() {
        Next.Call asked = (Next.Call) submit(request("s", null));
        Letter handed = handed(record(asked, unavailable(Kind.NOT_SENT)));
        Step question = new Step("late", false, 1, 0, true, false, asked.step().entry(), asked.step().provider(),
                asked.step().operation(), asked.step().request(), null);
        assertThat(steps.record(GivenHeld.FIRST, question, completed()).letters()).isEmpty();
        assertThat(entry().status()).isNull();
        assertThat(entry().providerReference()).isNull();
        assertThat(result(record(submit(handed), completed())).path("provider").asText()).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amount", "daily-amount"})
    void itDoesNotGoToOneWhoseAccountMayNotGiveSoMuch(String cap) {
        open(Map.of("sluice.providers.two.limits." + cap, "{\"EUR\":\"9.99\"}"));
        assertThat(record(submit(order("s", "10")), unavailable(Kind.NOT_SENT))).singleElement()
                .satisfies(retry -> assertThat(retry.queue()).isEqualTo("sluice.submit.one"));
        assertThat(entry().provider()).isEqualTo("one");
    }

    @Test
    void whatGoesThereCountsOfItsDayOnce() {
        open(Map.of("sluice.providers.two.limits.daily-amount", "{\"EUR\":\"15\"}"));
        Letter message = order("s", "10");
        Letter handed = handed(record(submit(message), unavailable(Kind.NOT_SENT)));
        submit(message);
        assertThat(record(submit(handed), unavailable(Kind.NOT_SENT))).hasSize(1);
        assertThat(database.daily()).containsExactly("two/shop EUR 10");

        ObjectNode other = Json.own((String) order("t", "6").body());
        other.withObject("/request").put("requestId", "r-2");
        assertThat(record(submit(new Letter("sluice.submit.one", Json.write(other), Map.of("step", "t"), null, null)),
                unavailable(Kind.NOT_SENT))).singleElement()
                .satisfies(retry -> assertThat(retry.queue()).isEqualTo("sluice.submit.one"));
        assertThat(database.daily()).containsExactly("two/shop EUR 10");
    }

    private static Letter order(String step, String amount) {
        ObjectNode body = Json.own((String) request(step, null).body());
        body.withObject("/request").putObject("order").put("amount", amount).put("currency", "EUR");
        return new Letter("sluice.submit.one", Json.write(body), Map.of("step", step), null, null);
    }

    private String sentAt(String requestId) {
        ObjectNode request = Json.own((String) request("of-" + requestId, null).body());
        request.withObject("/request").put("requestId", requestId);
        Letter message = new Letter("sluice.submit.one", Json.write(request), Map.of("step", "of-" + requestId), null,
                null);
        Letter handed = handed(record(submit(message), unavailable(Kind.NOT_SENT)));
        return ((Next.Call) submit(handed)).step().request().path("requestId").asText();
    }

    private static Letter handed(List<Letter> letters) {
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.queue()).isEqualTo("sluice.submit.two.shop");
            assertThat(letter.notBefore()).isNull();
            assertThat(letter.properties()).containsEntry("handed", true).containsEntry("account", "shop");
        });
        return letters.get(0);
    }

    private static Letter request(String step, String expiresAt) {
        return letter(step, expiresAt, true);
    }

    private static Letter letter(String step, String expiresAt, boolean otherwise) {
        ObjectNode request = Json.object().put("requestId", "r-1").put("provider", "one").put("account", "default")
                .put("operation", "send");
        request.putObject("otp").put("mobile", "+447700900123");
        if (expiresAt != null) {
            request.put("expiresAt", expiresAt);
        }
        ObjectNode envelope = Json.object();
        if (otherwise) {
            new Elsewhere("two", "shop").putInto(envelope);
        }
        return new Letter("sluice.submit.one", new Submission("otp", request, "hash", request, envelope, false).write(),
                Map.of("step", step, "account", "default"), null, null);
    }

    private Next submit(Letter letter) {
        return submit(letter, null);
    }

    private Next submit(Letter letter, String heldBack) {
        return steps.submit(GivenHeld.FIRST, OneOrder.message(letter), Submission.read((String) letter.body()),
                heldBack);
    }

    private List<Letter> record(Next called, Outcome outcome) {
        return steps.record(GivenHeld.FIRST, ((Next.Call) called).step(), outcome).letters();
    }

    private static Outcome unavailable(Kind kind) {
        return Outcome.of(kind, Category.UNAVAILABLE, "BUSY", "not now");
    }

    private static Outcome completed() {
        return new Outcome(Kind.COMPLETED, "REF", null, Json.object(), null, null);
    }

    private static ObjectNode result(List<Letter> letters) {
        assertThat(letters.get(0).queue()).isEqualTo("otp.results");
        return Json.own((String) letters.get(0).body());
    }

    private Entry entry() {
        return ledger.find(KEY).orElseThrow();
    }
}
