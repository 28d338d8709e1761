package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Ran;
import dev.sluice.config.YamlFile;
import dev.sluice.given.Beside;
import dev.sluice.pages.SchemaKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever key of a provider's file is given another value, left out or added, {@code ./sluice diff} tells it. */
@Beside
class KeysToldTest {

    @TempDir
    private static Path folder;
    private static ObjectNode whole;

    static Stream<SchemaKey> leaves() {
        return KeysReadTest.leaves();
    }

    @BeforeAll
    static void theWholeFileIsRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "one");
        whole = new YamlFile(Files.writeString(folder.resolve("whole"), KeysReadTest.WHOLE.formatted(secret))).tree();
        home("whole-home", whole);
        home("same-home", whole);
        Ran same = Ran.run(folder, Map.of(), "", "diff", "same-home", "--against", "whole-home");
        assertThat(same.exitCode()).as(same.out() + same.err()).isZero();
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void everyKeyIsTold(SchemaKey key) throws IOException {
        List<String> places = KeysReadTest.places(whole, key);
        assertThat(places).isNotEmpty();
        for (String place : places) {
            JsonNode another = KeysReadTest.another(key.schema(), whole.at(place));
            if (!another.equals(whole.at(place))) {
                home("other-home", KeysReadTest.with(whole, place, another));
                told(place, "other-home", "whole-home");
            }
            if (!isTheSameLeftOut(key, place)) {
                home("other-home", KeysReadTest.with(whole, place, null));
                told(place, "other-home", "whole-home");
                told(place, "whole-home", "other-home");
            }
        }
    }

    /** Where it is what counts anyway: by the schema, or by what else the file says. */
    private static boolean isTheSameLeftOut(SchemaKey key, String place) {
        return whole.at(place).asText().equals(key.schema().path("default").asText("(none)"))
                || place.endsWith("/success-by") && whole.at(place).asText().equals("place");
    }

    private static void told(String place, String home, String against) throws IOException {
        Ran ran = Ran.run(folder, Map.of(), "", "diff", home, "--against", against, "--json");
        List<String> keys = new ObjectMapper().readTree(ran.out()).path("changes").valueStream()
                .map(change -> change.path("key").asText()).toList();
        String key = place.substring(1).replace('/', '.').replaceFirst("^answers\\.statuses.*", "answers.statuses");
        // What the schema does not allow cannot be compared, and is told as that.
        assertThat(keys.stream().anyMatch(told -> told.equals(key) || told.startsWith(key + ".")
                || key.startsWith(told + ".")) || ran.exitCode() == 3 && ran.err().contains("not compared: "))
                .as(home + " " + place + ": " + ran.out() + ran.err()).isTrue();
        assertThat(ran.exitCode()).isPositive();
    }

    private static void home(String name, JsonNode file) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("config/providers"));
        Files.writeString(home.resolve("config/providers/demo.yaml"), file.toString());
        Files.writeString(home.resolve("config/routing.yaml"), "");
    }
}
