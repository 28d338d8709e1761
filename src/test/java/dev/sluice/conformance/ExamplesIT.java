package dev.sluice.conformance;

import dev.sluice.process.Settings;
import dev.sluice.process.SluiceProcess;
import dev.sluice.process.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example stands the cases that the providers stand which ship: its file, and its routes where it has some, are
 * put where the guide says, and nothing else.
 */
class ExamplesIT {

    private static final List<Shipped> EXAMPLES = Shipped.examples();

    @TempDir
    private static Path folder;
    private static ScriptedProviders providers;
    private static SluiceProcess sluice;
    private static World world;

    @BeforeAll
    static void start() throws IOException {
        Workplace place = new Workplace(folder);
        for (Shipped example : EXAMPLES) {
            install(example.name(), place);
        }
        List<Integer> ports = Workplace.freePorts(2);
        Settings settings = new Settings().http(ports.get(0)).embedded(ports.get(1)).set("sluice.connectivity.period",
                "1h");
        providers = new ScriptedProviders(EXAMPLES);
        providers.settings().forEach(settings::set);
        // What is answered is not to be lost because a busy machine stands still for some seconds.
        EXAMPLES.forEach(example -> settings.set("sluice.providers." + example.name() + ".timeouts.response", "15s"));
        sluice = SluiceProcess.start(place, settings.environment());
        world = providers.world(ports.get(1), ports.get(0));
    }

    @AfterAll
    static void end() {
        world.close();
        sluice.close();
        providers.close();
    }

    @TestFactory
    Stream<DynamicContainer> everyOperationOfEveryExample() {
        return EXAMPLES.stream().map(new Conformance(world)::of);
    }

    private static void install(String example, Workplace place) throws IOException {
        Path from = Shipped.EXAMPLES.resolve(example);
        Files.copy(from.resolve(example + ".yaml"), place.file("config/providers/" + example + ".yaml"));
        Path routes = from.resolve(example + ".camel.yaml");
        if (Files.exists(routes)) {
            Files.copy(routes, place.file("routes/providers/" + example + ".camel.yaml"));
        }
    }
}
