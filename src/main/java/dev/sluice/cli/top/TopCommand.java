package dev.sluice.cli.top;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Redrawn;
import dev.sluice.cli.RunningSluice;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.Durations;
import dev.sluice.ledger.UndecidedOf;
import dev.sluice.queue.Queues;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice top}: what every account does now, by the metrics of the replicas and the ledger. */
@Command(name = "top")
public final class TopCommand implements Callable<Integer> {

    /** Of more of one provider it is enough to know that they are many. */
    private static final int COUNTED = 10_000;
    private static final long LEDGER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SHORTEST_MILLIS = 500;

    private final Surroundings surroundings;

    @Option(names = "--at", paramLabel = "URL")
    private @Nullable List<String> at;
    @Option(names = "--every", paramLabel = "TIME", defaultValue = "2s")
    private String every;
    @Option(names = "--once")
    private boolean once;
    @Option(names = "--plain")
    private boolean plain;

    private @Nullable List<UndecidedOf> undecided;
    /** Why the last one that did not answer did not. */
    private @Nullable Problem away;
    private List<String> lookedFor = List.of();
    private long looked = System.nanoTime() - LEDGER_NANOS;

    public TopCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        long pause = pause();
        List<RunningSluice> replicas = replicas();
        Redrawn board = once || plain || !surroundings.terminal().moving() ? null : new Redrawn(surroundings.out());
        if (board != null) {
            Runtime.getRuntime().addShutdownHook(new Thread(board::close));
        }
        try {
            Scrape before = scrape(replicas, true);
            do {
                TimeUnit.MILLISECONDS.sleep(pause);
                Scrape after = scrape(replicas, once);
                List<String> lines = lines(before, after, replicas.size());
                if (board != null) {
                    board.draw(lines);
                } else {
                    lines.forEach(surroundings.out()::println);
                }
                before = after;
            } while (!once && !surroundings.out().checkError());
            return 0;
        } finally {
            if (board != null) {
                board.close();
            }
        }
    }

    private List<RunningSluice> replicas() throws IOException {
        return at != null ? at.stream().map(RunningSluice::new).toList() : List.of(new RunningSluice(
                StartSettings.of(surroundings.home(), surroundings, RunningSluice.given(surroundings.home()))));
    }

    /** @throws Problem where none answers and one is needed; who looks on sees that they are away, and come back */
    private Scrape scrape(List<RunningSluice> replicas, boolean needed) {
        Scrape scrape = new Scrape(System.nanoTime(), replicas.stream().map(this::metrics).toList());
        if (needed && scrape.answering() == 0 && away != null) {
            throw away;
        }
        return scrape;
    }

    private Optional<String> metrics(RunningSluice replica) {
        try {
            return Optional.of(replica.found("/q/metrics"));
        } catch (Problem e) {
            away = e;
            return Optional.empty();
        }
    }

    private List<String> lines(Scrape before, Scrape after, int replicas) {
        long now = System.currentTimeMillis();
        List<String> providers = after.of("sluice_steps_waiting").map(row -> row.label("provider")).distinct().sorted()
                .toList();
        if (System.nanoTime() - looked >= LEDGER_NANOS || !providers.equals(lookedFor)) {
            looked = System.nanoTime();
            lookedFor = providers;
            undecided = undecided(providers);
        }
        List<AccountNow> accounts = after.of("sluice_steps_waiting")
                .map(row -> List.of(row.label("provider"), row.label("account"))).distinct()
                .map(name -> AccountNow.of(name.get(0), name.get(1), before, after, undecided, now)).toList();
        boolean tellsDead = after.of("sluice_queue_messages").anyMatch(TopCommand::isDead);
        int answering = after.answering();
        String told = replicas + (replicas == 1 ? " replica" : " replicas");
        String head = Moments.at(now / 1000 * 1000) + "  "
                + (answering < replicas ? answering + " of " + told + " answer" : told)
                + "  dead letters: " + (tellsDead ? String.valueOf(Math.round(
                        after.most("sluice_queue_messages", TopCommand::isDead))) : "./sluice dead list")
                + (after.most("sluice_hold", row -> true) > 0 ? "  all submissions are held: ./sluice status" : "");
        return new TopTable(surroundings.terminal()).lines(Shown.line(head), accounts);
    }

    private static boolean isDead(Scrape.Row row) {
        return row.label("queue").equals(Queues.DEAD);
    }

    /** What the metrics tell goes on where the ledger cannot be read. */
    private @Nullable List<UndecidedOf> undecided(List<String> providers) {
        try {
            return LedgerAccess.read(surroundings, ledger -> ledger.undecided(providers, COUNTED));
        } catch (Problem e) {
            return null;
        }
    }

    private long pause() {
        try {
            return Math.max(SHORTEST_MILLIS, Durations.parse(every).toMillis());
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--every " + e.getMessage());
        }
    }
}
