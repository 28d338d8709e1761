package dev.sluice.call;

import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.passage.Calling;
import dev.sluice.passage.Passage;
import dev.sluice.watch.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/**
 * Whether a call that certainly did nothing is made once more: with a new token, and where the account's credentials are
 * refused with those of before their last rotation, which the provider may still take alone. Where it takes neither,
 * what it says of the new ones counts.
 */
@Singleton
final class Rotation {

    private final MeterRegistry metrics;
    private final Tally tally = new Tally("Credentials were refused and the previous ones used: %s");

    Rotation(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** @return whether it is made again; else the passage has its outcome */
    boolean isAgain(Passage passage, Calling calling, Outcome outcome) {
        passage.outcome(outcome);
        if (!passage.isTokenRenewed() && outcome.kind() == Kind.UNAUTHORISED
                && calling.provider().takesNewToken(outcome.why().code(), calling.http())) {
            passage.renewsToken();
            return true;
        }
        Outcome refusal = passage.refusal();
        if (refusal != null) {
            boolean taken = !isRefused(calling, outcome) && !isUnusable(outcome);
            count(calling, taken);
            passage.outcome(taken ? outcome : refusal);
            return false;
        }
        if (isRefused(calling, outcome) && calling.account().previous().differFrom(calling.credentials())) {
            passage.goesBack(outcome);
            return true;
        }
        return false;
    }

    /** For what it was sent with, and so that nothing was done; whatever a question is answered, it does nothing. */
    private static boolean isRefused(Calling calling, Outcome outcome) {
        boolean certain = calling.isQuestion() || outcome.kind() == Kind.REFUSED
                || outcome.kind() == Kind.UNAUTHORISED;
        return certain && outcome.refusesCredentials()
                && (calling.showsCredentials() || calling.answeredWith() == 0);
    }

    private static boolean isUnusable(Outcome outcome) {
        return outcome.kind() == Kind.NOT_SENT && outcome.why().category() == Category.CONFIGURATION;
    }

    private void count(Calling calling, boolean taken) {
        Counter.builder("sluice.credentials.previous")
                .description("Calls made with the credentials of before a rotation, for the new ones were refused")
                .tags("provider", calling.provider().name(), "account", calling.account().name(), "taken",
                        String.valueOf(taken))
                .register(metrics).increment();
        tally.count(calling.provider().name() + "/" + calling.account().name()
                + (taken ? "" : ", which were refused too"));
    }
}
