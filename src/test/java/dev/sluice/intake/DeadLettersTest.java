package dev.sluice.intake;

import static org.apache.activemq.artemis.api.core.Message.TEXT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.GivenUsers;
import dev.sluice.intake.Callers.Caller;
import dev.sluice.outcome.Category;
import dev.sluice.queue.MessageKeys;
import dev.sluice.queue.MessageSignatures;
import dev.sluice.step.Letter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a dead letter is, and what it is about. */
class DeadLettersTest {

    @TempDir
    private Path folder;
    private DeadLetters deadLetters;

    @BeforeEach
    void users() throws Exception {
        Callers callers = new Callers(GivenUsers.of(GivenUsers.file(folder,
                Map.of("ana", BrokerRole.OPERATOR, "shop-7", BrokerRole.UPSTREAM), Map.of("shop-7", "acme"),
                "said-to-nobody")));
        deadLetters = new DeadLetters(new FailedDeliveries(Clock.systemUTC()), new MessageSignatures(MessageKeys.NONE),
                callers, Clock.systemUTC(), new SimpleMeterRegistry());
    }

    /** Sent again it may answer where its tenant may be answered, and nowhere else. */
    @Test
    void aMessageThatCouldNotBeReadIsItsSendersTenants() {
        assertThat(undelivered("orders.requests", "no JSON", "shop-7", Map.of())).containsEntry("tenant", "acme")
                .containsEntry("deadReplyTo", "replies.globex");
        assertThat(deadLetters.letter(new Caller("acme", null), arrival("no JSON"), "why", Category.VALIDATION,
                "orders.requests", null).properties()).containsEntry("tenant", "acme").containsEntry("requestId", null);
    }

    @Test
    void whoIsNotKnownNamesNoQueue() {
        assertThat(undelivered("orders.requests", "{}", "bob", Map.of())).containsEntry("deadReplyTo", null)
                .containsEntry("tenant", null);
    }

    @Test
    void whoIsNotKnownIsToldSoWhateverItDiedOf() {
        assertThat(undelivered("orders.requests", "{\"requestId\":\"order-7\"}", "bob", Map.of()))
                .containsEntry("deadCategory", "AUTHORIZATION").extractingByKey("deadReason").asString()
                .contains("no delivery succeeded");
        assertThat(undelivered("orders.requests", "{}", "shop-7", Map.of())).containsEntry("deadCategory",
                "UNAVAILABLE");
    }

    @Test
    void whatAnOperatorSaidOfATenantThatThereIsNotStaysSaid() {
        assertThat(undelivered("orders.requests", "{}", "ana", Map.of(Callers.TENANT, "gone")))
                .containsEntry("tenant", "gone");
    }

    @Test
    void anAskNamesTheRequestOfATenant() {
        assertThat(
                undelivered("sluice.polls.hambit", "{\"family\":\"orders\",\"requestId\":\"acme/order-7\"}", "sluice",
                        Map.of()))
                .containsEntry("tenant", "acme").containsEntry("requestId", "order-7");
        assertThat(undelivered("orders.requests", "{\"requestId\":\"beta/order-7\"}", "shop-7", Map.of()))
                .containsEntry("tenant", "acme").containsEntry("requestId", null);
    }

    @Test
    void aResultIsOfTheTenantForWhomSluiceSaysThatItIs() {
        Map<String, String> result = Map.of("status", "COMPLETED", "tenant", "acme");
        String body = "{\"requestId\":\"order-7\"}";
        assertThat(undelivered("orders.results.acme", body, "sluice", result)).containsEntry("tenant", "acme")
                .containsEntry("requestId", "order-7").containsEntry("status", "COMPLETED");
        assertThat(undelivered("orders.requests", body, "ana", result)).containsEntry("tenant", null);
        assertThat(undelivered("orders.requests", body, "bob", result)).containsEntry("tenant", null);
    }

    private Map<String, Object> undelivered(String queue, String body, String user, Map<String, String> properties) {
        ClientMessageImpl message = new ClientMessageImpl(TEXT_TYPE, true, 0, 0, (byte) 4, 64);
        message.putStringProperty("_AMQ_VALIDATED_USER", user);
        message.putStringProperty("_AMQ_ORIG_QUEUE", queue);
        properties.forEach(message::putStringProperty);
        Message jms = new ActiveMQMessage(message, null);
        Letter letter = deadLetters.undelivered(jms, arrival(body));
        return new HashMap<>(letter.properties());
    }

    private static Arrival arrival(String body) {
        return new Arrival(body, true, "replies.globex", null, null, null);
    }
}
