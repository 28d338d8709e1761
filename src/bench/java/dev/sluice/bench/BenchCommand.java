package dev.sluice.bench;

import dev.sluice.bench.report.HtmlReport;
import dev.sluice.bench.report.JsonReport;
import dev.sluice.bench.report.Report;
import dev.sluice.bench.report.TextReport;
import dev.sluice.bench.site.BenchFailure;
import dev.sluice.bench.site.Contestant;
import dev.sluice.bench.site.Ledger;
import dev.sluice.bench.site.Site;
import jakarta.jms.JMSException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ./sluice bench}. Exit codes: 0 measured; 1 a run failed, or lost or doubled an order; 2 a wrong option. */
@Command(name = "bench", customSynopsis = "./sluice bench")
public final class BenchCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int QUICK_ORDERS = 2_000;

    @Option(names = "--rounds", defaultValue = "3")
    private int rounds;
    @Option(names = "--orders", defaultValue = "16000")
    private int orders;
    @Option(names = "--latency", split = ",", defaultValue = "0,50,200")
    private List<Integer> latencies;
    @Option(names = "--ledger", split = ",", defaultValue = "postgresql,sqlite")
    private List<Ledger.Kind> ledgers;
    @Option(names = "--systems", split = ",", defaultValue = "sluice,baseline,camel")
    private List<Contestant> systems;
    @Option(names = "--rate", defaultValue = "50")
    private int rate;
    @Option(names = "--consumers", defaultValue = "64")
    private int consumers;
    @Option(names = "--only")
    private @Nullable Mode only;
    @Option(names = "--set")
    private Map<String, String> settings = new TreeMap<>();
    @Option(names = "--quick")
    private boolean quick;
    @Spec
    private CommandSpec spec;

    private final PrintStream out;
    private final List<String> typed;

    /** @param typed the command line, for the report */
    private BenchCommand(PrintStream out, List<String> typed) {
        this.out = out;
        this.typed = typed;
    }

    public static void main(String[] arguments) {
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Bench.quietly();
        System.exit(run(utf8(FileDescriptor.out), utf8(FileDescriptor.err), arguments));
    }

    /** Runs it and says what went wrong on {@code err}, a wrong option in one line. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new BenchCommand(out, List.of(arguments)))
                .setCaseInsensitiveEnumValuesAllowed(true).setOverwrittenOptionsAllowed(false)
                .setParameterExceptionHandler((e, given) -> {
                    err.println("sluice bench: " + usage(e) + " (./sluice help bench)");
                    return USAGE;
                }).setExecutionExceptionHandler((e, command, parsed) -> {
                    err.println("sluice bench: " + (e instanceof BenchFailure ? e.getMessage() : "unexpected: " + e));
                    return FAILED;
                }).execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, JMSException, SQLException {
        Choices choices = choices();
        Path folder = Path.of("target/bench");
        Path work = folder.resolve("work-" + ProcessHandle.current().pid());
        Report.Machine machine = Report.Machine.here();
        out.println("Measures on " + machine.shown() + ".");
        if (quick) {
            out.println(
                    "Quick: a look at whether everything works. So few orders measure the JIT and not the systems.");
        }
        Report report;
        try (Site site = Site.open(Path.of(""), work, choices.consumers(), EnumSet.copyOf(choices.ledgers()),
                settings)) {
            List<String> durability = choices.ledgers().stream().map(kind -> site.ledger(kind).durability()).toList();
            durability.forEach(out::println);
            report = new Report(command(), machine, choices, durability, new Bench(site, choices, out::println).run());
        }
        Site.forget(work);
        out.println();
        out.print(TextReport.of(report));
        Files.writeString(folder.resolve("report.json"), JsonReport.of(report));
        Files.writeString(folder.resolve("report.html"), HtmlReport.of(report));
        out.println("Each order was created once, with a right signature, and had one ACCEPTED and one COMPLETED.");
        out.println("With charts: " + folder.resolve("report.html") + "; all runs: " + folder.resolve("report.json"));
        return 0;
    }

    private Choices choices() {
        least("--rounds", rounds, 1);
        least("--orders", orders, 100);
        least("--rate", rate, 1);
        least("--consumers", consumers, 1);
        latencies.forEach(latency -> least("--latency", latency, 0));
        for (String name : settings.keySet()) {
            if (!name.startsWith("sluice.")) {
                throw new ParameterException(spec.commandLine(), "--set is for settings of Sluice, and " + name
                        + " is none");
            }
        }
        List<Contestant> contestants = systems.stream().distinct().toList();
        if (quick) {
            return new Choices(1, QUICK_ORDERS, List.of(0), List.of(Ledger.Kind.POSTGRESQL), contestants, rate,
                    consumers, List.of(Mode.DRAIN));
        }
        return new Choices(rounds, orders, latencies.stream().distinct().toList(), ledgers.stream().distinct().toList(),
                contestants, rate, consumers, only == null ? List.of(Mode.values()) : List.of(only));
    }

    private void least(String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + " and has to be " + least
                    + " or more");
        }
    }

    private String command() {
        return ("./sluice bench " + String.join(" ", typed)).strip();
    }

    private static String usage(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched
                ? "\"" + unmatched.getUnmatched().get(0) + "\" is not known"
                : String.valueOf(e.getMessage()).lines().findFirst().orElse("the command line is wrong").strip();
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
