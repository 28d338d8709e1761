package dev.sluice.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.bench.Comparison;
import dev.sluice.bench.Conditions;
import dev.sluice.bench.Measure;
import dev.sluice.bench.Mode;
import dev.sluice.bench.Outcome;
import dev.sluice.bench.site.Contestant;
import java.util.Locale;

/** Every run's figures, and the medians and ratios. */
public final class JsonReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {
    }

    public static String of(Report report) {
        ObjectNode all = JSON.createObjectNode().put("command", report.command());
        all.putObject("machine").put("cores", report.machine().cores()).put("jdk", report.machine().jdk())
                .put("system", report.machine().system()).put("at", report.machine().at().toString());
        report.durability().forEach(all.putArray("durability")::add);
        ArrayNode runs = all.putArray("runs");
        for (Outcome outcome : report.outcomes()) {
            ObjectNode run = conditions(runs.addObject(), outcome.conditions()).put("round", outcome.round())
                    .put("system", outcome.contestant().typed());
            outcome.figures().forEach((measure, figure) -> run.put(key(measure), figure));
        }
        ArrayNode medians = all.putArray("medians");
        Comparison comparison = report.comparison();
        for (Conditions conditions : comparison.conditions()) {
            for (Contestant contestant : comparison.contestants(conditions)) {
                ObjectNode row = conditions(medians.addObject(), conditions).put("system", contestant.typed());
                ObjectNode ratios = JSON.createObjectNode();
                for (Measure measure : comparison.measures(conditions)) {
                    comparison.median(conditions, contestant, measure)
                            .ifPresent(median -> row.put(key(measure), median));
                    comparison.ratio(conditions, contestant, measure)
                            .ifPresent(ratio -> ratios.put(key(measure), ratio));
                }
                row.set("toHandWritten", ratios);
            }
        }
        return all.toPrettyString() + "\n";
    }

    private static ObjectNode conditions(ObjectNode row, Conditions conditions) {
        row.put("mode", conditions.mode().typed()).put("ledger", conditions.ledger().name().toLowerCase(Locale.ROOT))
                .put("latencyMs", conditions.latencyMs());
        return conditions.mode() == Mode.DRAIN ? row.put("orders", conditions.orders())
                : row.put("rate", conditions.rate());
    }

    /** Such as {@code warmRate}. */
    private static String key(Measure measure) {
        StringBuilder key = new StringBuilder();
        for (String word : measure.name().split("_", -1)) {
            key.append(key.isEmpty() ? word.toLowerCase(Locale.ROOT)
                    : word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT));
        }
        return key.toString();
    }
}
