package dev.sluice.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Elsewhere;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.queue.Queues;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message on {@code sluice.submit.<provider>}: a request that got past the door.
 *
 * @param request       the request as the upstream system wrote it, provider and account filled in
 * @param contentHash   keyed hash of what makes two messages the same request
 * @param kept          the request as the ledger may keep it
 * @param envelope      what goes with its results: {@code metadata}, {@code replyTo}, {@code correlationId}; whose it is,
 *                      {@code tenant}; and {@code traceparent} where it is traced
 * @param expiredAtDoor whether it had expired when it came
 */
public record Submission(String family, ObjectNode request, String contentHash, ObjectNode kept,
        ObjectNode envelope, boolean expiredAtDoor) {

    /** A member of the envelope, and a message property: what the request is a part of, as W3C's traces have it. */
    public static final String TRACE = "traceparent";

    private static final String FIRST = "first";
    private static final String TENANT = "tenant";

    /** @throws IllegalArgumentException where {@link #write} cannot have written it; quotes none of it */
    public static Submission read(String text) {
        ObjectNode node = Json.own(text);
        Submission read = new Submission(text(node, "family"), object(node, "request"), text(node, "contentHash"),
                object(node, "kept"), object(node, "envelope"), node.path("expiredAtDoor").asBoolean());
        for (String member : new String[]{"requestId", "provider", "account", "operation"}) {
            text(read.request, member);
        }
        return read;
    }

    private static ObjectNode object(ObjectNode node, String member) {
        if (node.get(member) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException(member + ": is no object");
    }

    private static String text(ObjectNode node, String member) {
        String text = node.path(member).textValue();
        if (text == null) {
            throw new IllegalArgumentException(member + ": is no text");
        }
        return text;
    }

    public String write() {
        ObjectNode node = Json.object().put("family", family).put("contentHash", contentHash)
                .put("expiredAtDoor", expiredAtDoor);
        node.set("request", request);
        node.set("kept", kept);
        node.set("envelope", envelope);
        return Json.write(node);
    }

    /** The same for another provider, which is the last that may do it. */
    Submission moved(Elsewhere to) {
        ObjectNode other = envelope.deepCopy();
        other.set(FIRST, place().json());
        return new Submission(family, at(request, to), contentHash, kept, other, expiredAtDoor);
    }

    private static ObjectNode at(ObjectNode request, Elsewhere place) {
        return request.deepCopy().put("provider", place.provider()).put("account", place.account());
    }

    /** Who else may do it; nobody where it is with that one already. */
    public @Nullable Elsewhere otherwise() {
        return envelope.has(FIRST) ? null : Elsewhere.in(envelope);
    }

    /** The request for the provider that it went to first, by which it is told from others. */
    private ObjectNode first() {
        return envelope.has(FIRST) ? at(request, Elsewhere.read(envelope.path(FIRST))) : request.deepCopy();
    }

    /** The request once more as its producer may send it, without what Sluice added. */
    public String asRequested() {
        ObjectNode asRequested = first().without("earlier");
        if (envelope.path("metadata").isObject()) {
            asRequested.set("metadata", envelope.get("metadata"));
        }
        return Json.write(asRequested);
    }

    /** The queue on which the request is taken again. */
    public String requestQueue() {
        return Queues.requests(family, first().path("provider").asText());
    }

    /** Of whose trace a request with this envelope is, where it is traced. */
    public static @Nullable String trace(ObjectNode envelope) {
        return envelope.path(TRACE).textValue();
    }

    /** A further try of a request that the ledger keeps whole, at whoever does it now. */
    static Submission of(Entry entry) {
        Submission first = new Submission(entry.key().family(), entry.document(), entry.contentHash(),
                entry.document(), entry.envelope(), false);
        Elsewhere now = new Elsewhere(entry.provider(), entry.account());
        return now.equals(first.place()) ? first : first.moved(now);
    }

    private Elsewhere place() {
        return new Elsewhere(request.path("provider").asText(), request.path("account").asText());
    }

    public Key key() {
        return new Key(family, tenant(envelope), request.path("requestId").asText());
    }

    /** Whose a request is; nobody's without tenants. */
    public static String tenant(ObjectNode envelope) {
        return envelope.path(TENANT).asText("");
    }

    /** Notes whose a request is; nobody's without tenants. */
    public static void putTenant(String tenant, ObjectNode envelope) {
        if (!tenant.isEmpty()) {
            envelope.put(TENANT, tenant);
        }
    }

    Entry entry() {
        return Entry.wanted(key(), request.path("provider").asText(), request.path("account").asText(),
                request.path("operation").asText(), contentHash, kept, envelope);
    }
}
