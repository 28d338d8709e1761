package dev.sluice.passage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.Delivery;
import dev.sluice.json.Json;
import dev.sluice.ledger.Exchanged;
import dev.sluice.outcome.Outcome;
import dev.sluice.step.Ask;
import dev.sluice.step.Next;
import dev.sluice.step.Step;
import dev.sluice.step.StepMessage;
import dev.sluice.step.Submission;
import dev.sluice.trace.Part;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one message of Sluice's own on its way through the flows. It travels on the exchange where no flow
 * can change it; what flows may read of it are variables.
 */
public final class Passage implements SafeCopyProperty {

    private static final String PROPERTY = Passage.class.getName();

    private final @Nullable Delivery delivery;
    private final long begun = System.nanoTime();
    private @Nullable StepMessage message;
    private @Nullable Submission submission;
    private @Nullable Ask ask;
    private @Nullable Step step;
    private @Nullable String call;
    private @Nullable Outcome outcome;
    private @Nullable Outcome refusal;
    private boolean previous;
    private boolean tokenRenewed;
    private @Nullable String turnedAway;
    private Part trace = Part.NONE;
    private final ArrayNode exchanges = Json.object().putArray("exchanges");
    private long firstExchange;

    private Passage(@Nullable Delivery delivery) {
        this.delivery = delivery;
    }

    /**
     * Begins with a delivery: the exchange is left with an empty message, so that no property travels on to a provider.
     */
    public static Passage begin(Exchange exchange) {
        return begin(exchange, new Passage(Delivery.take(exchange)));
    }

    /** Begins without a message, for a call that nothing but its caller hears of. */
    public static Passage beside(Exchange exchange) {
        return begin(exchange, new Passage(null));
    }

    private static Passage begin(Exchange exchange, Passage passage) {
        exchange.getExchangeExtension().setSafeCopyProperty(PROPERTY, passage);
        return passage;
    }

    /** That of the message that the exchange works on. */
    public static Passage of(Exchange exchange) {
        return exchange.getExchangeExtension().getSafeCopyProperty(PROPERTY, Passage.class);
    }

    /** What is known of a message is the same for all parts of a flow. */
    @Override
    public SafeCopyProperty safeCopy() {
        return this;
    }

    /**
     * Goes on with what a step does next: the body becomes the letters to publish, or the variable {@code call} names
     * what the provider is called for, with {@code provider}, {@code account}, {@code request} and {@code reference}
     * beside it.
     */
    public void next(Exchange exchange, Next next) {
        if (next instanceof Next.Call called) {
            step = called.step();
            call = called.name();
            exchange.setVariable("provider", step.provider().name());
            exchange.setVariable("account", step.entry().account());
            exchange.setVariable("request", step.request());
            exchange.setVariable("reference", step.entry().providerReference());
        } else if (next instanceof Next.Publish publish) {
            call = null;
            exchange.getMessage().setBody(publish.letters());
        }
        exchange.setVariable("call", call);
    }

    /** What the message says, once it was looked at. */
    public void says(StepMessage message, @Nullable Submission submission, @Nullable Ask ask) {
        this.message = message;
        this.submission = submission;
        this.ask = ask;
    }

    /** The provider is not called at the moment, and another may be in its stead. */
    public void turnedAway(String why) {
        turnedAway = why;
    }

    /** Why the message did not wait for its turn, where it did not. */
    public @Nullable String turnedAway() {
        return turnedAway;
    }

    /** How long ago it began. */
    public long nanos() {
        return System.nanoTime() - begun;
    }

    /** What the step that calls is in the order's trace. */
    public Part trace() {
        return trace;
    }

    public void trace(Part trace) {
        this.trace = trace;
    }

    public Delivery delivery() {
        return Objects.requireNonNull(delivery);
    }

    /** The message, once it was looked at. */
    public StepMessage message() {
        return Objects.requireNonNull(message);
    }

    /** The request that is submitted, where the message does not ask. */
    public @Nullable Submission submission() {
        return submission;
    }

    /** What is asked, where the message does not submit. */
    public @Nullable Ask ask() {
        return ask;
    }

    /** The step that calls, once one does. */
    public Step step() {
        return Objects.requireNonNull(step);
    }

    /** What the provider is called for: an operation, or a call, of its file, while it is. */
    public String call() {
        return Objects.requireNonNull(call);
    }

    /** What the call came to, once it has. */
    public @Nullable Outcome outcome() {
        return outcome;
    }

    public void outcome(@Nullable Outcome outcome) {
        this.outcome = outcome;
    }

    /**
     * What is to be kept of a request of the step to its provider, and of the answer to it.
     *
     * @param at when it began, epoch milliseconds
     */
    public void exchanged(ObjectNode exchange, long at) {
        firstExchange = exchanges.isEmpty() ? at : firstExchange;
        exchanges.add(exchange);
        if (exchanges.size() > Spoken.MOST) {
            exchanges.remove(0);
        }
    }

    /** The newest of that, none where there is none. */
    public @Nullable Exchanged exchanged() {
        if (exchanges.isEmpty()) {
            return null;
        }
        Step called = step();
        ObjectNode all = Json.object().put("asks", called.asking()).put("attempt", called.attempt())
                .put("lostBefore", called.repeat());
        return new Exchanged(Json.write(all.set("exchanges", exchanges)), firstExchange);
    }

    /** By what the account's credentials were refused, once its others are tried. */
    public @Nullable Outcome refusal() {
        return refusal;
    }

    /** Whether the call was made before, and did nothing. */
    public boolean isAgain() {
        return refusal != null || tokenRenewed;
    }

    /** Whether the call is made with the account's credentials of before the last rotation. */
    public boolean isPrevious() {
        return previous;
    }

    /** @param previous whether with the account's credentials of before the last rotation */
    public void beginsWith(boolean previous) {
        this.previous = previous;
    }

    /** The call is made again, with the other credentials of the account. */
    public void turns(Outcome refusal) {
        this.refusal = refusal;
        previous = !previous;
        tokenRenewed = false;
    }

    /** Whether a token was had anew for the call, with the credentials that it is made with. */
    public boolean isTokenRenewed() {
        return tokenRenewed;
    }

    /** The call is made again, with a new token. */
    public void renewsToken() {
        tokenRenewed = true;
    }
}
