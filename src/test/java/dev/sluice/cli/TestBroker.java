package dev.sluice.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** A real broker in memory with the queues of a Sluice that people and upstream systems use, on a port of its own. */
public final class TestBroker implements AutoCloseable {

    private static final List<String> QUEUES = List.of("orders.requests", "orders.results", "otp.requests",
            "otp.results", "licenses.requests", "dead", "sluice.dead", "sluice.people", "sluice.attention");

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    public TestBroker(int port) throws Exception {
        Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port + "?protocols=CORE");
        configuration.addAddressSetting("#", new AddressSettings().setDeadLetterAddress(SimpleString.of("dead"))
                .setExpiryAddress(SimpleString.of("dead")));
        for (String queue : QUEUES) {
            configuration.addQueueConfiguration(
                    QueueConfiguration.of(queue).setAddress(queue).setRoutingType(RoutingType.ANYCAST));
        }
        broker.setConfiguration(configuration);
        broker.start();
    }

    public int port() {
        return ((NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("tcp")).getActualPort();
    }

    public BrokerClient client() {
        return BrokerClient.connect(BrokerSettings.read(Path.of("nowhere"), environment()));
    }

    public Map<String, String> environment() {
        return Map.of("SLUICE_BROKER_PORT", Integer.toString(port()));
    }

    /** From now on takes no message more for this queue. */
    public void fill(String queue) {
        broker.getActiveMQServer().getAddressSettingsRepository().addMatch(queue,
                new AddressSettings().setMaxSizeBytes(1)
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL));
    }

    public long waiting(String queue) {
        return broker.getActiveMQServer().locateQueue(queue).getMessageCount();
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
