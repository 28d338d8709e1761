package dev.sluice.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The picture of the floors is the code's. */
class ArchitecturePageTest {

    private static final Path MAIN = Path.of("src/main/java/dev/sluice");
    private static final Page FLOORS = Page.at(Path.of("docs/architecture.md")).section("## The floors");
    private static final String PICTURE = FLOORS.fenced("text").get(0);
    private static final Set<String> BESIDE = Set.of("sandbox", "cli");

    @Test
    void everyPackageStandsInThePictureAndInTheTable() throws IOException {
        try (Stream<Path> packages = Files.list(MAIN)) {
            Set<String> all = new TreeSet<>();
            packages.filter(Files::isDirectory).forEach(folder -> all.add(folder.getFileName().toString()));
            assertThat(all).allSatisfy(name -> assertThat(PICTURE).containsPattern("\\b" + name + "\\b"));
            all.removeAll(BESIDE);
            assertThat(all).containsExactlyElementsOf(new TreeSet<>(floors().keySet()))
                    .allSatisfy(name -> assertThat(FLOORS.text()).containsPattern("(?m)^\\| .*`" + name + "`.* \\|"));
        }
    }

    @Test
    void aPackageUsesThoseOfItsOwnFloorAndBelow() throws IOException {
        Map<String, Integer> floors = floors();
        Set<String> upwards = new TreeSet<>();
        for (String from : floors.keySet()) {
            used(from).stream().filter(to -> floors.getOrDefault(to, -1) < floors.get(from))
                    .forEach(to -> upwards.add(from + " > " + to));
        }

        assertThat(upwards).isEmpty();
    }

    /** By name, counted from the top; what stands beside them is on none. */
    private static Map<String, Integer> floors() {
        Map<String, Integer> floors = new HashMap<>();
        List<String> lines = new ArrayList<>(PICTURE.lines().filter(line -> line.matches(" [a-z ]+ {3,}[a-z].*")).toList());
        lines.removeIf(line -> line.startsWith(" flows and data") || line.startsWith(" beside"));
        for (int floor = 0; floor < lines.size(); floor++) {
            for (String name : lines.get(floor).trim().replaceFirst("^.*? {3,}", "").split(" +")) {
                floors.put(name, floor);
            }
        }
        return floors;
    }

    private static Set<String> used(String from) throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MAIN.resolve(from))) {
            files.filter(file -> file.toString().endsWith(".java")).map(Page::at)
                    .flatMap(page -> Page.matches("(?m)^import (?:static )?dev\\.sluice\\.([a-z]+)", page.text()).stream())
                    .map((MatchResult found) -> found.group(1)).forEach(used::add);
        }
        return used;
    }
}
