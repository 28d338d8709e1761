package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules that mistakes break. */
class RuleTest {

    private static final Path TEXTS = Path.of("src/main/resources/rules.yaml");

    @Test
    void eachHasItsTextAndNoOtherOneHas() throws IOException {
        List<String> described = Pattern.compile("(?m)^([a-z-]+):$").matcher(Files.readString(TEXTS)).results()
                .map(found -> found.group(1)).toList();
        assertThat(Arrays.stream(Rule.values()).map(Rule::id)).containsExactlyElementsOf(described);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void eachSaysWhatWhyAndHowInSentences(Rule rule) {
        RuleText text = RuleText.of(rule);
        assertThat(List.of(text.finds(), text.why(), text.mend()))
                .allSatisfy(sentence -> assertThat(sentence).matches("[A-Z].*\\."));
        assertThat(Rule.of(rule.id())).contains(rule);
    }

    /** A rule that nothing finds is none. */
    @Test
    void eachIsFoundBySomething() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Pattern.compile("\\bRule\\.([A-Z_]+)\\b").matcher(Files.readString(file)).results()
                        .forEach(name -> found.add(name.group(1)));
            }
        }
        assertThat(found).contains(Arrays.stream(Rule.values()).map(Enum::name).toArray(String[]::new));
    }
}
