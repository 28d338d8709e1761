package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cipher.CannotCipher;
import dev.sluice.cipher.Detected;
import dev.sluice.cipher.ExchangeKey;
import dev.sluice.cipher.ModeMemory;
import dev.sluice.cipher.PayloadCipher;
import dev.sluice.cipher.Session;
import dev.sluice.cipher.Sessions;
import dev.sluice.cipher.WrappedPayload;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.outcome.Departure;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Encrypts what a provider wants encrypted and decrypts what it answers, as its file describes it. Where the mode of the
 * cipher is to be found out, {@code direct:<provider>-probe} brings an answer to try the modes on; where keys are
 * exchanged, {@code direct:<provider>-key-pair} does it: the body's {@code key} for {@code serverKey} and {@code version}.
 */
@Singleton
@Named("ciphers")
@Unremovable
public class Ciphers {

    /** The mode in which this exchange's request was sealed; its answer comes in the same. */
    private static final String MODE = "mode";

    /** The session by which this exchange's request was wrapped. */
    private static final String SESSION = "session";

    private final Providers providers;
    private final ProducerTemplate template;
    private final Clock clock;
    private final ModeMemory modes;
    private final Sessions sessions;

    Ciphers(Providers providers, ProducerTemplate template, Clock clock, ModeMemory modes, Sessions sessions) {
        this.providers = providers;
        this.template = template;
        this.clock = clock;
        this.modes = modes;
        this.sessions = sessions;
    }

    /** The body becomes {@code {"data": "<encrypted body>"}}. */
    public void seal(Exchange exchange) throws Exception {
        Provider provider = provider(exchange);
        String account = account(exchange);
        PayloadCipher cipher = provider.cipher();
        String mode = !cipher.isAuto() ? cipher.mode()
                : modes.mode(provider.name(), account, () -> probed(provider, account, credentials(exchange)));
        exchange.setVariable(MODE, mode);
        Question.look(exchange, exchange.getMessage().getBody(JsonNode.class));
        byte[] plain = Json.write(exchange.getMessage().getBody(JsonNode.class)).getBytes(StandardCharsets.UTF_8);
        exchange.getMessage().setBody(Json.object().put("data", cipher.encrypt(plain, mode, credentials(exchange))));
    }

    /** The answer gets {@code opened}, the decrypted {@code data}; null where there is none or it cannot be decrypted. */
    public void open(Exchange exchange) {
        ObjectNode answer = exchange.getMessage().getBody(ObjectNode.class);
        answer.set("opened", answer.path("data").isTextual() ? opened(exchange, answer.path("data").asText())
                : NullNode.instance);
    }

    /** Where the provider's file switches its wrapper on, the body becomes the wrapped body. */
    public void wrap(Exchange exchange) throws Exception {
        Provider provider = provider(exchange);
        WrappedPayload wrapper = provider.wrapper();
        if (wrapper == null || !wrapper.isEnabled()) {
            return;
        }
        JsonNode plain = Numbers.exact(exchange.getMessage().getBody(JsonNode.class),
                provider.calls().get(exchange.getVariable("call", String.class)).numbers());
        Question.look(exchange, plain);
        Session session = sessions.of(provider.name(), account(exchange), () -> exchangeKeys(provider, account(exchange)));
        exchange.setVariable(SESSION, session);
        exchange.getMessage().setBody(wrapper.wrap(session, Json.writePlain(plain).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A wrapped body whose answer has this code may be one that the provider could not open, because it keeps the keys no
     * more: they are exchanged anew for the next one.
     */
    public void doubt(Exchange exchange, String code) {
        Session session = exchange.getVariable(SESSION, Session.class);
        if (session != null && exchange.getMessage().getBody(JsonNode.class).path("code").asText().equals(code)) {
            sessions.forget(session);
        }
    }

    /** Where the provider refuses the probe it will refuse the call too, in any mode, and that answer tells why. */
    private Detected probed(Provider provider, String account, Function<String, String> credentials) throws Exception {
        JsonNode data = ask(provider, account, "probe", Json.object()).path("data");
        return data.isTextual() ? provider.cipher().detect(data.asText(), credentials) : new Detected("gcm", null, false);
    }

    private JsonNode opened(Exchange exchange, String data) {
        Provider provider = provider(exchange);
        PayloadCipher cipher = provider.cipher();
        String mode = !cipher.isAuto() ? cipher.mode()
                : exchange.getVariable(MODE, modes.known(provider.name(), account(exchange)), String.class);
        try {
            byte[] plain;
            if (mode == null) {
                Detected detected = cipher.detect(data, credentials(exchange));
                modes.remember(provider.name(), account(exchange), detected);
                plain = detected.plain();
            } else {
                plain = cipher.decrypt(data, mode, credentials(exchange));
            }
            return Json.answer(plain, null, Json.Numbers.KEPT);
        } catch (CannotCipher | Unreadable e) {
            if (e instanceof CannotCipher cannot && cannot.isOfKey()) {
                throw cannot;
            }
            modes.forget(provider.name(), account(exchange), mode);
            return NullNode.instance;
        }
    }

    private Session exchangeKeys(Provider provider, String account) throws Exception {
        Instant at = clock.instant();
        ExchangeKey own = provider.wrapper().keyExchange().clientKey();
        JsonNode answer = ask(provider, account, "key-pair", Json.object().put("key", own.publicText()));
        if (!answer.path("success").asBoolean(false)) {
            throw new IOException("no keys came");
        }
        return provider.wrapper().keyExchange().session(own, answer.path("serverKey"), answer.path("version").asText(), at);
    }

    private JsonNode ask(Provider provider, String account, String call, ObjectNode body) throws Exception {
        Exchange answer = Departure.apart(() -> template.request("direct:" + provider.name() + "-" + call, exchange -> {
            exchange.setVariable("provider", provider.name());
            exchange.setVariable("account", account);
            exchange.setVariable("call", call);
            exchange.setVariable("path", call);
            exchange.getMessage().setBody(body);
        }));
        if (answer.getException() != null) {
            throw answer.getException();
        }
        JsonNode read = answer.getMessage().getBody(JsonNode.class);
        return read == null ? Json.object() : read;
    }

    private Provider provider(Exchange exchange) {
        return providers.get(exchange.getVariable("provider", String.class));
    }

    private static String account(Exchange exchange) {
        return exchange.getVariable("account", String.class);
    }

    private Function<String, String> credentials(Exchange exchange) {
        return provider(exchange).account(account(exchange))::credential;
    }
}
