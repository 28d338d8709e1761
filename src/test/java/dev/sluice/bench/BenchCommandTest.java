package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Option;

class BenchCommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--orders 0 | --orders is 0 and has to be 100 or more",
            "--rounds -1 | --rounds is -1 and has to be 1 or more",
            "--latency 0,-5 | --latency is -5 and has to be 0 or more", "--fast | \"--fast\" is not known",
            "now | \"now\" is not known",
            "--set quarkus.http.port=1 | --set is for settings of Sluice, and quarkus.http.port is none",
            "--orders many | Invalid value for option '--orders': 'many' is not an int"})
    void aWrongOptionIsOneLineThatHelps(String arguments, String why) {
        Ran ran = run(arguments.split(" "));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).containsExactly("sluice bench: " + why + " (./sluice help bench)");
        assertThat(ran.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--systems,spring", "--ledger,oracle", "--only,both"})
    void aWrongWordIsOneLineThatNamesTheRightOnes(String option, String word) {
        Ran ran = run(option, word);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).singleElement().asString().contains(option, word, "expected one of");
    }

    @Test
    void helpNamesEveryOptionAndNoOtherAndFitsAnOrdinaryTerminal() throws IOException {
        String help = Files.readString(Path.of("src/main/resources/help/bench.txt"));
        TreeSet<String> options = new TreeSet<>();
        Arrays.stream(BenchCommand.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Option.class))
                .forEach(field -> options.addAll(Arrays.asList(field.getAnnotation(Option.class).names())));

        assertThat(options).isNotEmpty();
        for (String text : new String[]{help, help.substring(0, help.indexOf("\n\n  --quick"))}) {
            assertThat(Pattern.compile("--[a-z]+").matcher(text).results().map(MatchResult::group).distinct())
                    .containsExactlyInAnyOrderElementsOf(options);
        }
        assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    private static Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = BenchCommand.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
