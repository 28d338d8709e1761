package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.broker.BrokerCommand;
import dev.sluice.cli.dead.DeadCommand;
import dev.sluice.cli.demo.DemoCommand;
import dev.sluice.cli.ledger.LedgerCommand;
import dev.sluice.cli.orders.OrdersCommand;
import dev.sluice.cli.plan.ApplyCommand;
import dev.sluice.cli.plan.StatusCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.HashSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class UsageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "send a.json --quue q    | sluice send: \"--quue\" is not known; did you mean --queue? (./sluice help"
                    + " send)",
            "send                    | sluice send: Missing required parameter: 'FILE' (./sluice help send)",
            "send a.json b.json      | sluice send: \"b.json\" is not known (./sluice help send)",
            "results --folow         | sluice results: \"--folow\" is not known; did you mean --follow? (./sluice help"
                    + " results)",
            "demo now                | sluice demo: \"now\" is not known (./sluice help demo)",
            "dead                    | sluice dead: say which: list, show, replay or discard (./sluice help dead)",
            "dead lst                | sluice dead: \"lst\" is not known; did you mean list? (./sluice help dead)",
            "orders                  | sluice orders: say which: find, show, resolve, approve, withdraw, ask, note, bulk"
                    + " or export (./sluice help orders)",
            "orders ask --status UNKNOWN --by ana --why x --yes 10 | sluice orders ask: --yes 10: say it as the preview"
                    + " writes it, such as 1000-5f3a9c21d07b.",
            "ledger                  | sluice ledger: say which: clock, confirm-clock or move (./sluice help ledger)",
            "person                  | sluice person: say which: find, export or erase (./sluice help person)",
            "acts                    | sluice acts: say which: export or verify (./sluice help acts)",
            "apply                   | sluice apply: say why with --why TEXT, or see what would come of it with --dry-run.",
            "apply --why x           | sluice apply: say who does this with --by NAME, or set SLUICE_OPERATOR.",
            "apply now               | sluice apply: \"now\" is not known (./sluice help apply)",
            "status --jsn            | sluice status: \"--jsn\" is not known; did you mean --json? (./sluice help"
                    + " status)",
            "broker                  | sluice broker: say which: adopt or user (./sluice help broker)",
            "broker adopt --by ana   | sluice broker adopt: Missing required option: '--why=TEXT' (./sluice help"
                    + " broker)",
            "doctor now              | sluice doctor: \"now\" is not known (./sluice help doctor)",
            "report a.zip b.zip      | sluice report: \"b.zip\" is not known (./sluice help report)",
            "reconcile hambit        | sluice reconcile: Missing required parameter: 'STATEMENT' (./sluice help reconcile)",
            "orders find --stats X   | sluice orders find: \"--stats\" is not known; did you mean --status? (./sluice"
                    + " help orders)",
    })
    void aWrongCommandLineIsOneLineThatHelps(String arguments, String line) {
        Ran ran = Ran.run(Path.of("nowhere"), Map.of(), "", arguments.strip().split(" "));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).containsExactly(line);
        assertThat(ran.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "results", "demo"})
    void helpNamesEveryOptionAndNoOther(String command) throws IOException {
        Object object = switch (command) {
            case "send" -> new SendCommand(null);
            case "results" -> new ResultsCommand(new Surroundings(null, null, null, null, null, null,
                    Terminal.plain(true)));
            default -> new DemoCommand(null);
        };
        String usage = help(command).lines().findFirst().orElseThrow();

        assertThat(new CommandLine(object).getCommandSpec().options()).extracting(OptionSpec::longestName)
                .allSatisfy(option -> assertThat(usage).contains(option));
        assertThat(usage.replaceAll("[^-a-z ]", "").split(" +")).filteredOn(word -> word.startsWith("--"))
                .allSatisfy(
                        word -> assertThat(new CommandLine(object).getCommandSpec().optionsMap()).containsKey(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "dead", "ledger", "broker"})
    void helpNamesEveryOptionOfEveryPartOfACommandAndNoOther(String command) throws IOException {
        Surroundings nobody = new Surroundings(null, null, null, null, null, null, Terminal.plain(true));
        CommandLine whole = switch (command) {
            case "orders" -> OrdersCommand.of(nobody);
            case "dead" -> DeadCommand.of(nobody);
            case "ledger" -> LedgerCommand.of(nobody);
            default -> BrokerCommand.of(nobody);
        };

        // A long usage goes on in a second line.
        String help = help(command).replaceAll("\\R {12,}\\[--", " [--");
        assertThat(whole.getSubcommands()).isNotEmpty().allSatisfy((name, part) -> {
            // A line that is indented goes on.
            String usage = help.replaceAll("(?s)\n\n.*", "").replaceAll("\n +", " ").lines()
                    .filter(line -> (line + " ").startsWith("./sluice " + command + " " + name + " "))
                    .collect(Collectors.joining("\n"));
            assertThat(usage).isNotEmpty();
            Set<String> options = new HashSet<>(part.getCommandSpec().optionsMap().keySet());
            part.getSubcommands().values()
                    .forEach(own -> options.addAll(own.getCommandSpec().optionsMap().keySet()));
            assertThat(
                    Pattern.compile("--[a-z]+(-[a-z]+)*").matcher(usage).results().map(MatchResult::group).distinct())
                    .containsExactlyInAnyOrderElementsOf(options);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "status"})
    void helpNamesEveryOptionOfACommandAboutThePlanAndNoOther(String command) throws IOException {
        Surroundings nobody = new Surroundings(null, null, null, null, null, null, Terminal.plain(true));
        Object object = command.equals("apply") ? new ApplyCommand(nobody) : new StatusCommand(nobody);
        String usage = help(command).lines().filter(line -> line.startsWith("./sluice " + command))
                .collect(Collectors.joining("\n"));

        assertThat(Pattern.compile("--[a-z-]+").matcher(usage).results().map(MatchResult::group))
                .containsExactlyInAnyOrderElementsOf(new CommandLine(object).getCommandSpec().optionsMap().keySet());
    }

    @Test
    void helpFitsAnOrdinaryTerminal() throws IOException {
        for (String command : new String[]{"sluice", "demo", "run", "send", "results", "orders", "dead", "ledger",
                "broker", "apply", "status", "webhooks", "top", "hold", "drain", "release", "doctor", "report",
                "help"}) {
            assertThat(help(command).lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
        }
    }

    private static String help(String command) throws IOException {
        try (InputStream in = UsageTest.class.getResourceAsStream("/help/" + command + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
