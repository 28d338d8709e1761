package dev.sluice.broker;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** Which queues an upstream system may name for its results: temporary ones, and names that the operator allows. */
@Singleton
public class ReplyTo {

    private final List<Pattern> allowed;
    private final ActiveMQConnectionFactory factory;
    private final ReplyQueues queues;
    private ActiveMQConnection connection;

    ReplyTo(@ConfigProperty(name = "sluice.reply-to.allowed") Optional<String> allowed, ActiveMQConnectionFactory factory,
            ReplyQueues queues) {
        this.allowed = Stream.of(allowed.orElse("").split(",")).map(String::trim).filter(name -> !name.isEmpty())
                .map(name -> Pattern.compile(Stream.of(name.split("\\*", -1)).map(Pattern::quote)
                        .reduce((one, other) -> one + "[^\\s,:*#]*" + other).orElseThrow())).toList();
        this.factory = factory;
        this.queues = queues;
    }

    public boolean isAllowed(String queue) {
        return isNamed(queue) || isTemporary(queue);
    }

    /**
     * Whether a result can be sent there now: a temporary queue goes with the client that made it, and there are no more
     * queues than memory is for.
     */
    public boolean reachable(String queue) {
        return queue != null && isAllowed(queue) && queues.take(queue);
    }

    /** Whether the operator allows the name. */
    boolean isNamed(String queue) {
        return allowed.stream().anyMatch(pattern -> pattern.matcher(queue).matches());
    }

    private boolean isTemporary(String queue) {
        try {
            return query(queue);
        } catch (JMSException | ActiveMQException e) {
            close();
            throw new IllegalStateException("the broker does not say whether a reply-to is a temporary queue", e);
        }
    }

    private synchronized boolean query(String queue) throws JMSException, ActiveMQException {
        if (connection == null) {
            connection = (ActiveMQConnection) factory.createConnection();
        }
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            ClientSession core = ((ActiveMQSession) session).getCoreSession();
            ClientSession.QueueQuery found = core.queueQuery(SimpleString.of(queue));
            return found.isExists() && found.isTemporary();
        }
    }

    private synchronized void close() {
        Optional.ofNullable(connection).ifPresent(open -> {
            try {
                open.close();
            } catch (JMSException e) {
                // it is given up anyway
            }
        });
        connection = null;
    }
}
