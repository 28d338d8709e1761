package dev.sluice.broker;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.qpid.protonj2.client.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Each role tries over each protocol everything that the others may, and more. That nothing gets through is seen at the
 * broker, and by the client, which is told so.
 */
abstract class RightsMatrix {

    static final String SECRET = "said-to-nobody-else";
    static final Map<String, BrokerRole> USERS = Map.of("shop-7", BrokerRole.UPSTREAM, "shop-8", BrokerRole.UPSTREAM,
            "ana", BrokerRole.OPERATOR, "sluice", BrokerRole.SLUICE);
    static final String REPLIES = "replies.*";

    private static final List<String> OWN = List.of("sluice.people", "sluice.dead", "sluice.undelivered",
            "sluice.attention", "sluice.ledger", "sluice.submit.hambit", "sluice.polls.hambit",
            "sluice.webhooks.hambit", "sluice.polls.new", "sluice.new", "activemq.management",
            "activemq.notifications", "activemq.new", "$ACTIVEMQ_ARTEMIS_MIRROR_spy", "$ACTIVEMQ_ARTEMIS_FEDERATION",
            "new");
    private static final List<String> REQUESTS = List.of("orders.requests", "orders.requests.hambit", "otp.requests");
    private static final List<String> RESULTS = List.of("orders.results", "licenses.results");
    private static final List<String> WILD = List.of("#", "*", "sluice.#", "sluice.*", "activemq.#", "*.people");

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
    void anUpstreamSystemSendsRequestsAndReadsResults() throws Exception {
        for (Trespasser shop : clients("shop-7")) {
            for (String queue : REQUESTS) {
                long before = queue(queue).getMessagesAdded();
                shop.send(queue, "{}");
                await().until(() -> queue(queue).getMessagesAdded() == before + 1);
            }
            for (String queue : List.of("orders.results", "replies.shop-7", "replies.a.b")) {
                put(queue, "result");
                assertThat(shop.receive(queue)).as(queue).isEqualTo("result");
            }
        }
        assertThat(core("shop-7").changes("replies.made").get("make ANYCAST").gotThrough()).isTrue();
    }

    @Test
    void anUpstreamSystemDoesNothingElse() throws Exception {
        GivenBroker.make(broker(), "replies.shop-7");
        refused("shop-7", Stream.of(OWN, RESULTS, WILD, List.of("replies.shop-7")).flatMap(List::stream).toList(),
                Trespasser::sends);
        refused("shop-7", Stream.of(OWN, REQUESTS, WILD).flatMap(List::stream).toList(), Trespasser::reads);
        refused("shop-7", Stream.of(OWN, REQUESTS, RESULTS, WILD).flatMap(List::stream).toList(),
                Trespasser::changes);
    }

    @Test
    void anOperatorAsksAndLooksAfterDeadLetters() throws Exception {
        for (Trespasser ana : clients("ana")) {
            for (String queue : List.of("sluice.people", "orders.requests", "orders.results")) {
                long before = queue(queue).getMessagesAdded();
                ana.send(queue, "{}");
                await().until(() -> queue(queue).getMessagesAdded() == before + 1);
            }
            for (String queue : List.of("sluice.dead", "sluice.attention")) {
                put(queue, "letter");
                assertThat(ana.receive(queue)).as(queue).isEqualTo("letter");
            }
        }
        // A replay goes where its producer may have no queue any more.
        assertThat(core("ana").changes("replies.replayed").get("make ANYCAST").gotThrough()).isTrue();
    }

    @Test
    void anOperatorDoesNothingElse() throws Exception {
        List<String> own = OWN.stream().filter(name -> !name.equals("sluice.people")).toList();
        refused("ana", Stream.of(own, WILD).flatMap(List::stream).toList(), Trespasser::sends);
        refused("ana", Stream.of(OWN, REQUESTS, WILD).flatMap(List::stream)
                .filter(name -> !List.of("sluice.dead", "sluice.attention").contains(name)).toList(),
                Trespasser::reads);
        refused("ana", Stream.of(OWN, REQUESTS, RESULTS, WILD).flatMap(List::stream).toList(), Trespasser::changes);
    }

    @Test
    void nobodyIsLetInByAnotherPasswordAndNobodyWithout() {
        for (String password : new String[]{"", "wrong", SECRET.toUpperCase(), null}) {
            for (String user : new String[]{"shop-7", "sluice", "nobody", "", null}) {
                assertThatThrownBy(() -> new CoreTrespasser(port(), user, password)).as(user).isNotNull();
                assertThatThrownBy(() -> {
                    // Without a user a connection is opened, on which nothing can be done.
                    try (AmqpTrespasser stranger = new AmqpTrespasser(port(), user, password)) {
                        stranger.send("orders.requests", "{}");
                    }
                }).as(user).isNotNull();
                assertThatThrownBy(() -> new StompTrespasser(port(), user, password).send("orders.requests", "{}"))
                        .as(user).isNotNull();
            }
        }
    }

    @Test
    void aRefusalSaysWhatIsLackingAndTheConnectionGoesOn() throws Exception {
        for (Trespasser shop : clients("shop-7")) {
            // STOMP says only what could not be sent.
            assertThatThrownBy(() -> shop.send("sluice.people", "{}"))
                    .hasMessageContaining(shop instanceof StompTrespasser ? "ERROR" : "permission='SEND'")
                    .hasMessageContaining("sluice.people").hasMessageNotContaining(SECRET);
            assertThatThrownBy(() -> shop.receive("sluice.dead"))
                    .hasMessageContaining(shop instanceof StompTrespasser ? "ERROR" : "permission='CONSUME'")
                    .hasMessageNotContaining(SECRET);
            shop.send("orders.requests", "{}");
        }
    }

    /** Its name may be known: it stands in a request. */
    @Test
    void aTemporaryQueueIsForWhoMadeIt() throws Exception {
        CoreTrespasser shop = core("shop-7");
        AmqpTrespasser amqp = amqp("shop-7");
        Receiver receiver = amqp.temporary();
        for (String mine : List.of(shop.temporary("0e8a7c1c-4c7c-11f0-9d5e-0242ac120002"), receiver.address())) {
            put(mine, "answer");
            for (String other : othersMayTakeTemporary() ? List.<String>of() : List.of("shop-8", "ana")) {
                refused(other, List.of(mine), Trespasser::reads);
                refused(other, List.of(mine), Trespasser::changes);
            }
            refused("shop-8", List.of(mine), Trespasser::sends);
            assertThat(queue(mine)).as(mine).isNotNull();
        }
        assertThat(shop.receive("0e8a7c1c-4c7c-11f0-9d5e-0242ac120002")).isEqualTo("answer");
        assertThat(String.valueOf(receiver.receive().message().body())).isEqualTo("answer");
    }

    /** Whether who knows its name may read a temporary queue; of the broker itself it depends on the role alone. */
    boolean othersMayTakeTemporary() {
        return false;
    }

    @Test
    void theBrokerSaysWhoseAMessageIsWhateverTheMessageSays() throws Exception {
        CoreTrespasser core = core("ana");
        core.send("sluice.people", "{}", "_AMQ_VALIDATED_USER", "sluice");
        for (String body : List.of("{}", "x".repeat(300_000))) {
            assertThatThrownBy(() -> amqp("ana").send("sluice.people", body, "_AMQ_VALIDATED_USER", "sluice"))
                    .hasMessageContaining("Rejected");
        }
        assertThatThrownBy(() -> amqp("ana").sendAs("sluice.people", "{}", "sluice"))
                .hasMessageContaining("Rejected");
        amqp("ana").sendAs("sluice.people", "{}", "ana");
        amqp("ana").sendAs("orders.results", "{}", "whom a result is from is nobody's matter");
        new StompTrespasser(port(), "ana", SECRET).send("sluice.people", "{}", "_AMQ_VALIDATED_USER", "sluice");
        CoreTrespasser own = core("sluice");
        for (int i = 0; i < 3; i++) {
            assertThat(own.property("sluice.people", Message.HDR_VALIDATED_USER)).isEqualTo("ana");
        }
    }

    private void refused(String user, List<String> names,
            BiFunction<Trespasser, String, Map<String, Trespasser.Try>> of)
            throws Exception {
        Map<String, String> before = seen(names);
        List<String> through = new ArrayList<>();
        for (Trespasser client : clients(user)) {
            for (String name : names) {
                String as = user + " " + client.getClass().getSimpleName() + " " + name + ": ";
                of.apply(client, name).forEach((what, attempt) -> {
                    if (gotThrough(attempt)) {
                        through.add(as + what);
                    }
                });
                for (String other : List.of("/queue/" + name, "queue://" + name, "jms.queue." + name,
                        name + "::" + name,
                        "orders.requests::" + name, "replies.mine::" + name, name + "::replies.mine", " " + name)) {
                    // What the client hears of a name that means another one, or nothing, is no matter.
                    of.apply(client, other).values().stream().limit(2).forEach(RightsMatrix::gotThrough);
                }
            }
        }
        assertThat(through).isEmpty();
        // What a client has left is noticed a moment later.
        await().untilAsserted(() -> {
            Map<String, String> after = seen(names);
            assertThat(after.entrySet()).isSubsetOf(before.entrySet());
            assertThat(before.entrySet()).isSubsetOf(after.entrySet());
        });
        forgetOwn();
    }

    /** Queues of any other name that a user made where it may: at an address for replies. */
    private void forgetOwn() throws Exception {
        for (QueueBinding bound : broker().getPostOffice().getAllBindings().filter(QueueBinding.class::isInstance)
                .map(QueueBinding.class::cast).toList()) {
            if (bound.getAddress().startsWith(SimpleString.of("replies."))
                    && !bound.getUniqueName().equals(bound.getAddress())) {
                broker().destroyQueue(bound.getUniqueName());
            }
        }
    }

    private static boolean gotThrough(Trespasser.Try attempt) {
        try {
            return attempt.gotThrough();
        } catch (Exception e) {
            return false;
        }
    }

    /** What there is of these names, and all names that are neither replies' nor of temporary queues. */
    private Map<String, String> seen(List<String> names) {
        Map<String, String> seen = new TreeMap<>();
        broker().getPostOffice().getAllBindings().forEach(binding -> {
            String name = binding.getUniqueName().toString();
            String text = binding.getAddress() + " " + binding.getFilter();
            if (binding instanceof QueueBinding bound && names.contains(name)) {
                Queue queue = bound.getQueue();
                text += " " + queue.getRoutingType() + " " + queue.getMessagesAdded() + " "
                        + queue.getMessagesAcknowledged() + " " + queue.getConsumerCount() + " "
                        + queue.getMessageCount();
            }
            String address = binding.getAddress().toString();
            if (!isAnybodys(binding.getAddress()) || names.contains(name) && name.equals(address)
                    || names.contains(address) && !address.startsWith("replies.")) {
                seen.put(name, text);
            } else if (name.matches("sluice\\..*|[a-z]+\\.(requests|results)(\\..*)?")) {
                seen.put(name, "is where an upstream system may be: " + binding.getAddress());
            }
        });
        broker().getPostOffice().getAddresses().stream().filter(name -> !isAnybodys(name))
                .forEach(name -> seen.put("address " + name,
                        broker().getAddressInfo(name).getRoutingTypes().toString()));
        return seen;
    }

    private static boolean isAnybodys(SimpleString address) {
        return address.toString().matches("replies\\..*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    Queue queue(String name) {
        return broker().locateQueue(SimpleString.of(name));
    }

    private void put(String queue, String body) throws Exception {
        GivenBroker.put(broker(), queue, body);
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

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
