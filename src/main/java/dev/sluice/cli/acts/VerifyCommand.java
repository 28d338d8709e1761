package dev.sluice.cli.acts;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Settings;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.LedgerWalk;
import dev.sluice.ledger.Retention;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice acts verify}: whether the ledger still has what was exported, and nothing else of that time. */
@Command(name = "verify")
final class VerifyCommand implements Callable<Integer> {

    private static final String KEEP = "90d";

    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", arity = "1..*")
    private List<String> files;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.read(surroundings.home(), surroundings.environment());
        Retention keep = Retention.of(name -> settings.value(name)
                .or(() -> name.equals(Retention.KEEP) ? Optional.of(KEEP) : Optional.empty())).orElseThrow();
        Comparison comparison = new Comparison(keep, System.currentTimeMillis());
        LedgerAccess.read(surroundings, ledger -> {
            all(ledger.walk(), comparison);
            return comparison;
        });
        surroundings.out().println(Shown.line("The ledger has what the files have: " + comparison.told()));
        return 0;
    }

    private void all(LedgerWalk ledger, Comparison comparison) throws SQLException {
        ActsFile.End last = null;
        for (String name : files) {
            // First whether it is whole, and when it ends.
            try (ActsFile file = new ActsFile(surroundings, name); ActsFile again = new ActsFile(surroundings, name)) {
                if (last != null && !file.begin().equals(last)) {
                    throw Problem.failed(name + " does not go on where the file before it ends.");
                }
                last = file.end();
                comparison.with(again, last.until(), ledger);
            } catch (IOException e) {
                throw Problem.failed("cannot read " + name + ": " + e.getMessage() + ".", e);
            }
        }
    }
}
