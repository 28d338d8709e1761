package dev.sluice.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What the pages say of files, other pages and documents is so, of every page there is. */
class PagesTest {

    private static final Path README = Path.of("README.md");
    private static final int LONGEST_README = 200;
    /** An operator's own, which a clone does not have. */
    private static final Set<String> NOT_THERE = Set.of("config/application.properties", "config/plan.mark");

    static List<Page> pages() {
        return Page.all();
    }

    @Test
    void theReadmeIsShort() {
        assertThat(Page.at(README).text().lines().count()).isLessThanOrEqualTo(LONGEST_README);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Page page) {
        assertThat(page.links()).filteredOn(link -> !link.matches("https?://.*")).allSatisfy(link -> {
            Path target = target(page, link);
            assertThat(target).as(link).exists();
            if (link.contains("#")) {
                assertThat(Page.at(target).anchors()).as(link).contains(link.substring(link.indexOf('#') + 1));
            }
        });
    }

    @Test
    void everyPageIsReachedFromTheReadme() {
        Set<Path> reached = new TreeSet<>(Set.of(README));
        Deque<Path> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            Page page = Page.at(next.pop());
            page.links().stream().filter(link -> !link.matches("https?://.*")).map(link -> target(page, link))
                    .filter(target -> target.toString().endsWith(".md")).filter(reached::add).forEach(next::push);
        }

        assertThat(reached).containsExactlyElementsOf(pages().stream().map(Page::file).toList());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFileThatIsNamedIsThere(Page page) {
        assertThat(page.inline())
                .filteredOn(code -> code.matches("(?:routes|config|src|k8s|docs|\\.ci)/[A-Za-z0-9._/-]*"))
                .filteredOn(path -> !NOT_THERE.contains(path)).allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTestThatIsNamedIsThere(Page page) {
        assertThat(page.inline()).filteredOn(code -> code.matches("[A-Z]\\w*[a-z](?:Test|IT)(?:\\.\\w+)?"))
                .allSatisfy(name -> {
                    String[] parts = name.split("\\.");
                    assertThat(Page.tests()).as(name).anyMatch(file -> file.endsWith(parts[0] + ".java")
                            && (parts.length == 1 || Page.at(file).text().contains("void " + parts[1] + "(")));
                });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyFenceSaysWhatIsInItAndThatIsWellFormed(Page page) {
        ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        assertThat(page.fenced()).allSatisfy(block -> assertThatCode(() -> {
            switch (block.language()) {
                case "json" -> json.readTree(block.text());
                case "yaml" -> new Yaml().load(new StringReader(block.text()));
                case "xml" -> DocumentBuilderFactory.newInstance().newDocumentBuilder()
                        .parse(new ByteArrayInputStream(block.text().getBytes(StandardCharsets.UTF_8)));
                case "text" ->
                    assertThat(block.text()).as("what is typed stands indented").doesNotContainPattern("(?m)^\\./");
                default ->
                    throw new AssertionError("a fence says text, json, yaml or xml, not '" + block.language() + "'");
            }
        }).doesNotThrowAnyException());
    }

    /** In error texts, help and comments: a page that is named is there, with the heading that is named with it. */
    @Test
    void theProgramNamesPagesThatAreThere() throws IOException {
        List<MatchResult> named = new ArrayList<>();
        for (String place : List.of("src/main", "routes", "config", "k8s", "sluice", "pom.xml", ".ci")) {
            try (Stream<Path> files = Files.walk(Path.of(place))) {
                for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".md"))
                        .toList()) {
                    String text = Files.readString(file);
                    assertThat(text).as(file.toString())
                            .doesNotContainPattern("(?i)\\bthe readme (lists|says|has|tells|calls)|\\(README");
                    named.addAll(Page.matches("(docs/[a-z/-]+\\.md)(?:, ([A-Z][a-z ]+)\\))?", text));
                }
            }
        }

        assertThat(named).isNotEmpty().allSatisfy(name -> {
            Page page = Page.at(Path.of(name.group(1)));
            if (name.group(2) != null) {
                assertThat(page.anchors()).contains(name.group(2).toLowerCase().replace(' ', '-'));
            }
        });
    }

    private static Path target(Page page, String link) {
        String path = link.split("#", 2)[0];
        Path here = page.file().getParent() == null ? Path.of("") : page.file().getParent();
        return path.isEmpty() ? page.file() : here.resolve(path).normalize();
    }
}
