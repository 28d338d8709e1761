package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upstream systems of two tenants: over each protocol none of them gets at what is the other's, or nobody's. */
abstract class TenantRightsMatrix {

    static final String SECRET = RightsMatrix.SECRET;
    static final Map<String, BrokerRole> USERS = Map.of("shop-7", BrokerRole.UPSTREAM, "shop-8", BrokerRole.UPSTREAM,
            "ana", BrokerRole.OPERATOR);
    static final Map<String, String> TENANTS = Map.of("shop-7", "acme", "shop-8", "beta");
    static final List<String> RESULTS = List.of("orders.results", "orders.results.acme", "orders.results.beta");

    private final List<Trespasser> open = new ArrayList<>();

    abstract ActiveMQServer broker();

    abstract int port();

    @AfterEach
    void close() throws Exception {
        for (Trespasser client : open) {
            client.close();
        }
    }

    @Test
    void anUpstreamSystemReadsWhatIsItsTenants() throws Exception {
        for (Trespasser shop : clients("shop-7")) {
            shop.send("orders.requests", "{}");
            for (String queue : List.of("orders.results.acme", "replies.acme", "replies.acme.mine")) {
                GivenBroker.put(broker(), queue, "result");
                assertThat(shop.receive(queue)).as(queue).isEqualTo("result");
            }
        }
    }

    @Test
    void anUpstreamSystemReadsMakesAndSendsNothingThatIsAnothersOrNobodys() throws Exception {
        List<String> others = List.of("orders.results", "orders.results.beta", "orders.results.gamma", "replies.beta",
                "replies.beta.mine", "replies.parked", "replies.acmes");
        for (String queue : List.of("orders.results", "orders.results.beta", "replies.beta.mine", "replies.parked")) {
            GivenBroker.put(broker(), queue, "another's");
        }
        List<String> through = new ArrayList<>();
        for (Trespasser shop : clients("shop-7")) {
            for (String name : others) {
                Stream.of(shop.reads(name), shop.changes(name), shop.sends(name))
                        .flatMap(tries -> tries.entrySet().stream()).filter(attempt -> gotThrough(attempt.getValue()))
                        .forEach(attempt -> through
                                .add(shop.getClass().getSimpleName() + " " + name + ": " + attempt.getKey()));
            }
        }
        assertThat(through).isEmpty();
        for (String queue : List.of("orders.results", "orders.results.beta", "replies.beta.mine", "replies.parked")) {
            assertThat(new CoreTrespasser(port(), "ana", SECRET).receive(queue)).isEqualTo("another's");
        }
    }

    /** It decides which tenant a request is of. */
    @Test
    void theBrokerSaysWhoseARequestIsWhateverTheRequestSays() throws Exception {
        String forged = Message.HDR_VALIDATED_USER.toString();
        CoreTrespasser core = core("shop-7");
        core.send("orders.requests", "{}", forged, "shop-8");
        AmqpTrespasser amqp = amqp("shop-7");
        amqp.send("orders.requests", "{}", forged, "shop-8");
        amqp.send("orders.requests", "x".repeat(300_000), forged, "shop-8");
        amqp.sendAs("orders.requests", "{}", "shop-8");
        new StompTrespasser(port(), "shop-7", SECRET).send("orders.requests", "{}", forged, "shop-8");
        CoreTrespasser own = core("sluice");
        for (int i = 0; i < 5; i++) {
            assertThat(own.property("orders.requests", Message.HDR_VALIDATED_USER)).as("request " + i)
                    .isEqualTo("shop-7");
        }
    }

    private static boolean gotThrough(Trespasser.Try attempt) {
        try {
            return attempt.gotThrough();
        } catch (Exception e) {
            return false;
        }
    }

    private List<Trespasser> clients(String user) throws Exception {
        return List.of(core(user), amqp(user), new StompTrespasser(port(), user, SECRET));
    }

    private CoreTrespasser core(String user) throws Exception {
        CoreTrespasser client = new CoreTrespasser(port(), user, SECRET);
        open.add(client);
        return client;
    }

    private AmqpTrespasser amqp(String user) throws Exception {
        AmqpTrespasser client = new AmqpTrespasser(port(), user, SECRET);
        open.add(client);
        return client;
    }
}
