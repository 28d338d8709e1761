package dev.sluice.cli.demo;

import dev.sluice.cli.Body;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.Result;
import dev.sluice.cli.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Sends the samples when their turn comes and takes the results, until every row is done or the time is over. */
final class DemoRun {

    private static final List<String> RESULTS = List.of("orders.results", "otp.results", "licenses.results");
    private static final long TAKE_WAIT_MS = 50;
    /** How long a result is waited for that must not come: a second final one. */
    private static final Duration LINGER = Duration.ofMillis(500);

    private final BrokerClient broker;
    private final List<SampleRow> rows;
    private final Board board;
    private final Duration limit;
    private final long began = System.nanoTime();

    DemoRun(BrokerClient broker, List<SampleRow> rows, Board board, Duration limit) {
        this.broker = broker;
        this.rows = rows;
        this.board = board;
        this.limit = limit;
    }

    /**
     * @param serverRuns asked again and again; nothing is waited for once it says no
     * @return how long it took until the last row was done, or the limit
     */
    Duration run(BooleanSupplier serverRuns) {
        while (!done() && now().compareTo(limit) < 0 && serverRuns.getAsBoolean()) {
            rows.stream().filter(row -> !row.isSent() && !row.isDone()).forEach(this::sendIfItsTurn);
            takeResults();
            board.tick(now());
        }
        Duration took = now();
        while (done() && now().minus(took).compareTo(LINGER) < 0 && serverRuns.getAsBoolean()) {
            takeResults();
        }
        board.tick(now());
        return took;
    }

    private void sendIfItsTurn(SampleRow row) {
        String after = row.sample().after();
        SampleRow before = after == null ? null : rows.stream()
                .filter(other -> other != row && other.sample().requestId().equals(after)).findFirst().orElse(null);
        if (before != null && before.isDone() && !before.asExpected()) {
            row.skip();
        } else if (before == null || before.isDone()) {
            Sample sample = row.sample();
            broker.send(sample.queue(), Body.of(sample.body()), null, sample.key());
            broker.commit();
            row.sent(now());
            board.sent(row, now());
        }
    }

    private void takeResults() {
        for (String queue : RESULTS) {
            Waiting message = broker.take(queue, TAKE_WAIT_MS);
            while (message != null) {
                broker.commit();
                accept(message);
                message = broker.take(queue, 0);
            }
        }
    }

    private void accept(Waiting message) {
        Result result = Result.of(message.body());
        rows.stream().filter(row -> row.sample().key().equals(message.correlationId())).forEach(row -> {
            row.accept(result, now());
            board.result(row, result, now());
        });
    }

    private boolean done() {
        return rows.stream().allMatch(SampleRow::isDone);
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
