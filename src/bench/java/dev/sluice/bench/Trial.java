package dev.sluice.bench;

import dev.sluice.bench.site.BenchFailure;
import dev.sluice.bench.site.Contestant;
import dev.sluice.bench.site.Running;
import dev.sluice.bench.site.Site;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** One run of one system: a fresh process, a fresh ledger, empty queues, and a look at what it did. */
public final class Trial {

    private static final double WARM_FROM = 0.3;
    private static final double WARM_TO = 0.95;
    private static final int WARM_UP_ORDERS = 4_000;
    private static final int WARM_UP_SECONDS = 5;
    private static final int MEASURED_SECONDS = 20;
    private static final Duration SILENCE = Duration.ofMillis(300);

    private final Site site;
    private final Conditions conditions;
    private final Contestant contestant;
    private final Map<Measure, Double> figures = new EnumMap<>(Measure.class);

    private Trial(Site site, Conditions conditions, Contestant contestant) {
        this.site = site;
        this.conditions = conditions;
        this.contestant = contestant;
    }

    /**
     * Runs it.
     *
     * @throws BenchFailure where an order was lost or doubled, or a signature was wrong: its speed does not count then
     */
    public static Map<Measure, Double> run(Site site, Conditions conditions, Contestant contestant)
            throws IOException, InterruptedException, JMSException, SQLException {
        Trial trial = new Trial(site, conditions, contestant);
        Path data = site.clear(conditions.latencyMs());
        try (Upstream upstream = new Upstream(site.broker().url(), data.getFileName().toString())) {
            if (conditions.mode() == Mode.DRAIN) {
                trial.drain(upstream, data);
            } else {
                trial.steady(upstream, data);
            }
        }
        return trial.figures;
    }

    private void drain(Upstream upstream, Path data)
            throws IOException, InterruptedException, JMSException, SQLException {
        int orders = conditions.orders();
        ResultBook book = new ResultBook(orders);
        upstream.fill(orders);
        upstream.listen(book);
        try (Running system = site.start(contestant, conditions.ledger(), data)) {
            await(book, 1, system);
            Site.Spent first = spent(system);
            int warm = (int) (WARM_FROM * 2 * orders);
            await(book, warm, system);
            Site.Spent atWarm = spent(system);
            await(book, 2 * orders, system);
            Site.Spent all = spent(system).since(first);
            Site.Spent warmed = spent(system).since(atWarm);
            figures.put(Measure.RATE, book.rate());
            figures.put(Measure.WARM_RATE, book.rate(WARM_FROM, WARM_TO));
            figures.put(Measure.PROGRAM_CPU, each(all.program(), orders));
            figures.put(Measure.WARM_PROGRAM_CPU, each(warmed.program(), orders - warm / 2.0));
            if (conditions.ledger().hasProcesses()) {
                figures.put(Measure.DATABASE_CPU, each(all.database(), orders));
            }
            figures.put(Measure.BROKER_CPU, each(all.broker(), orders));
            figures.put(Measure.READY, system.awaitReady().toMillis() / 1e3);
            system.child().resident().ifPresent(bytes -> figures.put(Measure.MEMORY, bytes / (double) (1 << 20)));
            book.awaitSilence(SILENCE);
        }
        check(book);
    }

    private void steady(Upstream upstream, Path data)
            throws IOException, InterruptedException, JMSException, SQLException {
        int waiting = Math.min(conditions.orders(), WARM_UP_ORDERS);
        int before = waiting + WARM_UP_SECONDS * conditions.rate();
        int orders = before + MEASURED_SECONDS * conditions.rate();
        ResultBook book = new ResultBook(orders);
        upstream.fill(waiting);
        upstream.listen(book);
        try (Running system = site.start(contestant, conditions.ledger(), data)) {
            await(book, 2 * waiting, system);
            figures.put(Measure.READY, system.awaitReady().toMillis() / 1e3);
            long[] due = due(orders - waiting, conditions.rate());
            upstream.feed(waiting, due);
            await(book, 2 * orders, system);
            List<Double> added = new ArrayList<>();
            for (int order = before; order < orders; order++) {
                added.add((book.acceptedAt(order) - due[order - waiting]) / 1e6 - conditions.latencyMs());
            }
            figures.put(Measure.ADDED_P50, Figures.percentile(added, 0.5));
            figures.put(Measure.ADDED_P95, Figures.percentile(added, 0.95));
            figures.put(Measure.ADDED_P99, Figures.percentile(added, 0.99));
            book.awaitSilence(SILENCE);
        }
        check(book);
    }

    /** From now on, so many a second. */
    private static long[] due(int orders, int rate) {
        long began = System.nanoTime();
        return LongStream.range(0, orders).map(order -> began + order * 1_000_000_000L / rate).toArray();
    }

    private static void await(ResultBook book, int results, Running system) throws InterruptedException {
        book.awaitResults(results, system.child()::runs, system.child()::lastWords);
    }

    private Site.Spent spent(Running system) {
        return site.spent(system, conditions.ledger());
    }

    private static double each(Duration spent, double orders) {
        return spent.toNanos() / 1e6 / orders;
    }

    private void check(ResultBook book) throws IOException {
        List<String> wrong = book.wrong(site.provider().tally());
        if (!wrong.isEmpty()) {
            throw new BenchFailure(contestant.shown() + " (" + conditions.shown() + ") does not count: "
                    + String.join("; ", wrong));
        }
    }
}
