package dev.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.queue.Queues;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Hands acts of people to Sluice. It carries them out and notes them in the ledger: the launcher changes nothing
 * itself.
 */
public final class PeopleClient {

    /** @param text one line */
    public record Answer(boolean done, String text) {
    }

    private PeopleClient() {
    }

    /** Sends an act in the session's transaction; nothing comes back. */
    public static void note(Session session, ObjectNode act) throws JMSException {
        session.createProducer(session.createQueue(Queues.PEOPLE)).send(message(session, newId(), act));
    }

    /** Sends an act and waits until Sluice has carried it out; empty where it did not answer in time. */
    public static Optional<Answer> tell(BrokerClient broker, ObjectNode act, Duration wait) {
        return tell(broker, newId(), act, wait);
    }

    /** The same of an act whose id is known before. */
    public static Optional<Answer> tell(BrokerClient broker, String id, ObjectNode act, Duration wait) {
        broker.mustHave(Queues.PEOPLE);
        MessageConsumer answers = broker.call(session -> {
            TemporaryQueue own = session.createTemporaryQueue();
            Message message = message(session, id, act);
            message.setJMSReplyTo(own);
            session.createProducer(session.createQueue(Queues.PEOPLE)).send(message);
            MessageConsumer consumer = session.createConsumer(own);
            session.commit();
            return consumer;
        });
        // Zero would mean for ever.
        return broker.call(session -> Optional.ofNullable(answers.receive(Math.max(1, wait.toMillis()))))
                .map(answer -> read(broker, answer));
    }

    private static String newId() {
        return "person-" + UUID.randomUUID();
    }

    private static Message message(Session session, String id, ObjectNode act) throws JMSException {
        Message message = session.createTextMessage(Json.write(act));
        message.setStringProperty("step", id);
        return message;
    }

    private static Answer read(BrokerClient broker, Message message) {
        ObjectNode answer = broker.call(session -> Json.own(((TextMessage) message).getText()));
        return new Answer(answer.path("done").asBoolean(), answer.path("text").asText());
    }
}
