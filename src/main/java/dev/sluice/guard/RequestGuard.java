package dev.sluice.guard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.protocol.amqp.converter.AMQPMessageSupport;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every request where the broker takes it, whatever protocol it comes by, and has a plain durable message
 * stored in its place: the body, where to answer and under which correlation id. So a request that is confirmed
 * survives the broker, can be received by Sluice, and steers nothing at the broker. A request that is wrong in a way
 * that Sluice could not see any more is marked with the reason, and Sluice refuses it. Only what cannot be stored is
 * refused to its sender. No message says itself whose it is,
 * and no queue is made that takes the name of one of Sluice's own, or of requests, elsewhere.
 *
 * <p>The embedded broker has it. For an external one name the class in {@code broker.xml}; it needs nothing else of
 * Sluice. The property {@code addresses} are the names of the request queues, with commas between; {@code *} is any
 * text.
 */
public final class RequestGuard implements ActiveMQServerPlugin {

    /** Of a message that is stored; a larger one is refused to its sender. */
    public static final long MOST_BYTES = 4L << 20;
    /** What its sender is told. */
    public static final String TOO_LARGE = "a message may have at most " + (MOST_BYTES >> 20) + " MiB";

    private static final String ADDRESSES = "orders.requests*,otp.requests*,licenses.requests*";
    private static final String VALIDATED_USER = Message.HDR_VALIDATED_USER.toString();
    private static final String OWN = "sluice.";
    private static final Pattern OWN_ADDRESS = Pattern.compile("(.*[/:])?sluice\\..*", Pattern.DOTALL);
    /** By these the broker itself would drop a message, or bring it elsewhere. */
    private static final List<SimpleString> STEERING = List.of(Message.HDR_DUPLICATE_DETECTION_ID,
            Message.HDR_BRIDGE_DUPLICATE_ID,
            Message.HDR_ROUTE_TO_IDS, Message.HDR_SCALEDOWN_TO_IDS, Message.HDR_ROUTE_TO_ACK_IDS);

    /** The broker takes it for a number, which any AMQP client may not know. */
    private static final SimpleString JMS_DESTINATION = SimpleString
            .of(AMQPMessageSupport.JMS_DEST_TYPE_MSG_ANNOTATION.toString());

    private Pattern requests = addresses(ADDRESSES);
    private @Nullable ActiveMQServer broker;

    @Override
    public void init(Map<String, String> properties) {
        requests = addresses(properties.getOrDefault("addresses", ADDRESSES));
    }

    @Override
    public void registered(ActiveMQServer server) {
        broker = server;
    }

    @Override
    public void beforeSend(ServerSession session, Transaction tx, Message message, boolean direct,
            boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (message instanceof AMQPMessage amqp && isOwn(amqp.getAddress()) && namesUser(amqp, session)) {
            throw refused("only the broker says whose a message is", ActiveMQExceptionType.SECURITY_EXCEPTION, tx);
        }
        if (message.getAddress() != null && guards(message.getAddress())) {
            if (isTooLarge(message)) {
                throw refused(TOO_LARGE, ActiveMQExceptionType.LARGE_MESSAGE_ERROR_BODY, tx);
            }
            steersNothing(message);
            notes(session.getValidatedUser(), message);
        }
    }

    /** Whose a request is, by whom the broker let in, whatever the message says. */
    private static void notes(@Nullable String user, Message message) {
        if (message instanceof AMQPMessage) {
            message.removeExtraBytesProperty(Message.HDR_VALIDATED_USER);
        } else {
            message.removeProperty(Message.HDR_VALIDATED_USER);
        }
        if (user == null || user.isEmpty()) {
            return;
        }
        if (message instanceof AMQPMessage) {
            message.putExtraBytesProperty(Message.HDR_VALIDATED_USER, user.getBytes(StandardCharsets.UTF_8));
        } else {
            message.setValidatedUserID(user);
        }
    }

    @Override
    public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean rejectDuplicates)
            throws ActiveMQException {
        if (!guards(context.getAddress(message).toString())) {
            return;
        }
        if (message instanceof ICoreMessage core) {
            PlainMessage.strip(core);
        } else {
            replace(message, context, direct);
        }
    }

    private static boolean isOwn(@Nullable String address) {
        return address != null && OWN_ADDRESS.matcher(address).matches();
    }

    /**
     * The broker notes the user beside what the message says of one, and gives a Core client what the message says.
     * One that asks nobody notes nothing, and nobody asks whose a message is.
     */
    private static boolean namesUser(AMQPMessage message, ServerSession session) {
        String sender = session.getValidatedUser();
        if (sender == null) {
            return false;
        }
        Properties properties = message.getProperties();
        Binary user = properties == null ? null : properties.getUserId();
        ApplicationProperties more = message.getApplicationProperties();
        Map<?, ?> written = more == null ? null : more.getValue();
        return user != null
                && !user.asByteBuffer().equals(ByteBuffer.wrap(sender.getBytes(StandardCharsets.UTF_8)))
                || written != null
                        && written.keySet().stream().anyMatch(name -> VALIDATED_USER.equals(String.valueOf(name)));
    }

    /** Who reads a queue by its name would be given what is sent to another address. */
    @Override
    public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
        String name = queue.getName().toString();
        if ((name.startsWith(OWN) || guards(name)) && !queue.getName().equals(queue.getAddress())) {
            throw refused("a queue of requests, and one of Sluice's own, has the name of its address",
                    ActiveMQExceptionType.SECURITY_EXCEPTION, null);
        }
    }

    /** Whether what is sent there is a request. */
    public boolean guards(String address) {
        return requests.matcher(address).matches();
    }

    /**
     * Whether it would not fit in memory several times over; of one that comes in pieces nothing is left on the disk.
     */
    public static boolean isTooLarge(Message message) throws ActiveMQException {
        try {
            if (!(message instanceof LargeServerMessage large)) {
                return message.getWholeMessageSize() > MOST_BYTES;
            }
            boolean tooLarge = large.getAppendFile().size() > MOST_BYTES;
            if (tooLarge) {
                large.deleteFile();
            }
            return tooLarge;
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException(e.getMessage(), e, ActiveMQExceptionType.IO_ERROR);
        }
    }

    /** Takes away what an outsider would tell the broker, and not Sluice. */
    public static void steersNothing(Message message) {
        if (message instanceof AMQPMessage amqp) {
            amqp.removeAnnotation(JMS_DESTINATION);
            if (amqp.getDuplicateProperty() != null) {
                amqp.removeProperty(Message.HDR_DUPLICATE_DETECTION_ID);
            }
        } else {
            STEERING.forEach(message::removeProperty);
        }
    }

    /** The text is for the sender. */
    public static ActiveMQException refused(String why, ActiveMQExceptionType type, @Nullable Transaction tx) {
        ActiveMQException refusal = new ActiveMQException(why, type);
        if (tx != null) {
            tx.markAsRollbackOnly(refusal);
        }
        return refusal;
    }

    /** Has a plain message routed in its place, in its transaction, and itself nowhere. */
    private void replace(Message message, RoutingContext context, boolean direct) throws ActiveMQException {
        Transaction tx = context.getTransaction();
        try {
            byte[] user = message.removeExtraBytesProperty(Message.HDR_VALIDATED_USER);
            Message plain = PlainMessage.of((AMQPMessage) message);
            plain.removeProperty(Message.HDR_VALIDATED_USER);
            if (user != null) {
                plain.setValidatedUserID(new String(user, StandardCharsets.UTF_8));
            }
            plain.setAddress(context.getAddress(message));
            ActiveMQServer server = Objects.requireNonNull(broker);
            plain.setMessageID(server.getStorageManager().generateID());
            server.getPostOffice().route(LargeServerMessageImpl.checkLargeMessage(plain, server.getStorageManager()),
                    new RoutingContextImpl(tx), direct);
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            // Another exception of a plugin is logged by the broker, and the message stored as it is.
            throw refused("it cannot be stored as a request", ActiveMQExceptionType.INTERNAL_ERROR, tx);
        }
        context.clear();
        context.setReusable(false);
    }

    /** Also with what a client may write before a name: the protocols' prefixes, or the address before the queue. */
    private static Pattern addresses(String names) {
        return Pattern.compile(Stream.of(names.split(",")).map(String::trim)
                .map(name -> Stream.of(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|", "(.*[/.:])?(", ")")));
    }
}
