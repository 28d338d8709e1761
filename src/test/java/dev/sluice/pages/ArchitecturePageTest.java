package dev.sluice.pages;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.Slice;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The picture of the floors is the code's. */
class ArchitecturePageTest {

    private static final Path MAIN = Path.of("src/main/java/dev/sluice");
    private static final Path BENCH = Path.of("src/bench/java/dev/sluice");
    private static final Page FLOORS = Page.at(Path.of("docs/architecture.md")).section("## The floors");
    private static final String PICTURE = FLOORS.fenced("text").get(0);
    private static final Set<String> BESIDE = Set.of("sandbox", "cli");
    /** Which still know each other. Whoever parts them takes them out here. */
    private static final Set<String> ENTANGLED = Set.of("broker", "lane", "step");

    private static JavaClasses main;

    @BeforeAll
    static void read() throws URISyntaxException {
        main = new ClassFileImporter()
                .importPath(Path.of(Shown.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }

    @Test
    void everyPackageStandsInThePictureAndInTheTable() throws IOException {
        try (Stream<Path> packages = Files.list(MAIN)) {
            Set<String> all = new TreeSet<>();
            packages.filter(Files::isDirectory).forEach(folder -> all.add(folder.getFileName().toString()));
            assertThat(all).allSatisfy(name -> assertThat(PICTURE).containsPattern("\\b" + name + "\\b"));
            all.removeAll(BESIDE);
            assertThat(all)
                    .containsExactlyElementsOf(new TreeSet<>(floors().values().stream().flatMap(List::stream).toList()))
                    .allSatisfy(name -> assertThat(FLOORS.text()).containsPattern("(?m)^\\| .*`" + name + "`.* \\|"));
        }
    }

    @Test
    void aPackageUsesThoseOfItsOwnFloorAndBelow() {
        LayeredArchitecture picture = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (Map.Entry<String, List<String>> floor : floors().entrySet()) {
            picture = picture.layer(floor.getKey()).definedBy(packages(floor.getValue()));
        }
        List<String> above = new ArrayList<>();
        for (String floor : floors().keySet()) {
            picture = above.isEmpty() ? picture.whereLayer(floor).mayNotBeAccessedByAnyLayer()
                    : picture.whereLayer(floor).mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
            above.add(floor);
        }
        picture.check(main);
    }

    @Test
    void noPackageUsesOneThatUsesIt() {
        slices().matching("dev.sluice.(*)..").namingSlices("$1")
                .that(describe("are parted", (Slice slice) -> !ENTANGLED.contains(slice.getNamePart(1))))
                .should().beFreeOfCycles().check(main);
    }

    @Test
    void whatIsKnownAndAllBelowItWorksWithoutCamelAndQuarkus() {
        List<String> pure = new ArrayList<>();
        floors().forEach((floor, names) -> {
            if (floor.equals("what is known") || !pure.isEmpty()) {
                pure.addAll(names);
            }
        });
        pure.removeAll(named("but for (`\\w+` and `\\w+`), which listen to\\s+them"));
        noClasses().that().resideInAnyPackage(packages(pure))
                .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "io.quarkus..").check(main);
    }

    @Test
    void whatStandsBesideIsUsedByNobodyElse() {
        noClasses().that().resideOutsideOfPackages(packages(BESIDE))
                .should().dependOnClassesThat().resideInAnyPackage(packages(BESIDE)).check(main);
        noClasses().that().resideInAPackage("dev.sluice.sandbox..")
                .should().dependOnClassesThat().resideInAPackage("dev.sluice.cli..").check(main);
    }

    /** The compiler looks for what may be null only there. */
    @Test
    void everyPackageSaysWhatItIsAndThatItIsNullMarked() throws IOException {
        try (Stream<Path> main = Files.walk(MAIN); Stream<Path> bench = Files.walk(BENCH)) {
            assertThat(Stream.concat(main, bench).filter(Files::isDirectory).filter(ArchitecturePageTest::hasClasses))
                    .isNotEmpty().allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).content()
                            .matches("(?s)/\\*\\* .+\\. \\*/\\R@NullMarked\\Rpackage dev\\.sluice\\..*"));
        }
    }

    private static boolean hasClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsPutIntoOtherBrokersUsesNothingOfSluice() {
        classes().that().resideInAPackage("dev.sluice.guard..").should().onlyDependOnClassesThat(
                resideOutsideOfPackage("dev.sluice..").or(resideInAPackage("dev.sluice.guard.."))).check(main);
    }

    /** The packages of each, from the top; what stands beside them is on none. */
    private static Map<String, List<String>> floors() {
        Map<String, List<String>> floors = new LinkedHashMap<>();
        PICTURE.lines().filter(line -> line.matches(" [a-z ]+ {3,}[a-z].*"))
                .filter(line -> !line.startsWith(" flows and data") && !line.startsWith(" beside"))
                .map(line -> line.trim().split(" {3,}", 2))
                .forEach(floor -> floors.put(floor[0], List.of(floor[1].split(" +"))));
        return floors;
    }

    private static List<String> named(String sentence) {
        List<MatchResult> found = Page.matches(sentence, FLOORS.text());
        assertThat(found).hasSize(1);
        return Page.matches("`(\\w+)`", found.get(0).group(1)).stream().map(name -> name.group(1)).toList();
    }

    private static String[] packages(Iterable<String> names) {
        List<String> packages = new ArrayList<>();
        names.forEach(name -> packages.add("dev.sluice." + name + ".."));
        return packages.toArray(String[]::new);
    }
}
