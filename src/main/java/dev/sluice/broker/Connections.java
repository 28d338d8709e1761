package dev.sluice.broker;

import dev.sluice.watch.Ending;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** Connections to the broker: in the same process where it is embedded, else over the network. */
@Singleton
public class Connections {

    private static final String INSIDE = "vm://0";
    private static final int PROBE_MILLIS = 2000;
    private static final int CONNECT_MILLIS = 5000;
    private static final long CHECK_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 10_000;

    private final String url;
    private final BrokerAccess access;
    private final BrokerTls tls;

    Connections(BrokerAccess access, BrokerTls tls) {
        this.url = access.url().orElse(INSIDE);
        this.access = access;
        this.tls = tls;
    }

    @Produces
    @Singleton
    @Typed(ActiveMQConnectionFactory.class)
    ActiveMQConnectionFactory factory() {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(SecuredClients.plain(url));
        access.username().ifPresent(factory::setUser);
        access.password().ifPresent(factory::setPassword);
        // At the default of 1 MiB one consumer hoards the backlog while the others wait for work.
        factory.setConsumerWindowSize(8192);
        // All is sent in transactions: the commit waits for what was sent, and fails where one of it was refused.
        factory.setBlockOnDurableSend(false);
        // The consumers connect again by themselves, and say so; a client that did it for them would hide that they are
        // gone.
        factory.setReconnectAttempts(0);
        // It may be another broker that a connection fails over to, and nobody would have looked whose it is.
        factory.getServerLocator().setFailoverAttempts(0);
        factory.setClientFailureCheckPeriod(CHECK_MILLIS);
        factory.setConnectionTTL(CHECK_MILLIS * 3);
        // A connection that breaks in the middle of a commit is let go only when that call ends, and nothing is taken
        // on it before.
        if (factory.getCallTimeout() == ActiveMQClient.DEFAULT_CALL_TIMEOUT) {
            factory.setCallTimeout(ANSWER_MILLIS);
        }
        prepare(factory.getServerLocator(), CONNECT_MILLIS);
        factory.setDeserializationAllowList("none");
        factory.getServerLocator().addIncomingInterceptor(new SoundMessages());
        return factory;
    }

    /** A session of its own that gives up at once where the broker is away, to look with and not to work with. */
    ClientSession probe() throws ActiveMQException {
        ServerLocator locator = null;
        try {
            locator = ActiveMQClient.createServerLocator(SecuredClients.plain(url)).setReconnectAttempts(0)
                    .setFailoverAttempts(0)
                    .setInitialConnectAttempts(1).setCallTimeout(PROBE_MILLIS).setConnectionTTL(PROBE_MILLIS * 2L)
                    .setClientFailureCheckPeriod(PROBE_MILLIS);
            prepare(locator, PROBE_MILLIS);
            return locator.createSessionFactory().createSession(access.username().orElse(null),
                    access.password().orElse(null), false, true, true, false, 0);
        } catch (Exception e) {
            if (locator != null) {
                locator.close();
            }
            throw e instanceof ActiveMQException known ? known
                    : new ActiveMQException(e.getMessage(), e, ActiveMQExceptionType.NOT_CONNECTED);
        }
    }

    /** Closes all that {@link #probe()} opened; a session alone leaves its connection behind. */
    static void close(ClientSession probe) {
        probe.getSessionFactory().getServerLocator().close();
    }

    /** The broker and where it is, as a log may name it. */
    String broker() {
        return url.equals(INSIDE) ? "the embedded broker" : "the broker at " + url.replaceAll("[?;][^,)]*", "");
    }

    /** The addresses behind it; none inside the process. */
    List<InetSocketAddress> addresses(ActiveMQConnectionFactory factory) {
        return Stream.of(factory.getStaticConnectors()).map(TransportConfiguration::getParams)
                .filter(parameters -> parameters.containsKey(TransportConstants.PORT_PROP_NAME))
                .map(parameters -> InetSocketAddress.createUnresolved(
                        String.valueOf(parameters.get(TransportConstants.HOST_PROP_NAME)),
                        Integer.parseInt(String.valueOf(parameters.get(TransportConstants.PORT_PROP_NAME)))))
                .toList();
    }

    private void prepare(ServerLocator locator, int millis) {
        for (TransportConfiguration place : locator.getStaticTransportConfigurations()) {
            place.getParams().putIfAbsent(TransportConstants.NETTY_CONNECT_TIMEOUT, millis);
        }
        if (BrokerAccess.isSecured(url)) {
            SecuredClients.secure(locator, tls.client());
        }
    }

    @Produces
    @Singleton
    @Named("quietConsumers")
    @Unremovable
    MessageListenerContainerFactory consumers() {
        return QuietContainer::new;
    }

    @Produces
    @Singleton
    @Named("batchConsumers")
    @Unremovable
    MessageListenerContainerFactory batches() {
        return BatchContainer::new;
    }

    /** The pool, without which Camel opens a connection a message. */
    @Produces
    @Singleton
    @Unremovable
    ConnectionFactory pool(ActiveMQConnectionFactory factory, BrokerMark mark, Ending ending) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(new OwnBroker(factory, mark, ending));
        pool.setMaxConnections(4);
        pool.setMaxSessionsPerConnection(2000);
        return pool;
    }
}
