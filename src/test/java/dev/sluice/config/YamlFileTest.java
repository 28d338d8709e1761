package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

    @TempDir
    private Path folder;

    @Test
    void aProblemNamesFileLineKeyAndReason() throws IOException {
        YamlFile file = yaml("a: 1\nb:\n  # a remark\n  c:\n    - x\n    - y\n");
        assertThat(file.problem(Rule.WRONG_VALUE, "b.c", "is bad")).hasMessage(file.path() + ":4:3: b.c: is bad");
        assertThat(file.problem(Rule.WRONG_VALUE, "b.c.1", "is bad")).hasMessage(file.path() + ":6:7: b.c.1: is bad");
        assertThat(file.problem(Rule.WRONG_VALUE, "b.c.deeper.still", "is missing"))
                .hasMessage(file.path() + ":4:3: b.c.deeper.still: is missing");
        assertThat(file.problem(Rule.WRONG_VALUE, "nowhere", "is missing"))
                .hasMessage(file.path() + ":1:1: nowhere: is missing");
    }

    @Test
    void valuesKeepTypeAndDigits() throws IOException {
        YamlFile file = yaml("text: abc\nnumber: 7\nfactor: 1.60\nyes: true\nnothing: null\nquoted: \"8\"\nlist:"
                + " [a, b]\ndate: 2026-11-21\n");
        assertThat(file.tree().toString())
                .isEqualTo("{\"text\":\"abc\",\"number\":7,\"factor\":1.60,\"yes\":true,\"nothing\":null,"
                        + "\"quoted\":\"8\",\"list\":[\"a\",\"b\"],\"date\":\"2026-11-21\"}");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "True,true", "yes,true", "on,true", "false,false", "no,false", "off,false"})
    void aSwitchIsOnWhereYamlSaysOn(String written, boolean on) throws IOException {
        assertThat(yaml("enabled: " + written + "\n").tree().path("enabled").asBoolean(!on)).isEqualTo(on);
    }

    @Test
    void aKeyThatStandsTwiceIsRefusedAtItsSecondLine() {
        assertThatThrownBy(() -> yaml("a: 1\nb: 2\na: 3\n")).isInstanceOf(ConfigProblem.class)
                .hasMessageMatching(".*given.yaml:3:1: a: stands here twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [1\n", "a: b: c\n", "\ta: 1\n", "a: 'x\n", "a: *nowhere\n", "--- {}\n--- {}\n", "- a\n",
            "just text\n",
            "a: !!float x\n", "a: 0x1F\n", "? [a, b]\n: 1\n", "a: \u0007bell\n", "a: &x [*x]\n"})
    void whatIsNoMappingOfKeysIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> yaml(text)).isInstanceOf(ConfigProblem.class)
                .satisfies(e -> assertThat(e.getMessage()).contains("given.yaml").doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# a remark\n", "\uFEFFa: 1\r\n"})
    void whatSaysNothingIsAnEmptyMapping(String text) throws IOException {
        assertThat(yaml(text).tree().size()).isEqualTo(text.contains("a:") ? 1 : 0);
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedInOneLine() {
        assertThatThrownBy(() -> {
            Path path = folder.resolve("given.yaml");
            Files.write(path, "a: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
            new YamlFile(path);
        }).isInstanceOf(ConfigProblem.class);
    }

    @Test
    void aMissingFileOrAFolderIsRefusedInOneLine() {
        assertThatThrownBy(() -> new YamlFile(folder.resolve("none.yaml"))).isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("none.yaml: cannot be read");
        assertThatThrownBy(() -> new YamlFile(folder)).isInstanceOf(ConfigProblem.class);
    }

    private YamlFile yaml(String text) throws IOException {
        Path path = folder.resolve("given.yaml");
        Files.writeString(path, text);
        return new YamlFile(path);
    }
}
