package dev.sluice.cli.dead;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.CorrelationIds;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.NextCommand;
import dev.sluice.cli.Problem;
import dev.sluice.intake.Callers;
import dev.sluice.intake.DeadLetters;
import dev.sluice.outcome.Category;
import dev.sluice.queue.Queues;
import dev.sluice.step.CorrelationId;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is sent once more: its body byte for byte, and what its producer said of it.
 *
 * @param queue   where it goes
 * @param tenant  whose it is; empty of none
 * @param replyTo if there is one
 */
record Replay(DeadLetter letter, String queue, String tenant, @Nullable String replyTo) {

    private static final List<String> OF_A_RESULT = List.of("requestId", "family", "provider", "account", "operation",
            "status", "isFinal", "sequence", DeadLetters.TENANT);
    /** What the broker gives STOMP and AMQP consumers as the content type. */
    private static final List<String> CONTENT_TYPES = List.of("_AMQ_CONTENT_TYPE", "JMS_AMQP_ContentType");
    private static final String TEMPORARY = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    /**
     * @param tenant  whose a person says that it is; empty of none
     * @param tenants whether there may be any
     * @throws Problem where it cannot be replayed
     */
    static Replay of(DeadLetter letter, @Nullable String to, @Nullable String tenant, boolean tenants,
            BrokerClient broker) {
        if (letter.internal()) {
            String about = letter.requestId().isEmpty() ? "ID" : letter.requestId();
            throw Problem.failed(letter.shortId() + " was on " + letter.queue() + ", which is Sluice's own, and is"
                    + " not replayed;"
                    + " where it is about an order, have the provider asked: "
                    + NextCommand.of("orders ask", about, " --by NAME --why TEXT"));
        }
        if (letter.kind().equals("other")) {
            throw Problem.failed(letter.shortId() + " is neither a text nor a bytes message and cannot be replayed.");
        }
        String queue = to == null ? letter.queue() : to;
        if (queue.isEmpty()) {
            throw Problem.usage(letter.shortId() + " does not say which queue it was on; name one with --to.");
        }
        if (Queues.isOfRequests(letter.queue()) && !Queues.isOfRequests(queue)) {
            throw Problem.usage(letter.shortId() + " is a request, which nobody processes on " + queue
                    + "; name a queue of requests, such as " + letter.queue() + ".");
        }
        if (tenant != null && !letter.tenant().isEmpty() && !tenant.equals(letter.tenant())) {
            throw Problem.failed(letter.shortId() + " is of the tenant " + letter.tenant() + " and of no other.");
        }
        if (tenant == null && letter.tenant().isEmpty() && (isNobodyKnowsWhose(letter)
                || tenants && (Queues.isOfRequests(queue) || Queues.isOfRequests(letter.queue())))) {
            throw Problem.usage(letter.shortId() + " does not say which tenant it is of; name that with --tenant, or"
                    + " say --no-tenant where it is of none, as an operator's is.");
        }
        // The client that made a temporary queue is gone with it, and would have its request refused for that.
        boolean gone = letter.replyTo().matches(TEMPORARY) && !broker.has(letter.replyTo());
        return new Replay(letter, queue, tenant == null ? letter.tenant() : tenant,
                letter.replyTo().isEmpty() || gone ? null : letter.replyTo());
    }

    /** A message whose sender nobody knew, who may be of any tenant. */
    private static boolean isNobodyKnowsWhose(DeadLetter letter) {
        return letter.category().equals(Category.AUTHORIZATION.name());
    }

    /** Also where the queue is named with its address, {@code address::queue}. */
    static boolean internal(String queue) {
        return Stream.of(queue.split("::")).anyMatch(name -> name.startsWith("sluice."));
    }

    /** What Sluice notes of it: a queue that tells no family may be left for one that does. */
    ObjectNode act(ObjectNode begun) {
        ObjectNode act = Moves.act(begun, letter).put("to", queue);
        String family = DeadLetter.familyOf(queue);
        return act.has("family") || family.isEmpty() ? act : act.put("family", family);
    }

    String done() {
        boolean dropped = replyTo == null && !letter.replyTo().isEmpty();
        return "replayed  " + letter.shortId() + "  to " + queue
                + (letter.requestId().isEmpty() ? "" : "  " + letter.requestId())
                + (dropped ? "  (its reply-to is gone: results come on the family's queue)" : "");
    }

    void send(Message dead, Session session) throws JMSException {
        Message message = copy(dead, session);
        CorrelationId correlationId = CorrelationIds.of(dead);
        if (correlationId != null) {
            CorrelationIds.put(correlationId, message);
        }
        if (replyTo != null) {
            message.setJMSReplyTo(session.createQueue(replyTo));
        }
        if (!tenant.isEmpty()) {
            message.setStringProperty(Callers.TENANT, tenant);
        }
        if (dead.propertyExists("status")) {
            for (String property : OF_A_RESULT) {
                if (dead.propertyExists(property)) {
                    message.setObjectProperty(property, dead.getObjectProperty(property));
                }
            }
            for (String name : CONTENT_TYPES) {
                message.setStringProperty(name, "application/json");
            }
        }
        session.createProducer(session.createQueue(queue)).send(message);
    }

    private static Message copy(Message dead, Session session) throws JMSException {
        if (dead instanceof TextMessage text) {
            return session.createTextMessage(text.getText());
        }
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(Content.of(dead));
        return bytes;
    }
}
