package dev.sluice.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.BrokerUsers;
import dev.sluice.broker.GivenUsers;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.HeldPlace;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may decide, and whose decision it is. */
class DecidersTest {

    private static final byte TEXT = 3;
    private static final byte PRIORITY = 4;
    private static final int ROOM = 100;
    private static final Demand DEMAND = new Demand(new Act("person-1", null, "discard", "bob", "ticket 1", null), null,
            null, null, false, HeldPlace.EVERYTHING, null, null, null);

    @TempDir
    Path folder;

    private BrokerUsers users;

    @BeforeEach
    void users() throws Exception {
        users = GivenUsers.of(GivenUsers.file(folder,
                Map.of("ana", BrokerRole.OPERATOR, "shop-7", BrokerRole.UPSTREAM), "said-to-nobody"));
    }

    @Test
    void whatAnOperatorAsksForIsTheOperatorsWhoeverTheMessageNames() {
        Deciders deciders = new Deciders(users);
        assertThat(deciders.refusal(from("ana"))).isNull();
        assertThat(deciders.own(DEMAND, from("ana")).act())
                .isEqualTo(new Act("person-1", null, "discard", "ana", "ticket 1", "{\"by\":\"bob\"}"));
        assertThat(deciders.refusal(from("sluice"))).isNull();
        Demand named = new Demand(new Act("person-1", null, "discard", "ana", "ticket 1", null), null, null, null,
                false, HeldPlace.EVERYTHING, null, null, null);
        assertThat(deciders.own(named, from("ana"))).isEqualTo(named);
    }

    @Test
    void nobodyElseDecides() {
        Deciders deciders = new Deciders(users);
        assertThat(deciders.refusal(from("shop-7"))).isEqualTo("the broker's user shop-7 is upstream and no operator");
        assertThat(deciders.refusal(from("bob"))).contains("does not know the broker's user bob");
        assertThat(deciders.refusal(from(null))).contains("does not say whose message it is");
    }

    @Test
    void withoutUsersItIsWhoeverCouldSend() {
        Deciders deciders = new Deciders(BrokerUsers.none());
        assertThat(deciders.refusal(from(null))).isNull();
        assertThat(deciders.own(DEMAND, from(null))).isEqualTo(DEMAND);
        // A broker without users passes on what a client wrote.
        assertThat(deciders.own(DEMAND, from("ana"))).isEqualTo(DEMAND);
    }

    private static Message from(String user) {
        ClientMessageImpl message = new ClientMessageImpl(TEXT, true, 0, 0, PRIORITY, ROOM);
        if (user != null) {
            message.putStringProperty("_AMQ_VALIDATED_USER", user);
        }
        return new ActiveMQMessage(message, null);
    }
}
