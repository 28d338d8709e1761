package dev.sluice.bench;

import dev.sluice.bench.site.Contestant;
import java.util.Map;

/**
 * What one run measured.
 *
 * @param round the first is 1
 */
public record Outcome(Conditions conditions, Contestant contestant, int round, Map<Measure, Double> figures) {
}
