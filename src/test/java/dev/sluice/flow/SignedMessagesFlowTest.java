package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.process.Deliveries;
import dev.sluice.queue.MessageKeys;
import dev.sluice.queue.MessageSignatures;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever may write to Sluice's own queues changes nothing by it without the key. Each forged message is one that does
 * what it says once it is signed.
 */
@QuarkusTest
@TestProfile(OnSignedMessages.class)
class SignedMessagesFlowTest extends FlowTest {

    private static final MessageSignatures OURS = signatures(OnSignedMessages.KEY);
    private static final MessageSignatures BEFORE = signatures(OnSignedMessages.PREVIOUS);
    private static final MessageSignatures STRANGERS = signatures("c3RyYW5nZXJzc3RyYW5nZXJzc3RyYW5nZXJzc3RyYW5nZXJz");
    private static final String SUBMISSIONS = "sluice.submit.hambit.second";
    private static final String ASKS = "sluice.polls.hambit.second";
    private static final String WEBHOOKS = "sluice.webhooks.hambit";

    private CoreUpstream core;

    @BeforeEach
    void connect() throws Exception {
        core = new CoreUpstream(world.brokerPort());
    }

    @AfterEach
    void whatSluiceWritesItselfGoes() {
        assertThat(end(send(Requests.fiatToCrypto(id("after")))).status()).isEqualTo("COMPLETED");
        core.close();
    }

    @Test
    void aForgedSubmissionMakesNoOrder() {
        String id = id("forged");
        Outgoing genuine = Outgoing.to(SUBMISSIONS, submission(id)).with("step", id("step")).with("account", "second");
        forgeries(genuine, "sluice.submit.hambit", "sluice.submit.messagehub");
        assertThat(created(id)).isZero();
        assertThat(world.witness().of(id)).isEmpty();

        core.send(signed(OURS, genuine));
        assertThat(status(id, "ACCEPTED").sequence()).isEqualTo(1);
        assertThat(created(id)).isEqualTo(1);
    }

    @Test
    void aForgedAnswerEndsNoOrder() {
        String id = open();
        Outgoing genuine = Outgoing
                .to(ASKS, "{\"family\":\"orders\",\"requestId\":\"" + id + "\",\"late\":{\"of\":\"x\","
                        + "\"asking\":true,\"kind\":\"FAILED\",\"evidence\":{\"known\":true,\"same\":[],\"other\":[]},"
                        + "\"error\":{\"category\":\"PROVIDER\",\"message\":\"no\"}}}")
                .with("step", id("late"))
                .with("account", "second").with("late", true);
        forgeries(genuine, "sluice.polls.hambit", SUBMISSIONS);
        assertThat(history(id)).containsExactly("ACCEPTED");

        core.send(signed(BEFORE, genuine));
        assertThat(end(id).status()).isEqualTo("FAILED");
    }

    @Test
    void aForgedWebhookAsksNobody() {
        String id = open();
        Outgoing genuine = Outgoing.to(WEBHOOKS,
                ("{\"externalOrderId\":\"" + id + "\",\"orderStatus\":8}").getBytes(StandardCharsets.UTF_8))
                .with("account", "second").with("charset", "UTF-8");
        forgeries(genuine.with("step", id("hook")).with("delivery", id("delivery")), SUBMISSIONS,
                ASKS);
        assertThat(history(id)).containsExactly("ACCEPTED");

        // One asks, and the order may not be over yet.
        await().until(() -> {
            core.send(signed(OURS, genuine.with("step", id("hook")).with("delivery", id("delivery"))));
            return world.witness().of(id).stream().anyMatch(Result::isFinal);
        });
    }

    @Test
    void aWebhookThatSluiceTookItselfIsItsOwn() throws Exception {
        String id = open();
        AtomicInteger deliveries = new AtomicInteger();
        await().untilAsserted(() -> {
            String body = "{\"externalOrderId\":\"" + id + "\",\"orderStatus\":8,\"nth\":"
                    + deliveries.incrementAndGet() + "}";
            assertThat(new Deliveries(world.httpPort()).post("/webhooks/hambit/second", body, Deliveries.hambit(body)))
                    .isEqualTo(200);
            assertThat(world.witness().of(id)).anyMatch(Result::isFinal);
        });
        assertThat(end(id).status()).isEqualTo("COMPLETED");
    }

    /** One that the broker is said to have given up on is nobody's request. */
    @Test
    void aForgedSubmissionThatCouldNotBeDeliveredIsNoRequestToBeSentAgain() {
        Outgoing moved = Outgoing.to("sluice.undelivered", submission(id("forged")).toString()).with("step", id("step"))
                .with("_AMQ_ORIG_QUEUE", SUBMISSIONS);
        String forged = id("dead");
        core.send(moved.correlated(forged));
        assertThat(dead(forged).properties()).containsEntry("deadQueue", SUBMISSIONS);
    }

    /** Without a signature, with a stranger's, with one of another message, changed in any place, and moved. */
    private void forgeries(Outgoing genuine, String... others) {
        Outgoing signed = signed(OURS, genuine);
        List<Outgoing> forged = new ArrayList<>(List.of(genuine, signed(STRANGERS, genuine),
                signed.with("step", id("other")), signed.with("attempt", 7), signed.with("chained", true),
                signed.with("handed", true), signed.with("repeat", 1), signed.with("account", "default"),
                signed.with(MessageSignatures.PROPERTY, "1::"),
                new Outgoing(signed.queue(), changed(signed.body()), null, null, signed.properties())));
        for (String other : others) {
            forged.add(new Outgoing(other, signed.body(), null, null, signed.properties()));
        }
        for (Outgoing one : forged) {
            String correlation = id("dead");
            core.send(one.correlated(correlation));
            Received letter = dead(correlation);
            assertThat(letter.properties()).containsEntry("deadQueue", one.queue());
            assertThat(letter.properties().get("deadReason").toString())
                    .startsWith("it is not a message that Sluice wrote: ").contains("sign");
        }
    }

    private static Object changed(Object body) {
        return body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8).concat(" ")
                .getBytes(StandardCharsets.UTF_8) : body + " ";
    }

    private static Outgoing signed(MessageSignatures by, Outgoing message) {
        return message.with(MessageSignatures.PROPERTY,
                by.of(message.queue(), message.body(), message.properties()).orElseThrow());
    }

    /** An order of which nobody asks for a while. */
    private String open() {
        String id = send(Requests.fiatToCrypto(id("open")).put("account", "second"));
        status(id, "ACCEPTED");
        return id;
    }

    private static ObjectNode submission(String id) {
        ObjectNode request = Requests.fiatToCrypto(id).put("provider", "hambit").put("account", "second");
        ObjectNode submission = Requests.read(
                "{\"family\":\"orders\",\"contentHash\":\"h\",\"expiredAtDoor\":false,\"envelope\":{\"metadata\":{}}}");
        submission.set("request", request);
        submission.set("kept", request);
        return submission;
    }

    private Received dead(String correlation) {
        return world.witness()
                .await(() -> world.witness().dead().stream()
                        .filter(letter -> correlation.equals(letter.correlationId()))
                        .findFirst().orElse(null), () -> "a dead letter of " + correlation);
    }

    private static MessageSignatures signatures(String key) {
        return new MessageSignatures(new MessageKeys(List.of(Base64.getDecoder().decode(key)), false));
    }
}
