package dev.sluice.passage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sluice.cipher.Session;
import dev.sluice.outcome.Departure;
import dev.sluice.outcome.Failures.Reached;
import dev.sluice.provider.Account;
import dev.sluice.provider.CallPlan;
import dev.sluice.provider.Credentials;
import dev.sluice.provider.PagesSeen;
import dev.sluice.provider.Provider;
import dev.sluice.step.Step;
import dev.sluice.trace.Part;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider, from its beginning to what came of it: that of a step, or one beside all orders, such as for
 * a token. It travels on the exchange where no flow can change it.
 */
public final class Calling implements SafeCopyProperty {

    private static final String PROPERTY = Calling.class.getName();
    /** The variable by which a flow says that path, method and signature are those of another call. */
    private static final String PATH = "path";

    private final Provider provider;
    private final Account account;
    private final String call;
    private final @Nullable Step step;
    private final @Nullable Departure departure;
    private final AtomicBoolean usesCredentials;
    private final Credentials credentials;
    private final long begun = System.nanoTime();
    private final Queue<Spoken> spoken;
    private @Nullable Spoken speaking;
    private boolean named;
    private boolean handedOver;
    private boolean anew;
    private int http;
    private @Nullable Long retryAfter;
    private @Nullable String unread;
    private @Nullable PagesSeen pages;
    private @Nullable Object token;
    private @Nullable Session session;
    private @Nullable String mode;
    private Part trace = Part.NONE;
    private Part request = Part.NONE;

    private Calling(Provider provider, Account account, String call, @Nullable Step step,
            @Nullable Departure departure, AtomicBoolean usesCredentials, Credentials credentials,
            Queue<Spoken> spoken) {
        this.spoken = spoken;
        this.credentials = credentials;
        this.usesCredentials = usesCredentials;
        this.provider = provider;
        this.account = account;
        this.call = call;
        this.step = step;
        this.departure = departure;
    }

    /** That of a step; nothing of it has left yet, and what a flow set for one before it is gone. */
    public static Calling begin(Exchange exchange, Step step, String call) {
        return begin(exchange, step, call, false);
    }

    /** @param previous whether it is made with the account's credentials of before the last rotation */
    public static Calling begin(Exchange exchange, Step step, String call, boolean previous) {
        exchange.removeVariable(PATH);
        exchange.removeVariable("query");
        boolean harmless = step.asking() || step.operation().mayBeRepeated();
        Account account = step.provider().account(step.entry().account());
        return begin(exchange, new Calling(step.provider(), account, call, step, Departure.begin(!harmless),
                new AtomicBoolean(), previous ? account.previous() : account.present(),
                new ConcurrentLinkedQueue<>()));
    }

    /** One beside all orders. */
    public static Calling beside(Exchange exchange, Provider provider, String account, String call) {
        return beside(exchange, provider, provider.account(account), call, provider.account(account).present());
    }

    /** One beside all orders, for a call that is made with these credentials. */
    public static Calling beside(Exchange exchange, Provider provider, Account account, String call,
            Credentials credentials) {
        exchange.setVariable("provider", provider.name());
        exchange.setVariable("account", account.name());
        exchange.setVariable("call", call);
        return begin(exchange,
                new Calling(provider, account, call, null, null, new AtomicBoolean(), credentials,
                        new ConcurrentLinkedQueue<>()));
    }

    private static Calling begin(Exchange exchange, Calling calling) {
        exchange.setVariable("http", 0);
        exchange.getExchangeExtension().setSafeCopyProperty(PROPERTY, calling);
        return calling;
    }

    /**
     * The one that the exchange works on.
     *
     * @throws IllegalStateException where none was begun, for the exchange is of no step
     */
    public static Calling of(Exchange exchange) {
        Calling calling = exchange.getExchangeExtension().getSafeCopyProperty(PROPERTY, Calling.class);
        if (calling == null) {
            throw new IllegalStateException("a provider is called outside every step");
        }
        return calling;
    }

    /** What a part of a flow does on a copy of the exchange is not what came of the call; only what has left is. */
    @Override
    public SafeCopyProperty safeCopy() {
        Calling copy = new Calling(provider, account, call, step, departure, usesCredentials, credentials, spoken);
        copy.speaking = speaking;
        copy.named = named;
        copy.handedOver = handedOver;
        copy.anew = anew;
        copy.http = http;
        copy.retryAfter = retryAfter;
        copy.unread = unread;
        copy.pages = pages;
        copy.token = token;
        copy.session = session;
        copy.mode = mode;
        copy.trace = trace;
        return copy;
    }

    /**
     * The plan of the call whose path, method and signature count, where the provider's file has one of that
     * name.
     */
    public @Nullable CallPlan plan(Exchange exchange) {
        return provider.calls().get(pathOf(exchange));
    }

    /** The name of the call whose path, method and signature count. */
    public String pathOf(Exchange exchange) {
        return exchange.getVariable(PATH, call, String.class);
    }

    /** What the provider's file says of the call itself. */
    public CallPlan plan() {
        return Objects.requireNonNull(provider.calls().get(call), call);
    }

    public Provider provider() {
        return provider;
    }

    public Account account() {
        return account;
    }

    /** One of the account's, by which it shows who it is, where it is set. */
    public @Nullable String credential(String name) {
        usesCredentials.set(true);
        return credentials.get(name);
    }

    /** Under which what was had with its credentials is kept: those of before a rotation have a keep of their own. */
    public String keep() {
        return keep(account, credentials);
    }

    /** The same of these credentials of the account. */
    public static String keep(Account account, Credentials credentials) {
        return account.name() + "/" + credentials.mark();
    }

    /** All of the account's that it is made with. */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * Whether the provider could see by it that it takes the account's credentials: by a token where it gives tokens,
     * for then it also has calls that anybody may make.
     */
    public boolean showsCredentials() {
        return token != null || usesCredentials.get() && provider.token() == null;
    }

    /** The name of the call. */
    public String call() {
        return call;
    }

    /** The step whose call it is, but for one beside all orders. */
    public @Nullable Step step() {
        return step;
    }

    /** Names the call in the log and in health: {@code provider.call}. */
    public String name() {
        return provider.name() + "." + call;
    }

    /** What its requests are parts of, in the order's trace. */
    public Part trace() {
        return trace;
    }

    public void trace(Part trace) {
        this.trace = trace;
    }

    /** Whether the provider is asked about an order. */
    public boolean isQuestion() {
        return step != null && step.asking();
    }

    /** How long ago it began. */
    public long nanos() {
        return System.nanoTime() - begun;
    }

    /** Whether a request of it named the order that it is about. */
    public boolean isNamed() {
        return named;
    }

    public void named() {
        named = true;
    }

    /** A request of it is handed to the HTTP client, on this thread. */
    public void handOver(Exchange exchange) {
        http(exchange, 0);
        handedOver = true;
        anew = false;
        unanswered();
        CallPlan plan = plan(exchange);
        request = trace.begin(Part.Side.CALLS, call).says("provider", provider.name())
                .says("account", account.name()).says("http.request.method", plan == null ? null : plan.method());
        if (step != null) {
            request.says("requestId", step.entry().key().requestId()).says("operation", step.entry().operation())
                    .says("step", step.id());
        }
    }

    /** The request that was handed over last is kept for as long as the call lasts, where not too many follow. */
    public void speaks(Spoken speaking) {
        this.speaking = speaking;
        spoken.add(speaking);
        while (spoken.size() > Spoken.MOST) {
            spoken.poll();
        }
    }

    /** So is what it was answered with. */
    public void hears(Spoken.Answer answer) {
        if (speaking != null) {
            speaking.answered(answer);
            Spoken.bound(List.copyOf(spoken));
        }
    }

    /** All that is kept so, in its order; it is kept no more, for an answer may be large. */
    public List<Spoken> takeSpoken() {
        List<Spoken> taken = List.copyOf(spoken);
        spoken.clear();
        speaking = null;
        return taken;
    }

    /** The request that was handed over last has no answer, where it has none. */
    private void unanswered() {
        request.failed("no-answer");
        request.end();
        request = Part.NONE;
    }

    /** A question is about to be asked once more, for a further page: what fails before that leaves tells of itself. */
    public void asksAnew(Exchange exchange) {
        http(exchange, 0);
        handedOver = false;
        anew = true;
    }

    /** Goes on on this thread. */
    public void goesOn() {
        Departure.goesOn(departure);
    }

    /** What it came to is about to be said: nothing of it leaves any more. */
    public void settle() {
        unanswered();
        spoken.forEach(Spoken::ended);
        if (departure != null) {
            departure.close();
        }
    }

    /** Whether what it came to has been said. */
    public boolean isSettled() {
        return departure != null && departure.isClosed();
    }

    public void answered(Exchange exchange, int status, @Nullable Long retryAfter, @Nullable String unread) {
        http(exchange, status);
        exchange.setVariable("retryAfter", retryAfter);
        this.retryAfter = retryAfter;
        this.unread = unread;
        request.says("http.response.status_code", status);
        if (status >= 400) {
            request.failed(Integer.toString(status));
        }
        request.end();
        request = Part.NONE;
    }

    private void http(Exchange exchange, int status) {
        http = status;
        exchange.setVariable("http", status);
    }

    /** The status of the last answer, 0 where none came. */
    public int http() {
        return http;
    }

    /** The status of the last answer; 0 where nothing was handed over, or no answer came. */
    public int answeredWith() {
        return handedOver ? http : 0;
    }

    /** How many milliseconds the provider wants to be left alone, where it says so. */
    public @Nullable Long retryAfter() {
        return retryAfter;
    }

    /** Why the answer could not be read, where it could not. */
    public @Nullable String unread() {
        return unread;
    }

    /** How far it came. */
    public Reached reached() {
        boolean left = !anew && (departure == null || departure.hasLeft());
        return !left ? Reached.NOTHING : http > 0 ? Reached.ANSWER : Reached.PROVIDER;
    }

    /** The pages of a list that it has seen, where it is answered in pages. */
    public @Nullable PagesSeen pages() {
        if (pages == null) {
            CallPlan plan = provider.calls().get(call);
            pages = plan == null || !isQuestion() ? null : plan.places().pages(provider.answers());
        }
        return pages;
    }

    /** The request of its step, as templates are filled with it. */
    public JsonNode request() {
        JsonNode request = step == null ? NullNode.instance : step.request();
        PagesSeen seen = pages();
        return seen == null ? request : seen.beside(request);
    }

    /** The token that it was sent with, if any. */
    public @Nullable Object token() {
        return token;
    }

    public void token(Object token) {
        this.token = token;
    }

    /** The session by which its body was wrapped, if any. */
    public @Nullable Session session() {
        return session;
    }

    public void session(Session session) {
        this.session = session;
    }

    /** The mode in which its body was sealed, and its answer comes, where it was. */
    public @Nullable String mode() {
        return mode;
    }

    public void mode(String mode) {
        this.mode = mode;
    }
}
