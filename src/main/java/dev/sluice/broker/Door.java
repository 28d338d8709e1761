package dev.sluice.broker;

import dev.sluice.guard.RequestGuard;
import dev.sluice.queue.Queues;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * What the embedded broker takes of its clients, to whatever name they send: nothing that would be confirmed and go
 * nowhere, that nobody could read, or that would make the broker act. {@link RequestGuard} does the rest for requests.
 */
final class Door implements ActiveMQServerPlugin {

    private static final int HIGHEST_PRIORITY = 9;
    private static final int LONGEST_SELECTOR = 2_000;
    private static final int MOST_WILDCARDS = 3;
    private static final String OF_THE_BROKER = "activemq.";

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final RequestGuard guard;
    private volatile Set<String> needed;
    private final Predicate<String> allowed;
    private final ReplyQueues replies;
    private final DoorRefusals refusals;

    /**
     * @param needed  the queues that Sluice needs
     * @param allowed whether a client may have a queue made under a name
     */
    Door(RequestGuard guard, Set<String> needed, Predicate<String> allowed, ReplyQueues replies,
            DoorRefusals refusals) {
        this.guard = guard;
        this.needed = withLedger(needed);
        this.allowed = allowed;
        this.replies = replies;
        this.refusals = refusals;
    }

    /** Those from now on. */
    void needs(Set<String> now) {
        needed = withLedger(now);
    }

    private static Set<String> withLedger(Set<String> needed) {
        Set<String> all = new HashSet<>(needed);
        all.add(Queues.LEDGER);
        return all;
    }

    @Override
    public void beforeSend(ServerSession session, Transaction tx, Message message, boolean direct,
            boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (OwnContexts.isOurs(session)) {
            return;
        }
        if (RequestGuard.isTooLarge(message)) {
            throw refusals.of(DoorRefusal.TOO_LARGE, ActiveMQExceptionType.LARGE_MESSAGE_ERROR_BODY,
                    RequestGuard.TOO_LARGE,
                    tx);
        }
        if (message.getAddress() != null && guard.guards(message.getAddress())) {
            return;
        }
        RequestGuard.steersNothing(message);
        message.setDurable(true);
        message.setPriority((byte) Math.max(0, Math.min(HIGHEST_PRIORITY, message.getPriority())));
        if (message.getScheduledDeliveryTime() != null && message.getScheduledDeliveryTime() > 0) {
            throw refusals.of(DoorRefusal.DELIVERY_TIME, ActiveMQExceptionType.UNSUPPORTED_PACKET,
                    "a delivery time is for Sluice alone to set", tx);
        }
        if (!isReadable(message)) {
            throw refusals.of(DoorRefusal.NOT_STORED, ActiveMQExceptionType.UNSUPPORTED_PACKET, "a Core client could"
                    + " not read it", tx);
        }
    }

    @Override
    public void afterSend(ServerSession session, Transaction tx, Message message, boolean direct,
            boolean noAutoCreateQueue, RoutingStatus result) throws ActiveMQException {
        if (result == RoutingStatus.NO_BINDINGS) {
            String text = "there is no queue that takes it; Sluice's are anycast";
            throw OwnContexts.isOurs(session)
                    ? RequestGuard.refused(text, ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST, tx)
                    : refusals.of(DoorRefusal.NO_QUEUE, ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST, text, tx);
        }
    }

    @Override
    public void onSendException(ServerSession session, Transaction tx, Message message, boolean direct,
            boolean noAutoCreateQueue, Exception failure) {
        // What there is no right to was counted by who decided that.
        if (!OwnContexts.isOurs(session) && !(failure instanceof ActiveMQSecurityException)) {
            refusals.count(DoorRefusal.NOT_STORED);
        }
    }

    @Override
    public void beforeAddAddress(AddressInfo address, boolean reload) throws ActiveMQException {
        if (reload || address.isTemporary()) {
            return;
        }
        allow(address.getName(), address.getRoutingTypes());
        if (!needed.contains(address.getName().toString()) && replies.addressesFull()) {
            throw refusals.of(DoorRefusal.TOO_MANY_QUEUES, ActiveMQExceptionType.SESSION_CREATION_REJECTED,
                    "there are as many addresses without a queue as sluice.reply-to.most allows queues", null);
        }
    }

    @Override
    public void beforeUpdateAddress(SimpleString address, EnumSet<RoutingType> types) throws ActiveMQException {
        allow(address, types);
    }

    @Override
    public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
        try {
            allow(queue);
        } catch (ActiveMQException e) {
            // The broker has made it by now.
            replies.removeBare(queue.getAddress());
            throw e;
        }
    }

    private void allow(QueueConfiguration queue) throws ActiveMQException {
        if (needed.contains(queue.getName().toString())) {
            return;
        }
        if (!queue.isTemporary()) {
            allow(queue.getName(), EnumSet.of(queue.getRoutingType()));
        }
        if (!ClientQueue.isPlain(queue) || queue.isTemporary() && isNameOfAll(queue.getName().toString())) {
            throw refusals.of(DoorRefusal.NO_QUEUE, ActiveMQExceptionType.SECURITY_EXCEPTION, "a queue for results has"
                    + " no options of its own, and is temporary only under a name that its client made up", null);
        }
        // What is sent to an address goes to its queues in turn: another's would take what is meant for Sluice.
        if (!queue.getName().equals(queue.getAddress())) {
            throw refusals.of(DoorRefusal.NO_QUEUE, ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST,
                    "a queue has the name of its address, and no other", null);
        }
        if (replies.full(queue.getUser())) {
            throw refusals.of(DoorRefusal.TOO_MANY_QUEUES, ActiveMQExceptionType.SESSION_CREATION_REJECTED,
                    "there are as many queues of this user, or of all, as sluice.reply-to.most allows", null);
        }
    }

    @Override
    public void beforeDestroyQueue(Queue queue, SecurityAuth session, boolean checkConsumerCount,
            boolean removeConsumers, boolean autoDeleteAddress) throws ActiveMQException {
        if (needed.contains(queue.getName().toString())
                && !(session instanceof ServerSession known && OwnContexts.isOurs(known))) {
            throw refusals.of(DoorRefusal.NOT_DELETED, ActiveMQExceptionType.SECURITY_EXCEPTION, "Sluice needs this"
                    + " queue", null);
        }
    }

    /** A selector with many of them is tried for minutes on one message, and holds the queue up for everybody. */
    @Override
    public void beforeCreateConsumer(long consumer, QueueBinding queue, SimpleString selector, boolean browses,
            boolean large)
            throws ActiveMQException {
        if (selector != null && (selector.length() > LONGEST_SELECTOR
                || selector.toString().chars().filter(character -> character == '%').count() > MOST_WILDCARDS)) {
            throw refusals.of(DoorRefusal.COSTLY_SELECTOR, ActiveMQExceptionType.INVALID_FILTER_EXPRESSION,
                    "a selector may have "
                            + LONGEST_SELECTOR + " characters, and % " + MOST_WILDCARDS + " times",
                    null);
        }
    }

    private void allow(SimpleString name, EnumSet<RoutingType> types) throws ActiveMQException {
        String text = name.toString();
        boolean anycast = types.equals(EnumSet.of(RoutingType.ANYCAST));
        if (!text.startsWith(OF_THE_BROKER) && !(anycast && (needed.contains(text) || allowed.test(text)))) {
            throw refusals.of(DoorRefusal.NO_QUEUE, ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST,
                    "Sluice has no such queue, and sluice.reply-to.allowed does not let it be made", null);
        }
    }

    /** A UUID, as clients name theirs, is nobody else's even where every name is allowed. */
    private boolean isNameOfAll(String name) {
        return allowed.test(name) && !UUID.matcher(name).matches();
    }

    private static boolean isReadable(Message message) {
        try {
            return message.toCore() != null;
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }
}
