package dev.sluice.start;

import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.RunningPlan;
import jakarta.inject.Singleton;

/** Takes what the files say into the running Sluice, between two messages, as a whole or not at all. */
@Singleton
public class Swap {

    /** What becomes of open orders that the wanted plan cannot look after. */
    public enum Left {
        /** They stand in the way. */
        REFUSED,
        /** People look after them, in words. */
        TO_PEOPLE
    }

    private final RunningPlan running;

    Swap(RunningPlan running) {
        this.running = running;
    }

    /** One at a time; returns when it is over. What is refused is noted at {@link RunningPlan}. */
    public synchronized Taken take(PlanMark wanted, Left left) {
        if (wanted.equals(running.mark())) {
            return new Taken.Already(wanted);
        }
        throw new UnsupportedOperationException("not yet");
    }

    public RunningPlan.State running() {
        return running.state();
    }
}
