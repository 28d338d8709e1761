package dev.sluice.cli.report;

import dev.sluice.broker.Addresses;
import dev.sluice.broker.BrokerAccess;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Launcher;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Libraries;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.RunningSluice;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.outcome.Secrets;
import dev.sluice.queue.Lanes;
import dev.sluice.start.Plan;
import dev.sluice.start.PlanFiles;
import dev.sluice.text.Shown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice report}: one file of what whoever helps needs to know, with nothing secret in it. */
@Command(name = "report")
public final class ReportCommand implements Callable<Integer> {

    private static final List<String> SECRETS = List.of("sluice.broker.password", "sluice.ledger.password",
            "sluice.tokens.key", "sluice.messages.key", "sluice.messages.key-previous");

    private final Surroundings surroundings;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE.zip")
    private @Nullable String name;

    public ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Path home = surroundings.home();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path file = surroundings.caller()
                .resolve(name != null ? name : "sluice-report-" + now.toString().replaceAll("[-:]", "") + ".zip");
        Config config = StartSettings.of(home, surroundings, RunningSluice.given(home));
        Plan plan = new Plan(home, config, surroundings.environment());
        RunningSluice running = new RunningSluice(config);
        try (Bundle bundle = Bundle.at(file, secrets(plan, config)::blanked)) {
            bundle.add("versions.txt", ReportCommand::versions);
            bundle.add("settings.txt", () -> new SettingsShown(config).lines());
            bundle.add("plan.txt", () -> plan(home));
            bundle.add("check.txt", () -> told("check"));
            bundle.add("health.json", () -> List.of(running.get("/q/health")));
            bundle.add("metrics.txt", () -> running.get("/q/metrics").lines().toList());
            bundle.add("replicas.json", () -> told("status", "--json"));
            bundle.add("clock.txt", () -> told("ledger", "clock"));
            bundle.add("ledger.txt", () -> LedgerAccess.read(surroundings, ReportCommand::counts));
            bundle.add("queues.txt", () -> queues(plan, BrokerAccess.tenants(home, config)));
            bundle.add("log.txt", () -> LogTail.of(home, config));
            bundle.add("threads.txt", () -> ThreadDump.of(home));
            bundle.write("README.txt", about(now, bundle));
            bundle.leftOut().forEach(line -> surroundings.out().println(Shown.line("left out  " + line)));
            surroundings.out().println(Shown.line("Wrote " + file + ", " + bundle.names().size() + " parts, "
                    + bundle.leftOut().size() + " left out. Look through it before you give it away."));
        }
        return 0;
    }

    private static List<String> about(Instant now, Bundle bundle) {
        List<String> lines = new ArrayList<>(List.of("Sluice at " + now, "", "In it: "
                + String.join(", ", bundle.names()), ""));
        bundle.leftOut().forEach(line -> lines.add("left out  " + line));
        lines.addAll(List.of("", "settings.txt: the environment is that of the command, -D the running Sluice's. A #"
                + " stands before a fingerprint, which is the same for the same secret in this file alone."));
        return lines;
    }

    /** None is to stand in any part; this is for the case that one does. */
    private static Secrets secrets(Plan plan, Config config) {
        return new Secrets(Stream.concat(
                plan.providers().all().stream().flatMap(provider -> provider.accounts().values().stream())
                        .flatMap(account -> account.secrets().stream()),
                SECRETS.stream().flatMap(name -> config.getOptionalValue(name, String.class).stream())).toList());
    }

    private static List<String> versions() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "java " + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name") + ", "
                        + System.getProperty("java.vendor"));
        lines.add("os " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        Libraries.here().versions().forEach((name, version) -> lines.add(name + " " + version));
        return lines;
    }

    private static List<String> plan(Path home) throws IOException {
        List<String> lines = new ArrayList<>(List.of("plan " + PlanFiles.mark(home).text(), ""));
        PlanFiles.fingerprints(home).forEach((name, fingerprint) -> lines.add(fingerprint + "  " + name));
        return lines;
    }

    /** What another command of people's says. */
    private List<String> told(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Launcher.run(new Surroundings(surroundings.home(), surroundings.caller(), surroundings.environment(),
                surroundings.in(), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), Terminal.plain(true)), arguments);
        if (out.size() == 0 && err.size() > 0) {
            throw Problem.failed(err.toString(StandardCharsets.UTF_8).strip());
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> counts(LedgerReader ledger) throws SQLException {
        long now = System.currentTimeMillis();
        List<String> lines = new ArrayList<>(
                List.of("tables " + ledger.version().orElse("of a version that is not told"), "",
                        "family provider status ended requests unchanged-longest"));
        ledger.counts().forEach(row -> lines.add(String.join(" ", row.family(), row.provider(), row.status(),
                row.ended() ? "ended" : "open", Long.toString(row.count()),
                Moments.length(now - row.oldest()).replace(" ", ""))));
        return lines;
    }

    private List<String> queues(Plan plan, Set<String> tenants) {
        List<String> lines = new ArrayList<>(List.of("queue waiting consumers"));
        try (BrokerClient broker = BrokerClient
                .connect(BrokerSettings.read(surroundings.home(), surroundings.environment()))) {
            new Addresses(plan.contract(), plan.providers(), new Lanes(plan.providers()), tenants).needed().stream()
                    .sorted()
                    .forEach(queue -> lines.add(broker.state(queue)
                            .map(state -> queue + " " + state.waiting() + " " + state.consumers())
                            .orElse(queue + " (there is no such queue)")));
        }
        return lines;
    }
}
