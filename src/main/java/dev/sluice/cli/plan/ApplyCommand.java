package dev.sluice.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Decider;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.Telling;
import dev.sluice.config.Mistakes;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.PlanView;
import dev.sluice.ledger.Replica;
import dev.sluice.ledger.Replica.Standing;
import dev.sluice.start.Plan;
import dev.sluice.start.PlanFiles;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice apply}: has every replica run the files of this folder, as a whole or not at all. */
@Command(name = "apply")
public final class ApplyCommand implements Callable<Integer> {

    private static final int PAUSE_MILLIS = 300;

    private final Surroundings surroundings;

    @Option(names = "--dry-run")
    private boolean dryRun;
    @Option(names = "--leave-open")
    private boolean leaveOpen;
    @Option(names = "--by", paramLabel = "NAME")
    private @Nullable String by;
    @Option(names = "--why", paramLabel = "TEXT")
    private @Nullable String why;
    @Mixin
    private final Telling telling;

    public ApplyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.telling = new Telling(surroundings, "1m");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PlanMark mark = PlanFiles.mark(surroundings.home());
        if (dryRun) {
            return check(mark);
        }
        if (why == null) {
            throw Problem.usage("say why with --why TEXT, or see what would come of it with --dry-run.");
        }
        long until = System.nanoTime() + telling.patience().toNanos();
        ObjectNode act = Decider.act(surroundings, Act.APPLY, by, why).put("plan", mark.text());
        telling.tell(leaveOpen ? act.put("leaveOpen", true) : act, "plan " + mark.text(), "./sluice status");
        PlanView view = view();
        while (isOpen(view) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            view = view();
        }
        return told(view, mark);
    }

    private int check(PlanMark mark) throws IOException {
        Path home = surroundings.home().equals(Path.of("").toAbsolutePath()) ? Path.of("") : surroundings.home();
        Mistakes mistakes = Plan.checked(home, StartSettings.of(surroundings.home(), surroundings),
                surroundings.environment());
        mistakes.all().forEach(mistake -> line(mistake.told()));
        mistakes.notes().forEach(note -> line("note: " + note.told()));
        int found = mistakes.all().size();
        line("The plan of this folder is " + mark.text() + ", with "
                + (found == 0 ? "no mistakes" : found == 1 ? "1 mistake" : found + " mistakes")
                + ". Nothing was applied.");
        return found == 0 ? 0 : Problem.FAILED;
    }

    private PlanView view() {
        return LedgerAccess.read(surroundings, LedgerReader::plan);
    }

    /** Whether a replica has yet to say what came of it. */
    private static boolean isOpen(PlanView view) {
        List<Replica> alive = view.alive(System.currentTimeMillis());
        return alive.isEmpty() || alive.stream().anyMatch(one -> !ReplicaText.isAbout(one, view)
                || one.standing() == Standing.OTHER_FILES || one.standing() == Standing.WAITS);
    }

    private int told(PlanView view, PlanMark mark) {
        long now = System.currentTimeMillis();
        view.wanted().filter(wanted -> !wanted.plan().equals(mark)).ifPresent(wanted -> line(wanted.who()
                + " wants " + wanted.plan().text() + " meanwhile: \"" + wanted.why() + "\""));
        List<Replica> alive = view.alive(now);
        Table table = ReplicaText.table(surroundings.terminal());
        List<List<Table.Cell>> rows = alive.stream().map(one -> ReplicaText.cells(one, view, now)).toList();
        table.fit(rows);
        rows.forEach(row -> surroundings.out().println(table.line(row)));
        alive.stream().filter(one -> one.standing() == Standing.REFUSED && ReplicaText.isAbout(one, view))
                .flatMap(one -> one.refusal().stream())
                .flatMap(refusal -> refusal.lines().lines()).distinct().forEach(this::line);
        if (alive.isEmpty()) {
            throw Problem.failed("no replica has said what it runs; see ./sluice status.");
        }
        return alive.stream().allMatch(one -> one.running().equals(mark) && one.standing() == Standing.RUNS) ? 0
                : Problem.FAILED;
    }

    private void line(String text) {
        surroundings.out().println(Shown.line(text));
    }
}
