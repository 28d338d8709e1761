package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.answer.Outcomes;
import dev.sluice.contract.Template;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.ledger.Entry;
import dev.sluice.outcome.CannotSend;
import dev.sluice.outcome.Failures;
import dev.sluice.outcome.Failures.Reached;
import dev.sluice.outcome.Outcome;
import dev.sluice.passage.Calling;
import dev.sluice.passage.Passage;
import dev.sluice.passage.Spoken;
import dev.sluice.provider.CallPlan;
import dev.sluice.provider.MinorUnits;
import dev.sluice.provider.PagesSeen;
import dev.sluice.provider.Provider;
import dev.sluice.route.BrokenRoutes;
import dev.sluice.route.FailedStep;
import dev.sluice.route.ForProviders;
import dev.sluice.route.RoutePlace;
import dev.sluice.signing.Outgoing;
import dev.sluice.signing.Signature;
import dev.sluice.signing.Signed;
import dev.sluice.step.Step;
import dev.sluice.step.Submission;
import dev.sluice.trace.Part;
import dev.sluice.trace.Traces;
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
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** What every call to a provider has in common: address and signature before it, reading and meaning after it. */
@Singleton
@Named("call")
@Unremovable
public class Call {

    private static final byte[] NOTHING = {};

    private final Tokens tokens;
    private final Clock clock;
    private final Clock growing;
    private final BrokenRoutes broken;
    private final ProducerTemplate template;
    private final Rotation rotation;
    private final CallMeters meters;
    private final CallLines lines;
    private final Traces traces;
    private final Exchanges exchanges;

    Call(Tokens tokens, Clock clock, @Readiness BrokenRoutes broken, ProducerTemplate template, Rotation rotation,
            CallMeters meters, CallLines lines, Traces traces, Exchanges exchanges) {
        this.exchanges = exchanges;
        this.traces = traces;
        this.meters = meters;
        this.lines = lines;
        this.tokens = tokens;
        this.clock = clock;
        this.growing = new GrowingClock(clock);
        this.broken = broken;
        this.template = template;
        this.rotation = rotation;
    }

    /** The call of the step begins, with the request as the body. */
    public void begin(Exchange exchange) {
        Passage passage = Passage.of(exchange);
        if (!passage.isAgain()) {
            passage.beginsWith(rotation.isBack(passage.step()));
            trace(exchange, passage);
        }
        lines.begin(passage.step());
        Calling.begin(exchange, passage.step(), passage.call(), passage.isPrevious()).trace(passage.trace());
        exchange.getMessage().setBody(passage.step().request());
    }

    /** The step is a part of what happens to its order, from when its message was taken until that is done with. */
    private void trace(Exchange exchange, Passage passage) {
        Step step = passage.step();
        Entry entry = step.entry();
        Part part = traces.begin(Part.Side.WORKS, step.asking() ? "ask" : "submit", Submission.trace(entry.envelope()),
                passage.nanos());
        if (part == Part.NONE) {
            return;
        }
        passage.trace(part.says("requestId", entry.key().requestId()).says("family", entry.key().family())
                .says("provider", entry.provider()).says("account", entry.account())
                .says("operation", entry.operation()).says("step", step.id()).says("attempt", step.attempt()));
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (done.getException() != null || done.isRollbackOnly()) {
                    part.failed("rolled-back");
                }
                part.end();
            }
        });
    }

    /**
     * Has the provider's own flow make the call. However that ends, the step goes on; what it failed with becomes the
     * variable {@code failure}.
     */
    public void make(Exchange exchange, String provider, String call) {
        exchange.setVariable("failure", ProviderFlow.run(template, provider + "-" + call, exchange));
    }

    /**
     * Makes the HTTP request: method, address, signed headers and body. The body is the JSON document that the route
     * made, where the call has one. The variable {@code path} names the call whose path counts where it is another one.
     */
    public void prepare(Exchange exchange) {
        Calling calling = Calling.of(exchange);
        calling.goesOn();
        if (calling.isSettled()) {
            String late = "a part of the route wanted to send a request when its step was settled, which was refused";
            broken.failed(calling.name(), null, late);
            throw new Slip(late);
        }
        Provider provider = calling.provider();
        CallPlan call = calling.plan(exchange);
        if (call == null || call.path() == null) {
            throw new Slip("no call of that name has a path in " + provider.name() + ".yaml");
        }
        if (calling.account().baseUrl().isEmpty()) {
            throw new Slip(provider.name() + " has no base URL, or no such account any more");
        }
        String baseUrl = call.baseUrl() == null ? calling.account().baseUrl() : call.baseUrl();
        JsonNode request = calling.request();
        if (!calling.isQuestion() && !request.has(MinorUnits.AMOUNT)) {
            String fault = provider.minorUnits().fault(request);
            if (fault != null) {
                throw new CannotSend(fault);
            }
        }
        String address = Address.of(call, exchange, request, calling::credential);
        Question.look(calling, address);
        Body body = null;
        JsonNode document = null;
        if (call.hasBody()) {
            document = node(exchange);
            Question.look(calling, document);
            body = Body.of(call, document);
        }
        URI uri = URI.create(baseUrl + address);
        Message message = exchange.getMessage();
        SentHeaders headers = new SentHeaders(uri.getAuthority(), body == null ? null : body.contentType(),
                message.getHeader("Authorization", String.class));
        headers.describe(call, request, calling);
        if (provider.token() != null) {
            headers.carry(provider.token().header(), message);
        }
        byte[] sent = body == null ? null : body.bytes();
        if (provider.signature() != null && call.signed()) {
            Signed signed = sign(provider.signature(),
                    new Outgoing(call.method(), uri.getRawPath(), uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                            headers.withLength(sent), sent == null ? NOTHING : sent),
                    calling);
            signed.headers().forEach(headers::put);
            if (!signed.query().isEmpty()) {
                uri = URI.create(baseUrl + address.split("\\?", 2)[0] + "?" + signed.fullQuery());
            }
            sent = sent == null ? null : signed.body();
        }
        message.removeHeaders("*");
        headers.all().forEach(message::setHeader);
        // As a text it would be looked for among all of Camel's converters, for each call.
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(call.method()));
        message.setHeader(Exchange.HTTP_URI, uri.toString());
        message.setHeader(AsWritten.TARGET,
                uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery());
        message.setHeader(AsWritten.ACCOUNT, calling.account().name());
        // As bytes it would be packed, or its type written anew, by what the headers say.
        message.setBody(sent == null ? null : new ByteArrayEntity(sent, null));
        calling.handOver(exchange);
        exchanges.sent(calling, calling.pathOf(exchange), call, document, clock);
    }

    /** Signs a request, now. */
    Signed sign(Signature signature, Outgoing outgoing, Calling calling) {
        return signature.sign(outgoing, calling::credential, signature.hasGrowingNonce() ? growing : clock,
                () -> UUID.randomUUID().toString());
    }

    /** Puts a credential of the account into a member of the body. */
    @ForProviders
    public void addCredential(Exchange exchange, String member, String credential) {
        String text = Calling.of(exchange).credential(credential);
        if (text == null) {
            throw new Slip("the credential " + credential + " is not set");
        }
        exchange.getMessage().setBody(exchange.getMessage().getBody(ObjectNode.class).deepCopy().put(member, text));
    }

    /** Fills the call's own body template with the request and the account's credentials. */
    @ForProviders
    public void fill(Exchange exchange) {
        Calling calling = Calling.of(exchange);
        Template body = calling.plan().body();
        // What a login is filled with is what it was called with.
        JsonNode request = calling.step() == null ? exchange.getMessage().getBody(JsonNode.class)
                : calling.request();
        exchange.getMessage().setBody(body == null ? null : body.fill(request, calling::credential));
    }

    /** Puts the provider's answer into the members that are interpreted, from the places that the file names. */
    @ForProviders
    public void pick(Exchange exchange) {
        Calling calling = Calling.of(exchange);
        PagesSeen pages = calling.pages();
        JsonNode answer = exchange.getMessage().getBody(JsonNode.class);
        boolean good = calling.http() / 100 == 2;
        exchange.getMessage().setBody(pages == null
                ? calling.plan().places().answer(answer, calling.request(), good)
                : pages.answer(answer, calling.request(), good));
    }

    /**
     * Reads the provider's answer into a document whose numbers are texts; {@code null} members where it is unreadable.
     */
    public void read(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Calling calling = Calling.of(exchange);
        CallPlan call = calling.plan(exchange);
        JsonNode answer = NullNode.instance;
        String unread = "it is no JSON object";
        String contentType = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        int length = 0;
        try (InputStream body = message.getBody(InputStream.class)) {
            byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
            length = bytes.length;
            if (bytes.length > BoundedCall.LARGEST_ANSWER) {
                throw new Unreadable("it is too long");
            }
            answer = calling.provider().format(calling.call()).answer(bytes,
                    charset(contentType),
                    call != null && call.exact() ? Json.Numbers.KEPT : Json.Numbers.ALL_AS_TEXT);
        } catch (Unreadable e) {
            unread = e.getMessage();
        }
        boolean read = answer.isObject() || answer.isArray() && call != null && call.places().areOfList();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        calling.hears(new Spoken.Answer(status, contentType, length, answer, read ? null : unread));
        calling.answered(exchange, status,
                retryAfter(message.getHeader("Retry-After", String.class)), read ? null : unread);
        message.removeHeaders("*");
        message.setBody(read ? answer : Json.object());
    }

    /** Says what the call came to, from the answer that the provider's route made of the provider's words. */
    public void interpret(Exchange exchange) {
        Calling calling = Calling.of(exchange);
        Throwable failure = exchange.getVariable("failure", Throwable.class);
        exchange.setVariable("failure", null);
        Outcome outcome = outcome(exchange, calling, failure);
        meters.ended(calling, outcome.kind());
        lines.called(calling, outcome.kind());
        Passage passage = Passage.of(exchange);
        passage.trace().says("kind", outcome.kind().word());
        exchanges.came(passage, calling, outcome, () -> tokens.secrets(calling), clock);
        boolean again = rotation.isAgain(passage, calling,
                calling.unread() == null ? outcome : outcome.withoutWords());
        if (again && passage.isTokenRenewed()) {
            tokens.forget(exchange);
        }
        exchange.setVariable("unauthorised", again);
    }

    /** What the call came to, whose flow ended with this failure, or with none. */
    Outcome outcome(Exchange exchange, Calling calling, @Nullable Throwable failure) {
        calling.settle();
        try {
            return failure == null ? answered(exchange, calling) : failed(exchange, calling, failure);
        } catch (Slip e) {
            Outcome outcome = Failures.outcome(e, calling.reached(), " in the routes of " + calling.name());
            broken.failed(calling.name(), null, outcome.why().message());
            return outcome;
        }
    }

    private Outcome failed(Exchange exchange, Calling calling, Throwable failure) {
        RoutePlace place = FailedStep.of(exchange, failure);
        Outcome outcome = Failures.outcome(failure, calling.reached(), place == null ? "" : " in " + place);
        if (Failures.isOfFlow(failure)) {
            broken.failed(calling.name(), place, outcome.why().message());
        }
        return outcome;
    }

    private Outcome answered(Exchange exchange, Calling calling) {
        if (calling.reached() == Reached.NOTHING) {
            throw new Slip("no request was handed to direct:" + calling.provider().name() + "-http");
        }
        if (calling.reached() == Reached.PROVIDER) {
            throw new Slip("the route goes on though no answer came");
        }
        JsonNode answer = answer(exchange);
        if (Question.isAboutNothing(calling)) {
            Outcome nothing = Failures.aboutNothing();
            broken.failed(calling.name(), null, nothing.why().message());
            return nothing;
        }
        broken.passed(calling.name());
        Step step = Objects.requireNonNull(calling.step());
        String unread = calling.unread();
        return unread == null
                ? Outcomes.interpret(step.provider(), step.operation(), step.request(), calling.http(),
                        calling.retryAfter(), answer, step.asking(), tokens.secrets(calling))
                : Outcomes.unread(step.provider(), step.operation(), step.request(), calling.http(),
                        calling.retryAfter(), unread, step.asking(), tokens.secrets(calling));
    }

    /** The answer that a route left; an empty one where its jq found nothing, or found null. */
    private static JsonNode answer(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        JsonNode left = body == null || body instanceof NullNode ? Json.object() : node(exchange);
        if (!(left instanceof ObjectNode answer)) {
            throw new Slip("the route leaves an answer that is no JSON object");
        }
        return answer;
    }

    /** The JSON document that a route left, or its text. */
    private static JsonNode node(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        try {
            JsonNode node = body instanceof String text ? Json.read(text, Json.Numbers.KEPT)
                    : body instanceof JsonNode read ? read : null;
            if (node != null && !node.isNull()) {
                return node;
            }
        } catch (Unreadable e) {
            // said below, without what it was
        }
        throw new Slip("the route leaves something else than a JSON document as the body");
    }

    private static @Nullable Charset charset(@Nullable String contentType) throws Unreadable {
        try {
            ContentType type = contentType == null ? null : ContentType.parse(contentType);
            return type == null ? null : type.getCharset();
        } catch (IllegalArgumentException e) {
            throw new Unreadable("its encoding is none that is known");
        }
    }

    private @Nullable Long retryAfter(@Nullable String text) {
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
