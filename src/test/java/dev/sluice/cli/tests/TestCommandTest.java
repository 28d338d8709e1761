package dev.sluice.cli.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Ran;
import dev.sluice.config.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests of the shipped providers and of the examples, run as an operator runs them; and such that fail. */
class TestCommandTest {

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Path TESTS = Path.of("routes/providers");
    private static final Path EXAMPLES = Path.of("examples/providers");
    private static final String HAMBIT = "routes/providers/hambit.test.yaml";

    @TempDir
    private Path folder;

    @Test
    void allTestsOfTheShippedProvidersPassWhateverIsInTheEnvironment() {
        Ran ran = Ran.run(HOME, Map.of("SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_SECRET_KEY", "a-real-one",
                "SLUICE_PROVIDERS_HAMBIT_BASE_URL", "https://real.example/"), "", "test");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).matches("\\d+ tests, 0 failed\\R");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void allTestsOfTheExamplesPassWhereTheExamplesArePut() throws IOException {
        for (Path example : list(EXAMPLES)) {
            String name = example.getFileName().toString();
            copy(example.resolve(name + ".yaml"), "config/providers/" + name + ".yaml");
            copy(example.resolve(name + ".test.yaml"), "routes/providers/" + name + ".test.yaml");
            if (Files.exists(example.resolve(name + ".camel.yaml"))) {
                copy(example.resolve(name + ".camel.yaml"), "routes/providers/" + name + ".camel.yaml");
            }
        }
        flows();
        Ran ran = run("test");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).matches("\\d+ tests, 0 failed\\R");
    }

    @Test
    void theTestsOfTheGuidesProviderPass() throws IOException {
        String guide = Files.readString(Path.of("routes/providers/README.md"));
        List<String> blocks = Pattern.compile("(?ms)^```yaml\n((?:description:|- route:|at:).+?)^```").matcher(guide)
                .results()
                .map(block -> block.group(1)).toList();
        Files.createDirectories(folder.resolve("config/providers"));
        Files.createDirectories(folder.resolve("routes/providers"));
        Files.writeString(folder.resolve("config/providers/paywell.yaml"), blocks.get(0));
        Files.writeString(folder.resolve("routes/providers/paywell.camel.yaml"), blocks.get(1));
        Files.writeString(folder.resolve("routes/providers/paywell.test.yaml"), blocks.get(2));
        flows();

        assertThat(run("test").out()).isEqualTo("2 tests, 0 failed\n");
        Files.writeString(folder.resolve("routes/providers/paywell.test.yaml"),
                blocks.get(2).replace("body: {amount: \"12.50\"", "body: {amount: \"12.05\""));
        assertThat(guide).contains("```text\n" + run("test").out().replace(folder + "/", "") + "```");
    }

    static List<Path> shipped() throws IOException {
        return list(Path.of("config/providers")).stream().filter(file -> file.toString().endsWith(".yaml")).toList();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theTestsOfAProviderTryEachOperationAndWhatCanGoWrong(Path described) {
        JsonNode provider = new YamlFile(described).tree();
        String name = described.getFileName().toString().replace(".yaml", "");
        JsonNode tests = new YamlFile(TESTS.resolve(name + ".test.yaml")).tree().path("tests");
        Set<String> operations = new TreeSet<>(tests.findValuesAsText("operation"));
        Set<String> known = new TreeSet<>();
        provider.path("operations").fieldNames().forEachRemaining(known::add);

        assertThat(operations).isEqualTo(known);
        assertThat(tests.findValuesAsText("status")).contains("COMPLETED", "REJECTED", "UNKNOWN");
        assertThat(tests.findValuesAsText("lost")).contains("after");
        assertThat(tests.findValues("webhook").isEmpty()).isEqualTo(!provider.has("webhook"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sign: sy/beWiL8OkAXx4G/fDwZAKWdvg= | sign: other | step 1, exchange 1, sent.headers.sign: expected "other", was "sy/beWiL8OkAXx4G/fDwZAKWdvg="
            currencyAmount: "100.00", currencyType | currencyAmount: 100.00, currencyType | step 1, exchange 1, sent.body.currencyAmount: expected 100.00, was "100.00"
            absent: [body.remark] | absent: [body.chainType] | step 1, exchange 1, sent.body.chainType: expected nothing, was "ETH"
            absent: [body.remark] | present: [body.remark] | step 1, exchange 1, sent.body.remark: expected anything, was nothing
            method: POST | method: PUT | step 1, exchange 1, sent.method: expected "PUT", was "POST"
            - call: fiat-to-crypto | - call: crypto-to-fiat | step 1, exchange 1, call: expected crypto-to-fiat, was fiat-to-crypto
            providerReference: H1, data: | providerReference: H2, data: | step 1, result 1.providerReference: expected "H2", was "H1"
            in: 3s | in: 4s | step 1, in: expected 4s, was PT3S
            then: ask | then: end | step 1, then: expected end, was ask
            - next: ask | - next: submit | step 2, next: expected submit, was ask
            results: [{status: PENDING, providerStatus: "4"}] | results: [] | step 2, result 1: expected none, was {"requestId":"ord-17"
            results: [{status: PENDING, providerStatus: "4"}] | results: [{status: PENDING}, {status: PENDING}] | step 2, result 2: expected {"status":"PENDING"}, was none
            exchanges: [{lost: before}] | exchanges: [] | step 1: expected no further call, was fiat-to-crypto: POST https://hambit.example/api/v3/exchange/fiat/to/wallet
            dead: an order that the ledger does not know | dead: something else | step 1, dead: expected "something else", was a verified webhook that is about an order that the ledger does not know
            dead: an order that the ledger does not know | then: end | step 1, dead: expected nothing, was a verified webhook that is about an order that the ledger does not know
            taken: false | taken: true | step 2, webhook taken: expected true, was false: the signature does not match
            """)
    void whatIsNotAsItIsExpectedIsTold(String right, String spoiled, String told) throws IOException {
        String text = Files.readString(Path.of(HAMBIT));
        assertThat(text).contains(right);
        hambit(text.replaceFirst(Pattern.quote(right),
                Matcher.quoteReplacement(spoiled)));
        int from = text.indexOf(right) + (right.length() - right.stripLeading().length());
        int line = (int) text.substring(0, from).lines().count();
        Ran ran = run("test");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains(told).contains(" tests, 1 failed");
        assertThat(ran.out()).containsPattern("hambit\\.test\\.yaml:(" + (line - 4) + "|" + (line - 3) + "|"
                + (line - 2) + "|" + (line - 1) + "|" + line + "|" + (line + 1) + "):\\d+: step ");
        assertThat(ran.out().lines().filter(each -> each.startsWith("failed: "))).hasSize(1);
    }

    /** The header is written {@code sign}, and the body of the read has no members. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            absent: [headers.Sign]                   | sent.headers.Sign: expected nothing, was
            present: [headers.Sign]                  |
            headers: {SIGN: sy/beWiL8OkAXx4G/fDwZAKWdvg=} |
            `body: "a text", absent: [body.remark]`  | sent.body.remark: expected nothing, was
            `body: "a text", present: [body.currencyType]` | sent.body.currencyType: expected anything, was nothing
            """)
    void whatIsThereIsFoundInAnyCaseAndInWhatHasNoMembers(String expected, @Nullable String told) throws IOException {
        String text = Files.readString(Path.of(HAMBIT));
        int from = text.indexOf("            sent:");
        int to = text.indexOf("            answer:");
        assertThat(from).isPositive().isLessThan(to);
        hambit(text.substring(0, from) + "            sent: {" + expected + "}\n" + text.substring(to));
        Ran ran = run("test");

        assertThat(ran.out()).contains(told == null ? " tests, 0 failed" : told);
    }

    @Test
    void aFailureNamesTestAndPlaceAndHidesNoOther() throws IOException {
        hambit(Files.readString(Path.of(HAMBIT)).replace("sign: sy/", "sign: other-")
                .replace("currencyAmount: \"100.00\", currencyType", "currencyAmount: \"1\", currencyType")
                .replace("code: \"10101\"}}]", "code: \"1\"}}]"));
        Ran ran = run("test");

        assertThat(ran.out()).containsPattern("(?m)^failed: hambit: a purchase is accepted, asked about and completed$"
                + "\\R  \\S*hambit\\.test\\.yaml:\\d+:\\d+: step 1, exchange 1, sent\\.headers\\.sign: .*$"
                + "\\R  \\S*hambit\\.test\\.yaml:\\d+:\\d+: step 1, exchange 1, sent\\.body\\.currencyAmount: .*$")
                .contains("failed: hambit: a code that no table has says nothing", " tests, 2 failed");
    }

    @Test
    void aProgramReadsItAsJson() throws IOException {
        hambit(Files.readString(Path.of(HAMBIT)).replace("sign: sy/", "sign: other-"));
        Ran ran = run("test", "--format", "json");
        JsonNode report = new ObjectMapper().readTree(ran.out());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(report.path("failed").asInt()).isEqualTo(1);
        assertThat(report.path("tests").asInt()).isEqualTo(report.path("results").size()).isGreaterThan(10);
        JsonNode difference = report.at("/results/0/differences/0");
        assertThat(difference.path("key").asText()).isEqualTo("tests.0.steps.0.exchanges.0.sent.headers.sign");
        assertThat(difference.path("line").asInt()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            call: fiat-to-crypto | cal: fiat-to-crypto | tests.0.steps.0.exchanges.0.cal: is no key of tests; known here: answer, call, lost, sent; did you mean call?
            then: ask | then: asks | tests.0.steps.0.then: must be one of ask, submit, wait, end; did you mean ask?
            in: 3s | in: soon | tests.0.steps.0.in: must be a duration such as
            at: 2026-11-21T10:00:00Z | at: today | at: must be a moment in UTC as ISO 8601 has it, with a Z at the end
            - next: ask | - dead: ask | tests.0.steps.1: must have one of request, next and webhook
            exchanges: [{lost: before}] | exchanges: [{call: x}] | exchanges.0: must have an answer or be lost, and not both
            """)
    void whatIsNoTestIsRefusedWithItsPlace(String right, String wrong, String told) throws IOException {
        hambit(Files.readString(Path.of(HAMBIT)).replaceFirst(Pattern.quote(right), wrong));
        Ran ran = run("test");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).containsPattern("(?m)^\\S*hambit\\.test\\.yaml:\\d+:\\d+: ").contains(told);
    }

    @Test
    void aProviderWithoutTestsIsNamed() throws IOException {
        hambit("tests: [{name: nothing, steps: [{webhook: {body: {}}, dead: order}]}]");
        copy(Path.of("config/providers/htp.yaml"), "config/providers/htp.yaml");
        copy(Path.of("routes/providers/htp.camel.yaml"), "routes/providers/htp.camel.yaml");
        Ran ran = run("test");

        assertThat(ran.out()).containsPattern("note: \\S*config/providers/htp.yaml: has no tests")
                .contains("1 test, 0 failed");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void aFolderWithoutATestDoesNotPass() throws IOException {
        hambit("");
        Files.delete(folder.resolve(HAMBIT));
        Ran ran = run("test");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no test in " + folder.resolve("routes"));
    }

    @Test
    void testsOfNoProviderAreAMistake() throws IOException {
        hambit(Files.readString(Path.of(HAMBIT)));
        copy(Path.of(HAMBIT), "routes/providers/hambti.test.yaml");
        Ran ran = run("test");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("hambti.test.yaml: is of a provider that has no file",
                " tests, 0 failed, 1 mistake");
    }

    @Test
    void testFilesAreNamedByTheirPlaces() throws IOException {
        hambit(Files.readString(Path.of(HAMBIT)));

        assertThat(run("test", HAMBIT).out()).matches("\\d+ tests, 0 failed\\R");
        assertThat(run("test", "config").err()).contains("there is no test in ");
        assertThat(run("test", "nowhere").err()).contains("there is no ");
    }

    /** As on a machine that only runs tests. */
    @Test
    void noAccountNeedsItsSecrets() throws IOException {
        hambit(Files.readString(Path.of(HAMBIT)));
        Path file = folder.resolve("config/providers/hambit.yaml");
        Files.writeString(file, Files.readString(file).replace("  default: {}",
                "  default: {secret-key-file: /nowhere}\n  shop7: {access-key-file: /nowhere}"));

        assertThat(run("check").out()).contains("the file /nowhere cannot be read");
        assertThat(run("test").out()).matches("\\d+ tests, 0 failed\\R");
    }

    @Test
    void theyArePartOfNothingThatRuns() throws IOException {
        hambit(Files.readString(Path.of(HAMBIT)).replace("tests:", "test:"));

        assertThat(run("check").out()).endsWith("No mistakes." + System.lineSeparator()).doesNotContain("test.yaml");
    }

    private Ran run(String... arguments) {
        return Ran.run(folder, Map.of(), "", arguments);
    }

    private void hambit(String tests) throws IOException {
        copy(Path.of("config/providers/hambit.yaml"), "config/providers/hambit.yaml");
        copy(Path.of("routes/providers/hambit.camel.yaml"), "routes/providers/hambit.camel.yaml");
        flows();
        Files.writeString(folder.resolve(HAMBIT), tests);
    }

    private void flows() throws IOException {
        for (Path file : list(Path.of("routes"))) {
            if (file.toString().endsWith(".camel.yaml")) {
                copy(file, "routes/" + file.getFileName());
            }
        }
        Files.writeString(folder.resolve("config/routing.yaml"), "orders: []");
    }

    private void copy(Path file, String to) throws IOException {
        Path copy = folder.resolve(to);
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
