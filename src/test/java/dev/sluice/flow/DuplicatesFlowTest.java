package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same requestId again: the same content is answered from the ledger, other content is refused. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class DuplicatesFlowTest extends FlowTest {

    @Test
    void theNewestResultIsPublishedAgainUnchangedToTheNewerAddress() {
        ObjectNode request = Requests.fiatToCrypto(id("dup"));
        Result end = end(send(request));
        try (JmsUpstream upstream = JmsUpstream.amqp(world.brokerPort())) {
            String replyTo = upstream.temporaryQueue(world.witness()::result);
            ObjectNode again = request.deepCopy().put("expiresAt", "2099-01-01T00:00:00Z");
            again.putObject("metadata").put("other", "metadata");
            Result replay = replay(
                    send(upstream, Outgoing.to("orders.requests", again).replyTo(replyTo).correlated("newer")));
            assertThat(replay.message().queue()).isEqualTo(replyTo);
            assertThat(replay.message().correlationId()).isEqualTo("newer");
            assertThat(replay.body()).isEqualTo(((ObjectNode) end.body()).deepCopy().put("replayed", true));
        }
        assertThat(created(request.path("requestId").asText())).isEqualTo(1);
    }

    @Test
    void membersInAnotherOrderAndWhatIsResolvedAnywayAreTheSameContent() {
        ObjectNode request = Requests.fiatToCrypto(id("dup"));
        end(send(request));
        ObjectNode again = Requests.request(request.path("requestId").asText(), "fiat-to-crypto")
                .put("account", "default").put("provider", "hambit");
        again.putObject("order").put("address", Requests.ETH).put("network", "ETH").put("token", "USDT")
                .put("currency", "BRL")
                .put("amount", "100.00");
        again.putObject("metadata").put("tenant", "shop-7");
        assertThat(replay(send(world.upstream(), Outgoing.to("orders.requests.hambit", again))).isFinal()).isTrue();
    }

    @Test
    void anAmountAsNumberWithTheSameDigitsIsTheSame() {
        ObjectNode request = Requests.fiatToCrypto(id("dup"));
        end(send(request));
        world.upstream().send(Outgoing.to("orders.requests", request.toString().replace("\"100.00\"", "100.00")));
        assertThat(replay(request.path("requestId").asText()).status()).isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100.0", "\"100.0\"", "100", "\"100.01\""})
    void anAmountWithOtherDigitsIsAnother(String json) {
        ObjectNode request = Requests.fiatToCrypto(id("dup"));
        String id = request.path("requestId").asText();
        end(send(request));
        world.upstream().send(Outgoing.to("orders.requests", request.toString().replace("\"100.00\"", json)));
        assertThat(refusal(id).category()).isEqualTo("CONFLICT");
    }

    @Test
    void otherContentIsAConflictThatLeavesTheHistoryAlone() {
        ObjectNode request = Requests.fiatToCrypto(id("dup"));
        String id = send(request);
        status(id, "ACCEPTED");
        ObjectNode other = request.deepCopy();
        other.withObject("/order").put("network", "TRON");
        send(world.upstream(), Outgoing.to("orders.requests", other).correlated("conflict"));
        Result conflict = refusal(id);
        assertThat(conflict.category()).isEqualTo("CONFLICT");
        assertThat(conflict.message().correlationId()).isEqualTo("conflict");
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        assertThat(end(id).data().path("network").asText()).isEqualTo("ETH");
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void anotherAccountAndAnotherOperationAreOtherContent() {
        String one = send(Requests.fiatToCrypto(id("dup")));
        String two = send(Requests.fiatToCrypto(id("dup")));
        end(one);
        end(two);
        send(Requests.fiatToCrypto(one).put("account", "second"));
        ObjectNode operation = Requests.cryptoToFiat(two);
        send(operation);
        assertThat(refusal(one).category()).isEqualTo("CONFLICT");
        assertThat(refusal(two).category()).isEqualTo("CONFLICT");
    }

    @Test
    void twentyAtOnceAreOneOrder() {
        ObjectNode request = Requests.fiatToCrypto(id("storm"));
        String id = request.path("requestId").asText();
        try (JmsUpstream core = JmsUpstream.core(world.brokerPort());
                StompUpstream stomp = new StompUpstream(world.brokerPort())) {
            List<Upstream> upstreams = List.of(world.upstream(), core, stomp);
            IntStream.range(0, 20).forEach(i -> send(upstreams.get(i % 3),
                    Outgoing.to(i % 2 == 0 ? "orders.requests" : "orders.requests.hambit", request)
                            .correlated("storm-" + id + i)));
        }
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        world.witness().await(
                () -> world.witness().of(id).stream().filter(Result::replayed).count() >= 19 ? true : null,
                () -> "19 replays, seen " + world.witness().of(id).stream().filter(Result::replayed).count());
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void aDuplicateOfARequestWithoutAnAnswerYetIsAnsweredAsSoonAsThereIsOne() {
        ObjectNode request = Requests.told(id("slow"), "sandbox:slow:1000");
        String id = send(request);
        await().until(() -> created(id) == 1);
        send(world.upstream(), Outgoing.to("orders.requests", request).correlated("early"));
        Result replay = replay(id);
        assertThat(replay.message().correlationId()).isEqualTo("early");
        assertThat(end(id).status()).isEqualTo("COMPLETED");
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void aSecondSendOfAOneTimePasswordSendsNothing() {
        String mobile = mobile("12345");
        ObjectNode request = Requests.send(id("otp"), "+" + mobile);
        end(send(request));
        assertThat(replay(send(request)).status()).isEqualTo("COMPLETED");
        assertThat(otpsSent(mobile)).isEqualTo(1);
        ObjectNode other = Requests.send(request.path("requestId").asText(), "+" + mobile("12345"));
        assertThat(refusal(send(other)).category()).isEqualTo("CONFLICT");
    }
}
