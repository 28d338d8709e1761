package dev.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the demo says at its end: how the requests ended, what took effect, and what is not as expected. */
record Summary(List<String> lines, List<String> wrong) {

    /** @param page what {@code /sandbox/effects} says */
    static Summary of(List<SampleRow> rows, Samples samples, JsonNode page, Duration took) {
        List<String> wrong = new ArrayList<>();
        rows.stream().filter(row -> !row.asExpected()).forEach(row -> wrong.add(
                row.sample().requestId() + " (" + row.sample().shows() + "): " + row.wrong()));
        int created = 0;
        for (Samples.Effect effect : samples.effects()) {
            int count = page.path("counts").path(effect.provider()).path(effect.kind()).asInt();
            created += count;
            if (count != effect.count()) {
                wrong.add(effect.provider() + " has " + count + " " + effect.kind() + ", not " + effect.count());
            }
        }
        int doubled = page.path("doubled").size() + page.path("attempts").size();
        if (doubled > 0) {
            wrong.add("sent twice: " + page.path("doubled") + page.path("attempts"));
        }
        return new Summary(List.of(
                String.format(Locale.ROOT, "%d requests in %.1f s: %s", rows.size(), took.toMillis() / 1000.0,
                        counts(rows)),
                "created at the providers: " + created + ", doubled: " + doubled), wrong);
    }

    private static String counts(List<SampleRow> rows) {
        Map<String, Integer> counts = new TreeMap<>();
        for (SampleRow row : rows) {
            String status = row.newest() == null ? "without a result" : row.newest().status()
                    + (row.newest().replayed() ? " (replayed)" : "");
            counts.merge(status, 1, Integer::sum);
        }
        List<String> shown = new ArrayList<>();
        counts.forEach((status, count) -> shown.add(count + " " + status));
        return String.join(", ", shown);
    }
}
