package dev.sluice.cli.reconcile;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistakes;
import dev.sluice.ledger.LedgerWalk;
import dev.sluice.ledger.RequestRow;
import dev.sluice.ledger.Retention;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.provider.Statement;
import dev.sluice.provider.Statement.Column;
import dev.sluice.provider.StatementTimes.Span;
import dev.sluice.text.Shown;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice reconcile}: where a provider's statement and the ledger differ. */
@Command(name = "reconcile")
public final class ReconcileCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;
    private static final int NOT_COMPARED = 3;

    private final Surroundings surroundings;
    private long bad;
    private long skipped;

    @Parameters(index = "0", paramLabel = "PROVIDER")
    private String provider;
    @Parameters(index = "1", paramLabel = "STATEMENT")
    private Path file;
    @Option(names = "--account", paramLabel = "A")
    private @Nullable String account;
    @Option(names = "--from", paramLabel = "TIME")
    private @Nullable String from;
    @Option(names = "--until", paramLabel = "TIME")
    private @Nullable String until;
    @Option(names = "--csv", paramLabel = "FILE")
    private @Nullable Path csv;

    public ReconcileCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** As diff has it: 0 alike, 1 other; 3 where not all could be compared. */
    @Override
    public Integer call() {
        try {
            return reconcile();
        } catch (Problem e) {
            throw e.exitCode() == Problem.FAILED ? Problem.of(NOT_COMPARED, String.valueOf(e.getMessage())) : e;
        } catch (ConfigProblem | IOException | SQLException e) {
            throw Problem.of(NOT_COMPARED, "nothing was compared: " + e.getMessage());
        }
    }

    private int reconcile() throws IOException, SQLException {
        Config config = StartSettings.of(surroundings.home(), surroundings);
        Providers providers = new Providers(surroundings.home().resolve("config/providers"), config,
                surroundings.environment(), new Mistakes());
        if (!providers.names().contains(provider)) {
            throw Problem.failed("there is no provider " + provider + "; there are "
                    + String.join(", ", providers.names()) + ".");
        }
        Provider known = providers.get(provider);
        if (known == null) {
            throw Problem.failed("the file of " + provider + " has mistakes; ./sluice check tells them.");
        }
        Statement statement = known.statement();
        if (statement == null) {
            throw Problem.failed("the file of " + provider + " does not say how its statement is written; add statement"
                    + " (docs/provider-file.md).");
        }
        Span begin = ComparedTime.asked("--from", from, statement);
        Span end = ComparedTime.asked("--until", until, statement);
        try (StatementLines lines = read(statement)) {
            if (lines.isEmpty() && bad == 0 && (begin == null || end == null)) {
                throw Problem.failed(file + ": has no lines, so that nothing was compared; if there were no orders,"
                        + " say of which time by --from and --until.");
            }
            Span span = ComparedTime.of(begin, end, lines.span());
            Path part = csv == null ? null : unmade(at(csv));
            Writer out = part == null ? null
                    : Files.newBufferedWriter(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            int exitCode;
            try (out) {
                Differences differences = new Differences(out);
                Reconciliation reconciliation = new Reconciliation(statement, lines, span, known.operations(),
                        differences::add);
                compare(known, reconciliation,
                        Retention.of(config).before(known.family(), System.currentTimeMillis()));
                exitCode = tell(differences, reconciliation.uncompared(), span, statement);
            } catch (IOException | RuntimeException e) {
                // Nothing was found out, and the same command can be given again.
                if (part != null) {
                    Files.deleteIfExists(part);
                }
                throw e;
            }
            if (part != null && csv != null) {
                name(part, at(csv));
            }
            return exitCode;
        }
    }

    private void compare(Provider known, Reconciliation reconciliation, long kept) {
        String family = known.family();
        LedgerAccess.read(surroundings, ledger -> {
            if (account != null && !known.accounts().containsKey(account) && !ledger.hasAccount(provider, account)) {
                throw Problem.usage("--account " + account + ": " + provider + " has none such, nor has the ledger.");
            }
            LedgerWalk walk = ledger.walk();
            walk.of(family, provider, ofAccount(reconciliation::know, ours -> {}));
            walk.of(family, provider, ofAccount(reconciliation::compare, reconciliation::passOver));
            List<String> providers = walk.providers(family);
            reconciliation.rest(kept, number -> {
                for (String each : providers) {
                    RequestRow there = walk.numbered(family, each, number).orElse(null);
                    if (there != null) {
                        return there;
                    }
                }
                return null;
            });
            return family;
        });
    }

    private LedgerWalk.RequestListener ofAccount(LedgerWalk.RequestListener listener,
            LedgerWalk.RequestListener others) {
        return request -> (account == null || account.equals(request.account()) ? listener : others).hear(request);
    }

    private int tell(Differences differences, long uncompared, @Nullable Span span, Statement statement) {
        String times = statement.columns().get(Column.TIME);
        boolean whole = bad == 0 && span != null && uncompared == 0;
        differences.show(surroundings, whole);
        if (span != null) {
            surroundings.out().println("Looked for in the statement were orders of ours made from "
                    + Moments.at(span.from()) + " to " + Moments.at(span.until()) + ".");
        } else if (times == null) {
            surroundings.out().println("The statement tells no times, so that orders of ours that it lacks were not"
                    + " looked for; name its column as statement.columns.time, or say --from and --until.");
        } else {
            surroundings.err().println("No line has a time in the column " + Shown.line(times) + ", so that orders of"
                    + " ours that the statement lacks were not looked for; say --from and --until.");
        }
        if (uncompared > 0) {
            surroundings.out().println((uncompared == 1 ? "The amount of 1 line"
                    : "The amounts of " + uncompared + " lines")
                    + " could not be compared: the ledger keeps none of the"
                    + " order, or the provider calls another one the amount.");
        }
        if (skipped > 0) {
            surroundings.out().println(skipped + (skipped == 1 ? " line was" : " lines were")
                    + " passed over, as statement.skip says.");
        }
        if (bad > 0) {
            surroundings.err().println(bad + (bad == 1 ? " line" : " lines")
                    + " of the statement could not be read, and " + (bad == 1 ? "was" : "were") + " not compared."
                    + (differences.has(Difference.Kind.NOT_THEIRS) ? " What is told as not theirs may stand in one of"
                            + " them." : ""));
        }
        return !whole ? NOT_COMPARED : differences.isEmpty() ? 0 : DIFFERENT;
    }

    /**
     * Where the file is written until it is whole, so that who leaves the command finds no part of it, nor another command
     * with the same name that runs meanwhile; what was found before is evidence, and never written over.
     */
    private static Path unmade(Path path) {
        if (Files.exists(path)) {
            throw isThere(path);
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw Problem.failed("cannot write " + path + ": there is no such folder; nothing was compared.");
        }
        Path part = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".part");
        part.toFile().deleteOnExit();
        return part;
    }

    private static void name(Path part, Path path) throws IOException {
        try {
            Files.move(part, path);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(part);
            throw isThere(path);
        }
    }

    private static Problem isThere(Path path) {
        return Problem.failed(path + " is there already; name another file.");
    }

    private StatementLines read(Statement statement) throws IOException, SQLException {
        Path path = at(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw Problem.failed("there is no file " + path + " that can be read.");
        }
        StatementLines lines = new StatementLines();
        try (Reader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(path),
                statement.charset()))) {
            StatementFile read = new StatementFile(statement, reader, file.toString(), why -> {
                bad++;
                surroundings.err().println(Shown.line(why));
            });
            for (StatementLine line = read.next(); line != null; line = read.next()) {
                lines.add(line);
            }
            skipped = read.skipped();
            return lines;
        } catch (IOException | SQLException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** As whoever typed it means it. */
    private Path at(Path path) {
        return surroundings.caller().resolve(path);
    }
}
