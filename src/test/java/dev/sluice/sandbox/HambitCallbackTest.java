package dev.sluice.sandbox;

import static dev.sluice.given.Patience.await;
import static dev.sluice.sandbox.HambitCaller.order;
import static dev.sluice.sandbox.WebhookReceiver.HAMBIT_OK;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sandbox.WebhookReceiver.Received;
import dev.sluice.sandbox.WebhookReceiver.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HambitCallbackTest {

    private WebhookReceiver receiver;
    private SandboxServer server;
    private HambitCaller hambit;

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    @Test
    void anEndedOrderIsToldAndSignedLikeARequest() throws IOException {
        start(any -> new Reply(200, HAMBIT_OK));
        hambit.create(order("told", "a note"));
        Received callback = first();
        assertThat(callback.path()).isEqualTo("/webhooks/hambit/default");
        assertThat(callback.headers().get("sign")).isEqualTo(expectedSign(callback));
        JsonNode body = json(callback);
        assertThat(body.at("/orderStatus").isInt()).isTrue();
        assertThat(body.at("/orderStatus").asInt()).isEqualTo(8);
        assertThat(body.at("/orderCompleteTime").isNumber()).isTrue();
        assertThat(body.at("/errorMsg").isNull()).isTrue();
        assertThat(body.at("/externalOrderId").asText()).isEqualTo("told");
        assertThat(body.at("/tokenAmount").asText()).isEqualTo("0.145985");
        assertThat(body).allMatch(JsonNode::isValueNode);
        await().during(Duration.ofMillis(1500)).until(() -> receiver.received().size() == 1);
    }

    @Test
    void aFailedOrderIsToldWith32() throws IOException {
        start(any -> new Reply(200, HAMBIT_OK));
        hambit.create(order("fails", "sandbox:fail"));
        assertThat(json(first()).at("/orderStatus").asInt()).isEqualTo(32);
        assertThat(json(first()).at("/errorMsg").asText()).isEqualTo("exchange failed");
        assertThat(first().headers().get("sign")).isEqualTo(expectedSign(first()));
    }

    @Test
    void itIsTriedAgainUntilItIsAcknowledgedByStatusAndBody() throws IOException {
        start(count -> count == 1 ? new Reply(503, HAMBIT_OK) : count == 2 ? new Reply(200, "{}")
                : new Reply(200, HAMBIT_OK));
        hambit.create(order("again"));
        await().until(() -> acknowledged("again") == 1);
        assertThat(receiver.received()).hasSize(3).extracting(one -> one.headers().get("nonce"))
                .doesNotHaveDuplicates();
        assertThat(Duration.between(receiver.received().get(0).at(), receiver.received().get(1).at()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(990));
        assertThat(server.effects().count("hambit", "webhook-sent", "again")).isEqualTo(3);
    }

    @Test
    void itIsGivenUpAfterFiveTries() throws IOException {
        start(any -> new Reply(401, "{}"));
        hambit.create(order("never"));
        await().until(() -> receiver.received().size() == 5);
        await().during(Duration.ofMillis(1500)).until(() -> receiver.received().size() == 5);
        assertThat(acknowledged("never")).isZero();
    }

    @Test
    void aForgedOneTellsTheOppositeUnderAnotherKey() throws IOException {
        start(any -> new Reply(200, HAMBIT_OK));
        hambit.create(order("forged", "sandbox:webhook-forged"));
        assertThat(json(first()).at("/orderStatus").asInt()).isEqualTo(32);
        assertThat(first().headers().get("sign")).isNotEqualTo(expectedSign(first()));
    }

    @Test
    void aStaleOneIsSignedRightWithAnOldTimestamp() throws IOException {
        start(any -> new Reply(200, HAMBIT_OK));
        hambit.create(order("stale", "sandbox:webhook-stale"));
        assertThat(first().headers().get("sign")).isEqualTo(expectedSign(first()));
        assertThat(Long.parseLong(first().headers().get("timestamp")))
                .isLessThan(System.currentTimeMillis() - Duration.ofMinutes(9).toMillis());
    }

    @Test
    void twiceIsByteForByteTheSame() throws IOException {
        start(any -> new Reply(200, HAMBIT_OK));
        hambit.create(order("twice", "sandbox:webhook-twice"));
        await().until(() -> receiver.received().size() == 2);
        assertThat(receiver.received().get(1).headers()).isEqualTo(first().headers());
        assertThat(receiver.received().get(1).body()).isEqualTo(first().body());
    }

    @Test
    void oneBeforeTheAnswerHasArrivedWhenTheAnswerComesAndTheOrderIsOver() throws IOException {
        start(any -> new Reply(200, HAMBIT_OK), Duration.ofHours(1));
        hambit.create(order("before", "sandbox:webhook-before-answer"));
        assertThat(receiver.received()).hasSize(1);
        assertThat(Http.json(hambit.query("before")).at("/data/orderStatus").asInt()).isEqualTo(8);
    }

    @Test
    void noneIsSentBeforeTheEndOrWhereNoneIsTold() throws IOException {
        start(any -> new Reply(200, HAMBIT_OK), Duration.ofHours(1));
        hambit.create(order("early"));
        hambit.create(order("none", "sandbox:webhook-none"));
        await().during(Duration.ofMillis(600)).until(() -> receiver.received().isEmpty());
    }

    @Test
    void anOrderMayNameItsOwnAddressOnThisMachineAndNoOther() throws IOException {
        start(any -> new Reply(200, HAMBIT_OK));
        sell("own", receiver.url() + "/own?a=1&b=2");
        assertThat(first().path()).isEqualTo("/own?a=1&b=2");
        assertThat(first().headers().get("sign")).isEqualTo(expectedSign(first()));
        sell("elsewhere", "https://shop.example/hook");
        await().until(() -> receiver.received().size() == 2);
        assertThat(receiver.received().get(1).path()).isEqualTo("/webhooks/hambit/default");
        assertThat(json(receiver.received().get(1)).at("/notifyUrl").asText()).isEqualTo("https://shop.example/hook");
    }

    private void sell(String id, String notifyUrl) throws IOException {
        hambit.post(HambitCaller.SELL, Map.of("tokenAmount", "1010", "chainType", "TRON", "addressFrom", "T1",
                "currencyType", "BRL", "tokenType", "USDT", "externalOrderId", id, "notifyUrl", notifyUrl));
    }

    private void start(IntFunction<Reply> replies) throws IOException {
        start(replies, Duration.ofMillis(100));
    }

    private void start(IntFunction<Reply> replies, Duration orderDuration) throws IOException {
        receiver = new WebhookReceiver(replies);
        server = SandboxServer.start(0, SandboxSettings.defaults().withWebhooks(receiver.url())
                .withOrderDuration(orderDuration));
        hambit = new HambitCaller(server, Clock.systemUTC());
    }

    private Received first() {
        await().until(() -> !receiver.received().isEmpty());
        return receiver.received().get(0);
    }

    private long acknowledged(String id) {
        return server.effects().count("hambit", "webhook-acknowledged", id);
    }

    private static String expectedSign(Received callback) throws IOException {
        Map<String, String> members = new TreeMap<>();
        json(callback).properties().stream().filter(member -> !member.getValue().isNull())
                .forEach(member -> members.put(member.getKey(), member.getValue().asText()));
        return HambitCaller.headers(members, Long.parseLong(callback.headers().get("timestamp")),
                callback.headers().get("nonce")).get("sign");
    }

    private static JsonNode json(Received callback) throws IOException {
        return new ObjectMapper().readTree(callback.body());
    }
}
