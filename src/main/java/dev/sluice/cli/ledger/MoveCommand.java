package dev.sluice.cli.ledger;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Settings;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.DataFolder;
import dev.sluice.ledger.LedgerMove;
import dev.sluice.ledger.LedgerUrl;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import picocli.CommandLine.Command;

/** {@code sluice ledger move}: carries the ledger of the data folder to the PostgreSQL that the settings name. */
@Command(name = "move")
final class MoveCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    MoveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.read(surroundings.home(), surroundings.environment());
        String url = settings.value("sluice.ledger.url", "");
        if (url.isEmpty()) {
            throw Problem.failed("set sluice.ledger.url to the database that it is to come to, with"
                    + " sluice.ledger.username and sluice.ledger.password.");
        }
        Path data = surroundings.home().resolve(settings.value("sluice.data", "data"));
        Path file = file(data);
        String place = LedgerUrl.place(url);
        try (DataFolder ours = DataFolder.of(data)) {
            LedgerMove.Moved moved = LedgerMove.move(file, url, settings.value("sluice.ledger.username").orElse(null),
                    settings.value("sluice.ledger.password").orElse(null));
            surroundings.out()
                    .println(Shown.line("Moved " + moved.requests() + " requests, " + moved.rows()
                            + " rows in all, from " + file + " to "
                            + place + "."));
            surroundings.out()
                    .println(Shown.line(
                            "The file is " + file + LedgerMove.MOVED + " now. Keep it until Sluice has run on " + place
                                    + " for a while, and never start one on it."));
            return 0;
        } catch (ConfigProblem e) {
            throw Problem.failed(e.getMessage());
        } catch (LedgerMove.Refused e) {
            throw Problem.failed("nothing was moved to " + place + ": " + e.getMessage() + ".");
        } catch (SQLException e) {
            throw Problem.failed("nothing was moved to " + place + ": " + LedgerAccess.why(e, false), e);
        } catch (FlywayException e) {
            throw Problem.failed("nothing was moved to " + place + ": " + (e.getCause() instanceof SQLException cause
                    ? LedgerAccess.why(cause, false) : String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
                    e);
        }
    }

    private static Path file(Path data) throws IOException {
        Path file = data.resolve("ledger.db");
        Path moved = file.resolveSibling(file.getFileName() + LedgerMove.MOVED);
        if (Files.notExists(file)) {
            throw Problem.failed("there is no ledger at " + file + (Files.exists(moved) ? ": it is " + moved
                    + " since it was moved" : "") + ".");
        }
        if (Files.size(file) == 0) {
            throw Problem.failed(file + " is empty, and no ledger: is it the folder that Sluice ran on, sluice.data?");
        }
        if (Files.exists(moved)) {
            throw Problem.failed("a ledger was moved from here before, " + moved + ": look which of them it is that"
                    + " Sluice runs on, and give that file another name.");
        }
        return file;
    }
}
