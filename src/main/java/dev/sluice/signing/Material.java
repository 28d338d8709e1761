package dev.sluice.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request or delivery as a message is made from it, with the parts that carry the signature left aside. */
final class Material {
    private final Scheme scheme;
    private final boolean outbound;
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final QueryView query;
    private final Function<String, String> credentials;
    private final ProviderKeys keys;
    private final Map<String, String> putHeaders = new LinkedHashMap<>();
    private BodyView body;
    private boolean seeksBody;
    private @Nullable Instant moment;
    private @Nullable String timestamp;
    private @Nullable String nonce;
    private @Nullable String keyId;
    private @Nullable String signature;
    private final Map<String, byte[]> parts = new HashMap<>();
    private final Map<String, Integer> partSecrets = new HashMap<>();
    private int secrets;
    private @Nullable BodyView item;
    private @Nullable Field field;

    /** One of several fields, as the message has its name and its value. */
    record Field(String name, String value) {
    }

    Material(Scheme scheme, Outgoing out, Function<String, String> credentials) {
        this(scheme, true, out.method(), out.path(), out.query(), out.headers(), out.body(), credentials,
                ProviderKeys.NONE);
    }

    Material(Scheme scheme, Incoming in, Function<String, String> credentials, ProviderKeys keys) {
        this(scheme, false, in.method(), in.path(), in.query(), in.headers(), in.body(), credentials, keys);
    }

    private Material(Scheme scheme, boolean outbound, String method, String path, String query,
            Map<String, String> headers, byte[] body, Function<String, String> credentials, ProviderKeys keys) {
        this.keys = keys;
        this.scheme = scheme;
        this.outbound = outbound;
        this.method = method;
        this.path = path;
        this.query = new QueryView(scheme, query);
        this.headers = headers;
        this.body = new BodyView(scheme, body);
        this.credentials = credentials;
    }

    /** The same without time, nonce and credentials: what stays equal when a delivery is repeated. */
    Material timeless() {
        Material same = new Material(scheme, false, method, path, query.whole(), headers, body.bytes(), name -> "",
                ProviderKeys.NONE);
        same.timestamp = "";
        same.nonce = "";
        same.keyId = "";
        return same;
    }

    void at(@Nullable Instant moment, @Nullable String timestamp, @Nullable String nonce) {
        this.moment = moment;
        this.timestamp = timestamp;
        this.nonce = nonce;
    }

    /** The id of the key as a delivery names it, where it does. */
    void keyId(@Nullable String named) {
        keyId = named;
    }

    String keyId() {
        return known("key-id", keyId);
    }

    /** Those that the provider keeps. */
    ProviderKeys keys() {
        return keys;
    }

    /** What the body is instead. */
    void body(byte[] bytes) {
        body = new BodyView(scheme, bytes);
    }

    /** Whether the body of a delivery is still within what was received as its body. */
    boolean seeksBody() {
        return seeksBody;
    }

    void seeksBody(boolean seeks) {
        seeksBody = seeks;
    }

    /** @param received parts as a delivery has them */
    void take(Map<String, byte[]> received) {
        parts.putAll(received);
    }

    boolean knowsTheTime() {
        return moment != null;
    }

    void signature(String text) {
        this.signature = text;
    }

    boolean outbound() {
        return outbound;
    }

    String timestamp() {
        return known("timestamp", timestamp);
    }

    /** The same moment in another form, and so much later. */
    String timestamp(@Nullable TimestampFormat format, Duration later) {
        return moment == null ? timestamp()
                : Objects.requireNonNull(format == null ? scheme.timestamp() : format).print(moment.plus(later));
    }

    /**
     * A part as it was received; else made once, since the message and what is sent must have the same. Within an item
     * it is that of the item.
     */
    byte[] part(String name, Message part) {
        if (item != null) {
            return part.bytes(this);
        }
        byte[] bytes = parts.get(name);
        if (bytes == null) {
            int before = secrets;
            bytes = part.bytes(this);
            parts.put(name, bytes);
            partSecrets.put(name, secrets - before);
        } else {
            secrets += partSecrets.getOrDefault(name, 0);
        }
        return bytes;
    }

    /** What is signed, be it the message or another reading of it: of an algorithm without a key it holds a secret. */
    byte[] signed(Message reading) {
        int before = secrets;
        byte[] bytes = reading.bytes(this);
        if (secrets == before && !scheme.signer().algorithm().isKeyed() && !reading.hasSecret()) {
            throw new CannotSign("message", "has no field that its {credential:…} stands with");
        }
        return bytes;
    }

    /** A message of which the fields are those of an item. */
    byte[] of(@Nullable Object each, Message message) {
        BodyView before = item;
        item = BodyView.ofItem(scheme, each);
        try {
            return message.bytes(this);
        } finally {
            item = before;
        }
    }

    /** A message about one field. */
    byte[] of(Field each, Message message) {
        Field before = field;
        field = each;
        try {
            return message.bytes(this);
        } finally {
            field = before;
        }
    }

    Field field() {
        return Objects.requireNonNull(field, "checked at the start");
    }

    String nonce() {
        return known("nonce", nonce);
    }

    String signature() {
        return known("signature", signature);
    }

    String method() {
        return known("method", method);
    }

    String path() {
        return known("path", path);
    }

    private static String known(String name, @Nullable String value) {
        if (value == null) {
            throw new CannotSign(name, "is not known");
        }
        return value;
    }

    QueryView query() {
        return query;
    }

    BodyView body() {
        return item == null ? body : item;
    }

    @Nullable
    String header(String name) {
        for (Map<String, String> from : List.of(putHeaders, headers)) {
            String exact = from.get(name);
            if (exact != null) {
                return exact;
            }
            for (Map.Entry<String, String> header : from.entrySet()) {
                if (header.getKey().equalsIgnoreCase(name)) {
                    return header.getValue();
                }
            }
        }
        return null;
    }

    String credential(String name) {
        String value = credentials.apply(name);
        if (value == null) {
            throw CannotSign.key("credential:" + name, "is not set");
        }
        secrets++;
        return value;
    }

    /** A header or parameter that a template names; where there is none the description decides. */
    String given(String name, @Nullable String value) {
        if (value == null && scheme.missing() == Scheme.Missing.REFUSE) {
            throw new CannotSign(name, "is missing");
        }
        return value == null ? "" : value;
    }

    String field(JsonPath wanted) {
        return given("field:" + wanted.text(), body().field(wanted, outbound));
    }

    void putHeader(String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new CannotSign(name, "holds a control character");
        }
        putHeaders.put(name, value);
    }

    Signed result() {
        return new Signed(putHeaders, query.put(), body.bytes(), query.whole());
    }
}
