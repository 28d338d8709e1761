package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cipher.CannotCipher;
import dev.sluice.cipher.Detected;
import dev.sluice.cipher.ExchangeKey;
import dev.sluice.cipher.KeyExchange;
import dev.sluice.cipher.ModeMemory;
import dev.sluice.cipher.PayloadCipher;
import dev.sluice.cipher.Session;
import dev.sluice.cipher.Sessions;
import dev.sluice.cipher.WrappedPayload;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.passage.Calling;
import dev.sluice.provider.PlanTaken;
import dev.sluice.route.ForProviders;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what a provider wants encrypted and decrypts what it answers, as its file describes it. Where the mode of
 * the cipher is to be found out, {@code direct:<provider>-probe} brings an answer to try the modes on; where keys are
 * exchanged, {@code direct:<provider>-key-pair} does it: the body's {@code key} for {@code serverKey} and
 * {@code version}.
 */
@Singleton
@Named("ciphers")
@Unremovable
public class Ciphers {

    private final SideCalls calls;
    private final Clock clock;
    private final ModeMemory modes;
    private final Sessions sessions;

    Ciphers(SideCalls calls, Clock clock, ModeMemory modes, Sessions sessions) {
        this.calls = calls;
        this.clock = clock;
        this.modes = modes;
        this.sessions = sessions;
    }

    /** What was found out or agreed with a provider that is another one now. */
    void forget(@Observes PlanTaken event) {
        modes.forget(event::changes);
        sessions.forget(event::changes);
    }

    /** The body becomes {@code {"data": "<encrypted body>"}}. */
    @ForProviders
    public void seal(Exchange exchange) throws Exception {
        Calling calling = Calling.of(exchange);
        PayloadCipher cipher = cipher(calling);
        String mode = !cipher.isAuto() ? cipher.mode()
                : modes.mode(calling.provider().name(), calling.account().name(), () -> probed(calling));
        calling.mode(mode);
        JsonNode body = exchange.getMessage().getBody(JsonNode.class);
        Question.look(calling, body);
        byte[] plain = Json.write(body).getBytes(StandardCharsets.UTF_8);
        exchange.getMessage()
                .setBody(Json.object().put("data", cipher.encrypt(plain, mode, calling::credential)));
    }

    /**
     * The answer gets {@code opened}, the decrypted {@code data}; {@code null} where there is none or it cannot be
     * decrypted.
     */
    @ForProviders
    public void open(Exchange exchange) {
        ObjectNode answer = exchange.getMessage().getBody(ObjectNode.class);
        answer.set("opened",
                answer.path("data").isTextual() ? opened(Calling.of(exchange), answer.path("data").asText())
                        : NullNode.instance);
    }

    /** Where the provider's file switches its wrapper on, the body becomes the wrapped body. */
    @ForProviders
    public void wrap(Exchange exchange) throws Exception {
        Calling calling = Calling.of(exchange);
        WrappedPayload wrapper = calling.provider().wrapper();
        if (wrapper == null || !wrapper.isEnabled()) {
            return;
        }
        JsonNode plain = Numbers.exact(exchange.getMessage().getBody(JsonNode.class), calling.plan().numbers());
        Question.look(calling, plain);
        Session session = sessions.of(calling.provider().name(), calling.keep(),
                () -> exchangeKeys(calling, wrapper.keyExchange()));
        calling.session(session);
        exchange.getMessage().setBody(wrapper.wrap(session, Json.writePlain(plain).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A wrapped body whose answer has this code may be one that the provider could not open, because it keeps the keys
     * no more: they are exchanged anew for the next one.
     */
    @ForProviders
    public void doubt(Exchange exchange, String code) {
        Session session = Calling.of(exchange).session();
        if (session != null && exchange.getMessage().getBody(JsonNode.class).path("code").asText().equals(code)) {
            sessions.forget(session);
        }
    }

    /** Where the provider refuses the probe it will refuse the call too, in any mode, and that answer tells why. */
    private Detected probed(Calling calling) throws Exception {
        JsonNode data = calls
                .ask(calling, "probe", Json.object()).path("data");
        return data.isTextual() ? cipher(calling).detect(data.asText(), calling::credential)
                : new Detected("gcm", null, false);
    }

    private JsonNode opened(Calling calling, String data) {
        String provider = calling.provider().name();
        String account = calling.account().name();
        PayloadCipher cipher = cipher(calling);
        String mode = !cipher.isAuto() ? cipher.mode()
                : calling.mode() != null ? calling.mode() : modes.known(provider, account);
        try {
            byte @Nullable [] plain;
            if (mode == null) {
                Detected detected = cipher.detect(data, calling::credential);
                modes.remember(provider, account, detected);
                plain = detected.plain();
            } else {
                plain = cipher.decrypt(data, mode, calling::credential);
            }
            return plain == null ? NullNode.instance : Json.answer(plain, null, Json.Numbers.KEPT);
        } catch (CannotCipher | Unreadable e) {
            if (e instanceof CannotCipher cannot && cannot.isOfKey()) {
                throw cannot;
            }
            modes.forget(provider, account, mode);
            return NullNode.instance;
        }
    }

    private static PayloadCipher cipher(Calling calling) {
        return Objects.requireNonNull(calling.provider().cipher(), "cipher");
    }

    private Session exchangeKeys(Calling calling, KeyExchange exchange) throws Exception {
        Instant at = clock.instant();
        ExchangeKey own = exchange.clientKey();
        JsonNode answer = calls.ask(calling, "key-pair", Json.object().put("key", own.publicText()));
        if (!answer.path("success").asBoolean(false)) {
            throw new NothingToCallWith("the exchange of keys was answered without keys");
        }
        return exchange.session(own, answer.path("serverKey"), answer.path("version").asText(null), at);
    }
}
