package dev.sluice.broker;

import dev.sluice.contract.Contract;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lane;
import dev.sluice.queue.Lanes;
import dev.sluice.queue.Queues;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** What the embedded broker is told of its addresses, and what an external one must be told. */
@Singleton
public class Addresses {

    private static final int DELIVERIES = 100;
    /** Of each queue; what is beyond waits on the disk. There may be a thousand of clients'. */
    private static final long IN_MEMORY = 5L << 20;
    private static final int PAGE = 1 << 20;
    private static final long IN_MEMORY_OF_A_CLIENTS = 64L << 10;
    private static final int PAGE_OF_A_CLIENTS = 32 << 10;
    private static final int PAGES_READ = 4 << 20;

    private final Contract contract;
    private final Providers providers;
    private final Lanes lanes;
    private final Set<String> tenants;

    @Inject
    Addresses(Contract contract, Providers providers, Lanes lanes, BrokerUsers users) {
        this(contract, providers, lanes, users.tenants());
    }

    public Addresses(Contract contract, Providers providers, Lanes lanes, Set<String> tenants) {
        this.tenants = tenants;
        this.contract = contract;
        this.providers = providers;
        this.lanes = lanes;
    }

    void describe(ConfigurationImpl configuration) {
        configuration.addAddressSetting("#", new AddressSettings()
                .setDefaultAddressRoutingType(RoutingType.ANYCAST).setDefaultQueueRoutingType(RoutingType.ANYCAST)
                // ReplyQueues removes them: the broker might do so while a message is on its way to one.
                .setAutoDeleteQueues(false).setAutoDeleteAddresses(false)
                .setDeadLetterAddress(SimpleString.of(Queues.UNDELIVERED))
                .setExpiryAddress(SimpleString.of(Queues.UNDELIVERED))
                .setMaxDeliveryAttempts(DELIVERIES)
                .setRedeliveryDelay(500).setRedeliveryMultiplier(2).setMaxRedeliveryDelay(60_000)
                .setMaxSizeBytes(IN_MEMORY_OF_A_CLIENTS).setPageSizeBytes(PAGE_OF_A_CLIENTS).setMaxReadPageBytes(PAGE));
        needed().forEach(name -> {
            configuration.addAddressSetting(name, settings(name));
            configuration.addAddressConfiguration(new CoreAddressConfiguration().setName(name)
                    .addRoutingType(RoutingType.ANYCAST).addQueueConfiguration(queue(name)));
        });
    }

    /** Adds to a broker that runs what it was not told of yet; nothing is taken away that may hold messages. */
    void addTo(ActiveMQServer running) throws Exception {
        for (String name : needed()) {
            running.getAddressSettingsRepository().addMatch(name, settings(name));
            running.addOrUpdateAddressInfo(new AddressInfo(SimpleString.of(name), RoutingType.ANYCAST));
            running.createQueue(queue(name), true);
        }
    }

    private static AddressSettings settings(String name) {
        return of(name).setAutoCreateAddresses(false).setAutoCreateQueues(false);
    }

    /** What even Sluice cannot move on ends where it would have come, and does not come back to where it was. */
    private static AddressSettings of(String name) {
        // What is delayed is in memory however it is stored, so that paging it would only cost.
        AddressSettings settings = new AddressSettings().setMaxSizeBytes(Queues.isOfAsks(name) ? -1 : IN_MEMORY)
                .setPageSizeBytes(PAGE).setMaxReadPageBytes(PAGES_READ);
        if (name.equals(Queues.UNDELIVERED) || name.equals(Queues.DEAD)) {
            settings.setDeadLetterAddress(SimpleString.of(Queues.DEAD)).setExpiryAddress(SimpleString.of(Queues.DEAD));
        }
        return name.equals(Queues.DEAD) ? settings.setMaxDeliveryAttempts(-1) : settings;
    }

    /** The queues that Sluice reads or writes whoever its upstream systems are. */
    public Set<String> needed() {
        Set<String> names = new LinkedHashSet<>(
                List.of(Queues.UNDELIVERED, Queues.DEAD, Queues.PEOPLE, Queues.BULK, Queues.ATTENTION));
        contract.families().forEach(family -> {
            names.add(Queues.requests(family));
            names.add(Queues.status(family));
            names.add(Queues.results(family));
            tenants.forEach(tenant -> names.add(Queues.results(family, tenant)));
        });
        providers.all().forEach(provider -> {
            names.add(Queues.requests(provider.family(), provider.name()));
            names.add(Queues.webhooks(provider.name()));
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
        return contract.families().stream().map(family -> Queues.requests(family) + "*")
                .collect(Collectors.joining(","));
    }

    /**
     * Who may do what, by Artemis' matches.
     *
     * @param replies what {@code sluice.reply-to.allowed} says
     */
    Map<String, Set<Role>> rights(String replies) {
        return Rights.of(contract.families(), Rights.replies(replies, contract.families(), !tenants.isEmpty()),
                tenants);
    }

    private static QueueConfiguration queue(String name) {
        return QueueConfiguration.of(name).setAddress(name).setRoutingType(RoutingType.ANYCAST).setDurable(true);
    }
}
