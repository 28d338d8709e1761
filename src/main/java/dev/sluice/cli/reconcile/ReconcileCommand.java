package dev.sluice.cli.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.Mistakes;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.provider.Statement;
import dev.sluice.text.Shown;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
        try (StatementLines lines = read(statement);
                Writer out = csv == null ? null : Files.newBufferedWriter(at(csv))) {
            Differences differences = new Differences(out);
            Reconciliation reconciliation = new Reconciliation(statement, lines, tree.path("operations"),
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
            if (!lines.hasSpan()) {
                surroundings.out().println("The statement tells no times, so that orders of ours that it lacks are not"
                        + " looked for; name its column as statement.columns.time.");
            }
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

    /** As whoever typed it means it. */
    private Path at(Path path) {
        return surroundings.caller().resolve(path);
    }
}
