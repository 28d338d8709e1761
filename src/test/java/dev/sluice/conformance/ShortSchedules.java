package dev.sluice.conformance;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** Every provider that ships, each against a scripted one, with schedules short enough to be waited for. */
public class ShortSchedules implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Surroundings.class));
    }
}
