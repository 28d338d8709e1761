package dev.sluice.sandbox;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.sandbox.WebhookReceiver.Received;
import dev.sluice.sandbox.WebhookReceiver.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AeternaWebhookTest {

    private static final String SECRET = Sandbox.credentials("aeterna").get("secret-token");

    private WebhookReceiver receiver;
    private SandboxServer server;
    private AeternaCaller aeterna;

    @BeforeEach
    void start() throws IOException {
        receiver = new WebhookReceiver(any -> new Reply(200, "{}"));
        server = SandboxServer.start(0, SandboxSettings.defaults().withWebhooks(receiver.url())
                .withOrderDuration(Duration.ofMillis(200)));
        aeterna = new AeternaCaller(server, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    @Test
    void anEndedOrderIsToldOnceAndSigned() throws IOException {
        String id = Http.json(aeterna.payin("told", "")).at("/data/id").asText();
        Received webhook = first();
        assertThat(webhook.path()).isEqualTo("/webhooks/aeterna/default");
        assertThat(webhook.body()).isEqualTo("{\"order_id\":\"told\",\"id\":\"" + id
                + "\",\"status\":\"success\",\"amount\":\"100.00\",\"currency\":\"EUR\"}");
        assertThat(webhook.headers()).containsEntry("x-signature", TestMac.sha256Hex(SECRET, webhook.body()));
        await().until(() -> server.effects().count("aeterna", "webhook-acknowledged", "told") == 1);
        staysAt(1);
    }

    @Test
    void aFailedOrderIsToldAsFailed() throws IOException {
        aeterna.payin("failed", "sandbox:fail");
        assertThat(json(first()).at("/status").asText()).isEqualTo("failed");
    }

    @Test
    void aForgedOneTellsTheOppositeUnderAnotherKey() throws IOException {
        aeterna.payin("forged", "sandbox:webhook-forged");
        Received webhook = first();
        assertThat(json(webhook).at("/status").asText()).isEqualTo("failed");
        assertThat(webhook.headers().get("x-signature")).matches("[0-9a-f]{64}")
                .isNotEqualTo(TestMac.sha256Hex(SECRET, webhook.body()));
    }

    @Test
    void aRespacedOneIsSignedOverItsBodyWithoutSpaces() throws IOException {
        aeterna.payin("respaced", "sandbox:webhook-respaced");
        Received webhook = first();
        assertThat(webhook.body()).contains("\n");
        assertThat(webhook.headers()).containsEntry("x-signature",
                TestMac.sha256Hex(SECRET, json(webhook).toString()));
    }

    @Test
    void twiceIsByteForByteTheSame() throws IOException {
        aeterna.payin("twice", "sandbox:webhook-twice");
        await().until(() -> receiver.received().size() == 2);
        Received again = receiver.received().get(1);
        assertThat(again.body()).isEqualTo(first().body());
        assertThat(again.headers()).isEqualTo(first().headers());
    }

    @Test
    void noneIsSentWhereNoneIsToldOrTheOrderNeverEnds() throws IOException {
        aeterna.payin("none", "sandbox:webhook-none");
        aeterna.payin("stays", "sandbox:stay");
        staysAt(0);
    }

    @Test
    void oneBeforeTheAnswerHasArrivedWhenTheAnswerComes() throws IOException {
        aeterna.payin("before", "sandbox:webhook-before-answer");
        assertThat(receiver.received()).hasSize(1);
        assertThat(first().at()).isBefore(Instant.now());
        assertThat(Http.json(aeterna.status("before")).at("/data/status").asText()).isEqualTo("success");
    }

    @Test
    void anOrderWhoseAnswerIsLostIsToldAllTheSame() {
        assertThatThrownBy(() -> aeterna.payin("lost", "sandbox:reset-after"))
                .isInstanceOf(IOException.class);
        assertThat(first().body()).contains("\"lost\"");
    }

    private Received first() {
        await().until(() -> !receiver.received().isEmpty());
        return receiver.received().get(0);
    }

    private void staysAt(int count) {
        await().during(Duration.ofMillis(600)).until(() -> receiver.received().size() == count);
    }

    private static JsonNode json(Received webhook) throws IOException {
        return new ObjectMapper().readTree(webhook.body());
    }
}
