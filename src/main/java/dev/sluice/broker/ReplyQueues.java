package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Durations;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The queues of the embedded broker that clients have made for their results: as many as memory is for, each until it
 * was empty and unused for a while. One that holds a message, or to which one is on its way, is never removed.
 */
@Singleton
public class ReplyQueues implements ActiveMQServerMessagePlugin {

    private static final Logger LOG = Logger.getLogger(ReplyQueues.class);
    /** How often it is looked within the time after which a queue is removed. */
    private static final int LOOKS = 6;

    /** Who sends to a queue now, and when the last one did. */
    private static final class Use {
        private int sending;
        private long last = System.nanoTime();

        synchronized void go() {
            last = System.nanoTime();
        }

        synchronized void begin() {
            sending++;
        }

        synchronized void end() {
            sending--;
            go();
        }

        synchronized boolean isOver(long unused) {
            return sending == 0 && System.nanoTime() - last > unused;
        }
    }

    private final int most;
    private final long unused;
    private final Map<SimpleString, Use> uses = new ConcurrentHashMap<>();
    /** Whoever sends reads, whoever removes a queue writes. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile Set<String> needed = Set.of();
    private volatile Predicate<String> allowed = name -> false;
    private volatile @Nullable BrokerUsers users;
    private volatile @Nullable ActiveMQServer broker;

    ReplyQueues(@ConfigProperty(name = "sluice.reply-to.most") int most,
            @ConfigProperty(name = "sluice.reply-to.unused") String unused) {
        if (most < 1) {
            throw new ConfigProblem("setting sluice.reply-to.most: must be at least 1");
        }
        this.most = most;
        this.unused = Durations.parse(unused).toNanos();
    }

    /**
     * Begins to look after a broker's queues but for those that Sluice itself needs.
     *
     * @param allowed whether a client may have a queue made under a name
     */
    void lookAfter(ActiveMQServer started, Set<String> needed, Predicate<String> allowed, BrokerUsers users) {
        this.needed = needed;
        this.allowed = allowed;
        this.users = users;
        broker = started;
        started.getScheduledPool().scheduleWithFixedDelay(this::removeUnused, unused / LOOKS, unused / LOOKS,
                TimeUnit.NANOSECONDS);
    }

    /** Those from now on. */
    void needs(Set<String> now) {
        needed = now;
    }

    /** Whether a result can go there: the queue is there or may be made. Always where the broker is not in here. */
    public boolean take(String queue) {
        ActiveMQServer asked = broker;
        return asked == null || asked.locateQueue(SimpleString.of(queue)) != null || !full(null);
    }

    /** Whether a queue is of a user of the tenant, as far as is known: only of a broker that is in here. */
    boolean isOf(String queue, String tenant) {
        ActiveMQServer asked = broker;
        BrokerUsers known = users;
        Queue its = asked == null ? null : asked.locateQueue(SimpleString.of(queue));
        return its == null || known == null || known.tenant(known.orOwn(its.getUser())).equals(tenant);
    }

    /**
     * Whether there are as many as may be. Where users are told apart each upstream system has a share, and Sluice, who
     * makes queues that requests name, another: nobody takes the place of others.
     *
     * @param user nobody is Sluice itself
     */
    boolean full(@Nullable SimpleString user) {
        BrokerUsers known = users;
        if (broker == null || known == null) {
            return false;
        }
        if (!known.areToldApart()) {
            return all().limit(most).count() == most;
        }
        String name = known.orOwn(user);
        int share = Math.max(1, most / known.sharing());
        return known.shares(name)
                && all().filter(queue -> known.orOwn(queue.getUser()).equals(name)).limit(share).count() == share;
    }

    /** Whether there are as many addresses without a queue as may be; each is removed after a while. */
    boolean addressesFull() {
        return broker != null && bare().limit(most).count() == most;
    }

    @Override
    public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean rejectDuplicates)
            throws ActiveMQException {
        SimpleString name = context.getAddress(message);
        if (broker == null || context.getQueueCount() == 0 || needed.contains(name.toString())) {
            return;
        }
        lock.readLock().lock();
        try {
            if (!broker.getPostOffice().isAddressBound(name)) {
                throw new ActiveMQException("the queue was removed just now, unused; send again",
                        ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST);
            }
            use(name, context.getTransaction());
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException(e.getMessage(), e, ActiveMQExceptionType.GENERIC_EXCEPTION);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void use(SimpleString name, Transaction tx) {
        Use use = uses.computeIfAbsent(name, first -> new Use());
        use.go();
        if (tx != null) {
            use.begin();
            tx.addOperation(new TransactionOperationAbstract() {
                @Override
                public void afterCommit(Transaction tx) {
                    use.end();
                }

                @Override
                public void afterRollback(Transaction tx) {
                    use.end();
                }
            });
        }
    }

    private void removeUnused() {
        try {
            all().filter(queue -> queue.getQueueConfiguration().isAutoCreated()
                    || !queue.isTemporary() && allowed.test(queue.getName().toString())).forEach(this::removeUnused);
            bare().toList().forEach(this::removeUnused);
            forgetGone();
        } catch (RuntimeException e) {
            LOG.debug("The broker ends, or lost a queue meanwhile", e);
        }
    }

    /** Temporary queues go with their clients. */
    private void forgetGone() {
        lock.writeLock().lock();
        try {
            uses.entrySet()
                    .removeIf(use -> use.getValue().isOver(unused) && broker().getAddressInfo(use.getKey()) == null);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void removeUnused(Queue queue) {
        Use use = uses.computeIfAbsent(queue.getAddress(), first -> new Use());
        lock.writeLock().lock();
        try {
            if (queue.getConsumerCount() > 0) {
                use.go();
            } else if (queue.getMessageCount() == 0 && use.isOver(unused)) {
                broker().destroyQueue(queue.getName(), null, true, false, true, true);
            }
        } catch (Exception e) {
            LOG.debug("A queue cannot be removed now", e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void removeUnused(SimpleString address) {
        if (uses.computeIfAbsent(address, first -> new Use()).isOver(unused)) {
            removeBare(address);
        }
    }

    /** Removes an address that a client made, unless a queue is bound to it. */
    void removeBare(SimpleString address) {
        if (broker == null || needed.contains(address.toString()) || address.toString().startsWith("activemq.")) {
            return;
        }
        lock.writeLock().lock();
        try {
            if (!isBound(address)) {
                broker().removeAddressInfo(address, null);
            }
        } catch (Exception e) {
            LOG.debug("An address cannot be removed now", e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Addresses that clients have made, to which no queue is bound. */
    private Stream<SimpleString> bare() {
        return broker().getPostOffice().getAddresses().stream()
                .filter(name -> !needed.contains(name.toString()) && allowed.test(name.toString()) && !isBound(name));
    }

    private boolean isBound(SimpleString address) {
        try {
            return broker().getPostOffice().isAddressBound(address);
        } catch (Exception e) {
            return true;
        }
    }

    private ActiveMQServer broker() {
        return Objects.requireNonNull(broker);
    }

    private Stream<Queue> all() {
        return broker().getPostOffice().getAllBindings().filter(QueueBinding.class::isInstance)
                .map(binding -> ((QueueBinding) binding).getQueue())
                .filter(queue -> !queue.isInternalQueue() && !needed.contains(queue.getName().toString()));
    }
}
