package dev.sluice.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** A broker outside of Sluice that a test can look into: it runs in the test itself. */
final class WatchedBroker implements AutoCloseable {

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    WatchedBroker(int port, Path folder) throws Exception {
        this(port, folder, null, null);
    }

    /** One that lets only this user in. */
    WatchedBroker(int port, Path folder, String user, String password) throws Exception {
        Quiet.please();
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("outside").setPersistenceEnabled(true).setJournalType(JournalType.NIO)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setSecurityEnabled(user != null).setJMXManagementEnabled(false).setMaxDiskUsage(-1);
        configuration.addAcceptorConfiguration("clients", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP");
        configuration.addAddressSetting("#", new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.ANYCAST).setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAutoDeleteQueues(false).setAutoDeleteAddresses(false)
                .setDeadLetterAddress(SimpleString.of("sluice.undelivered"))
                .setExpiryAddress(SimpleString.of("sluice.undelivered"))
                .setMaxDeliveryAttempts(100).setRedeliveryDelay(500).setRedeliveryMultiplier(2).setMaxRedeliveryDelay(60_000)
                .setMaxSizeBytes(5 << 20).setPageSizeBytes(1 << 20).setMaxReadPageBytes(4 << 20));
        configuration.addAddressSetting("sluice.polls.#", new AddressSettings().setMaxSizeBytes(-1));
        if (user != null) {
            SecurityConfiguration users = new SecurityConfiguration();
            users.addUser(user, password);
            users.addRole(user, "all");
            broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
            configuration.putSecurityRoles("#", Set.of(new Role("all", true, true, true, true, true, true, true, true, true, true, true, true)));
        }
        broker.setConfiguration(configuration);
        broker.start();
    }

    /** Queues of Sluice that nobody reads now; those that it only writes do not count. */
    List<String> unread() {
        return broker.getActiveMQServer().getPostOffice().getAllBindings().filter(QueueBinding.class::isInstance)
                .map(binding -> ((QueueBinding) binding).getQueue()).filter(queue -> queue.getConsumerCount() == 0)
                .map(queue -> queue.getName().toString())
                .filter(name -> name.matches("[a-z]+[.]requests.*|sluice[.].*") && !name.equals("sluice.dead"))
                .collect(Collectors.toList());
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
