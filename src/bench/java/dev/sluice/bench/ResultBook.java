package dev.sluice.bench;

import dev.sluice.bench.site.BenchFailure;
import dev.sluice.bench.site.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The results of a run as they come, and whether each order had one ACCEPTED and one COMPLETED and nothing else. */
public final class ResultBook {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);
    private static final int SHOWN = 5;

    private final int orders;
    private final long[] acceptedAt;
    private final long[] completedAt;
    private final long[] arrivals;
    private final List<String> wrong = new ArrayList<>();
    private int accepted;
    private int results;
    private long lastAt = System.nanoTime();

    public ResultBook(int orders) {
        this.orders = orders;
        this.acceptedAt = new long[orders];
        this.completedAt = new long[orders];
        this.arrivals = new long[2 * orders];
    }

    /** @param order its number, from 0 */
    public synchronized void take(int order, String status, long nanos) {
        lastAt = nanos;
        long[] of = status.equals("ACCEPTED") ? acceptedAt : status.equals("COMPLETED") ? completedAt : null;
        if (of == null || order < 0 || order >= orders || of[order] != 0) {
            wrong.add("order " + order + " has " + (of == null ? "the result " : "one more result ") + status);
        } else {
            of[order] = nanos;
            arrivals[results++] = nanos;
            accepted += of == acceptedAt ? 1 : 0;
        }
        notifyAll();
    }

    public synchronized int accepted() {
        return accepted;
    }

    public synchronized int results() {
        return results;
    }

    /** Waits until so many results came that are to come. */
    public void awaitResults(int count, BooleanSupplier runs, Supplier<String> lastWords) throws InterruptedException {
        await(() -> results() >= count, runs, lastWords);
    }

    private synchronized void await(BooleanSupplier reached, BooleanSupplier runs, Supplier<String> lastWords)
            throws InterruptedException {
        lastAt = System.nanoTime();
        while (!reached.getAsBoolean()) {
            if (!runs.getAsBoolean() || System.nanoTime() - lastAt > LONGEST_SILENCE.toNanos()) {
                String what = runs.getAsBoolean() ? "no result for " + LONGEST_SILENCE.toSeconds() + " s"
                        : "the system ended";
                throw new BenchFailure(what + " after " + results + " of " + 2 * orders + " results"
                        + (wrong.isEmpty() ? "" : " (" + String.join(", ", shown(wrong)) + ")") + "; the end of "
                        + lastWords.get());
            }
            wait(500);
        }
    }

    /** Waits as long as results come that must not. */
    public synchronized void awaitSilence(Duration silence) throws InterruptedException {
        long until = System.nanoTime() + silence.toNanos();
        for (long left = silence.toNanos(); left > 0; left = until - System.nanoTime()) {
            wait(1 + left / 1_000_000);
        }
    }

    /** What is not as it must be; nothing where all is well. */
    public synchronized List<String> wrong(Provider.Tally tally) {
        List<String> all = new ArrayList<>(shown(wrong));
        int missing = 2 * orders - results;
        if (missing != 0) {
            all.add(missing + " results are missing");
        }
        if (tally.created() != orders) {
            all.add("the provider has " + tally.created() + " orders and not " + orders);
        }
        if (tally.twice() != 0) {
            all.add(tally.twice() + " orders were to be created twice");
        }
        if (tally.unsigned() != 0) {
            all.add(tally.unsigned() + " calls had a wrong signature");
        }
        return all;
    }

    /** Orders a second, from the first ACCEPTED to the last result. */
    public synchronized double rate() {
        return orders / seconds(arrivals[0], arrivals[results - 1]);
    }

    /** Orders a second between these shares of all results. */
    public synchronized double rate(double from, double to) {
        int first = (int) (from * results);
        int last = (int) (to * results) - 1;
        return (last - first) / 2.0 / seconds(arrivals[first], arrivals[last]);
    }

    public synchronized long acceptedAt(int order) {
        return acceptedAt[order];
    }

    private static double seconds(long from, long to) {
        return Math.max(1, to - from) / 1e9;
    }

    private static List<String> shown(List<String> lines) {
        return lines.size() <= SHOWN ? List.copyOf(lines)
                : List.of(String.join(", ", lines.subList(0, SHOWN)), (lines.size() - SHOWN) + " more");
    }
}
