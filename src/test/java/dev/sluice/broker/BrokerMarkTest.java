package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.broker.BrokerMark.Adoption;
import dev.sluice.config.ConfigProblem;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Identity;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The mark at a real broker with its own defaults, which make and remove queues by themselves, and with a user's
 * rights.
 */
class BrokerMarkTest {

    private static final TenantsGone NO_TENANTS = new TenantsGone(BrokerUsers.none(), List::of);
    private static final SimpleString MARK = SimpleString.of("sluice.ledger");
    private static final Set<String> ALL = Set.of("createAddress", "createDurableQueue", "deleteDurableQueue");

    @TempDir
    private Path folder;
    private final int port = freePort();
    private final List<AutoCloseable> sessions = new ArrayList<>();
    private final List<AutoCloseable> ledgers = new ArrayList<>();
    private EmbeddedActiveMQ broker;
    private Connections connections;
    private GivenLedger ledger;
    private Identity ours;
    private ClientSession session;

    @BeforeEach
    void start() throws Exception {
        start(ALL);
        ledger = ledger();
        ours = ledger.identity();
    }

    private void start(Set<String> rights) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(true).setJournalType(JournalType.NIO)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString()).setJMXManagementEnabled(false)
                .setMaxDiskUsage(-1)
                .setAddressQueueScanPeriod(50);
        configuration.addAcceptorConfiguration("clients", "tcp://127.0.0.1:" + port + "?protocols=CORE");
        configuration.addAddressSetting("#", new AddressSettings());
        configuration.putSecurityRoles("#", Set.of(new Role("all", true, true, rights.contains("createDurableQueue"),
                rights.contains("deleteDurableQueue"), true, true, true, true, rights.contains("createAddress"), true,
                true, true)));
        broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        SecurityConfiguration users = new SecurityConfiguration(Map.of("sluice", "secret"),
                Map.of("sluice", List.of("all")));
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
        connections = new Connections(
                new BrokerAccess(false, "127.0.0.1", false, Optional.of("tcp://127.0.0.1:" + port),
                        Optional.of("sluice"), Optional.of("secret")),
                BrokerTls.none());
        session = session();
    }

    private void stopBroker() throws Exception {
        for (AutoCloseable one : sessions) {
            one.close();
        }
        broker.stop();
    }

    @AfterEach
    void stop() throws Exception {
        stopBroker();
        for (AutoCloseable one : ledgers) {
            one.close();
        }
    }

    @Test
    void aBrokerWithoutAMarkIsMarkedAndNoOtherLedgerIsServedWithIt() throws Exception {
        assertThat(mark(ours).isOurs(session)).isTrue();
        assertThat(mark(ours).isOurs(session)).isTrue();
        Identity other = ledger().identity();
        assertThatThrownBy(() -> mark(other).isOurs(session)).isInstanceOf(ConfigProblem.class).hasMessageContainingAll(
                "the broker at tcp://127.0.0.1:" + port, ours.value(), other.value(), "./sluice broker adopt");
    }

    @Test
    void ofManyLedgersAtOnceExactlyOneWins() throws Exception {
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            BrokerMark mark = mark(ledger().identity());
            ClientSession own = session();
            starts.add(() -> {
                try {
                    return mark.isOurs(own);
                } catch (ConfigProblem e) {
                    return false;
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(starts.size());
        List<Boolean> won = new ArrayList<>();
        for (Future<Boolean> start : threads.invokeAll(starts)) {
            won.add(start.get());
        }
        threads.shutdown();
        assertThat(won).containsOnlyOnce(true).contains(false);
    }

    @Test
    void noPurgeNoMessageNoConsumerAndNoRestartLosesIt() throws Exception {
        assertThat(mark(ours).isOurs(session)).isTrue();
        session.createProducer(MARK).send(session.createMessage(true));
        assertThatThrownBy(() -> session.createConsumer(MARK)).hasMessageContaining("sluice.ledger");
        assertThat(broker.getActiveMQServer().locateQueue(MARK).deleteAllReferences()).isZero();
        stopBroker();
        start(ALL);
        assertThat(session.queueQuery(MARK).getFilterString().toString()).isEqualTo("ledger = '" + ours.value() + "'");
    }

    @Test
    void nothingIsKnownBeforeTheLedgerIs() throws Exception {
        assertThat(new BrokerMark(ledger.unreached(), connections, NO_TENANTS, false, Adoption.ALWAYS).isOurs(session))
                .isFalse();
        assertThat(session.queueQuery(MARK).isExists()).isFalse();
    }

    @Test
    void aMarkThatIsGoneWhileItsLedgerIsServedIsMadeAgain() throws Exception {
        BrokerMark mark = mark(ours);
        assertThat(mark.isOurs(session)).isTrue();
        session.deleteQueue(MARK);
        assertThat(mark.isOurs(session)).isTrue();
        assertThat(session.queueQuery(MARK).isExists()).isTrue();
    }

    @Test
    void aQueueOfThatNameWhichIsNoMarkIsRefusedUntilItIsAdopted() throws Exception {
        session.createQueue(QueueConfiguration.of("sluice.ledger").setRoutingType(RoutingType.ANYCAST)
                .setFilterString("ledger = 'mine'"));
        assertThatThrownBy(() -> mark(ours).isOurs(session)).hasMessageContaining("marked for no ledger");
        assertThat(new BrokerMark(ours, connections, NO_TENANTS, false, Adoption.ALWAYS).isOurs(session)).isTrue();
    }

    /** At its start; a Sluice that was at it and finds another's mark has been robbed and leaves. */
    @Test
    void alwaysIsAtTheStartAndNotAfterIt() throws Exception {
        assertThat(mark(ours).isOurs(session)).isTrue();
        BrokerMark always = new BrokerMark(ledger().identity(), connections, NO_TENANTS, false, Adoption.ALWAYS);
        assertThat(always.isOurs(session)).isTrue();
        assertThat(new BrokerMark(ledger().identity(), connections, NO_TENANTS, false, Adoption.ALWAYS).isOurs(session))
                .isTrue();
        assertThatThrownBy(() -> always.isOurs(session)).isInstanceOf(ConfigProblem.class);
    }

    /** A copy of a ledger is the same ledger. */
    @Test
    void aLedgerOfOneProcessWaitsWhileAnotherSluiceTakesFromTheBroker() throws Exception {
        session.createQueue(QueueConfiguration.of("sluice.people").setRoutingType(RoutingType.ANYCAST));
        ClientSession other = session();
        var consumer = other.createConsumer("sluice.people");
        BrokerMark mark = mark(ours);
        assertThatThrownBy(() -> mark.isOurs(session)).isInstanceOf(IOException.class)
                .hasMessageContainingAll("another Sluice takes from it", "sluice.ledger.one-process");
        consumer.close();
        assertThat(mark.isOurs(session)).isTrue();
    }

    @Test
    void aRightThatIsWantingIsNamed() throws Exception {
        for (String right : List.of("createAddress", "createDurableQueue")) {
            stopBroker();
            start(Set.copyOf(ALL.stream().filter(one -> !one.equals(right)).toList()));
            assertThatThrownBy(() -> mark(ours).isOurs(session)).isInstanceOf(IOException.class)
                    .hasMessageContaining("lacks the right " + right + " on sluice.ledger");
        }
        stopBroker();
        start(Set.of("createAddress", "createDurableQueue"));
        assertThat(mark(ours).isOurs(session)).isTrue();
        BrokerMark always = new BrokerMark(ledger().identity(), connections, NO_TENANTS, false, Adoption.ALWAYS);
        assertThatThrownBy(() -> always.isOurs(session)).isInstanceOf(IOException.class)
                .hasMessageContaining("lacks the right deleteDurableQueue on sluice.ledger");
    }

    private BrokerMark mark(Identity identity) {
        return new BrokerMark(identity, connections, NO_TENANTS, false, Adoption.WHEN_ASKED);
    }

    private GivenLedger ledger() throws Exception {
        GivenLedger made = new GivenLedger();
        ledgers.add(made);
        return made;
    }

    private ClientSession session() throws Exception {
        ClientSession made = connections.probe();
        made.start();
        sessions.add(() -> Connections.close(made));
        return made;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
