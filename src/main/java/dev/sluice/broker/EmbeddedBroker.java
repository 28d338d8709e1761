package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.contract.Contract;
import dev.sluice.lane.Lanes;
import dev.sluice.provider.Providers;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.apache.camel.spi.CamelEvent.CamelContextStoppedEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The broker inside Sluice, for one machine: a journal on the disk, open to Core, AMQP 1.0 and STOMP clients. It starts
 * before Camel's consumers and stops after them. What it is told of addresses is what an external broker must be told.
 */
@Singleton
public class EmbeddedBroker {

    /** Where the broker puts what it could not deliver; Sluice moves it on to {@code sluice.dead} with its reason. */
    static final String UNDELIVERED = "sluice.undelivered";

    private static final int DELIVERIES = 100;
    private static final long FREE_DISK = 256L << 20;

    @ConfigProperty(name = "sluice.broker.embedded")
    boolean embedded;
    @ConfigProperty(name = "sluice.broker.host")
    String host;
    @ConfigProperty(name = "sluice.broker.port")
    int port;
    @ConfigProperty(name = "sluice.data")
    String data;
    @ConfigProperty(name = "sluice.broker.username")
    Optional<String> username;
    @ConfigProperty(name = "sluice.broker.password")
    Optional<String> password;

    private final Providers providers;
    private final Lanes lanes;
    private final Contract contract;
    private EmbeddedActiveMQ broker;

    EmbeddedBroker(Providers providers, Lanes lanes, Contract contract) {
        this.providers = providers;
        this.lanes = lanes;
        this.contract = contract;
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
        if (broker != null) {
            broker.stop();
            broker = null;
        }
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
                .setMaxDiskUsage(-1).setMinDiskFree(FREE_DISK);
        configuration.registerBrokerPlugin(new LargestMessage());
        configuration.addAcceptorConfiguration("inside", "vm://0");
        configuration.addAcceptorConfiguration("clients", "tcp://" + host + ":" + port
                + "?protocols=CORE,AMQP,STOMP;anycastPrefix=/queue/;suppressInternalManagementObjects=true");
        configuration.addAddressSetting("#", new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.ANYCAST).setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAutoDeleteQueues(false).setAutoDeleteAddresses(false)
                .setDeadLetterAddress(SimpleString.of(UNDELIVERED)).setExpiryAddress(SimpleString.of(UNDELIVERED))
                .setMaxDeliveryAttempts(DELIVERIES)
                .setRedeliveryDelay(500).setRedeliveryMultiplier(2).setMaxRedeliveryDelay(60_000));
        if (username.isPresent()) {
            configuration.putSecurityRoles("#", Set.of(new Role("all", true, true, true, true, true, true, true, true,
                    true, true, true, true)));
        }
        queue(configuration, UNDELIVERED);
        queue(configuration, "sluice.dead");
        queue(configuration, "sluice.people");
        queue(configuration, "sluice.attention");
        contract.families().forEach(family -> {
            queue(configuration, family + ".requests");
            queue(configuration, family + ".results");
        });
        providers.all().forEach(provider -> {
            queue(configuration, provider.family() + ".requests." + provider.name());
            queue(configuration, "sluice.webhooks." + provider.name());
        });
        lanes.all().forEach(lane -> {
            queue(configuration, lane.submissions());
            queue(configuration, lane.asks());
        });
        return configuration;
    }

    private static void queue(ConfigurationImpl configuration, String name) {
        configuration.addAddressConfiguration(new CoreAddressConfiguration().setName(name)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfiguration(QueueConfiguration.of(name).setAddress(name)
                        .setRoutingType(RoutingType.ANYCAST).setDurable(true)));
    }
}
