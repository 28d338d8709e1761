package dev.sluice.bench.report;

import dev.sluice.bench.Comparison;
import dev.sluice.bench.Conditions;
import dev.sluice.bench.Measure;
import dev.sluice.bench.Mode;
import dev.sluice.bench.site.Contestant;
import dev.sluice.bench.site.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The charts of one ledger: of a drain by the provider's latency, of steady orders by percentile. */
final class Charts {

    private static final String BY_LATENCY = "how long the provider takes";

    private final Comparison comparison;
    private final List<Conditions> drains;
    private final List<Conditions> steady;

    Charts(Comparison comparison, Ledger.Kind ledger) {
        this.comparison = comparison;
        List<Conditions> own = comparison.conditions().stream().filter(one -> one.ledger() == ledger).toList();
        this.drains = own.stream().filter(one -> one.mode() == Mode.DRAIN).toList();
        this.steady = own.stream().filter(one -> one.mode() == Mode.STEADY).toList();
    }

    List<BarChart> all() {
        List<BarChart> charts = new ArrayList<>();
        if (!drains.isEmpty()) {
            Stream.of(Measure.RATE, Measure.WARM_RATE, Measure.PROGRAM_CPU, Measure.DATABASE_CPU, Measure.BROKER_CPU,
                    Measure.READY, Measure.MEMORY).filter(this::tells).map(this::byLatency).forEach(charts::add);
        }
        steady.forEach(conditions -> charts.add(new BarChart("from due to ACCEPTED, less the provider's time: "
                + conditions.shown(), "ms", "share of the orders that had it by then", 1,
                Stream.of(Measure.ADDED_P50, Measure.ADDED_P95, Measure.ADDED_P99)
                        .map(measure -> group(measure.name().substring("ADDED_P".length()) + " %", conditions, measure))
                        .toList())));
        return charts;
    }

    private boolean tells(Measure measure) {
        return drains.stream().anyMatch(conditions -> comparison.measures(conditions).contains(measure));
    }

    private BarChart byLatency(Measure measure) {
        return new BarChart(measure.shown(), measure.unit(), BY_LATENCY, measure.decimals(), drains.stream()
                .map(conditions -> group(conditions.latencyMs() + " ms", conditions, measure)).toList());
    }

    private BarChart.Group group(String label, Conditions conditions, Measure measure) {
        return new BarChart.Group(label, comparison.contestants(conditions).stream()
                .map(contestant -> bar(contestant, conditions, measure)).toList());
    }

    private BarChart.Bar bar(Contestant contestant, Conditions conditions, Measure measure) {
        return new BarChart.Bar(contestant.ordinal(), contestant.shown(),
                comparison.median(conditions, contestant, measure));
    }
}
