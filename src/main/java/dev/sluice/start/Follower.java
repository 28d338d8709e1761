package dev.sluice.start;

import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.PlanRows;
import dev.sluice.ledger.PlanView;
import dev.sluice.ledger.Replica;
import dev.sluice.ledger.Replica.Refusal;
import dev.sluice.ledger.Replica.Standing;
import dev.sluice.ledger.RunningPlan;
import dev.sluice.ledger.Wanted;
import dev.sluice.text.Shown;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has this replica run what is wanted as soon as its files are that, and says in the ledger what it runs and why it
 * runs nothing else. What it refused it tries again when its files change, or somebody wants it once more.
 */
final class Follower {

    /** How a plan is taken. */
    interface Taking {
        Taken take(PlanMark wanted, Swap.Left left);
    }

    /** How a replica stands to a wish. */
    private record Stand(@Nullable String act, Standing standing, String said) {
    }

    static final Duration BETWEEN_REPORTS = Duration.ofSeconds(20);
    static final Duration BETWEEN_VIEWS = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(Follower.class);
    private static final int MOST_LINES = 20;

    private final PlanRows rows;
    private final RunningPlan running;
    private final Supplier<PlanMark> files;
    private final Taking taking;
    private final Clock clock;
    private final String name;
    private final String folder;
    private final Consumer<PlanView> seen;

    private boolean looked;
    /** The act that was there before this replica. */
    private @Nullable String former;
    private Stand stand = new Stand(null, Standing.RUNS, "");
    private long triedAt;
    private int times;
    private Duration pause = Duration.ZERO;
    private long viewedAt;
    private @Nullable Replica reported;

    /**
     * @param files what the files are now
     * @param name  of this replica
     * @param seen  is told from time to time what is wanted and what all replicas run
     */
    Follower(PlanRows rows, RunningPlan running, Supplier<PlanMark> files, Taking taking, Clock clock, String name,
            String folder, Consumer<PlanView> seen) {
        this.rows = rows;
        this.running = running;
        this.files = files;
        this.taking = taking;
        this.clock = clock;
        this.name = name;
        this.folder = folder;
        this.seen = seen;
    }

    /** Looks what is wanted, and takes it where that is due. */
    void look() {
        Optional<Wanted> wanted = rows.wanted();
        if (!looked) {
            former = wanted.map(Wanted::act).orElse(null);
            looked = true;
        }
        stand = wanted.map(this::stand).orElseGet(() -> new Stand(null, Standing.RUNS, ""));
        report();
    }

    private Stand stand(Wanted wanted) {
        boolean runs = wanted.plan().equals(running.mark());
        boolean tried = wanted.act().equals(stand.act());
        if (runs && (wanted.act().equals(former) || tried && stand.standing() == Standing.RUNS)) {
            return new Stand(wanted.act(), Standing.RUNS, "");
        }
        String others = othersThan(wanted.plan());
        if (others != null) {
            return new Stand(wanted.act(), runs ? Standing.RUNS : Standing.OTHER_FILES, runs ? "" : others);
        }
        boolean again = !tried || stand.standing() == Standing.OTHER_FILES || stand.standing() == Standing.WAITS
                && clock.millis() - triedAt >= pause.toMillis();
        return again ? tried(wanted) : stand;
    }

    /** How the files are others, where they are. */
    private @Nullable String othersThan(PlanMark wanted) {
        try {
            PlanMark now = files.get();
            return now.equals(wanted) ? null : "its files are " + now.text();
        } catch (UncheckedIOException e) {
            return "its files cannot be read: " + Objects.requireNonNull(e.getCause()).getMessage();
        }
    }

    private Stand tried(Wanted wanted) {
        // A swap may wait for what is in hand, and nothing is heard of this replica meanwhile.
        boolean waited = stand.standing() == Standing.WAITS && wanted.act().equals(stand.act());
        stand = waited ? stand : new Stand(wanted.act(), Standing.WAITS, "it takes it now");
        report();
        String before = running.mark().text();
        Taken taken = take(wanted);
        Stand after = stand(wanted, taken);
        times = waited ? times + 1 : 1;
        pause = taken.pause(times);
        triedAt = clock.millis();
        if (taken instanceof Taken.Now) {
            LOG.infof("The plan %s runs in place of %s: %s wants it: %s", wanted.plan().text(), before, wanted.who(),
                    wanted.why());
        }
        return after;
    }

    private Taken take(Wanted wanted) {
        try {
            // Nobody who left some open orders to people weeks ago means those of today.
            boolean leaves = wanted.leaveOpen() && !wanted.act().equals(former);
            return taking.take(wanted.plan(), leaves ? Swap.Left.TO_PEOPLE : Swap.Left.REFUSED);
        } catch (RuntimeException e) {
            LOG.errorf(e, "The plan %s could not be taken", wanted.plan().text());
            Taken refused = new Taken.Refused(List.of(Mistake.of(Rule.NOT_TAKEN, "it could not be taken ("
                    + e.getClass().getSimpleName() + "); the log says where")));
            running.refused(wanted.plan(), refused.lines());
            return refused;
        }
    }

    private Stand stand(Wanted wanted, Taken taken) {
        Standing standing = taken instanceof Taken.Now || taken instanceof Taken.Already ? Standing.RUNS
                : taken instanceof Taken.Differ || taken instanceof Taken.Unsettled ? Standing.OTHER_FILES
                        : taken instanceof Taken.Refused ? Standing.REFUSED : Standing.WAITS;
        List<String> lines = taken.lines();
        String said = switch (standing) {
            case RUNS -> "";
            case REFUSED -> lines.size() == 1 ? "1 mistake" : lines.size() + " mistakes";
            default -> Shown.line(String.join("; ", lines));
        };
        Stand now = new Stand(wanted.act(), standing, said);
        if (standing == Standing.REFUSED || standing == Standing.WAITS && !now.equals(stand)) {
            LOG.warnf("The plan %s, which %s wants, is %s, and %s runs on: %s", wanted.plan().text(), wanted.who(),
                    standing == Standing.REFUSED ? "refused" : "not taken yet", running.mark().text(), said);
            if (standing == Standing.REFUSED) {
                lines.stream().limit(MOST_LINES).forEach(LOG::warn);
            }
        }
        return now;
    }

    private void report() {
        long now = clock.millis();
        RunningPlan.State state = running.state();
        Replica mine = new Replica(name, state.mark(), state.since().toEpochMilli(), folder, stand.act(),
                stand.standing(), stand.said(), Optional.ofNullable(state.refusal()).map(Follower::refusal), now);
        Replica before = reported;
        boolean changed = before == null || !mine.equals(before.seenAt(now));
        if (changed || before == null || now - before.seen() >= BETWEEN_REPORTS.toMillis()) {
            rows.report(mine);
            reported = mine;
        }
        if (changed || now - viewedAt >= BETWEEN_VIEWS.toMillis()) {
            seen.accept(rows.view());
            viewedAt = now;
        }
    }

    private static Refusal refusal(RunningPlan.Refusal refusal) {
        List<String> lines = refusal.lines().stream().map(Shown::line).toList();
        List<String> shown = lines.size() <= MOST_LINES ? lines : lines.subList(0, MOST_LINES);
        return new Refusal(refusal.wanted(), refusal.at().toEpochMilli(), String.join("\n", shown)
                + (lines.size() > shown.size() ? "\nand " + (lines.size() - shown.size()) + " more" : ""));
    }

    /** This replica ends. */
    void leave() {
        rows.leave(name);
    }
}
