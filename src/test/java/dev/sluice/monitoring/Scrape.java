package dev.sluice.monitoring;

import dev.sluice.monitoring.Contract.Metric;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a scrape tells: its metrics as the contract has them, {@code of} being empty. */
public final class Scrape {

    private static final Pattern SAMPLE = Pattern
            .compile("(?m)^([a-z0-9_]+?)(?:_(bucket|count|sum))?(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z_]+)=\"");

    private Scrape() {
    }

    public static Map<String, Metric> metrics(String scrape) {
        Map<String, Metric> metrics = new TreeMap<>();
        for (MatchResult type : Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$").matcher(scrape).results().toList()) {
            String name = type.group(1);
            Set<String> labels = labels(scrape, name);
            String help = Pattern.compile("(?m)^# HELP " + name + " (.*)$").matcher(scrape).results()
                    .map(found -> found.group(1).strip()).findFirst().orElse("");
            metrics.put(name, new Metric(type.group(2), unit(name), labels, "", help));
        }
        return metrics;
    }

    private static Set<String> labels(String scrape, String name) {
        Set<String> labels = new TreeSet<>();
        SAMPLE.matcher(scrape).results()
                .filter(sample -> sample.group(1).equals(name) || sample.group().startsWith(name + "{"))
                .filter(sample -> sample.group(3) != null)
                .forEach(sample -> LABEL.matcher(sample.group(3)).results().map(label -> label.group(1))
                        .filter(label -> !label.equals("le")).forEach(labels::add));
        return labels;
    }

    public static String unit(String name) {
        String base = name.replaceFirst("_(total|max)$", "");
        return base.endsWith("_seconds") ? "seconds" : base.endsWith("_bytes") ? "bytes" : "";
    }
}
