package dev.sluice.bench.site;

import dev.sluice.bench.program.Warnings;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Artemis with a journal on the disk that is forced at every commit, told of addresses what docs/deploy.md says. */
public final class BrokerProgram {

    static final String READY = "broker listens";

    private BrokerProgram() {
    }

    /** @param arguments port and folder */
    public static void main(String[] arguments) throws Exception {
        Warnings.only();
        Path folder = Path.of(arguments[1]);
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("bench").setPersistenceEnabled(true).setJournalType(JournalType.NIO)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setSecurityEnabled(false).setJMXManagementEnabled(false).setMaxDiskUsage(-1);
        configuration.addAcceptorConfiguration("clients", "tcp://127.0.0.1:" + arguments[0] + "?protocols=CORE");
        configuration.addAddressSetting("#", new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.ANYCAST).setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAutoDeleteQueues(false).setAutoDeleteAddresses(false)
                .setDeadLetterAddress(SimpleString.of("sluice.undelivered"))
                .setExpiryAddress(SimpleString.of("sluice.undelivered"))
                .setMaxDeliveryAttempts(100).setRedeliveryDelay(500).setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(60_000).setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(5 << 20).setPageSizeBytes(1 << 20).setMaxReadPageBytes(4 << 20));
        configuration.addAddressSetting("sluice.polls.#", new AddressSettings().setMaxSizeBytes(-1));
        new EmbeddedActiveMQ().setConfiguration(configuration).start();
        System.out.println(READY);
    }
}
