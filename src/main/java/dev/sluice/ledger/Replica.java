package dev.sluice.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a replica says of itself.
 *
 * @param name    host and port, of which no two are alike
 * @param since   when it took what it runs, epoch milliseconds
 * @param folder  where the files are that it runs
 * @param act     of the wish that it looked at last, if there was one
 * @param said    more about where it stands, in one line; may be empty
 * @param refusal the last one since its start
 * @param seen    when it said so, epoch milliseconds
 */
public record Replica(String name, PlanMark running, long since, String folder, @Nullable String act, Standing standing,
        String said, Optional<Refusal> refusal, long seen) {

    /** Of what is not heard of for so long nobody knows whether it runs. */
    public static final long GONE_MILLIS = 60_000;

    /** How a replica stands to the wanted plan. */
    public enum Standing {
        /** It runs it, or there is none. */
        RUNS,
        /** Its files are of another one. */
        OTHER_FILES,
        /** It would run it, and cannot yet; it tries again. */
        WAITS,
        /** It keeps what it runs until its files or the wish change. */
        REFUSED
    }

    /**
     * Why a plan is not run.
     *
     * @param at    epoch milliseconds
     * @param lines the mistakes, one a line
     */
    public record Refusal(PlanMark plan, long at, String lines) {
    }

    /** The same, said then. */
    public Replica seenAt(long then) {
        return new Replica(name, running, since, folder, act, standing, said, refusal, then);
    }

    /** Whether it was not heard of for so long that it may not run any more. */
    public boolean isGone(long now) {
        return now - seen > GONE_MILLIS;
    }
}
