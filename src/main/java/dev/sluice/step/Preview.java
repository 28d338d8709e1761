package dev.sluice.step;

import dev.sluice.ledger.Change;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a step would come to, of a request that nothing else happened to.
 *
 * @param result the result that would be published, where the status is new
 * @param next   how the next step goes on, in words; nothing where the request has ended or waits for a person
 */
public record Preview(@Nullable Status status, @Nullable String result, @Nullable String next) {

    public static Preview of(Step step, Outcome outcome, long now) {
        Change change = new Decision(step, now).of(outcome);
        IntFunction<String> result = change.result();
        return new Preview(change.status(),
                result == null ? null : result.apply(step.entry().sequence() + 1),
                change.followUp() == null ? null : next(FollowUp.read(change.followUp()), step, now));
    }

    private static String next(FollowUp next, Step step, long now) {
        String when = " in "
                + Duration.ofMillis(Math.max(0, next.at() - now)).toString().substring(2).toLowerCase(Locale.ROOT);
        if (next.submission()) {
            return (next.repeat() > 0 ? "it is submitted again, as a repetition," : "it is submitted again") + when;
        }
        String ask = step.operation().ask();
        return ask == null || !step.canAsk() ? "a person has to decide" + when
                : "the provider is asked (" + Objects.requireNonNull(ask) + ")" + when;
    }
}
