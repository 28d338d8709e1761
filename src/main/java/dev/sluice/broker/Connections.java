package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** Connections to the broker: in the same process where it is embedded, else over the network. */
@Singleton
public class Connections {

    private static final int PROBE_MILLIS = 2000;

    private final String url;
    private final Optional<String> username;
    private final Optional<String> password;

    Connections(@ConfigProperty(name = "sluice.broker.embedded") boolean embedded,
                @ConfigProperty(name = "sluice.broker.url") Optional<String> url,
                @ConfigProperty(name = "sluice.broker.username") Optional<String> username,
                @ConfigProperty(name = "sluice.broker.password") Optional<String> password) {
        this.url = embedded ? "vm://0" : url.orElseThrow(() -> new ConfigProblem("setting sluice.broker.url: must be set"
                + " where sluice.broker.embedded is false, for example tcp://broker:61616"));
        if (!this.url.matches("\\(?(vm|tcp|ssl)://.+")) {
            throw new ConfigProblem("setting sluice.broker.url: must be an Artemis URL such as tcp://broker:61616");
        }
        this.username = username;
        this.password = password;
    }

    @Produces
    @Singleton
    @Typed(ActiveMQConnectionFactory.class)
    ActiveMQConnectionFactory factory() {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        username.ifPresent(factory::setUser);
        password.ifPresent(factory::setPassword);
        // At the default of 1 MiB one consumer hoards the backlog while the others wait for work.
        factory.setConsumerWindowSize(8192);
        factory.setReconnectAttempts(-1);
        factory.setRetryInterval(500);
        factory.setRetryIntervalMultiplier(1.5);
        factory.setMaxRetryInterval(5000);
        factory.setCallFailoverTimeout(5000);
        factory.setDeserializationAllowList("none");
        factory.getServerLocator().addIncomingInterceptor(new SoundMessages());
        return factory;
    }

    /** A session of its own that gives up at once where the broker is away, to look with and not to work with. */
    public ClientSession probe() throws ActiveMQException {
        try {
            ServerLocator locator = ActiveMQClient.createServerLocator(url).setReconnectAttempts(0)
                    .setInitialConnectAttempts(1).setCallTimeout(PROBE_MILLIS).setConnectionTTL(PROBE_MILLIS * 2L)
                    .setClientFailureCheckPeriod(PROBE_MILLIS);
            return locator.createSessionFactory().createSession(username.orElse(null), password.orElse(null), false, true,
                    true, false, 0);
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException(e.getMessage(), e, ActiveMQExceptionType.NOT_CONNECTED);
        }
    }

    /** The pool, without which Camel opens a connection a message. */
    @Produces
    @Singleton
    @Unremovable
    ConnectionFactory pool(ActiveMQConnectionFactory factory) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        pool.setMaxConnections(4);
        pool.setMaxSessionsPerConnection(2000);
        return pool;
    }
}
