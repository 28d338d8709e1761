package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.apache.camel.spi.CamelEvent.CamelContextStoppedEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The broker inside Sluice, for one machine: a journal on the disk, open to Core, AMQP 1.0 and STOMP clients. It starts
 * before Camel's consumers and stops after them.
 */
@Singleton
public class EmbeddedBroker {

    private static final int NAMED = 3;
    /** The share of the heap that messages may have by the broker's own account, which knows of three fifths of what they take. */
    private static final double CROWD = 0.3;

    @ConfigProperty(name = "sluice.broker.embedded")
    boolean embedded;
    @ConfigProperty(name = "sluice.broker.host")
    String host;
    @ConfigProperty(name = "sluice.broker.port")
    int port;
    @ConfigProperty(name = "sluice.data")
    String data;
    @ConfigProperty(name = "sluice.broker.disk-free")
    MemorySize diskFree;
    @ConfigProperty(name = "sluice.broker.username")
    Optional<String> username;
    @ConfigProperty(name = "sluice.broker.password")
    Optional<String> password;

    private final Addresses addresses;
    private volatile EmbeddedActiveMQ broker;

    EmbeddedBroker(Addresses addresses) {
        this.addresses = addresses;
    }

    void start(@Observes BeforeStart event) throws Exception {
        if (!embedded || broker != null) {
            return;
        }
        refuseTakenPort();
        makeFolder();
        EmbeddedActiveMQ starting = new EmbeddedActiveMQ();
        starting.setConfiguration(configuration());
        username.ifPresent(user -> {
            SecurityConfiguration users = new SecurityConfiguration();
            users.addUser(user, password.orElse(""));
            users.addRole(user, "all");
            starting.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        });
        starting.start();
        broker = starting;
    }

    void stop(@Observes CamelContextStoppedEvent event) throws Exception {
        EmbeddedActiveMQ stopping = broker;
        broker = null;
        if (stopping != null) {
            stopping.stop();
        }
    }

    /** Why its messages leave no memory for more that are delayed, in an operator's words; null where they do, or it is not in here. */
    String crowd() {
        if (broker == null || broker.getActiveMQServer().getPagingManager().getGlobalSize() < Runtime.getRuntime().maxMemory() * CROWD) {
            return null;
        }
        return "as many orders are pending as a heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB is for; new requests"
                + " wait until some have ended. Give it more memory";
    }

    /** @throws ConfigProblem where it gave up by itself, which it does when it cannot write */
    void refuseStopped() {
        if (broker != null && !broker.getActiveMQServer().isStarted()) {
            throw new ConfigProblem("setting sluice.data: the embedded broker cannot write to " + data
                    + " any more and gave up; make room or mend the disk, and start again");
        }
    }

    /** Why the broker takes no messages at the moment, in an operator's words; null where it does, or is not in here. */
    String fullness() {
        if (broker == null || !broker.getActiveMQServer().getPagingManager().isDiskFull()) {
            return null;
        }
        String longest = broker.getActiveMQServer().getPostOffice().getAllBindings().filter(QueueBinding.class::isInstance)
                .map(binding -> ((QueueBinding) binding).getQueue())
                .sorted(Comparator.comparingLong(Queue::getMessageCount).reversed()).limit(NAMED)
                .map(queue -> queue.getName() + " holds " + queue.getMessageCount()).collect(Collectors.joining(", "));
        return "less than sluice.broker.disk-free is free on the disk of " + data + ", so it takes no messages and steps keep their"
                + " results; make room, or have messages read: " + longest;
    }

    /** The broker itself would log that it cannot listen, and start all the same. */
    private void refuseTakenPort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new ConfigProblem("settings sluice.broker.host and sluice.broker.port: cannot listen on " + host + ":" + port
                    + " (" + e.getMessage() + "); is another Sluice running? Stop it or set another port");
        }
    }

    private void makeFolder() {
        try {
            Files.createDirectories(Path.of(data, "broker"));
        } catch (IOException e) {
            throw new ConfigProblem("setting sluice.data: the folder " + data + " cannot be made (" + e.getMessage() + ")");
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
                .setSecurityEnabled(username.isPresent()).setJMXManagementEnabled(false)
                .setWildCardConfiguration(new WildcardConfiguration().setRoutingEnabled(false))
                .setSuppressSessionNotifications(true)
                .setMaxDiskUsage(-1).setMinDiskFree(diskFree.asLongValue()).setDiskScanPeriod(1_000);
        configuration.registerBrokerPlugin(new LargestMessage());
        configuration.addAcceptorConfiguration("inside", "vm://0");
        configuration.addAcceptorConfiguration("clients", "tcp://" + BrokerAccess.inUrl(host) + ":" + port
                + "?protocols=CORE,AMQP,STOMP;anycastPrefix=/queue/;suppressInternalManagementObjects=true");
        if (username.isPresent()) {
            configuration.putSecurityRoles("#", Set.of(new Role("all", true, true, true, true, true, true, true, true,
                    true, true, true, true)));
        }
        addresses.describe(configuration);
        return configuration;
    }
}
