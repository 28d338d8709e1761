package dev.sluice.bench;

import dev.sluice.bench.site.Contestant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Medians over the rounds, and how they are to the hand-written program's under the same conditions. */
public final class Comparison {

    private final Map<Conditions, Map<Contestant, Map<Measure, List<Double>>>> measured = new LinkedHashMap<>();

    public Comparison(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            Map<Measure, List<Double>> figures = measured
                    .computeIfAbsent(outcome.conditions(), any -> new EnumMap<>(Contestant.class))
                    .computeIfAbsent(outcome.contestant(), any -> new EnumMap<>(Measure.class));
            outcome.figures().forEach(
                    (measure, figure) -> figures.computeIfAbsent(measure, any -> new ArrayList<>()).add(figure));
        }
    }

    /** In the order in which they were measured. */
    public List<Conditions> conditions() {
        return List.copyOf(measured.keySet());
    }

    /** Who was measured under them, the hand-written program first. */
    public Set<Contestant> contestants(Conditions conditions) {
        return of(conditions).keySet();
    }

    /** What was measured of anybody under them. */
    public Set<Measure> measures(Conditions conditions) {
        Set<Measure> measures = EnumSet.noneOf(Measure.class);
        of(conditions).values().forEach(figures -> measures.addAll(figures.keySet()));
        return measures;
    }

    public OptionalDouble median(Conditions conditions, Contestant contestant, Measure measure) {
        return Optional.ofNullable(of(conditions).get(contestant)).map(figures -> figures.get(measure))
                .map(figures -> OptionalDouble.of(Figures.median(figures))).orElse(OptionalDouble.empty());
    }

    /** Empty where one of the two is missing, or the hand-written program's is 0. */
    public OptionalDouble ratio(Conditions conditions, Contestant contestant, Measure measure) {
        OptionalDouble own = median(conditions, contestant, measure);
        OptionalDouble base = median(conditions, Contestant.BASELINE, measure);
        return own.isEmpty() || base.isEmpty() || base.getAsDouble() == 0 ? OptionalDouble.empty()
                : OptionalDouble.of(own.getAsDouble() / base.getAsDouble());
    }

    private Map<Contestant, Map<Measure, List<Double>>> of(Conditions conditions) {
        return measured.getOrDefault(conditions, Map.of());
    }
}
