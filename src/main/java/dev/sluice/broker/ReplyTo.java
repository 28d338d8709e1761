package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.contract.Contract;
import dev.sluice.step.ReplyQueue;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which queues an upstream system may name for its results: temporary ones, and names that the operator allows. What a
 * producer wrote is looked at as the text that it is: a text with any other character than a queue's name may have is
 * refused before it is matched, so that nobody takes a part of it for a parameter or for another queue.
 */
@Singleton
public class ReplyTo implements ReplyQueue {

    private static final int LONGEST = 255;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    /** What clients put before a queue's name: JMS its kind of destination, STOMP the broker's prefix. */
    private static final Pattern KIND = Pattern.compile("^(?:(?:temp-)?queue://)?(?:queue://|/queue/)?");
    /**
     * Clients of other protocols than ours, at an external broker, have colons in the names of their temporary queues.
     */
    private static final Pattern TEMPORARY = Pattern.compile("[A-Za-z0-9._-]+(?::[A-Za-z0-9._-]+)*");

    private final List<String> names;
    private final List<Pattern> allowed;
    private final Pattern own;
    private final ActiveMQConnectionFactory factory;
    private final ReplyQueues queues;
    private @Nullable ActiveMQConnection connection;
    private @Nullable ClientSession session;

    @Inject
    ReplyTo(@ConfigProperty(name = "sluice.reply-to.allowed") Optional<String> allowed, Contract contract,
            ActiveMQConnectionFactory factory, ReplyQueues queues) {
        this(allowed, contract.families(), factory, queues);
    }

    ReplyTo(Optional<String> allowed, Set<String> families, ActiveMQConnectionFactory factory, ReplyQueues queues) {
        this.names = Stream.of(allowed.orElse("").split(",")).map(String::trim).filter(name -> !name.isEmpty())
                .toList();
        this.allowed = names.stream().map(ReplyTo::pattern).toList();
        this.own = Pattern
                .compile("(?:sluice|activemq)\\..*|(?:" + String.join("|", families) + ")\\.requests(?:\\..*)?");
        this.factory = factory;
        this.queues = queues;
    }

    private static Pattern pattern(String name) {
        if (!NAME.matcher(name.replace('*', 'x')).matches()) {
            throw new ConfigProblem("setting sluice.reply-to.allowed: no queue is allowed by '" + name
                    + "'; names have letters A to Z, digits and . _ - and here * for any of these");
        }
        return Pattern.compile(name.replace(".", "\\.").replace("*", "[A-Za-z0-9._-]*"));
    }

    /** The queue that a reply-to names, without the kind of destination before it; a topic's stays, and is no name. */
    public static String queue(String replyTo) {
        return replyTo.length() > 2 * LONGEST ? replyTo : KIND.matcher(replyTo).replaceFirst("");
    }

    /** Whether it could be the name of a queue for results at all. */
    public static boolean isName(String queue) {
        return queue.length() <= LONGEST && TEMPORARY.matcher(queue).matches();
    }

    /**
     * Whether an upstream system may name this queue and a result can be sent there now: a temporary queue goes with
     * the client that made it, and an allowed name may be a topic's.
     */
    public boolean reaches(@Nullable String queue) {
        if (queue == null || !isName(queue) || own.matcher(queue).matches()) {
            return false;
        }
        try {
            return isThere(SimpleString.of(queue), isAllowed(queue));
        } catch (JMSException | ActiveMQException e) {
            close();
            throw new IllegalStateException("the broker does not say whether results can be sent to a reply-to", e);
        }
    }

    /** The same of a tenant's upstream systems, which may name only the queues of that tenant. */
    public boolean reaches(@Nullable String queue, String tenant) {
        return queue != null && (tenant.isEmpty() || isOf(queue, tenant)) && reaches(queue);
    }

    /** A temporary queue is of whose user made it; at an external broker, that is for the broker to see to. */
    private boolean isOf(String queue, String tenant) {
        return isAllowed(queue) ? names.stream().map(name -> name.replace("*", tenant))
                .anyMatch(own -> queue.equals(own) || queue.startsWith(own + "."))
                : queues.isOf(queue, tenant);
    }

    /** Also whether there are not as many queues as there is room for. */
    @Override
    public boolean takes(@Nullable String queue, String tenant) {
        return queue != null && reaches(queue, tenant) && queues.take(queue);
    }

    /** Whether the operator allows the name. */
    boolean isAllowed(String queue) {
        return isName(queue) && !own.matcher(queue).matches()
                && allowed.stream().anyMatch(pattern -> pattern.matcher(queue).matches());
    }

    private synchronized boolean isThere(SimpleString name, boolean named) throws JMSException, ActiveMQException {
        ClientSession session = session();
        ClientSession.QueueQuery queue = session.queueQuery(name);
        if (queue.isExists()) {
            return name.equals(queue.getAddress()) && queue.getRoutingType() == RoutingType.ANYCAST
                    && (named || queue.isTemporary());
        }
        if (!named) {
            return false;
        }
        ClientSession.AddressQuery address = session.addressQuery(name);
        return address.isAutoCreateQueues()
                && (address.isExists() ? address.isSupportsAnycast() : address.isAutoCreateAddresses());
    }

    private ClientSession session() throws JMSException {
        ClientSession open = session;
        if (connection == null || open == null) {
            ActiveMQConnection opened = (ActiveMQConnection) factory.createConnection();
            connection = opened;
            open = ((ActiveMQSession) opened.createSession(Session.AUTO_ACKNOWLEDGE)).getCoreSession();
            session = open;
        }
        return open;
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
