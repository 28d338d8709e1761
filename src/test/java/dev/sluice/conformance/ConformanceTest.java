package dev.sluice.conformance;

import dev.sluice.provider.Providers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Every provider that ships stands the cases of {@link Conformance}. A new one brings its file, its routes and
 * {@code src/test/resources/conformance/<provider>.yaml}, and is tried by being there.
 */
@QuarkusTest
@TestProfile(ShortSchedules.class)
class ConformanceTest {

    World world;

    @Inject
    Providers providers;

    @TestFactory
    List<DynamicContainer> everyOperationOfEveryProvider() {
        Conformance conformance = new Conformance(world);
        return Shipped.all().stream().map(file -> file.with(providers.tree(file.name()))).map(conformance::of).toList();
    }
}
