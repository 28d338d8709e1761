package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.process.Deliveries;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Orders whose provider does not take their requestId know a short form there, and upstream only their own. */
@QuarkusTest
@TestProfile(OnShortForms.class)
class ShortFormsFlowTest extends FlowTest {

    @Inject
    Ledger ledger;

    @Test
    void anOrderIsSentAskedAboutAndComparedByItsShortForm() {
        String id = send(Requests.fiatToCrypto(longId()));
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        assertThat(end(id).body().path("requestId").asText()).isEqualTo(id);
        assertThat(number(id)).matches("[a-z0-9]{12}");
        assertThat(created(number(id))).isEqualTo(1);
        assertThat(created(id)).isZero();
        Result answer = end(send(Requests.orderStatus(longId(), id)));
        assertThat(answer.data().path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void oneWhoseAnswerIsLostIsAskedAboutByItAndMadeOnce() {
        String id = send(Requests.told(longId(), "sandbox:reset-after"));
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        assertThat(history(id)).startsWith("UNKNOWN");
        assertThat(created(number(id))).isEqualTo(1);
    }

    @Test
    void twentyAtOnceAreOneOrderOfOneNumber() {
        ObjectNode request = Requests.fiatToCrypto(longId());
        IntStream.range(0, 20).forEach(i -> send(world.upstream(), Outgoing.to("orders.requests", request)
                .correlated("storm-" + i)));
        String id = request.path("requestId").asText();
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        world.witness().await(
                () -> world.witness().of(id).stream().filter(Result::replayed).count() >= 19 ? true : null,
                () -> "19 replays, seen " + world.witness().of(id).stream().filter(Result::replayed).count());
        assertThat(created(number(id))).isEqualTo(1);
    }

    @Test
    void aRequestIdThatTheProviderTakesIsSentAsItIs() {
        String id = "plain" + System.nanoTime() % 1_000_000;
        assertThat(end(send(Requests.fiatToCrypto(id))).status()).isEqualTo("COMPLETED");
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void aWebhookIsFoundByTheShortFormAndByNothingElse() throws Exception {
        String id = send(Requests.fiatToCrypto(longId()).put("account", "second"));
        status(id, "ACCEPTED");
        String number = number(id);
        await().untilAsserted(() -> deliver(id, 0));
        AtomicInteger deliveries = new AtomicInteger();
        // One asks, and the order may not be over yet.
        await().untilAsserted(() -> {
            deliver(number, deliveries.incrementAndGet());
            assertThat(world.witness().of(id)).anyMatch(Result::isFinal);
        });
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        assertThat(end(id).body().path("requestId").asText()).isEqualTo(id);
        assertThat(created(number)).isEqualTo(1);
    }

    private void deliver(String orderNumber, int nth) throws Exception {
        String body = "{\"externalOrderId\":\"" + orderNumber + "\",\"orderStatus\":8,\"nth\":" + nth + "}";
        assertThat(new Deliveries(world.httpPort()).post("/webhooks/hambit/second", body, Deliveries.hambit(body)))
                .isEqualTo(200);
    }

    private static String longId() {
        return id("order_number.of:this-request");
    }

    private String number(String id) {
        return ledger.find(new Key("orders", id)).orElseThrow().orderNumber();
    }
}
