package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out a call as its request tells: the faults that all providers share, before or after the effect. */
final class FaultyCalls {

    private record Turn(Mischief fault, @Nullable String key) {
    }

    private final Map<Turn, Integer> taken = new ConcurrentHashMap<>();
    private final IntFunction<JsonNode> errorBody;
    private final String elsewhere;

    /**
     * @param errorBody the provider's body for an HTTP status of 400 or more
     * @param elsewhere where {@code redirect} sends the client; answers, so that who follows it is fooled
     */
    FaultyCalls(IntFunction<JsonNode> errorBody, String elsewhere) {
        this.errorBody = errorBody;
        this.elsewhere = elsewhere;
    }

    /**
     * @param key    what the faults are counted by: the order, or the mobile and what is done with it
     * @param effect done at most once, and only where no fault comes first
     */
    void perform(RoutingContext context, Misbehaviour told, String key, Supplier<Answer> effect) {
        performThen(context, told, key, () -> Future.succeededFuture(effect.get()));
    }

    /** The same for an effect after which the answer may have to wait. */
    void performThen(RoutingContext context, Misbehaviour told, @Nullable String key, Supplier<Future<Answer>> effect) {
        if (takes(told, Mischief.RESET_BEFORE, key)) {
            reset(context);
        } else if (takes(told, Mischief.THROTTLE, key)) {
            context.response().putHeader("Retry-After", "1");
            error(429).send(context);
        } else if (takes(told, Mischief.UNAVAILABLE, key)) {
            error(503).send(context);
        } else if (takes(told, Mischief.ERROR_500, key)) {
            error(500).send(context);
        } else if (takes(told, Mischief.REDIRECT, key)) {
            context.response().setStatusCode(302).putHeader("Location", elsewhere).end();
        } else {
            effect.get().onSuccess(answer -> answer(context, told, key, answer));
        }
    }

    private void answer(RoutingContext context, Misbehaviour told, @Nullable String key, Answer answer) {
        if (takes(told, Mischief.RESET_AFTER, key)) {
            reset(context);
        } else if (takes(told, Mischief.ERROR_500_AFTER, key)) {
            error(500).send(context);
        } else if (takes(told, Mischief.GARBLED, key)) {
            answer.sendGarbled(context);
        } else if (told.number(Mischief.SLOW) > 0) {
            context.vertx().setTimer(told.number(Mischief.SLOW), any -> answer.send(context));
        } else {
            answer.send(context);
        }
    }

    /** Whether this fault is told and has its turn once more. */
    boolean takes(Misbehaviour told, Mischief fault, @Nullable String key) {
        return told.has(fault) && taken.merge(new Turn(fault, key), 1, Integer::sum) <= told.number(fault);
    }

    void reset(RoutingContext context) {
        context.request().connection().close();
    }

    private Answer error(int status) {
        return new Answer(status, errorBody.apply(status));
    }
}
