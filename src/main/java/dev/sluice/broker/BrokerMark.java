package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.ledger.Identity;
import dev.sluice.queue.Queues;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which ledger a broker belongs to. What was sent is known from the ledger alone, so with two ledgers at one broker an
 * order would be sent twice. The mark is a queue whose filter names the ledger: of many who make it at once one
 * succeeds, everybody may read it, and emptying queues leaves it where it is.
 */
@Singleton
public class BrokerMark {

    private static final Logger LOG = Logger.getLogger(BrokerMark.class);
    private static final SimpleString NAME = SimpleString.of(Queues.LEDGER);
    /** Every Sluice consumes from it, as long as it runs. */
    private static final SimpleString CONSUMED = SimpleString.of(Queues.PEOPLE);
    private static final Pattern FILTER = Pattern.compile("ledger = '([0-9a-f-]{36})'");
    /** Of a queue of that name which no Sluice made. */
    private static final String NO_LEDGER = "no ledger";

    private static final Set<ActiveMQExceptionType> OVERTAKEN = Set.of(ActiveMQExceptionType.QUEUE_EXISTS,
            ActiveMQExceptionType.ADDRESS_EXISTS, ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST);

    private final Identity identity;
    private final String broker;
    private final boolean alone;
    private final boolean adopts;
    private final TenantsGone tenants;
    private volatile boolean passed;

    BrokerMark(Identity identity, Connections connections, TenantsGone tenants,
            @ConfigProperty(name = "sluice.broker.embedded") boolean embedded,
            @ConfigProperty(name = "sluice.broker.adopt") Adoption adoption) {
        this.identity = identity;
        this.broker = connections.broker();
        this.alone = !embedded && identity.isOfOneProcess();
        this.tenants = tenants;
        this.adopts = adoption == Adoption.ALWAYS;
    }

    /** When a broker that is marked for another ledger is taken over. */
    enum Adoption {
        /** Where a person lets this ledger have it: {@code ./sluice broker adopt}. */
        WHEN_ASKED,
        /** At every start. */
        ALWAYS
    }

    /**
     * Makes sure that the broker behind the session belongs to the ledger; one without a mark does from now on.
     *
     * @return false where the ledger was not reached yet, so that nobody knows and nothing may be taken
     * @throws IOException   where it may not be used now; says why
     * @throws ConfigProblem where it belongs to another ledger, or there are requests of tenants and no tenants
     */
    boolean isOurs(ClientSession session) throws ActiveMQException, IOException {
        String ours = identity.value();
        String found = read(session);
        if (ours == null) {
            return false;
        }
        if (!passed || !ours.equals(found)) {
            settle(session, ours);
        }
        return true;
    }

    private synchronized void settle(ClientSession session, String ours) throws ActiveMQException, IOException {
        boolean replaced = false;
        for (String found = read(session); !ours.equals(found); found = read(session)) {
            if (found == null) {
                mark(session, ours);
            } else if (!replaced && (adopts && !passed || identity.mayReplace(found))) {
                refuseCompany(session,
                        "a Sluice with the ledger " + found + " still takes from it, and the ledger " + ours
                                + " takes over once that one is stopped");
                remove(session);
                replaced = true;
                LOG.warnf("%s was marked for %s and is marked for the ledger %s from now on", broker, found, ours);
            } else {
                identity.refused(found);
                throw new ConfigProblem(broker + " belongs to another ledger: it is marked for " + found + ", and "
                        + identity.ledger() + " is " + ours + "; set sluice.ledger.url, or sluice.data, to the"
                        + " ledger that was used with it or, where"
                        + " that is gone for good, let this one have it: ./sluice broker adopt --by NAME --why TEXT");
            }
        }
        if (!passed) {
            tenants.refuse();
            if (alone) {
                refuseCompany(session, "another Sluice takes from it, and " + identity.ledger() + " is for one process"
                        + " (sluice.ledger.one-process); stop the other, or set sluice.ledger.url for both");
            }
            identity.settled();
            passed = true;
        } else if (replaced) {
            identity.settled();
        }
    }

    private static void refuseCompany(ClientSession session, String otherwise) throws ActiveMQException, IOException {
        if (session.queueQuery(CONSUMED).getConsumerCount() > 0) {
            throw new IOException(otherwise);
        }
    }

    /** The ledger that the broker is marked for, where it has a mark. */
    private static @Nullable String read(ClientSession session) throws ActiveMQException {
        ClientSession.QueueQuery queue = session.queueQuery(NAME);
        if (!queue.isExists()) {
            return null;
        }
        Matcher filter = FILTER.matcher(String.valueOf(queue.getFilterString()));
        return filter.matches() ? filter.group(1) : NO_LEDGER;
    }

    /** Nobody can consume from the queue, and no message fits its filter. */
    private static void mark(ClientSession session, String ours) throws ActiveMQException, IOException {
        allowed("createAddress", () -> {
            if (!session.addressQuery(NAME).isExists()) {
                session.createAddress(NAME, RoutingType.ANYCAST, false);
            }
        });
        allowed("createDurableQueue",
                () -> session.createQueue(QueueConfiguration.of(Queues.LEDGER).setAddress(Queues.LEDGER)
                        .setRoutingType(RoutingType.ANYCAST).setDurable(true).setAutoDelete(false).setMaxConsumers(0)
                        .setFilterString("ledger = '" + ours + "'")));
    }

    private static void remove(ClientSession session) throws ActiveMQException, IOException {
        allowed("deleteDurableQueue", () -> session.deleteQueue(NAME));
    }

    private interface Change {
        void make() throws ActiveMQException;
    }

    /** What somebody else did a moment before is looked at again. */
    private static void allowed(String right, Change change) throws ActiveMQException, IOException {
        try {
            change.make();
        } catch (ActiveMQException e) {
            if (e.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION) {
                throw new IOException(
                        "the user lacks the right " + right + " on " + Queues.LEDGER + ", the queue that tells which"
                                + " ledger the broker belongs to",
                        e);
            }
            if (!OVERTAKEN.contains(e.getType())) {
                throw e;
            }
        }
    }
}
