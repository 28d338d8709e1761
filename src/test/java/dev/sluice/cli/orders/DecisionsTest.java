package dev.sluice.cli.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.GivenDead;
import dev.sluice.cli.Ran;
import dev.sluice.cli.TestBroker;
import dev.sluice.json.Json;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person is told, by a Sluice that answers as the test wants it. */
class DecisionsTest {

    private TestBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new TestBroker(0);
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void aDecisionGoesToSluiceWithNameAndReasonAndItsAnswerComesBack() throws Exception {
        CompletableFuture<JsonNode> asked = answer("{\"done\":true,\"text\":\"it is FAILED\",\"status\":\"FAILED\"}");

        Ran ran = orders("resolve", "ord-1", "--family", "orders", "--failed", "--by", "ana", "--why", "seen there",
                "--wait", "60s");

        assertThat(ran.out()).isEqualTo("ord-1: it is FAILED\n");
        assertThat(ran.exitCode()).isZero();
        assertThat(asked.join()).isEqualTo(new ObjectMapper().readTree(
                """
                {"act": "resolve", "by": "ana", "why": "seen there", "status": "FAILED", "family": "orders", "requestId": "ord-1"}"""));
    }

    @Test
    void theWordOfASecondPersonNamesWhatTheFirstOneWants() throws Exception {
        CompletableFuture<JsonNode> asked = answer("{\"done\":true,\"text\":\"it is withdrawn\"}");

        Ran ran = orders("withdraw", "person-1", "--by", "ben", "--why", "it was paid", "--wait", "60s");

        assertThat(ran.out()).isEqualTo("person-1: it is withdrawn\n");
        assertThat(asked.join()).isEqualTo(new ObjectMapper().readTree("""
                {"act": "withdraw", "by": "ben", "why": "it was paid", "bulk": "person-1"}"""));
    }

    @Test
    void anApprovalThatIsRefusedIsAFailure() {
        CompletableFuture<JsonNode> asked = answer("{\"done\":false,\"text\":\"nothing was done: ana wants it, and"
                + " somebody else has to approve it\"}");

        Ran ran = orders("approve", "person-1", "--by", "ana", "--why", "sure", "--wait", "60s");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("sluice orders approve: person-1: nothing was done: ana wants it, and somebody"
                + " else has to approve it\n");
        assertThat(asked.join().path("act").asText()).isEqualTo("approve");
    }

    @Test
    void whatSluiceRefusesIsAFailure() {
        CompletableFuture<JsonNode> asked = answer("{\"done\":false,\"text\":\"it ended\\u001b[2J as FAILED"
                + " already\"}");

        Ran ran = orders("ask", "ord-1", "--family", "orders", "--by", "ana", "--why", "a call", "--wait", "60s");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).isEqualTo("sluice orders ask: ord-1: it ended\\u001b[2J as FAILED already\n");
        assertThat(asked.join().path("act").asText()).isEqualTo("ask");
    }

    @Test
    void whereNoSluiceAnswersTheActWaitsForOne() {
        Ran ran = orders("resolve", "ord-1", "--family", "orders", "--completed", "--by", "ana", "--why", "x", "--wait",
                "50ms");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).singleElement().asString().contains("no Sluice answered within 50ms")
                .contains("waits on sluice.people").contains("Do not repeat it");
        assertThat(new GivenDead(broker).taken("sluice.people")).singleElement()
                .satisfies(act -> assertThat(act.text()).contains("\"COMPLETED\""));
    }

    @Test
    void aWrongCommandLineSendsNothing() {
        for (String[] wrong : new String[][]{
                {"resolve", "ord-1", "--family", "orders", "--by", "ana", "--why", "x"},
                {"resolve", "ord-1", "--family", "orders", "--completed", "--failed", "--by", "ana", "--why", "x"},
                {"ask", "ord-1", "--family", "orders", "--by", "ana"},
                {"ask", "ord-1", "--family", "orders", "--why", "x"},
                {"ask", "ord-1", "--family", "orders", "--by", "ana", "--why", "x".repeat(201)},
                {"ask", "ord-1", "--family", "orders", "--by", "ana", "--why", "x", "--wait", "soon"},
                {"ask", "--family", "orders", "--by", "ana", "--why", "x"},
                {"approve", "--by", "ana", "--why", "x"}, {"approve", "person-1", "--by", "ana"},
                {"withdraw", "person-1", "person-2", "--by", "ana", "--why", "x"},
        }) {
            Ran ran = orders(wrong);
            assertThat(ran.exitCode()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(ran.err().lines()).hasSize(1);
        }
        assertThat(broker.waiting("sluice.people")).isZero();
    }

    /** Answers the next act; what it was comes later. */
    private CompletableFuture<JsonNode> answer(String answer) {
        return CompletableFuture.supplyAsync(() -> {
            try (BrokerClient client = broker.client()) {
                return client.call(session -> {
                    TextMessage act = (TextMessage) session.createConsumer(session.createQueue("sluice.people"))
                            .receive(60_000);
                    Message message = session.createTextMessage(answer);
                    message.setJMSCorrelationID(act.getStringProperty("step"));
                    session.createProducer(act.getJMSReplyTo()).send(message);
                    session.commit();
                    return Json.own(act.getText());
                });
            }
        });
    }

    private Ran orders(String... arguments) {
        List<String> all = new ArrayList<>(List.of("orders"));
        all.addAll(Arrays.asList(arguments));
        return Ran.run(Path.of("nowhere"), broker.environment(), "", all.toArray(String[]::new));
    }
}
