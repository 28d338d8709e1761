package dev.sluice.ledger;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plan that steps are done by now, since when, and what was refused last; for whoever tells of it. */
@Singleton
public class RunningPlan {

    /** A plan that was not taken. The lines say why, as an operator reads them. */
    public record Refusal(Instant at, PlanMark wanted, List<String> lines) {

        public Refusal {
            lines = List.copyOf(lines);
        }
    }

    /** All of it at one moment. */
    public record State(PlanMark mark, Instant since, @Nullable Refusal refusal) {
    }

    private final Clock clock;
    private volatile State state;

    public RunningPlan(Clock clock) {
        this.clock = clock;
        this.state = new State(PlanMark.NONE, clock.instant(), null);
    }

    public State state() {
        return state;
    }

    public PlanMark mark() {
        return state.mark();
    }

    /** From now on steps are done by this one; what was refused before is over. */
    public synchronized void runs(PlanMark mark) {
        state = new State(mark, clock.instant(), null);
    }

    /** The one that ran before does so again, as if it had never been another. */
    public synchronized void returnsTo(State before) {
        state = before;
    }

    public synchronized void refused(PlanMark wanted, List<String> lines) {
        state = new State(state.mark(), state.since(), new Refusal(clock.instant(), wanted, lines));
    }
}
