package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every operation of a provider stands the same cases, against a provider that answers what the case wants. What cannot
 * hold for an operation stands in its file below {@code exempt}, with the reason.
 */
final class Conformance {

    private final World world;

    Conformance(World world) {
        this.world = world;
    }

    /** The providers are tried side by side, the cases of one after the other. */
    DynamicContainer of(Shipped provider) {
        ExecutorService line = Executors.newSingleThreadExecutor();
        List<DynamicContainer> operations = new ArrayList<>();
        List<DynamicTest> left = new ArrayList<>();
        for (String operation : provider.operations()) {
            operations.add(operation(provider, operation, line, left));
        }
        line.shutdown();
        operations.add(DynamicContainer.dynamicContainer("left to a person", left));
        return DynamicContainer.dynamicContainer(provider.name(), operations);
    }

    private DynamicContainer operation(Shipped provider, String operation, ExecutorService line,
            List<DynamicTest> left) {
        JsonNode exempt = provider.operation(operation).path("exempt");
        Map<String, Consumer<Trial>> cases = Cases.of(provider, operation);
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest("exemptions are of cases that there are",
                () -> exempt.fieldNames().forEachRemaining(name -> assertThat(cases).containsKey(name))));
        if (!provider.operation(operation).path("enabled").asBoolean(true)) {
            cases.clear();
        }
        cases.forEach((name, run) -> {
            if (exempt.has(name)) {
                return;
            }
            CompletableFuture<Trial> tried = CompletableFuture.supplyAsync(() -> {
                Trial trial = new Trial(world, provider, operation, operation + "-" + name);
                run.accept(trial);
                return trial;
            }, line);
            tests.add(DynamicTest.dynamicTest(name, () -> joined(tried)));
            left.add(DynamicTest.dynamicTest(operation + ", " + name, () -> joined(tried).endsAsItShould()));
        });
        return DynamicContainer.dynamicContainer(operation, tests);
    }

    private static Trial joined(CompletableFuture<Trial> tried) throws Throwable {
        try {
            return tried.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause();
        }
    }
}
