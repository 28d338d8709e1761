package dev.sluice.cli;

import dev.sluice.cli.acts.ActsCommand;
import dev.sluice.cli.archive.ArchiveCommand;
import dev.sluice.cli.attempt.SignCommand;
import dev.sluice.cli.attempt.TryCommand;
import dev.sluice.cli.attempt.VerifyCommand;
import dev.sluice.cli.broker.BrokerCommand;
import dev.sluice.cli.check.CheckCommand;
import dev.sluice.cli.dead.DeadCommand;
import dev.sluice.cli.demo.DemoCommand;
import dev.sluice.cli.diff.DiffCommand;
import dev.sluice.cli.doctor.DoctorCommand;
import dev.sluice.cli.hold.DrainCommand;
import dev.sluice.cli.hold.HoldCommand;
import dev.sluice.cli.hold.ReleaseCommand;
import dev.sluice.cli.ledger.LedgerCommand;
import dev.sluice.cli.orders.OrdersCommand;
import dev.sluice.cli.person.PersonCommand;
import dev.sluice.cli.plan.ApplyCommand;
import dev.sluice.cli.plan.StatusCommand;
import dev.sluice.cli.reconcile.ReconcileCommand;
import dev.sluice.cli.report.ReportCommand;
import dev.sluice.cli.tests.TestCommand;
import dev.sluice.cli.top.TopCommand;
import dev.sluice.cli.webhooks.WebhooksCommand;
import dev.sluice.text.Shown;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The commands of {@code ./sluice} that talk to a broker, and to a ledger. Exit codes: 0 done, 1 it could not be done,
 * 2 the command line is wrong.
 */
@Command(name = "sluice")
public final class Launcher {

    private Launcher() {
    }

    public static void main(String[] arguments) {
        // Before anything can log: the broker's client would warn on the terminal about its own affairs.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("java.util.logging.config.class", Silence.class.getName());
        Path home = Path.of("").toAbsolutePath();
        Surroundings surroundings = new Surroundings(home,
                Path.of(System.getProperty("sluice.caller", home.toString())),
                System.getenv(), System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err),
                Terminal.of(System.getProperty("sluice.terminal"), Boolean.getBoolean("sluice.utf8")));
        System.exit(run(surroundings, arguments));
    }

    /** Runs one command and says what went wrong in one line on {@code err}. */
    public static int run(Surroundings surroundings, String... arguments) {
        CommandLine commands = new CommandLine(new Launcher())
                .addSubcommand(new SendCommand(surroundings))
                .addSubcommand(new ResultsCommand(surroundings))
                .addSubcommand(OrdersCommand.of(surroundings))
                .addSubcommand(DeadCommand.of(surroundings))
                .addSubcommand(LedgerCommand.of(surroundings))
                .addSubcommand(PersonCommand.of(surroundings))
                .addSubcommand(ActsCommand.of(surroundings))
                .addSubcommand(BrokerCommand.of(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new DiffCommand(surroundings))
                .addSubcommand(new TestCommand(surroundings))
                .addSubcommand(new ApplyCommand(surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new HoldCommand(surroundings))
                .addSubcommand(WebhooksCommand.of(surroundings))
                .addSubcommand(new TopCommand(surroundings))
                .addSubcommand(new DrainCommand(surroundings))
                .addSubcommand(new ReleaseCommand(surroundings))
                .addSubcommand(new TryCommand(surroundings))
                .addSubcommand(new SignCommand(surroundings))
                .addSubcommand(new VerifyCommand(surroundings))
                .addSubcommand(new DoctorCommand(surroundings))
                .addSubcommand(new ReconcileCommand(surroundings))
                .addSubcommand(new ReportCommand(surroundings))
                .addSubcommand(new ArchiveCommand(surroundings))
                .addSubcommand(new DemoCommand(surroundings))
                .setOverwrittenOptionsAllowed(false)
                .setParameterExceptionHandler((e, given) -> {
                    surroundings.err().println(Shown.line(usage(e)));
                    return Problem.USAGE;
                })
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    surroundings.err().println(Shown.line(name(command) + ": " + what(e)));
                    return e instanceof Problem problem ? problem.exitCode() : Problem.FAILED;
                });
        return commands.execute(arguments);
    }

    private static String usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("the command line is wrong");
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            what = "\"" + unmatched.getUnmatched().get(0) + "\" is not known"
                    + (near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?");
        }
        return name(command) + ": " + what.strip() + " (./sluice " + help(command) + ")";
    }

    private static String help(CommandLine command) {
        if (command.getParent() == null) {
            return "--help";
        }
        CommandLine first = command;
        while (first.getParent().getParent() != null) {
            first = first.getParent();
        }
        return "help " + first.getCommandName();
    }

    private static String what(Exception e) {
        return e instanceof Problem ? String.valueOf(e.getMessage()) : "unexpected: " + e;
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Java's own logging, told to write nothing. */
    public static final class Silence {

        public Silence() {
            java.util.logging.LogManager.getLogManager().reset();
        }
    }
}
