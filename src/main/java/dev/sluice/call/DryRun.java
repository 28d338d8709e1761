package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cipher.ModeMemory;
import dev.sluice.cipher.Sessions;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Secrets;
import dev.sluice.passage.Calling;
import dev.sluice.provider.Provider;
import dev.sluice.route.BrokenRoutes;
import dev.sluice.route.Flows;
import dev.sluice.signing.Outgoing;
import dev.sluice.signing.Signature;
import dev.sluice.signing.Signed;
import dev.sluice.step.Step;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** The calls of one provider, made by its own flows as a step makes them, but over no network. */
public final class DryRun {

    /** The token of an account whose login is not given an answer. */
    public static final String TOKEN = "token-of-a-dry-run";

    /** What would leave, byte for byte. */
    public record Request(String call, String method, URI uri, Map<String, String> headers, byte[] body) {
    }

    /** What is answered. */
    public record Answer(int http, @Nullable String contentType, byte[] body) {
    }

    /** What a request was signed by, and from. */
    public record SignedRequest(Signature signature, Outgoing outgoing, Signed signed) {
    }

    /**
     * What came of a call.
     *
     * @param requests   all that would have left, those for a token or a key among them
     * @param signed     the last that was signed
     * @param members    what the provider's flow made of the answer, where one was given
     * @param outcome    none where the answer that was needed was not given
     * @param unanswered the call that needed one
     */
    public record Ran(List<Request> requests, Optional<SignedRequest> signed, @Nullable JsonNode members,
            @Nullable Outcome outcome, @Nullable String unanswered, Secrets secrets) {
    }

    private final CamelContext camel;
    private final ProducerTemplate template;
    private final Provider provider;
    private final Tokens tokens;
    private final Call call;
    private final GivenAnswers wire = new GivenAnswers();
    private @Nullable SignedRequest signed;

    /**
     * @param camel  with all flows, and not started yet; it is started here with this provider's
     * @param nonces a unique text each time
     */
    public DryRun(CamelContext camel, Provider provider, Clock clock, Supplier<String> nonces) {
        this.camel = camel;
        this.provider = provider;
        camel.removeComponent("http");
        camel.addComponent("http", wire);
        Flows.keepOnly(camel, provider.name());
        template = camel.createProducerTemplate();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        BrokenRoutes broken = new BrokenRoutes(clock, metrics);
        SideCalls calls = new SideCalls(template);
        tokens = new Tokens(calls, broken, clock, SharedTokens.none(clock));
        call = new Call(tokens, clock, broken, template, new Rotation(metrics, clock)) {
            @Override
            Signed sign(Signature signature, Outgoing outgoing, Calling calling) {
                Signed made = signature.sign(outgoing, calling::credential, clock, nonces);
                signed = new SignedRequest(signature, outgoing, made);
                return made;
            }
        };
        camel.getRegistry().bind("tokens", tokens);
        camel.getRegistry().bind("call", call);
        camel.getRegistry().bind("pages", new Pages(call, tokens, calling -> {}, template));
        camel.getRegistry().bind("ciphers", new Ciphers(calls, clock, new ModeMemory(), new Sessions(clock)));
        camel.start();
    }

    /**
     * Makes the call of a step.
     *
     * @param name    the operation, or the call, of the provider's file
     * @param answers by the call that they answer; a token is had without one
     */
    public Ran call(Step step, String name, Map<String, Answer> answers) {
        wire.begin(answers);
        signed = null;
        if (provider.token() != null && !answers.containsKey("login")) {
            tokens.give(provider, provider.account(step.entry().account()), TOKEN);
        }
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable("provider", provider.name());
        exchange.setVariable("account", step.entry().account());
        exchange.setVariable("call", name);
        exchange.setVariable("request", step.request());
        exchange.setVariable("reference", step.entry().providerReference());
        Calling calling = Calling.begin(exchange, step, name);
        exchange.getMessage().setBody(step.request());
        Exception failure = ProviderFlow.run(template, provider.name() + "-" + name, exchange);
        String unanswered = unanswered(failure);
        JsonNode members = failure == null && exchange.getMessage().getBody() instanceof JsonNode node ? node : null;
        Outcome outcome = unanswered == null ? call.outcome(exchange, calling, failure) : null;
        return new Ran(wire.requests(), Optional.ofNullable(signed), members, outcome, unanswered,
                tokens.secrets(calling));
    }

    private static @Nullable String unanswered(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GivenAnswers.Unanswered none) {
                return none.call();
            }
        }
        return null;
    }
}
