package dev.sluice.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs the messages that Sluice writes to itself, and tells those from others' (HMAC-SHA-256): over the queue, the
 * body and every property that Sluice acts on, so that none can be made, changed or put on another queue without a key.
 * While there are two keys each message has a signature by both, so that whoever has only one of them takes it.
 * <p>
 * A signature is {@code 1:<the properties that it covers>:<by the newest key>[,<by the one before>]}. Names make it good
 * for a reader that does not know a later version's properties; one that it knows and they do not name must not be
 * there.
 */
@Singleton
public class MessageSignatures {

    /** The message property that holds it. */
    public static final String PROPERTY = "signature";
    /** The message properties that Sluice acts on, of those that it writes to itself. */
    static final List<String> ACTED_ON = List.of("step", "account", "attempt", "repeat", "handed", "chained", "late",
            "delivery", "codings", "charset");

    private static final Logger LOG = Logger.getLogger(MessageSignatures.class);
    private static final Pattern FORM = Pattern
            .compile("1:([A-Za-z]{0,64}(?:,[A-Za-z]{1,64}){0,63}):([A-Za-z0-9+/=]{44}(?:,[A-Za-z0-9+/=]{44})?)");
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;
    private final boolean unsigned;
    private final Counter unsignedTaken;

    /** Says that the key protects nothing yet, where it does not. */
    @Inject
    MessageSignatures(Config config, MeterRegistry metrics) {
        this(MessageKeys.of(config), metrics);
        if (!keys.isEmpty() && unsigned) {
            LOG.warn("sluice.messages.key is set and protects nothing yet: messages without a signature are taken for"
                    + " Sluice's own all the same; when sluice_unsigned_messages_total grows no more, set"
                    + " sluice.messages.unsigned=refuse");
        }
    }

    public MessageSignatures(MessageKeys settings) {
        this(settings, new SimpleMeterRegistry());
    }

    MessageSignatures(MessageKeys settings, MeterRegistry metrics) {
        unsignedTaken = Counter.builder("sluice.unsigned.messages")
                .description("Messages without a signature that were taken for Sluice's own although there is a key")
                .register(metrics);
        keys = settings.keys().stream().map(key -> new SecretKeySpec(key, ALGORITHM)).toList();
        unsigned = settings.unsigned();
    }

    /** Counts a message that is taken, where it is not signed and should be. */
    public void taken(Function<String, @Nullable Object> property) {
        if (!keys.isEmpty() && property.apply(PROPERTY) == null) {
            unsignedTaken.increment();
        }
    }

    /**
     * The signature of a message that is to be sent; none where there is no key, or nothing is done by what comes there.
     *
     * @param body       a text, or bytes
     * @param properties all that it is sent with; what is null is not
     */
    public Optional<String> of(String queue, Object body, Map<String, ? extends @Nullable Object> properties) {
        if (keys.isEmpty() || !Queues.isActedOn(queue)) {
            return Optional.empty();
        }
        String names = properties.keySet().stream().filter(name -> properties.get(name) != null).sorted()
                .collect(Collectors.joining(","));
        byte[] signed = signed(queue, body, names, properties::get);
        return Optional.of("1:" + names + ":"
                + keys.stream().map(key -> Base64.getEncoder().encodeToString(mac(key, signed)))
                        .collect(Collectors.joining(",")));
    }

    /**
     * Why a message is none of Sluice's own, if it is not; quotes nothing.
     *
     * @param queue    where it lies
     * @param property a property of the message, as it was written
     */
    public @Nullable String fault(String queue, Object body, Function<String, @Nullable Object> property) {
        if (keys.isEmpty()) {
            return null;
        }
        Object signature = property.apply(PROPERTY);
        if (signature == null) {
            return unsigned ? null : "it is not signed (sluice.messages.unsigned is refuse)";
        }
        Matcher form = FORM.matcher(signature instanceof String text ? text : "");
        return form.matches() && isOurs(form.group(1), form.group(2), queue, body, property) ? null
                : "its signature is of another key than sluice.messages.key, or of another message or queue";
    }

    private boolean isOurs(String names, String macs, String queue, Object body,
            Function<String, @Nullable Object> property) {
        List<String> covered = List.of(names.split(",", -1));
        if (ACTED_ON.stream().anyMatch(name -> !covered.contains(name) && property.apply(name) != null)) {
            return false;
        }
        List<byte[]> given = Stream.of(macs.split(",", -1)).map(mac -> mac.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        byte[] signed = signed(queue, body, names, property);
        return keys.stream().map(key -> Base64.getEncoder().encode(mac(key, signed)))
                .anyMatch(mac -> given.stream().anyMatch(one -> MessageDigest.isEqual(mac, one)));
    }

    private static byte[] mac(SecretKeySpec key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(signed);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException("HMAC-SHA-256 is missing in this Java", everyJdkHasIt);
        }
    }

    /** Each part with its kind and its length, so that no two messages have the same bytes. */
    private static byte[] signed(String queue, Object body, String names, Function<String, @Nullable Object> property) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream parts = new DataOutputStream(bytes)) {
            for (String text : List.of("sluice message 1", queue, names)) {
                part(text, parts);
            }
            for (String name : names.split(",", -1)) {
                part(property.apply(name), parts);
            }
            part(body, parts);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return bytes.toByteArray();
    }

    /** A text by its characters: half of one has no bytes of its own in UTF-8. */
    private static void part(@Nullable Object value, DataOutputStream parts) throws IOException {
        if (value instanceof byte[] bytes) {
            parts.writeByte('B');
            parts.writeInt(bytes.length);
            parts.write(bytes);
        } else {
            String text = String.valueOf(value);
            parts.writeByte(value instanceof String ? 'S' : value instanceof Integer ? 'I'
                    : value instanceof Boolean ? 'T' : '?');
            parts.writeInt(text.length());
            parts.writeChars(text);
        }
    }
}
