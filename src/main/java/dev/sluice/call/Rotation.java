package dev.sluice.call;

import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.passage.Calling;
import dev.sluice.passage.Passage;
import dev.sluice.provider.Account;
import dev.sluice.provider.Credentials;
import dev.sluice.provider.Provider;
import dev.sluice.step.Step;
import dev.sluice.watch.Counters;
import dev.sluice.watch.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a call that certainly did nothing is made once more: with a new token, and where the account's credentials are
 * refused with those of before their last rotation, which the provider may still take alone. Where it takes neither,
 * what it says of the new ones counts. For a while after it took the previous ones alone calls begin with these, so that
 * a rotation takes no more than the account's rate, and no refusals that could lock it.
 */
@Singleton
final class Rotation {

    private static final long BACK_MILLIS = Duration.ofSeconds(30).toMillis();

    /** Of two credentials, which the provider took, and until when that is believed. */
    private record Back(Credentials refused, Credentials taken, long until) {
    }

    private final Counters counters;
    private final Clock clock;
    private final Map<String, Back> backs = new ConcurrentHashMap<>();
    private final Tally tally = new Tally("Credentials were refused and the previous ones used: %s");

    Rotation(MeterRegistry metrics, Clock clock) {
        counters = new Counters(metrics, "sluice.credentials.previous",
                "Calls made with the credentials of before a rotation, for the new ones were refused", "provider",
                "account", "taken");
        this.clock = clock;
    }

    /** Whether the step's call begins with the credentials of before the last rotation. */
    boolean isBack(Step step) {
        Account account = step.provider().account(step.entry().account());
        Back back = backs.get(name(step.provider(), account));
        return back != null && clock.millis() < back.until() && back.refused().equals(account.present())
                && back.taken().equals(account.previous());
    }

    /** @return whether it is made again; else the passage has its outcome */
    boolean isAgain(Passage passage, Calling calling, Outcome outcome) {
        passage.outcome(outcome);
        if (!passage.isTokenRenewed() && outcome.kind() == Kind.UNAUTHORISED
                && calling.provider().takesNewToken(outcome.why().code(), calling.http())) {
            passage.renewsToken();
            return true;
        }
        Account account = calling.account();
        boolean previous = calling.credentials().previous();
        if (previous) {
            count(calling, isTaken(calling, outcome));
        }
        Outcome refusal = passage.refusal();
        if (refusal == null && (isRefused(calling, outcome) || previous && isForbidden(outcome))
                && (previous ? account.present() : account.previous()).differFrom(calling.credentials())) {
            backs.remove(name(calling.provider(), account));
            passage.turns(outcome);
            return true;
        }
        if (refusal != null && previous && isTaken(calling, outcome)) {
            backs.put(name(calling.provider(), account),
                    new Back(account.present(), calling.credentials(), clock.millis() + BACK_MILLIS));
        }
        if (refusal != null && previous && (isRefused(calling, outcome) || tellsLess(outcome))) {
            passage.outcome(refusal);
        }
        return false;
    }

    /** For what it was sent with, and so that nothing was done; whatever a question is answered, it does nothing. */
    private static boolean isRefused(Calling calling, Outcome outcome) {
        boolean certain = calling.isQuestion() || outcome.kind() == Kind.REFUSED || outcome.kind() == Kind.NOT_DONE
                || outcome.kind() == Kind.UNAUTHORISED;
        return certain && outcome.refusesCredentials()
                && (calling.showsCredentials() || calling.answeredWith() == 0);
    }

    /** Than that the new ones were refused: nothing was done, and it may be because these are revoked. */
    private static boolean tellsLess(Outcome outcome) {
        return outcome.kind() == Kind.NOT_SENT || isForbidden(outcome);
    }

    private static boolean isForbidden(Outcome outcome) {
        return outcome.kind() == Kind.REFUSED && outcome.why().category() == Category.AUTHORIZATION;
    }

    private static boolean isTaken(Calling calling, Outcome outcome) {
        return calling.answeredWith() > 0 && !isRefused(calling, outcome) && !tellsLess(outcome)
                && outcome.kind() != Kind.NOT_DONE && outcome.kind() != Kind.UNKNOWN;
    }

    private static String name(Provider provider, Account account) {
        return provider.name() + "/" + account.name();
    }

    private void count(Calling calling, boolean taken) {
        counters.of(calling.provider().name(), calling.account().name(), String.valueOf(taken)).increment();
        tally.count(name(calling.provider(), calling.account()) + (taken ? "" : ", which were not taken either"));
    }
}
