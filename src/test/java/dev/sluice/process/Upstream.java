package dev.sluice.process;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.qpid.jms.JmsConnectionFactory;

/** How an upstream system reaches the broker: AMQP 1.0, with a client that shares no code with the broker's own. */
final class Upstream {

    private static final String OPTIONS = "jms.connectTimeout=15000&jms.sendTimeout=30000&jms.forceSyncSend=true";

    private Upstream() {
    }

    static JmsConnectionFactory factory(int brokerPort) {
        Quiet.please();
        return new JmsConnectionFactory("amqp://127.0.0.1:" + brokerPort + "?" + OPTIONS);
    }

    /** Whichever of the brokers answers. */
    static JmsConnectionFactory factory(List<Integer> brokerPorts) {
        Quiet.please();
        return new JmsConnectionFactory(
                brokerPorts.stream().map(port -> "amqp://127.0.0.1:" + port)
                        .collect(Collectors.joining(",", "failover:(", ")?"))
                        + "failover.startupMaxReconnectAttempts=1&failover.maxReconnectAttempts=1&" + OPTIONS);
    }
}
