package dev.sluice.cli.dead;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.PeopleClient;
import dev.sluice.cli.Problem;
import dev.sluice.queue.Queues;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queue {@code sluice.dead}. */
final class DeadQueue {

    /** Something that is done with a message; false ends the looking. */
    interface Look {
        boolean at(DeadLetter letter, Message message) throws JMSException;
    }

    /** What a message is replaced by, in the transaction that takes it away. */
    interface Instead {
        void of(Message message, Session session) throws JMSException;
    }

    private final BrokerClient broker;

    DeadQueue(BrokerClient broker) {
        this.broker = broker;
    }

    /**
     * Looks at what is there, oldest first, and takes nothing.
     *
     * @param selector of JMS, or none for everything
     */
    void look(@Nullable String selector, Look look) {
        broker.browse(Queues.DEAD, selector, message -> look.at(DeadLetter.of(message), message));
    }

    /** @throws Problem where an id names none or several */
    List<DeadLetter> named(List<String> ids) {
        List<DeadLetter> found = new ArrayList<>();
        for (String id : ids) {
            String beginning = DeadLetter.bare(id);
            List<DeadLetter> alike = new ArrayList<>();
            look(null, (letter, message) -> {
                if (!beginning.isEmpty() && letter.id().startsWith(beginning)) {
                    alike.add(letter);
                }
                return alike.size() < 2;
            });
            if (alike.isEmpty()) {
                throw Problem.failed("no message on " + Queues.DEAD + " has an id that begins with \"" + id
                        + "\"; see ./sluice dead list.");
            }
            if (alike.size() > 1) {
                throw Problem.usage("\"" + id + "\" begins several ids, such as " + alike.get(0).id() + " and "
                        + alike.get(1).id() + "; give more of it.");
            }
            if (!found.contains(alike.get(0))) {
                found.add(alike.get(0));
            }
        }
        return found;
    }

    /** @throws Problem where no message has it */
    List<DeadLetter> alike(String fingerprint) {
        List<DeadLetter> found = new ArrayList<>();
        look(equal("deadFingerprint", fingerprint), (letter, message) -> found.add(letter));
        if (found.isEmpty()) {
            throw Problem.failed("no message on " + Queues.DEAD + " has the fingerprint " + fingerprint
                    + "; see ./sluice dead list.");
        }
        return found;
    }

    /**
     * In one transaction: takes a message, puts something in its place, and notes the act. All of it or nothing.
     *
     * @return false where it is not there any more
     */
    boolean take(DeadLetter letter, Instead instead, ObjectNode act) {
        return broker.call(session -> {
            try (MessageConsumer consumer = session.createConsumer(session.createQueue(Queues.DEAD),
                    equal("JMSMessageID", "ID:" + letter.id()))) {
                Message message = consumer.receiveNoWait();
                if (message == null) {
                    return false;
                }
                instead.of(message, session);
                PeopleClient.note(session, act);
                session.commit();
                return true;
            }
        });
    }

    static String equal(String property, String text) {
        return property + " = '" + text.replace("'", "''") + "'";
    }
}
