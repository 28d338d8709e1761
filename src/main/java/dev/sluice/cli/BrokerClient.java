package dev.sluice.cli;

import dev.sluice.broker.BrokerAccess;
import dev.sluice.broker.SecuredClients;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker and one transacted session on it; for one thread. Every method throws {@link Problem}
 * when the broker is away or refuses.
 */
public final class BrokerClient implements AutoCloseable {

    private static final long CALL_TIMEOUT_MS = 10_000;
    private static final int ASKS_FOR_MORE = 4;

    private final BrokerSettings settings;
    private final Connection connection;
    private final ActiveMQSession session;
    private final Map<String, MessageConsumer> consumers = new HashMap<>();

    private BrokerClient(BrokerSettings settings, Connection connection) throws JMSException {
        this.settings = settings;
        this.connection = connection;
        this.session = (ActiveMQSession) connection.createSession(true, Session.SESSION_TRANSACTED);
        connection.start();
    }

    public static BrokerClient connect(BrokerSettings settings) {
        Optional<SSLContext> tls = settings.context();
        try {
            ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(SecuredClients.plain(settings.url()));
            if (BrokerAccess.isSecured(settings.url())) {
                SecuredClients.secure(factory.getServerLocator(), tls.map(context -> () -> context));
            }
            factory.setInitialConnectAttempts(1);
            factory.setReconnectAttempts(0);
            factory.setCallTimeout(CALL_TIMEOUT_MS);
            return new BrokerClient(settings, factory.createConnection(settings.username(), settings.password()));
        } catch (JMSSecurityException e) {
            throw Problem.failed("the broker at " + settings.address() + " refuses "
                    + (settings.username() == null ? "a connection without a user" : "the user " + settings.username())
                    + "; set SLUICE_BROKER_USERNAME and SLUICE_BROKER_PASSWORD.", e);
        } catch (JMSException e) {
            throw Problem.failed((tls.isPresent() ? tlsFault(settings, tls.get()) : needsTls(settings))
                    .map(fault -> "the broker at " + settings.address() + " " + fault)
                    .orElse("no broker answers at " + settings.address() + "; is Sluice running? Start it with"
                            + " ./sluice run, or set SLUICE_BROKER_HOST and SLUICE_BROKER_PORT, or"
                            + " SLUICE_BROKER_URL."),
                    e);
        } catch (RuntimeException e) {
            throw Problem.failed("the broker's address " + settings.address() + " is not one such as"
                    + " tcp://127.0.0.1:61616; mend SLUICE_BROKER_URL (setting sluice.broker.url).", e);
        }
    }

    /** Of a port that was named as one in the clear. */
    private static Optional<String> needsTls(BrokerSettings settings) {
        if (BrokerAccess.isSecured(settings.url())) {
            return Optional.empty();
        }
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(SecuredClients.plain(settings.url()))) {
            return Stream.of(factory.getStaticConnectors()).anyMatch(BrokerTlsFault::takesTls)
                    ? Optional
                            .of("takes TLS alone there; write ssl:// in SLUICE_BROKER_URL (setting sluice.broker.url).")
                    : Optional.empty();
        }
    }

    private static Optional<String> tlsFault(BrokerSettings settings, SSLContext context) {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(SecuredClients.plain(settings.url()))) {
            return Stream.of(factory.getStaticConnectors()).map(place -> BrokerTlsFault.at(place, context))
                    .flatMap(Optional::stream).findFirst();
        }
    }

    /** Whether the queue exists; asking does not make it. */
    public boolean has(String queue) {
        try {
            return session.getCoreSession().queueQuery(SimpleString.of(queue)).isExists();
        } catch (ActiveMQException e) {
            throw lost(e);
        }
    }

    /** How much waits on the queue and how many read it, where there is such a queue. */
    public Optional<QueueState> state(String queue) {
        try {
            ClientSession.QueueQuery found = session.getCoreSession().queueQuery(SimpleString.of(queue));
            return found.isExists()
                    ? Optional.of(new QueueState(queue, found.getMessageCount(), found.getConsumerCount()))
                    : Optional.empty();
        } catch (ActiveMQException e) {
            throw lost(e);
        }
    }

    /**
     * The broker would make a misspelt queue by itself, and nobody would ever read it.
     *
     * @throws Problem where there is no such queue
     */
    public void mustHave(String queue) {
        if (!has(queue)) {
            throw Problem.failed("the broker at " + settings.address() + " has no queue \"" + queue
                    + "\"; check the name, and that Sluice runs on that broker.");
        }
    }

    /** Persistent; visible to others after {@link #commit}. */
    public void send(String queue, Body body, @Nullable String replyTo, @Nullable String correlationId) {
        run(session -> {
            Message message = body.toMessage(session);
            message.setJMSCorrelationID(correlationId);
            if (replyTo != null) {
                message.setJMSReplyTo(session.createQueue(replyTo));
            }
            session.createProducer(session.createQueue(queue)).send(message);
        });
    }

    /**
     * Looks at what waits on the queue, oldest first; it stays there. Nothing is looked at where there is no such queue.
     *
     * @param selector of JMS, or none for everything
     */
    public void browse(String queue, @Nullable String selector, Look look) {
        if (!has(queue)) {
            return;
        }
        run(session -> {
            try (QueueBrowser browser = session.createBrowser(session.createQueue(queue), selector)) {
                Enumeration<?> messages = browser.getEnumeration();
                boolean on = true;
                while (on && hasMore(messages)) {
                    on = look.at((Message) messages.nextElement());
                }
            }
        });
    }

    /** Of a long queue the broker says that nothing is left also where it has just not read on yet. */
    private static boolean hasMore(Enumeration<?> messages) {
        return IntStream.range(0, ASKS_FOR_MORE).anyMatch(ask -> messages.hasMoreElements());
    }

    /**
     * The next message of the queue, or none after the wait; it is gone from the queue after {@link #commit}.
     *
     * @param waitMs milliseconds, 0 for not at all
     */
    public @Nullable Waiting take(String queue, long waitMs) {
        if (!consumers.containsKey(queue) && !has(queue)) {
            return null;
        }
        return call(session -> {
            MessageConsumer consumer = consumers.get(queue);
            if (consumer == null) {
                consumer = session.createConsumer(session.createQueue(queue));
                consumers.put(queue, consumer);
            }
            Message message = waitMs == 0 ? consumer.receiveNoWait() : consumer.receive(waitMs);
            return message == null ? Optional.<Waiting>empty() : Optional.of(Waiting.of(queue, message));
        }).orElse(null);
    }

    public void commit() {
        run(Session::commit);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            // The broker may be gone already, and then there is nothing left to close.
        }
    }

    /** What needs more of the session than the other methods give; the session is this client's own. */
    public <T> T call(Call<T> call) {
        try {
            return call.on(session);
        } catch (JMSSecurityException e) {
            throw Problem.failed("the broker at " + settings.address() + " does not allow this user to do that: "
                    + e.getMessage(), e);
        } catch (JMSException e) {
            throw lost(e);
        }
    }

    /** The same for what gives nothing back. */
    public void run(Errand errand) {
        call(session -> {
            errand.on(session);
            return true;
        });
    }

    private Problem lost(Exception e) {
        return Problem.failed("the connection to the broker at " + settings.address() + " is lost ("
                + e.getMessage() + "); is Sluice still running?", e);
    }

    /** Something that is done with a message that stays where it is; false ends the looking. */
    public interface Look {
        boolean at(Message message) throws JMSException;
    }

    /** Something that is done on the session, and gives nothing back. */
    public interface Errand {
        void on(Session session) throws JMSException;
    }

    /** Something that is done on the session. */
    public interface Call<T> {
        T on(Session session) throws JMSException;
    }
}
