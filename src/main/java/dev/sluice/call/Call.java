package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.outcome.Failures;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Outcomes;
import dev.sluice.provider.Places;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.provider.Template;
import dev.sluice.signing.Outgoing;
import dev.sluice.signing.Signed;
import dev.sluice.step.Step;
import dev.sluice.token.Tokens;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.ContentType;

/** What every call to a provider has in common: address and signature before it, reading and meaning after it. */
@Singleton
@Named("call")
@Unremovable
public class Call {

    private static final String JSON = "application/json;charset=utf-8";
    private static final String ACCEPTED = "application/json";

    private final Providers providers;
    private final Tokens tokens;
    private final Clock clock;

    Call(Providers providers, Tokens tokens, Clock clock) {
        this.providers = providers;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * Makes the HTTP request: method, address, signed headers and body. The body is the JSON document that the route
     * made, and none for GET. Variables: {@code provider}, {@code account}, and {@code path} where the path is not the
     * one of the operation or question in {@code call}.
     */
    public void prepare(Exchange exchange) {
        Provider provider = providers.get(exchange.getVariable("provider", String.class));
        String account = exchange.getVariable("account", String.class);
        String call = exchange.getVariable("path", exchange.getVariable("call", String.class), String.class);
        String method = provider.method(call);
        String path = Address.of(provider, call, exchange);
        byte[] body = method.equals("GET") ? new byte[0] : Json.writePlain(Numbers.exact(
                exchange.getMessage().getBody(JsonNode.class), provider.call(call).path("numbers"))).getBytes(StandardCharsets.UTF_8);
        URI uri = URI.create(provider.baseUrl() + path);
        Message message = exchange.getMessage();
        message.removeHeaders("*", "Authorization");
        message.setHeader("Accept", ACCEPTED);
        provider.file().path("headers").properties().forEach(header -> {
            JsonNode value = Template.fill(header.getValue(), Json.object(), provider.account(account)::credential);
            if (value != null && !value.asText().isEmpty()) {
                message.setHeader(header.getKey(), value.asText());
            }
        });
        if (provider.signs(call)) {
            Signed signed = provider.signature().sign(
                    new Outgoing(method, uri.getRawPath(), uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                            Map.of("Host", uri.getAuthority(), "Content-Type", JSON, "Accept",
                                    message.getHeader("Accept", String.class)), body),
                    provider.account(account)::credential, clock, () -> UUID.randomUUID().toString());
            signed.headers().forEach(message::setHeader);
            if (!signed.query().isEmpty()) {
                uri = URI.create(provider.baseUrl() + path.split("\\?", 2)[0] + "?" + signed.fullQuery());
            }
            body = signed.body();
        }
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_URI, uri.toString());
        if (!method.equals("GET")) {
            message.setHeader(Exchange.CONTENT_TYPE, JSON);
        }
        message.setBody(method.equals("GET") ? null : body);
        exchange.setVariable("http", 0);
        exchange.setVariable("handedOver", true);
    }

    /** Puts a credential of the account into a member of the body. */
    public void addCredential(Exchange exchange, String member, String credential) {
        String text = providers.get(exchange.getVariable("provider", String.class))
                .account(exchange.getVariable("account", String.class)).credential(credential);
        exchange.getMessage().setBody(exchange.getMessage().getBody(ObjectNode.class).deepCopy().put(member, text));
    }

    /** Fills the operation's own body template with the request and the account's credentials. */
    public void fill(Exchange exchange) {
        Provider provider = providers.get(exchange.getVariable("provider", String.class));
        JsonNode template = provider.call(exchange.getVariable("call", String.class)).path("body");
        exchange.getMessage().setBody(Template.fill(template, exchange.getVariable("request", JsonNode.class),
                provider.account(exchange.getVariable("account", String.class))::credential));
    }

    /** Puts the provider's answer into the members that are interpreted, from the places that the file names. */
    public void pick(Exchange exchange) {
        Provider provider = providers.get(exchange.getVariable("provider", String.class));
        JsonNode call = provider.call(exchange.getVariable("call", String.class));
        exchange.getMessage().setBody(Places.of(provider.file().path("places"), call)
                .answer(exchange.getMessage().getBody(JsonNode.class)));
    }

    /** Reads the provider's answer into a document whose numbers are texts; {@code null} members where it is unreadable. */
    public void read(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        exchange.setVariable("http", message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class));
        exchange.setVariable("retryAfter", retryAfter(message.getHeader("Retry-After", String.class)));
        JsonNode answer = NullNode.instance;
        String unread = "it is no JSON object";
        try (InputStream body = message.getBody(InputStream.class)) {
            byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
            if (bytes.length > BoundedCall.LARGEST_ANSWER) {
                throw new Unreadable("it is too long");
            }
            answer = Json.answer(bytes, charset(message.getHeader(Exchange.CONTENT_TYPE, String.class)),
                    exact(exchange) ? Json.Numbers.KEPT : Json.Numbers.ALL_AS_TEXT);
        } catch (Unreadable e) {
            unread = e.getMessage();
        }
        exchange.setVariable("unread", answer.isObject() ? null : unread);
        message.removeHeaders("*");
        message.setBody(answer.isObject() ? answer : Json.object());
    }

    /** Says what the call came to, from the answer that the provider's route made of the provider's words. */
    public void interpret(Exchange exchange) {
        Step step = exchange.getVariable("step", Step.class);
        Throwable failure = exchange.getVariable("failure", Throwable.class);
        exchange.setVariable("failure", null);
        Outcome outcome = failure != null
                ? Failures.outcome(failure, exchange.getVariable("handedOver", false, Boolean.class))
                : Outcomes.interpret(step.provider(), step.operation(), step.request(),
                        exchange.getVariable("http", 0, Integer.class), exchange.getVariable("retryAfter", Long.class),
                        answer(exchange), step.asking(),
                        tokens.secrets(exchange, step.provider().account(step.entry().account())));
        exchange.setVariable("outcome", outcome);
        exchange.setVariable("unauthorised", outcome.kind() == Kind.UNAUTHORISED
                && step.provider().takesNewToken(outcome.error().code()));
    }

    /** One that could not be read has no words of the provider, so it says why. */
    private static JsonNode answer(Exchange exchange) {
        // A jq expression that finds nothing where it looks for members leaves no body at all.
        ObjectNode answer = exchange.getMessage().getBody(JsonNode.class) instanceof ObjectNode made ? made : Json.object();
        String unread = exchange.getVariable("unread", String.class);
        return unread == null ? answer : answer.put("message", "it cannot be read: " + unread);
    }

    /** Whether the operation's answer is handed on as the provider wrote it, numbers as numbers. */
    private boolean exact(Exchange exchange) {
        String call = exchange.getVariable("path", exchange.getVariable("call", String.class), String.class);
        return providers.get(exchange.getVariable("provider", String.class)).call(call).path("exact").asBoolean(false);
    }

    private static Charset charset(String contentType) throws Unreadable {
        try {
            return contentType == null ? null : ContentType.parse(contentType).getCharset();
        } catch (IllegalArgumentException e) {
            throw new Unreadable("its encoding is none that is known");
        }
    }

    private Long retryAfter(String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.strip().matches("\\d{1,9}") ? Long.parseLong(text.strip()) * 1000
                    : Math.max(0, Duration.between(clock.instant(),
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)).toMillis());
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
