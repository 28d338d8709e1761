package dev.sluice.broker;

import dev.sluice.contract.Contract;
import dev.sluice.lane.Lane;
import dev.sluice.lane.Lanes;
import dev.sluice.provider.Providers;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** What the embedded broker is told of its addresses, and what an external one must be told. */
@Singleton
public class Addresses {

    /** Where the broker puts what it could not deliver; Sluice moves it on to {@code sluice.dead} with its reason. */
    public static final String UNDELIVERED = "sluice.undelivered";
    /** Where what could not be processed lies until a person decides; nothing leaves it by itself. */
    public static final String DEAD = "sluice.dead";

    private static final int DELIVERIES = 100;
    /** Of each queue; what is beyond waits on the disk. There may be a thousand of clients'. */
    private static final long IN_MEMORY = 5L << 20;
    private static final int PAGE = 1 << 20;
    private static final long IN_MEMORY_OF_A_CLIENTS = 64L << 10;
    private static final int PAGE_OF_A_CLIENTS = 32 << 10;
    private static final String ASKS = "sluice.polls.";
    private static final int PAGES_READ = 4 << 20;

    private final Contract contract;
    private final Providers providers;
    private final Lanes lanes;

    Addresses(Contract contract, Providers providers, Lanes lanes) {
        this.contract = contract;
        this.providers = providers;
        this.lanes = lanes;
    }

    void describe(ConfigurationImpl configuration) {
        configuration.addAddressSetting("#", new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.ANYCAST).setDefaultQueueRoutingType(RoutingType.ANYCAST)
                // ReplyQueues removes them: the broker might do so while a message is on its way to one.
                .setAutoDeleteQueues(false).setAutoDeleteAddresses(false)
                .setDeadLetterAddress(SimpleString.of(UNDELIVERED)).setExpiryAddress(SimpleString.of(UNDELIVERED))
                .setMaxDeliveryAttempts(DELIVERIES)
                .setRedeliveryDelay(500).setRedeliveryMultiplier(2).setMaxRedeliveryDelay(60_000)
                .setMaxSizeBytes(IN_MEMORY_OF_A_CLIENTS).setPageSizeBytes(PAGE_OF_A_CLIENTS).setMaxReadPageBytes(PAGE));
        needed().forEach(name -> {
            configuration.addAddressSetting(name, of(name).setAutoCreateAddresses(false).setAutoCreateQueues(false));
            queue(configuration, name);
        });
    }

    /** What even Sluice cannot move on ends where it would have come, and does not come back to where it was. */
    private static AddressSettings of(String name) {
        // What is delayed is in memory however it is stored, so that paging it would only cost.
        AddressSettings settings = new AddressSettings().setMaxSizeBytes(name.startsWith(ASKS) ? -1 : IN_MEMORY)
                .setPageSizeBytes(PAGE).setMaxReadPageBytes(PAGES_READ);
        if (name.equals(UNDELIVERED) || name.equals(DEAD)) {
            settings.setDeadLetterAddress(SimpleString.of(DEAD)).setExpiryAddress(SimpleString.of(DEAD));
        }
        return name.equals(DEAD) ? settings.setMaxDeliveryAttempts(-1) : settings;
    }

    /** The queues that Sluice reads or writes whoever its upstream systems are. */
    Set<String> needed() {
        Set<String> names = new LinkedHashSet<>(List.of(UNDELIVERED, DEAD, "sluice.people", "sluice.attention"));
        contract.families().forEach(family -> {
            names.add(family + ".requests");
            names.add(family + ".results");
        });
        providers.all().forEach(provider -> {
            names.add(provider.family() + ".requests." + provider.name());
            names.add("sluice.webhooks." + provider.name());
        });
        lanes.all().forEach(lane -> {
            names.add(lane.submissions());
            names.add(lane.asks());
        });
        return names;
    }

    /** Where orders wait until they are asked about. */
    List<String> asks() {
        return lanes.all().stream().map(Lane::asks).toList();
    }

    /** The names of all queues from which Sluice takes requests, with {@code *} for any text. */
    String requests() {
        return contract.families().stream().map(family -> family + ".requests*").collect(Collectors.joining(","));
    }

    private static void queue(ConfigurationImpl configuration, String name) {
        configuration.addAddressConfiguration(new CoreAddressConfiguration().setName(name)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfiguration(QueueConfiguration.of(name).setAddress(name)
                        .setRoutingType(RoutingType.ANYCAST).setDurable(true)));
    }
}
