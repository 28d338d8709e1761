package dev.sluice.cli.dead;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.CorrelationIds;
import dev.sluice.intake.DeadLetters;
import dev.sluice.json.Json;
import dev.sluice.ledger.Key;
import dev.sluice.step.CorrelationId;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message on {@code sluice.dead} without its body. What it does not have is an empty text.
 *
 * @param id      the message id without {@code ID:}
 * @param queue   the queue it could not be processed from
 * @param requestId what the request is called, with its tenant before it if it has one
 * @param tenant  whose it is, if anybody's
 * @param kind    {@code text}, {@code bytes}, or {@code other} for what Sluice never writes
 * @param replyTo the name of the queue that its producer wants the results on
 */
record DeadLetter(String id, String queue, String at, String reason, String category, String fingerprint,
        String requestId, String tenant, String family, String kind, String correlationId, String replyTo) {

    private static final Pattern FAMILY = Pattern.compile("([a-z]+)\\.(?:requests|results)(?:\\..*)?");
    private static final int SHORT = 8;

    static DeadLetter of(Message message) throws JMSException {
        String queue = message.propertyExists("deadQueue") ? text(message, "deadQueue")
                : text(message, "_AMQ_ORIG_QUEUE");
        String family = text(message, "family");
        CorrelationId correlationId = CorrelationIds.of(message);
        String tenant = text(message, DeadLetters.TENANT);
        String kind = message instanceof TextMessage ? "text" : message instanceof BytesMessage ? "bytes" : "other";
        return new DeadLetter(bare(message.getJMSMessageID()), queue, text(message, "deadAt"),
                text(message, "deadReason"),
                text(message, "deadCategory"), text(message, "deadFingerprint"),
                new Key("", tenant, text(message, "requestId")).name(), tenant,
                family.isEmpty() ? familyOf(queue) : family, kind,
                correlationId == null ? "" : correlationId.toString(), text(message, "deadReplyTo"));
    }

    /** The family whose requests or results are on a queue, or empty. */
    static String familyOf(String queue) {
        Matcher family = FAMILY.matcher(queue);
        return family.matches() ? family.group(1) : "";
    }

    /** What a person may type for it, unless another begins alike. */
    String shortId() {
        return id.substring(0, Math.min(SHORT, id.length()));
    }

    /** Whether it is something of Sluice's own, which nobody may send again. */
    boolean internal() {
        return queue.startsWith("sluice.");
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        put(json, "id", id);
        put(json, "deadQueue", queue);
        put(json, "deadAt", at);
        put(json, "deadReason", reason);
        put(json, "deadCategory", category);
        put(json, "deadFingerprint", fingerprint);
        put(json, "requestId", requestId);
        put(json, "tenant", tenant);
        put(json, "family", family);
        put(json, "correlationId", correlationId);
        put(json, "deadReplyTo", replyTo);
        return json.put("kind", kind);
    }

    static String bare(String messageId) {
        return messageId == null ? "" : messageId.replaceFirst("^(?i)ID:", "").toLowerCase(java.util.Locale.ROOT);
    }

    private static void put(ObjectNode json, String name, String text) {
        json.put(name, text.isEmpty() ? null : text);
    }

    private static String text(Message message, String property) throws JMSException {
        return message.getObjectProperty(property) instanceof String text ? text : "";
    }
}
