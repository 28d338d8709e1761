package dev.sluice.process;

import org.apache.qpid.jms.JmsConnectionFactory;

/** How an upstream system reaches the broker: AMQP 1.0, with a client that shares no code with the broker's own. */
final class Upstream {

    private Upstream() {
    }

    static JmsConnectionFactory factory(int brokerPort) {
        Quiet.please();
        return new JmsConnectionFactory("amqp://127.0.0.1:" + brokerPort
                + "?jms.connectTimeout=3000&jms.sendTimeout=5000&jms.forceSyncSend=true");
    }
}
