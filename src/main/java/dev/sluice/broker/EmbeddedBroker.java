package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.guard.RequestGuard;
import dev.sluice.provider.PlanTaken;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.apache.camel.spi.CamelEvent.CamelContextStoppedEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The broker inside Sluice, for one machine: a journal on the disk, open to Core, AMQP 1.0 and STOMP clients. It starts
 * before Camel's consumers and stops after them.
 */
@Singleton
public class EmbeddedBroker {

    private static final int NAMED = 3;
    /**
     * The share of the heap that messages may have by the broker's own account, which knows of three fifths of what
     * they take.
     */
    private static final double CROWD = 0.3;
    /** How often the broker looks for queues of replies that nobody uses any more; it takes them at the second look. */
    private static final long UNUSED_LOOK_MILLIS = 10_000;

    @ConfigProperty(name = "sluice.broker.embedded")
    boolean embedded;
    @ConfigProperty(name = "sluice.broker.host")
    String host;
    @ConfigProperty(name = "sluice.broker.port")
    int port;
    @ConfigProperty(name = "sluice.broker.connections")
    int connections;
    @ConfigProperty(name = "sluice.data")
    String data;
    @ConfigProperty(name = "sluice.broker.disk-free")
    MemorySize diskFree;
    @ConfigProperty(name = "sluice.reply-to.allowed")
    Optional<String> allowed;

    private final Addresses addresses;
    private final ReplyTo replyTo;
    private final ReplyQueues replyQueues;
    private final DoorRefusals refusals;
    private final BrokerUsers users;
    private final BrokerTls tls;
    volatile @Nullable ActiveMQServer broker;
    private volatile @Nullable Door door;

    EmbeddedBroker(Addresses addresses, ReplyTo replyTo, ReplyQueues replyQueues, DoorRefusals refusals,
            BrokerUsers users, BrokerTls tls) {
        this.addresses = addresses;
        this.replyTo = replyTo;
        this.replyQueues = replyQueues;
        this.refusals = refusals;
        this.users = users;
        this.tls = tls;
    }

    void start(@Observes BeforeStart event) throws Exception {
        if (!embedded || broker != null) {
            return;
        }
        refuseTakenPort();
        makeFolder();
        BrokerLogin login = new BrokerLogin(users.all(), refusals);
        ActiveMQServer starting = new BoundedBroker(configuration(), login);
        login.guards(starting);
        starting.start();
        replyQueues.lookAfter(starting, addresses.needed(), replyTo::isAllowed, users);
        broker = starting;
    }

    /** Before anybody sends to a queue of it or reads one. */
    void take(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) PlanTaken event) throws Exception {
        ActiveMQServer running = broker;
        Door its = door;
        if (running != null && its != null) {
            its.needs(addresses.needed());
            replyQueues.needs(addresses.needed());
            addresses.addTo(running);
        }
    }

    void stop(@Observes CamelContextStoppedEvent event) throws Exception {
        ActiveMQServer stopping = broker;
        broker = null;
        if (stopping != null) {
            stopping.stop();
        }
    }

    /**
     * Why its messages leave no memory for more that are delayed, in an operator's words; nothing where they do, or it
     * is not in here.
     */
    @Nullable
    String crowd() {
        ActiveMQServer running = broker;
        if (running == null || pending(running) < Runtime.getRuntime().maxMemory() * CROWD) {
            return null;
        }
        return "as many orders are pending as a heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB is for; new requests"
                + " wait until some have ended. Give it more memory";
    }

    /** The bytes that pending orders take by the broker's own account. */
    private long pending(ActiveMQServer running) {
        PagingManager stores = running.getPagingManager();
        long bytes = 0;
        try {
            for (String address : addresses.asks()) {
                bytes += stores.getPageStore(SimpleString.of(address)).getAddressSize();
            }
            return bytes;
        } catch (Exception e) {
            return stores.getGlobalSize();
        }
    }

    /** How many messages of one of its queues wait to be taken, or are taken and not done; NaN where it is not in here. */
    double ready(String queue) {
        Queue its = queue(queue);
        return its == null ? Double.NaN : its.getMessageCount() - its.getScheduledCount();
    }

    /** How many messages of one of its queues are not due yet; NaN where it is not in here. */
    double delayed(String queue) {
        Queue its = queue(queue);
        return its == null ? Double.NaN : its.getScheduledCount();
    }

    private @Nullable Queue queue(String name) {
        ActiveMQServer running = broker;
        return running == null ? null : running.locateQueue(SimpleString.of(name));
    }

    boolean isInside() {
        return embedded;
    }

    /** @throws ConfigProblem where it gave up by itself, which it does when it cannot write */
    void refuseStopped() {
        if (broker != null && !broker.isStarted()) {
            throw new ConfigProblem("setting sluice.data: the embedded broker cannot write to " + data
                    + " any more and gave up; make room or mend the disk, and start again");
        }
    }

    /**
     * Why the broker takes no messages at the moment, in an operator's words; nothing where it does, or is not
     * in here.
     */
    @Nullable
    String fullness() {
        if (broker == null || !broker.getPagingManager().isDiskFull()) {
            return null;
        }
        String longest = broker.getPostOffice().getAllBindings().filter(QueueBinding.class::isInstance)
                .map(binding -> ((QueueBinding) binding).getQueue())
                .sorted(Comparator.comparingLong(Queue::getMessageCount).reversed()).limit(NAMED)
                .map(queue -> queue.getName() + " holds " + queue.getMessageCount()).collect(Collectors.joining(", "));
        return "less than sluice.broker.disk-free is free on the disk of " + data + ", so it takes no messages and"
                + " steps keep their"
                + " results; make room, or have messages read: " + longest;
    }

    /** The broker itself would log that it cannot listen, and start all the same. */
    private void refuseTakenPort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new ConfigProblem(
                    "settings sluice.broker.host and sluice.broker.port: cannot listen on " + host + ":" + port
                            + " (" + e.getMessage() + "); is another Sluice running? Stop it or set another port");
        }
    }

    private void makeFolder() {
        try {
            Files.createDirectories(Path.of(data, "broker"));
        } catch (IOException e) {
            throw new ConfigProblem(
                    "setting sluice.data: the folder " + data + " cannot be made (" + e.getMessage() + ")");
        }
    }

    private ConfigurationImpl configuration() throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        File folder = new File(data, "broker").getAbsoluteFile();
        configuration.setName("sluice").setPersistenceEnabled(true).setJournalType(JournalType.NIO)
                .setJournalDirectory(new File(folder, "journal").getPath())
                .setBindingsDirectory(new File(folder, "bindings").getPath())
                .setLargeMessagesDirectory(new File(folder, "large-messages").getPath())
                .setPagingDirectory(new File(folder, "paging").getPath())
                .setSecurityEnabled(!users.all().isEmpty()).setJMXManagementEnabled(false)
                .setWildCardConfiguration(new WildcardConfiguration().setRoutingEnabled(false))
                .setSuppressSessionNotifications(true)
                .setMaxDiskUsage(-1).setMinDiskFree(diskFree.asLongValue()).setDiskScanPeriod(1_000)
                .setAddressQueueScanPeriod(UNUSED_LOOK_MILLIS);
        configuration.setIncomingInterceptorClassNames(List.of(OwnSessions.class.getName()));
        RequestGuard guard = new RequestGuard();
        guard.init(Map.of("addresses", addresses.requests()));
        Door made = new Door(guard, addresses.needed(), replyTo::isAllowed, replyQueues, refusals);
        door = made;
        configuration.registerBrokerPlugin(made);
        configuration.registerBrokerPlugin(guard);
        configuration.registerBrokerPlugin(replyQueues);
        configuration.addAcceptorConfiguration("inside", "vm://0");
        configuration.addAcceptorConfiguration(new TransportConfiguration(ClientsAcceptor.Factory.class.getName(),
                place(), "clients", clients()));
        if (users.areToldApart()) {
            configuration.setPopulateValidatedUser(true).setTemporaryQueueNamespace(Rights.TEMPORARY);
        }
        addresses.rights(users.areToldApart() ? allowed.orElse("") : "").forEach(configuration::putSecurityRoles);
        addresses.describe(configuration);
        return configuration;
    }

    private Map<String, Object> place() {
        Map<String, Object> place = new HashMap<>(Map.of(
                TransportConstants.HOST_PROP_NAME, host, TransportConstants.PORT_PROP_NAME, port,
                TransportConstants.PROTOCOLS_PROP_NAME, "CORE,AMQP,STOMP",
                TransportConstants.CONNECTIONS_ALLOWED, connections));
        if (tls.isOn()) {
            place.put(ClientsAcceptor.TLS, tls);
        }
        return place;
    }

    /** What the protocols are told. */
    private Map<String, Object> clients() {
        Map<String, Object> more = new HashMap<>(
                Map.of("anycastPrefix", "/queue/,queue://,jms.queue.", "amqpDuplicateDetection", "false",
                        "suppressInternalManagementObjects", "true"));
        // A client that has a certificate takes this before its password.
        if (users.all().values().stream().anyMatch(BrokerUser::isOfCertificateAlone)) {
            more.put("saslMechanisms", "EXTERNAL,PLAIN,ANONYMOUS");
        }
        return more;
    }
}
