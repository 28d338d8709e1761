package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** Connections to the broker: in the same process where it is embedded, else over the network. */
@Singleton
public class Connections {

    @Produces
    @Singleton
    @Typed(ActiveMQConnectionFactory.class)
    ActiveMQConnectionFactory factory(@ConfigProperty(name = "sluice.broker.embedded") boolean embedded,
                                      @ConfigProperty(name = "sluice.broker.url") Optional<String> url,
                                      @ConfigProperty(name = "sluice.broker.username") Optional<String> username,
                                      @ConfigProperty(name = "sluice.broker.password") Optional<String> password) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(embedded ? "vm://0" : url.orElseThrow(() ->
                new ConfigProblem("setting sluice.broker.url: must be set where sluice.broker.embedded is"
                        + " false, for example tcp://broker:61616")));
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
        return factory;
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
