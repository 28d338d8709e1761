package dev.sluice.cli.tests;

import dev.sluice.config.Mistake;
import java.util.List;

/**
 * How one test ended.
 *
 * @param place       where it stands
 * @param differences with their places; none where it passed
 */
record TestResult(String provider, String name, Mistake place, List<Mistake> differences) {

    boolean passed() {
        return differences.isEmpty();
    }
}
