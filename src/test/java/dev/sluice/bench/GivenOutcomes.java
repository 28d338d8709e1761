package dev.sluice.bench;

import dev.sluice.bench.report.Report;
import dev.sluice.bench.site.Contestant;
import dev.sluice.bench.site.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a bench of three rounds might have measured: Sluice takes three times as long as the hand-written program. */
public final class GivenOutcomes {

    public static final Choices CHOICES = new Choices(3, 16_000, List.of(0, 50, 200),
            List.of(Ledger.Kind.POSTGRESQL, Ledger.Kind.SQLITE), List.of(Contestant.values()), 50, 64,
            List.of(Mode.values()));

    private GivenOutcomes() {
    }

    public static Report report(String command) {
        return new Report(command, new Report.Machine(2, "OpenJDK <17>", "Linux & more",
                Instant.parse("2026-11-29T04:00:00Z")), CHOICES, List.of("PostgreSQL: fsync=on", "SQLite: FULL"),
                outcomes());
    }

    static List<Outcome> outcomes() {
        List<Outcome> outcomes = new ArrayList<>();
        for (Conditions conditions : CHOICES.conditions()) {
            for (int round = 1; round <= CHOICES.rounds(); round++) {
                for (Contestant contestant : CHOICES.contestants()) {
                    outcomes.add(new Outcome(conditions, contestant, round, figures(conditions, contestant, round)));
                }
            }
        }
        return outcomes;
    }

    private static Map<Measure, Double> figures(Conditions conditions, Contestant contestant, int round) {
        double slower = switch (contestant) {
            case BASELINE -> 1;
            case SLUICE -> 3;
            case CAMEL -> 2;
        };
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        figures.put(Measure.READY, slower + round / 10.0);
        if (conditions.mode() == Mode.STEADY) {
            figures.put(Measure.ADDED_P50, 4.2 * slower + round);
            figures.put(Measure.ADDED_P95, 9.0 * slower + round);
            figures.put(Measure.ADDED_P99, 13.6 * slower + round);
        } else {
            figures.put(Measure.RATE, 1_200 / slower + 10 * round);
            figures.put(Measure.WARM_RATE, 1_500 / slower + 10 * round);
            figures.put(Measure.PROGRAM_CPU, 0.81 * slower + round / 100.0);
            if (conditions.ledger().hasProcesses()) {
                figures.put(Measure.DATABASE_CPU, 0.5 * slower);
            }
            figures.put(Measure.BROKER_CPU, 0.7 * slower);
            figures.put(Measure.MEMORY, 200 + 100 * slower);
        }
        return figures;
    }
}
