package dev.sluice.cli;

import dev.sluice.queue.Queues;
import dev.sluice.text.Shown;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sluice results}: what waits on the results queues. It looks without taking, so that no upstream system misses
 * a result, unless it is told to take.
 */
@Command(name = "results")
final class ResultsCommand implements Callable<Integer> {

    private static final List<String> RESULTS = List.of("orders.results", "otp.results", "licenses.results");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final int SHARE_OF_TIME = 5;
    private static final long TAKE_WAIT_MS = 150;
    private static final int AT_A_TIME = 1_000;

    private final Surroundings surroundings;
    private final ResultsTable table;
    private boolean headed;

    @Option(names = "--queue", paramLabel = "Q")
    private @Nullable List<String> queues;
    @Option(names = "--follow")
    private boolean follow;
    @Option(names = "--take")
    private boolean take;
    @Option(names = "--json")
    private boolean json;

    ResultsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.table = new ResultsTable(surroundings.terminal());
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> wanted = queues == null ? RESULTS : queues;
        wanted.forEach(ResultsCommand::mustBePublic);
        try (BrokerClient broker = BrokerClient.connect(
                BrokerSettings.read(surroundings.home(), surroundings.environment()))) {
            int shown = shown(broker, wanted);
            if (shown == 0 && !json) {
                surroundings.out().println(Shown.line("Nothing waits on " + String.join(", ", wanted)
                        + (queues == null ? "; another queue, such as a tenant's, is named with --queue." : ".")));
            }
        }
        return 0;
    }

    private int shown(BrokerClient broker, List<String> wanted) throws InterruptedException {
        try {
            return take ? take(broker, wanted) : look(broker, wanted);
        } catch (Problem e) {
            if (queues == null && e.getCause() instanceof JMSSecurityException cause) {
                throw Problem.failed(e.getMessage() + " Where there are tenants, name the queue of yours: --queue"
                        + " <family>.results.<tenant>.", cause);
            }
            throw e;
        }
    }

    /**
     * Sluice's own queues hold whole requests of producers, which nobody may read as they are; only attention has
     * results.
     */
    private static void mustBePublic(String queue) {
        if (Stream.of(queue.split("::"))
                .anyMatch(name -> name.startsWith("sluice.") && !name.equals(Queues.ATTENTION))) {
            throw Problem.usage("--queue " + queue + ": what is on the queues sluice.* is not shown as it is;"
                    + " ./sluice dead list"
                    + " shows what could not be processed, ./sluice orders find what needs a person.");
        }
    }

    private int look(BrokerClient broker, List<String> wanted) throws InterruptedException {
        Map<String, Set<Long>> seen = new HashMap<>();
        int shown = 0;
        do {
            long began = System.nanoTime();
            for (String queue : wanted) {
                Set<Long> before = seen.getOrDefault(queue, Set.of());
                // Only what is still there: what was taken meanwhile does not come back.
                Set<Long> now = new HashSet<>();
                shown += look(broker, queue, before, now);
                seen.put(queue, now);
            }
            show(List.of());
            if (follow) {
                // A long queue takes long to look through: the broker has other things to do.
                long took = (System.nanoTime() - began) / 1_000_000;
                Thread.sleep(Math.max(LOOK_AGAIN.toMillis(), took * SHARE_OF_TIME));
            }
        } while (follow);
        return shown;
    }

    /** Shows what was not there before, some at a time: there may be more than this command can hold. */
    private int look(BrokerClient broker, String queue, Set<Long> before, Set<Long> now) {
        List<Waiting> fresh = new ArrayList<>();
        int[] shown = {0};
        broker.browse(queue, null, message -> {
            Waiting waiting = Waiting.of(queue, message);
            if (follow) {
                now.add(waiting.id());
            }
            if (!before.contains(waiting.id())) {
                fresh.add(waiting);
                shown[0]++;
            }
            if (fresh.size() == AT_A_TIME) {
                show(fresh);
                fresh.clear();
            }
            return true;
        });
        if (!fresh.isEmpty()) {
            show(fresh);
        }
        return shown[0];
    }

    private int take(BrokerClient broker, List<String> wanted) {
        int shown = 0;
        int round;
        do {
            round = 0;
            for (String queue : wanted) {
                Waiting message = broker.take(queue, follow ? TAKE_WAIT_MS : 0);
                if (message != null) {
                    show(List.of(message));
                    // Shown first: what could not be shown stays on the queue.
                    broker.commit();
                    round++;
                }
            }
            shown += round;
        } while (follow || round > 0);
        return shown;
    }

    private void show(List<Waiting> messages) {
        if (json) {
            messages.forEach(message -> surroundings.out().println(Shown.json(message.body())));
        } else if (!messages.isEmpty() || follow) {
            if (!headed) {
                headed = true;
                table.fit(messages);
                surroundings.out().println(table.header());
            }
            messages.forEach(message -> surroundings.out().println(table.line(message)));
        }
        if (surroundings.out().checkError()) {
            throw Problem.failed("the output is closed.");
        }
    }
}
