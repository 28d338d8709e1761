package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for the status of a request is answered from the ledger, and nothing is sent to a provider for it. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class StatusFlowTest extends FlowTest {

    private static final String QUEUE = "orders.requests.status";

    @Inject
    Ledger ledger;

    @Inject
    MeterRegistry metrics;

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theNewestResultComesOnceMoreToWhoAsks(Protocol protocol) {
        String id = id("asked-of");
        Result end = end(send(Requests.fiatToCrypto(id)));
        try (Upstream upstream = protocol.connect(world.brokerPort())) {
            String correlationId = id("question");
            ask(upstream, id, correlationId);
            Result told = world.witness().awaitCorrelated(correlationId);
            assertThat(told.body()).isEqualTo(((ObjectNode) end.body()).deepCopy().put("replayed", true));
            assertThat(told.message().queue()).isEqualTo("orders.results");
        }
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void itComesToTheReplyToUnderTheRequestIdWhereThereIsNoCorrelationId() {
        String id = id("asked-of");
        end(send(Requests.balance(id)));
        try (JmsUpstream upstream = JmsUpstream.amqp(world.brokerPort())) {
            String replyTo = upstream.temporaryQueue(world.witness()::result);
            upstream.send(Outgoing.to("otp.requests.status", question(id)).replyTo(replyTo));
            Result told = replay(id);
            assertThat(told.message().queue()).isEqualTo(replyTo);
            assertThat(told.message().correlationId()).isEqualTo(id);
        }
    }

    @Test
    void oneThatWaitsForAPersonIsToldAsItWasPublished() {
        String id = send(Requests.told(id("asked-of"), "sandbox:wrong-echo"));
        Result unresolved = status(id, "UNRESOLVED");
        String correlationId = id("question");
        ask(world.upstream(), id, correlationId);
        assertThat(world.witness().awaitCorrelated(correlationId).body())
                .isEqualTo(((ObjectNode) unresolved.body()).deepCopy().put("replayed", true));
    }

    @Test
    void oneThatIsBeingSentHasNoResultYetWhichIsNoEnd() {
        String id = id("asked-of");
        ledger.claim(Entry.wanted(new Key("orders", id), "hambit", "default", "fiat-to-crypto", "hash",
                Requests.fiatToCrypto(id), Requests.read("{\"metadata\":{}}")), id, false);
        String correlationId = id("question");
        ask(world.upstream(), id, correlationId);
        Result told = world.witness().awaitCorrelated(correlationId);
        assertThat(told.category()).isEqualTo("OUTCOME_UNKNOWN");
        assertThat(told.error()).contains("has no result yet");
        assertThat(told.body().path("operation").asText()).isEqualTo("status");
    }

    @Test
    void anUnknownRequestIsNotFoundAndTheAnswerIsNoWordOfTheRequestItself() {
        String id = id("nobody-sent");
        String correlationId = id("question");
        ask(world.upstream(), id, correlationId);
        Result told = world.witness().awaitCorrelated(correlationId);
        assertThat(told.category()).isEqualTo("NOT_FOUND");
        // After a restore, or once it is kept no more, it may have been sent all the same.
        assertThat(told.error())
                .isEqualTo("the ledger knows no such request; that says nothing of whether it was sent");
        assertThat(told.sequence()).isZero();
        assertThat(told.id()).isEqualTo(id);
        assertThat(told.body().path("operation").asText()).isEqualTo("status");
        // Asked too early it does not use up the requestId.
        assertThat(end(send(Requests.fiatToCrypto(id))).status()).isEqualTo("COMPLETED");
        assertThat(created(id)).isEqualTo(1);
    }

    /** Under the requestId the refusal would be taken for the end of the request that was asked about. */
    @Test
    void aRefusedQuestionWithoutACorrelationIdIsAnsweredWithNone() {
        String id = id("nobody-sent");
        world.upstream().send(Outgoing.to(QUEUE, question(id)));
        Result told = refusal(id);
        assertThat(told.category()).isEqualTo("NOT_FOUND");
        assertThat(told.message().correlationId()).isNull();
    }

    @Test
    void anOrderThatIsRefusedIsCountedWhateverItsOperationAndAQuestionIsNot() {
        double before = refused();
        world.upstream().send(Outgoing.to(QUEUE, question(id("nobody-sent"))).correlated("not-counted"));
        world.witness().awaitCorrelated("not-counted");
        world.upstream().send(Outgoing.to(QUEUE, "{}").correlated("unread-and-not-counted"));
        world.witness().awaitCorrelated("unread-and-not-counted");
        assertThat(refused()).isEqualTo(before);
        refusal(send(Requests.fiatToCrypto(id("odd")).put("operation", "status").put("provider", "hambit")));
        assertThat(refused()).isEqualTo(before + 1);
    }

    /** A requestId is unique in its family alone. */
    @Test
    void anotherFamilysRequestIsUnknown() {
        String id = id("asked-of");
        end(send(Requests.balance(id)));
        String correlationId = id("question");
        ask(world.upstream(), id, correlationId);
        assertThat(world.witness().awaitCorrelated(correlationId).category()).isEqualTo("NOT_FOUND");
    }

    @Test
    void aQuestionWithAnythingElseInItIsRefused() {
        String id = id("asked-of");
        end(send(Requests.fiatToCrypto(id)));
        String correlationId = id("question");
        world.witness().sent(Requests.read(question(id)), correlationId);
        world.upstream().send(Outgoing.to(QUEUE, Requests.fiatToCrypto(id)).correlated(correlationId));
        Result told = world.witness().awaitCorrelated(correlationId);
        assertThat(told.category()).isEqualTo("VALIDATION");
        assertThat(told.body().path("metadata")).isEmpty();
        assertThat(told.id()).isEqualTo(id);
        assertThat(told.body().path("operation").asText()).isEqualTo("status");
    }

    @Test
    void oneThatIsNotAllowedItsReplyToIsToldSoOnTheFamilysQueue() {
        String correlationId = id("question");
        world.upstream().send(Outgoing.to(QUEUE, question(id("asked-of"))).correlated(correlationId)
                .replyTo("orders.requests.status"));
        Result told = world.witness().awaitCorrelated(correlationId);
        assertThat(told.category()).isEqualTo("AUTHORIZATION");
        assertThat(told.message().queue()).isEqualTo("orders.results");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{not JSON", "{}", "[]", "{\"requestId\":7}", "{\"requestId\":\"a b\"}"})
    void oneThatCannotBeReadLiesOnTheDeadQueueAndIsAnswered(String text) {
        byte[] body = (text + " ".repeat(text.length())).getBytes(StandardCharsets.UTF_8);
        String correlationId = id("question");
        world.upstream().send(Outgoing.to(QUEUE, body).correlated(correlationId));
        assertThat(world.witness().awaitDead(QUEUE, body).properties()).containsEntry("deadCategory", "VALIDATION");
        Result told = world.witness().awaitCorrelated(correlationId);
        assertThat(told.category()).isEqualTo("VALIDATION");
        assertThat(told.body().path("operation").asText()).isEqualTo("status");
    }

    @Test
    void aThousandQuestionsAreAnsweredWhileAnOrderGoesThrough() {
        String id = id("asked-of");
        end(send(Requests.fiatToCrypto(id)));
        String correlationId = id("question");
        for (int i = 0; i < 1000; i++) {
            ask(world.upstream(), id, correlationId);
        }
        assertThat(end(send(Requests.fiatToCrypto(id("between")))).status()).isEqualTo("COMPLETED");
        List<Result> answers = world.witness().await(() -> {
            List<Result> so = world.witness().of(id).stream()
                    .filter(result -> correlationId.equals(result.message().correlationId())).toList();
            return so.size() >= 1000 ? so : null;
        }, () -> "1000 answers");
        assertThat(answers).hasSize(1000).allSatisfy(answer -> assertThat(answer.replayed()).isTrue());
        assertThat(created(id)).isEqualTo(1);
    }

    private double refused() {
        return metrics.find("sluice.requests").tag("status", "REJECTED").counters().stream()
                .mapToDouble(Counter::count).sum();
    }

    private void ask(Upstream upstream, String id, String correlationId) {
        world.witness().sent(Requests.read(question(id)), correlationId);
        upstream.send(Outgoing.to(QUEUE, question(id)).correlated(correlationId));
    }

    private static String question(String id) {
        return "{\"requestId\":\"" + id + "\"}";
    }
}
