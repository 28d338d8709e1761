package dev.sluice.cli.demo;

import dev.sluice.cli.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One sample and what has come of it so far. Times are since the demo's first request. */
final class SampleRow {

    private final Sample sample;
    private final List<Result> results = new ArrayList<>();
    private @Nullable Duration sentAt;
    private @Nullable Duration endedAt;
    private boolean skipped;

    SampleRow(Sample sample) {
        this.sample = sample;
    }

    Sample sample() {
        return sample;
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    void sent(Duration at) {
        sentAt = at;
    }

    /** Never sent, because what it waits for did not end as it had to. */
    void skip() {
        skipped = true;
    }

    void accept(Result result, Duration at) {
        results.add(result);
        if (result.isFinal() && endedAt == null) {
            endedAt = at;
        }
    }

    boolean isSent() {
        return sentAt != null;
    }

    boolean isDone() {
        return skipped || endedAt != null;
    }

    /** From its sending to its final result, once that came. */
    @Nullable
    Duration took() {
        return endedAt == null || sentAt == null ? null : endedAt.minus(sentAt);
    }

    @Nullable
    Result newest() {
        return results.isEmpty() ? null : results.get(results.size() - 1);
    }

    String reference() {
        return results.stream().map(Result::providerReference).filter(text -> !text.isEmpty())
                .reduce("", (older, newer) -> newer);
    }

    boolean asExpected() {
        return wrong() == null;
    }

    /** What is not as expected, if anything. */
    @Nullable
    String wrong() {
        Sample.Expected expect = sample.expect();
        if (skipped) {
            return "it was not sent, because " + sample.after() + " did not end as expected";
        }
        if (!isSent()) {
            return "it was not sent";
        }
        Result last = newest();
        if (endedAt == null || last == null) {
            return last == null ? "no result came" : "no final result came after " + last.status();
        }
        long finals = results.stream().filter(Result::isFinal).count();
        if (finals != 1) {
            return finals + " final results came";
        }
        if (!last.status().equals(expect.status()) || last.replayed() != expect.replayed()) {
            return "it ended " + last.status() + (last.replayed() ? " (replayed)" : "") + ", not " + expect.status()
                    + (expect.replayed() ? " (replayed)" : "") + (last.error().isEmpty() ? "" : ": " + last.error());
        }
        if (expect.category() != null && !last.category().equals(expect.category())) {
            return "its error is " + last.category() + ", not " + expect.category();
        }
        List<String> statuses = results.stream().map(Result::status).toList();
        return expect.through().stream().filter(status -> !statuses.contains(status)).findFirst()
                .map(status -> "it did not pass through " + status).orElse(null);
    }
}
