package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.lane.Gates;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * While the calls of an account fail nothing more is sent for it; its work waits and is done when the provider answers
 * again.
 */
@QuarkusTest
@TestProfile(WithTellers.class)
class BreakerFlowTest extends FlowTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    Tellers tellers;
    private Teller teller;

    @BeforeEach
    void aTeller() {
        teller = tellers.of("default");
    }

    @AfterEach
    void allIsWellAgain() {
        tellers.of("default").is(Teller.Mood.WELL);
        end(send(Requests.payin(id("again"))));
        await().until(() -> !isOpen("default"));
        tellers.reset();
    }

    @Test
    void itOpensHoldsAndCloses() throws Exception {
        try (LogWatch log = LogWatch.begin()) {
            teller.is(Teller.Mood.SILENT);
            List<String> lost = IntStream.range(0, 4).mapToObj(i -> send(Requests.payin(id("lost")))).toList();
            lost.forEach(id -> status(id, "UNKNOWN"));
            await().until(() -> isOpen("default"));
            assertThat(get("/q/health/ready")).contains("held back (OUTCOME_UNKNOWN)").contains("\"status\": \"UP\"");
            assertThat(isOpen("second")).isFalse();

            List<String> held = IntStream.range(0, 10).mapToObj(i -> send(Requests.payin(id("held")))).toList();
            await().during(Duration.ofSeconds(2))
                    .until(() -> held.stream().filter(id -> !history(id).isEmpty()).count() <= 2);

            teller.is(Teller.Mood.WELL);
            lost.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
            held.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
            assertThat(held).allSatisfy(id -> assertThat(teller.taken(id)).isEqualTo(1));
            await().until(() -> !isOpen("default"));
            assertThat(get("/q/health/ready")).doesNotContain("held back");
            await().untilAsserted(() -> assertThat(log.saidBy(Gates.class)).containsExactly(
                    "aeterna/default: 3 in a row failed, so calls are held back (OUTCOME_UNKNOWN) for 0.5s, then"
                            + " one is tried; work waits on its queue",
                    "aeterna/default: the provider answers again, nothing is held back"));
        }
    }

    @Test
    void aProviderThatLosesOrdersAndAnswersQuestionsIsStillAsked() {
        teller.is(Teller.Mood.SILENT_ON_ORDERS);
        List<String> lost = IntStream.range(0, 4).mapToObj(i -> send(Requests.payin(id("lost")))).toList();
        lost.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        assertThat(lost).allSatisfy(id -> assertThat(history(id)).startsWith("UNKNOWN"));
        await("orders are held back though questions are answered").until(() -> isOpen("default"));
    }

    @Test
    void aRefusalIsNoFailure() {
        teller.is(Teller.Mood.REFUSING);
        List<String> refused = IntStream.range(0, 12).mapToObj(i -> send(Requests.payin(id("refused")))).toList();
        refused.forEach(id -> assertThat(end(id).category()).isEqualTo("VALIDATION"));
        assertThat(isOpen("default")).isFalse();
    }

    @Test
    void aPageInThePlaceOfAnAnswerIsAFailure() {
        ordersAreLost(Teller.Mood.PAGE_ON_ORDERS);
        await().until(() -> isOpen("default"));
    }

    @Test
    void aWordThatNoTableListsIsNoFailure() {
        ordersAreLost(Teller.Mood.ODD_ON_ORDERS);
        assertThat(isOpen("default")).isFalse();
    }

    private void ordersAreLost(Teller.Mood mood) {
        teller.is(mood);
        List<String> lost = IntStream.range(0, 4).mapToObj(i -> send(Requests.payin(id("lost")))).toList();
        lost.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        assertThat(lost).allSatisfy(id -> assertThat(history(id)).startsWith("UNKNOWN"));
    }

    @Test
    void whatExpiresWhileItIsHeldIsNeverSent() {
        teller.is(Teller.Mood.SILENT);
        List<String> lost = IntStream.range(0, 4).mapToObj(i -> send(Requests.payin(id("lost")))).toList();
        lost.forEach(id -> status(id, "UNKNOWN"));
        await().until(() -> isOpen("default"));
        Instant expiry = Instant.now().plusSeconds(10);
        List<String> late = IntStream.range(0, 10).mapToObj(i -> send(Requests.payin(id("late"))
                .put("expiresAt", expiry.toString()))).toList();
        await().until(() -> Instant.now().isAfter(expiry));
        teller.is(Teller.Mood.WELL);
        lost.forEach(id -> end(id));
        late.forEach(id -> end(id));
        List<String> neverSent = late.stream().filter(id -> teller.taken(id) == 0).toList();
        assertThat(neverSent).hasSizeGreaterThanOrEqualTo(8).allSatisfy(id -> {
            assertThat(end(id).status()).isEqualTo("REJECTED");
            assertThat(end(id).category()).isEqualTo("EXPIRED");
            assertThat(end(id).sequence()).isEqualTo(1);
        });
    }

    @Test
    void aPauseThatTheProviderWantsIsKeptByTheWholeAccountAndByNoOther() {
        teller.is(Teller.Mood.BUSY);
        String refused = send(Requests.payin(id("busy")));
        await().until(() -> !teller.calls(List.of(refused)).isEmpty() && tells("sluice_steps_inflight", "default", 0));
        teller.is(Teller.Mood.WELL);
        List<String> others = IntStream.range(0, 5).mapToObj(i -> send(Requests.payin(id("other")))).toList();
        assertThat(end(send(Requests.payin(id("beside")).put("account", "second"))).status()).isEqualTo("COMPLETED");
        others.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        assertThat(end(refused).status()).isEqualTo("COMPLETED");
        assertThat(teller.calls(others).get(0).at() - teller.calls(List.of(refused)).get(0).at())
                .isGreaterThan(1_900_000_000L);
        assertThat(history(refused)).startsWith("ACCEPTED");
    }

    private boolean isOpen(String account) {
        return tells("sluice_breaker_open", account, 1);
    }

    private boolean tells(String name, String account, double value) {
        String metric = name + "{account=\"" + account + "\",provider=\"aeterna\"}";
        return get("/q/metrics").lines().filter(line -> line.startsWith(metric))
                .anyMatch(line -> line.endsWith(" " + value));
    }

    private String get(String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.httpPort() + path)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
