package dev.sluice.intake;

import static org.apache.activemq.artemis.api.core.Message.TEXT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.BrokerUsers;
import dev.sluice.broker.GivenUsers;
import dev.sluice.intake.Callers.Caller;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tenant a request is of. */
class CallersTest {

    @TempDir
    Path folder;

    private Callers callers;

    @BeforeEach
    void users() throws Exception {
        callers = new Callers(GivenUsers.of(GivenUsers.file(folder,
                Map.of("ana", BrokerRole.OPERATOR, "shop-7", BrokerRole.UPSTREAM, "shop-8", BrokerRole.UPSTREAM),
                Map.of("shop-7", "acme", "shop-8", "beta"), "said-to-nobody")));
    }

    @Test
    void aRequestIsOfTheTenantOfWhoSentItWhateverItSays() {
        assertThat(callers.of(from("shop-7", null))).isEqualTo(new Caller("acme", null));
        assertThat(callers.of(from("shop-7", "beta"))).isEqualTo(new Caller("acme", null));
    }

    @Test
    void whoLooksAfterAllOfThemMaySayForWhichHeSends() {
        for (String user : new String[]{"ana", "sluice"}) {
            assertThat(callers.of(from(user, "beta"))).isEqualTo(new Caller("beta", null));
            assertThat(callers.of(from(user, null))).isEqualTo(Caller.ANYBODY);
        }
    }

    @Test
    void nothingIsDoneForWhoIsNotKnown() {
        assertThat(callers.of(from(null, "acme")).fault()).contains("populate-validated-user");
        assertThat(callers.of(from("bob", "acme")).fault()).contains("does not know the broker's user bob");
    }

    /** It would be nobody's, another request, and ordered once more. */
    @Test
    void whatIsSaidToBeOfATenantThatThereIsNotIsNobodys() {
        for (String user : new String[]{"ana", "sluice"}) {
            Caller caller = callers.of(from(user, "gamma"));
            assertThat(caller.tenant()).isEqualTo("gamma");
            assertThat(caller.fault()).contains("tenant gamma", "sluice.broker.users does not name");
        }
        assertThat(callers.of(from("ana", "")).fault()).isNotNull();
    }

    @Test
    void aDeadLetterThatWasMovedByHandIsOfItsTenant() {
        assertThat(callers.of(moved("sluice", "acme"))).isEqualTo(new Caller("acme", null));
        assertThat(callers.of(moved("ana", "gamma")).fault()).contains("tenant gamma");
        assertThat(callers.of(moved("sluice", null))).isEqualTo(Caller.ANYBODY);
        assertThat(callers.of(moved("shop-7", "beta")).tenant()).as("a tenant's own user says nothing")
                .isEqualTo(callers.of(from("shop-7", null)).tenant());
    }

    @Test
    void aPropertyOfSomebodysOwnSaysNothing() {
        assertThat(callers.of(with(Map.of("_AMQ_VALIDATED_USER", "ana", DeadLetters.TENANT, "acme"))))
                .isEqualTo(Caller.ANYBODY);
    }

    private static Message moved(String user, String tenant) {
        Map<String, String> properties = new HashMap<>(
                Map.of("_AMQ_VALIDATED_USER", user, DeadLetters.QUEUE_OF, "orders.requests"));
        if (tenant != null) {
            properties.put(DeadLetters.TENANT, tenant);
        }
        return with(properties);
    }

    private static Message with(Map<String, String> properties) {
        ClientMessageImpl message = new ClientMessageImpl(TEXT_TYPE, true, 0, 0, (byte) 4, 64);
        properties.forEach(message::putStringProperty);
        return new ActiveMQMessage(message, null);
    }

    @Test
    void alsoWhereThereAreNoTenantsAnyMore() throws Exception {
        Callers later = new Callers(GivenUsers.of(GivenUsers.file(folder,
                Map.of("ana", BrokerRole.OPERATOR, "shop-7", BrokerRole.UPSTREAM), Map.of(), "said-to-nobody")));
        assertThat(later.of(from("ana", "acme")).fault()).contains("tenant acme");
        assertThat(later.of(from("ana", null))).isEqualTo(Caller.ANYBODY);
        assertThat(later.of(from("shop-7", "acme"))).isEqualTo(Caller.ANYBODY);
        assertThat(new Callers(BrokerUsers.none()).of(from(null, "acme")).fault()).contains("tenant acme");
    }

    @Test
    void withoutTenantsNobodyIsAsked() {
        assertThat(new Callers(BrokerUsers.none()).of(from("bob", null))).isEqualTo(Caller.ANYBODY);
    }

    private static Message from(String user, String tenant) {
        ClientMessageImpl message = new ClientMessageImpl(TEXT_TYPE, true, 0, 0, (byte) 4, 64);
        if (user != null) {
            message.putStringProperty("_AMQ_VALIDATED_USER", user);
        }
        if (tenant != null) {
            message.putStringProperty(Callers.TENANT, tenant);
        }
        return new ActiveMQMessage(message, null);
    }
}
