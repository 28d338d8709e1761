package dev.sluice.bench;

import java.util.Arrays;
import java.util.Collection;

/** Arithmetic over what was measured. */
public final class Figures {

    private Figures() {
    }

    /** The middle one, or the mean of the two in the middle. */
    public static double median(Collection<Double> values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The smallest value that this share of them does not exceed (nearest rank).
     *
     * @param share above 0, up to 1
     */
    public static double percentile(Collection<Double> values, double share) {
        double[] sorted = sorted(values);
        return sorted[Math.max(1, (int) Math.ceil(share * sorted.length)) - 1];
    }

    private static double[] sorted(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
