package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cipher.ModeMemory;
import dev.sluice.cipher.Sessions;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Secrets;
import dev.sluice.passage.Calling;
import dev.sluice.passage.Passage;
import dev.sluice.provider.Provider;
import dev.sluice.route.BrokenRoutes;
import dev.sluice.route.Flows;
import dev.sluice.signing.Outgoing;
import dev.sluice.signing.Signature;
import dev.sluice.signing.Signed;
import dev.sluice.step.Next;
import dev.sluice.step.Step;
import dev.sluice.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * Providers' calls, made by their own flows as a step makes them, but beside a running Sluice: over no network, or over
 * it where that is asked for.
 */
public final class DryRun implements AutoCloseable {

    /** The token of an account whose login is not given an answer. */
    public static final String TOKEN = "token-of-a-dry-run";

    /** What would leave, byte for byte. */
    public record Request(String call, String method, URI uri, Map<String, String> headers, byte[] body) {
    }

    /** What is answered. */
    public record Answer(int http, Map<String, String> headers, byte[] body) {
    }

    /** The other side of the network. */
    public interface Peer {

        /**
         * A request is about to leave.
         *
         * @throws IOException where it does not
         */
        default void reached(Request request) throws IOException {
        }

        /** @throws IOException where no answer comes; {@link Unanswered} where none is known */
        Answer answer(Request request) throws IOException;
    }

    /** A call to which no answer was given. */
    public static final class Unanswered extends IOException {

        private final String call;

        public Unanswered(String call) {
            super("no answer is given to " + call);
            this.call = call;
        }
    }

    /** What a request was signed by, and from. */
    public record SignedRequest(Signature signature, Outgoing outgoing, Signed signed) {
    }

    /**
     * What came of a call.
     *
     * @param requests   all that left, or would have, those for a token or a key among them
     * @param answers    all that were read, in the order of the requests
     * @param signed     the last that was signed
     * @param members    what the provider's flow made of the answer, where one was given
     * @param outcome    that of the last that was answered, if any was
     * @param unanswered the call that needed an answer, where one was not given
     */
    public record Ran(List<Request> requests, List<Answer> answers, Optional<SignedRequest> signed,
            @Nullable JsonNode members,
            @Nullable Outcome outcome, @Nullable String unanswered, Secrets secrets) {
    }

    private final CamelContext camel;
    private final Tokens tokens;
    private final Call call;
    private final ModeMemory modes = new ModeMemory();
    private final Sessions sessions;
    private final @Nullable GivenAnswers wire;
    private final List<Request> requests = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private @Nullable SignedRequest signed;

    /**
     * @param camel     with all flows, and not started yet; it is started here with those of these providers
     * @param providers by name
     * @param nonces    a unique text each time
     */
    public DryRun(CamelContext camel, Set<String> providers, Clock clock, Supplier<String> nonces) {
        this(camel, providers, clock, nonces, new GivenAnswers(), name -> null);
    }

    /** One that sends what it makes, as a running Sluice would. */
    public static DryRun sending(CamelContext camel, Provider provider, Clock clock, Supplier<String> nonces) {
        return new DryRun(camel, Set.of(provider.name()), clock, nonces, null,
                name -> name.equals(provider.name()) ? provider : null);
    }

    private DryRun(CamelContext camel, Set<String> providers, Clock clock, Supplier<String> nonces,
            @Nullable GivenAnswers wire, Function<String, @Nullable Provider> known) {
        this.camel = camel;
        this.wire = wire;
        if (wire == null) {
            HttpComponent http = camel.getComponent("http", HttpComponent.class);
            http.setFollowRedirects(false);
            http.setCopyHeaders(false);
            http.setAutomaticRetriesDisabled(true);
            http.setCookieManagementDisabled(true);
            new ProviderConnections(new SimpleMeterRegistry(), known, clock).prepare(camel);
        } else {
            camel.removeComponent("http");
            camel.addComponent("http", wire);
        }
        Flows.keepOnly(camel, providers);
        ProducerTemplate template = camel.createProducerTemplate();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        BrokenRoutes broken = new BrokenRoutes(clock, metrics);
        SideCalls calls = new SideCalls(template);
        tokens = new Tokens(calls, broken, clock, SharedTokens.none(clock), new TokenMeters(metrics, clock));
        sessions = new Sessions(clock);
        call = new Call(tokens, clock, broken, template, new Rotation(metrics, clock), new CallMeters(metrics),
                new CallLines(false, false), Traces.OFF, Exchanges.OFF) {
            @Override
            Signed sign(Signature signature, Outgoing outgoing, Calling calling) {
                Signed made = signature.sign(outgoing, calling::credential, clock, nonces);
                signed = new SignedRequest(signature, outgoing, made);
                return made;
            }

            @Override
            public void prepare(Exchange exchange) {
                super.prepare(exchange);
                requests.add(GivenAnswers.request(exchange));
            }

            @Override
            public void read(Exchange exchange) throws IOException {
                answers.add(GivenAnswers.answer(exchange));
                super.read(exchange);
            }
        };
        camel.getRegistry().bind("tokens", tokens);
        camel.getRegistry().bind("call", call);
        camel.getRegistry().bind("pages", new Pages(call, tokens, calling -> {}, template));
        camel.getRegistry().bind("ciphers", new Ciphers(calls, clock, modes, sessions));
        camel.start();
    }

    /** Tokens, as what else needs them has them. */
    public Tokens tokens() {
        return tokens;
    }

    /** Gives an account a token, so that there is no login. */
    public void giveToken(Provider provider, String account) {
        if (provider.token() != null) {
            tokens.give(provider, provider.account(account), TOKEN);
        }
    }

    /** As if no call had been made yet. */
    public void forget() {
        tokens.forgetAll();
        modes.forget(name -> true);
        sessions.forget(name -> true);
    }

    /**
     * Makes the call of a step, and makes it again where a step would.
     *
     * @param name the operation, or the call, of the provider's file
     */
    public Ran call(Step step, String name, Peer peer) {
        Objects.requireNonNull(wire, "it sends").begin(peer);
        return call(step, name);
    }

    /** The same of one that sends. */
    public Ran call(Step step, String name) {
        requests.clear();
        answers.clear();
        signed = null;
        Exchange exchange = new DefaultExchange(camel);
        Passage passage = Passage.beside(exchange);
        passage.next(exchange, new Next.Call(step, name));
        JsonNode members = null;
        String unanswered;
        do {
            call.begin(exchange);
            call.make(exchange, step.provider().name(), name);
            Throwable failure = exchange.getVariable("failure", Throwable.class);
            unanswered = unanswered(failure);
            if (unanswered == null) {
                members = failure == null && exchange.getMessage().getBody() instanceof JsonNode node ? node : null;
                call.interpret(exchange);
            }
        } while (unanswered == null && exchange.getVariable("unauthorised", false, Boolean.class));
        return new Ran(List.copyOf(requests), List.copyOf(answers), Optional.ofNullable(signed),
                members, passage.outcome(), unanswered, tokens.secrets(Calling.of(exchange)));
    }

    private static @Nullable String unanswered(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Unanswered none) {
                return none.call;
            }
        }
        return null;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
