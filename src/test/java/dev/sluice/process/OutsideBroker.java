package dev.sluice.process;

import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** A broker outside of Sluice with a journal on the disk, told of addresses what an external broker must be told. */
final class OutsideBroker implements AutoCloseable {

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    OutsideBroker(int port, Path folder) throws Exception {
        Quiet.please();
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("outside").setPersistenceEnabled(true).setJournalType(JournalType.NIO)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setSecurityEnabled(false).setJMXManagementEnabled(false).setMaxDiskUsage(-1);
        configuration.addAcceptorConfiguration("clients", "tcp://127.0.0.1:" + port + "?protocols=CORE,AMQP");
        configuration.addAddressSetting("#", new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.ANYCAST).setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAutoDeleteQueues(false).setAutoDeleteAddresses(false)
                .setDeadLetterAddress(SimpleString.of("sluice.undelivered"))
                .setExpiryAddress(SimpleString.of("sluice.undelivered"))
                .setMaxDeliveryAttempts(100).setRedeliveryDelay(500).setRedeliveryMultiplier(2).setMaxRedeliveryDelay(60_000));
        broker.setConfiguration(configuration);
        broker.start();
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
