package dev.sluice.cli.hold;

import dev.sluice.cli.Decider;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import dev.sluice.config.Durations;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.Open;
import dev.sluice.text.Shown;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice drain}: holds back what an account submits, and waits until nothing of it is under way. */
@Command(name = "drain")
public final class DrainCommand implements Callable<Integer> {

    private static final long LOOK_AGAIN_MILLIS = 1000;
    /** What only a person ends. */
    private static final String STANDING = "UNRESOLVED";
    /** What may have been sent, and goes on as soon as it is released: also the message that waits while it is held. */
    private static final Set<String> UNSURE = Set.of("UNKNOWN", Open.SILENT);

    /** @param held whether it is, as far as this user may read that */
    private record Look(boolean held, Map<String, Long> open) {
    }

    private final Surroundings surroundings;

    @Mixin
    private final HeldAccount held = new HeldAccount();
    @Mixin
    private final Decider decider;
    @Mixin
    private final Telling telling;
    @Option(names = "--within", paramLabel = "TIME", defaultValue = "10m")
    private String within;

    public DrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.decider = new Decider(surroundings);
        this.telling = new Telling(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        HeldPlace place = held.place();
        if (place.isEverything()) {
            throw Problem.usage("say of which provider, and which of its accounts where it is one.");
        }
        long end = System.nanoTime() + patience();
        telling.tell(held.in(decider.act(Act.HOLD)), held.subject(), "./sluice status");
        Map<String, Long> before = null;
        while (true) {
            Map<String, Long> open = open(place, before == null ? 0 : end);
            boolean same = open.equals(before);
            if (!same && !open.isEmpty()) {
                line(place.text() + ": open: " + told(open));
            }
            boolean stays = open.keySet().stream().allMatch(DrainCommand::stays);
            // What was claimed while the hold came is seen a moment later, and so is what goes on while it is counted.
            if (stays && same) {
                end(place, open.keySet());
                return 0;
            }
            if (!stays && System.nanoTime() >= end) {
                throw Problem.failed(within + " is over, and these are open still: " + told(open)
                        + "; it stays held, and the same command waits on." + unsure(place, open.keySet()));
            }
            before = open;
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** What is open of it. Looked for again while the ledger is away, up to the end; the first look finds it. */
    private Map<String, Long> open(HeldPlace place, long end) throws InterruptedException {
        while (true) {
            Look look;
            try {
                look = LedgerAccess.read(surroundings, ledger -> new Look(!ledger.tellsOfHolds()
                        || ledger.holds().over(place.provider(), place.account()).isPresent(),
                        ledger.unended(place.provider(), place.account(), System.currentTimeMillis())));
            } catch (Problem e) {
                if (end == 0 || System.nanoTime() >= end) {
                    throw Problem.failed(e.getMessage() + " It stays held, and the same command waits on.", e);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
                continue;
            }
            if (!look.held) {
                throw Problem.failed(place.text() + ": somebody released it meanwhile, and what comes is submitted.");
            }
            return look.open;
        }
    }

    /** Whether no waiting ends what is left of this. */
    private static boolean stays(String left) {
        return left.equals(Open.TO_BE_SENT) || left.equals(STANDING);
    }

    private static String unsure(HeldPlace place, Set<String> left) {
        return left.stream().noneMatch(UNSURE::contains) ? ""
                : " What is " + left.stream().filter(UNSURE::contains).collect(Collectors.joining(" or "))
                        + " may have been sent, and goes on when it is released: look it up and resolve it ("
                        + find(place) + "), or release before anything of the account is changed.";
    }

    private void end(HeldPlace place, Set<String> left) {
        line(place.text() + ": nothing of it is " + (left.isEmpty() ? "open" : "under way")
                + "; it stays held until ./sluice release" + place.arguments()
                + (left.contains(Open.TO_BE_SENT) ? ", and what waits to be sent again goes on then" : ""));
        if (left.contains(STANDING)) {
            line("a person has to look at the others: " + find(place));
        }
    }

    private long patience() {
        try {
            return Durations.parse(within).toNanos();
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--within " + e.getMessage());
        }
    }

    private static String find(HeldPlace place) {
        return "./sluice orders find --provider " + place.provider()
                + (place.account().isEmpty() ? "" : " --account " + place.account());
    }

    private static String told(Map<String, Long> open) {
        return open.entrySet().stream().map(count -> count.getValue() + " "
                + (count.getKey().equals(Open.TO_BE_SENT) ? "waiting to be sent again (held)" : count.getKey()))
                .collect(Collectors.joining(", "));
    }

    private void line(String text) {
        surroundings.out().println(Shown.line(text));
    }
}
