package dev.sluice.bench.report;

import dev.sluice.bench.Comparison;
import dev.sluice.bench.Conditions;
import dev.sluice.bench.Measure;
import dev.sluice.bench.Numbers;
import dev.sluice.bench.site.Contestant;
import java.util.ArrayList;
import java.util.List;

/** The table for a terminal: medians over the rounds, and in brackets how they are to the hand-written program's. */
public final class TextReport {

    private static final int FIGURES = 22;

    private TextReport() {
    }

    public static String of(Report report) {
        Comparison comparison = report.comparison();
        StringBuilder text = new StringBuilder();
        for (Conditions conditions : comparison.conditions()) {
            text.append(conditions.shown()).append('\n');
            List<Contestant> contestants = new ArrayList<>(comparison.contestants(conditions));
            text.append(" ".repeat(width()));
            contestants.forEach(contestant -> text.append(right(contestant.shown())));
            text.append('\n');
            for (Measure measure : comparison.measures(conditions)) {
                text.append(left(label(measure)));
                contestants
                        .forEach(contestant -> text.append(right(figure(comparison, conditions, contestant, measure))));
                text.append('\n');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String figure(Comparison comparison, Conditions conditions, Contestant contestant,
            Measure measure) {
        return comparison.median(conditions, contestant, measure).stream()
                .mapToObj(median -> Numbers.shown(median, measure.decimals()))
                .map(median -> contestant == Contestant.BASELINE ? median
                        : median + ratio(comparison, conditions, contestant, measure))
                .findFirst().orElse("-");
    }

    private static String ratio(Comparison comparison, Conditions conditions, Contestant contestant,
            Measure measure) {
        return comparison.ratio(conditions, contestant, measure).stream()
                .mapToObj(ratio -> " (" + Numbers.ratio(ratio) + ")").findFirst().orElse("");
    }

    private static String label(Measure measure) {
        return "  " + measure.shown() + ", " + measure.unit();
    }

    private static int width() {
        int width = 0;
        for (Measure measure : Measure.values()) {
            width = Math.max(width, label(measure).length());
        }
        return width;
    }

    private static String left(String text) {
        return text + " ".repeat(width() - text.length());
    }

    private static String right(String text) {
        return " ".repeat(Math.max(1, FIGURES - text.length())) + text;
    }
}
