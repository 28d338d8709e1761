package dev.sluice.cli.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.Mistakes;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.provider.Statement;
import dev.sluice.provider.StatementTimes.Span;
import dev.sluice.text.Shown;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice reconcile}: where a provider's statement and the ledger differ. */
@Command(name = "reconcile")
public final class ReconcileCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private long bad;

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

    @Override
    public Integer call() throws IOException, SQLException {
        Mistakes mistakes = new Mistakes();
        Path folder = surroundings.home().resolve("config/providers");
        Providers providers = new Providers(folder, StartSettings.of(surroundings.home(), surroundings),
                surroundings.environment(), mistakes);
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
        JsonNode tree = providers.tree(provider);
        Span begin = from == null ? null : time("--from", from, statement);
        Span end = until == null ? null : time("--until", until, statement);
        try (StatementLines lines = read(statement);
                Writer out = csv == null ? null : Files.newBufferedWriter(at(csv))) {
            Span span = span(begin, end, lines.span());
            Differences differences = new Differences(out);
            Reconciliation reconciliation = new Reconciliation(statement, lines, span, tree.path("operations"),
                    differences::add);
            LedgerAccess.read(surroundings, ledger -> {
                ledger.walk().of(known.family(), provider, request -> {
                    if (account == null || account.equals(request.account())) {
                        reconciliation.compare(request);
                    }
                });
                return lines;
            });
            reconciliation.rest();
            differences.show(surroundings);
            surroundings.out().println(span == null
                    ? "The statement tells no times, so that orders of ours that it lacks were not looked for; name its"
                            + " column as statement.columns.time, or say --from and --until."
                    : "Looked for in the statement were orders of ours made from " + Moments.at(span.from()) + " to "
                            + Moments.at(span.until()) + ".");
            if (bad > 0) {
                surroundings.err().println(bad + (bad == 1 ? " line" : " lines")
                        + " of the statement could not be read, and were not compared.");
            }
            return differences.isEmpty() && bad == 0 ? 0 : Problem.FAILED;
        }
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
            return lines;
        } catch (IOException | SQLException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** What was asked for, and where nothing was, what the statement tells of. */
    private static @Nullable Span span(@Nullable Span begin, @Nullable Span end, @Nullable Span told) {
        Span first = begin == null ? told : begin;
        Span last = end == null ? told : end;
        if (first == null || last == null) {
            if (begin != null || end != null) {
                throw Problem.usage("the statement tells no times; name both --from and --until.");
            }
            return null;
        }
        if (first.from() > last.until()) {
            throw Problem.usage("from " + Moments.at(first.from()) + " to " + Moments.at(last.until()) + " is no time.");
        }
        return new Span(first.from(), last.until());
    }

    private static Span time(String option, String text, Statement statement) {
        try {
            return statement.isoTimes().at(text);
        } catch (DateTimeException e) {
            throw Problem.usage(option + " must be a day or a time, such as 2026-11-01 or 2026-11-01T09:00:00Z.");
        }
    }

    /** As whoever typed it means it. */
    private Path at(Path path) {
        return surroundings.caller().resolve(path);
    }
}
