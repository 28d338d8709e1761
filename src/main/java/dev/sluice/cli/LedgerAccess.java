package dev.sluice.cli;

import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.LedgerUrl;
import dev.sluice.ledger.LedgerWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens the ledger that Sluice's own settings name. */
public final class LedgerAccess {

    /** What is read from the ledger. */
    public interface Reading<T> {
        T from(LedgerReader ledger) throws SQLException;
    }

    /** What a person does to the ledger itself. */
    public interface Writing<T> {
        T to(LedgerWriter ledger) throws SQLException;
    }

    private interface Opening<L> {
        L at(@Nullable Path file, String url, @Nullable String username, @Nullable String password) throws SQLException;
    }

    private interface Work<T, L> {
        T on(L ledger) throws SQLException;
    }

    private LedgerAccess() {
    }

    /** @throws Problem where there is no ledger, or it cannot be read */
    public static <T> T read(Surroundings surroundings, Reading<T> reading) {
        return with(surroundings, "read", (file, url, username, password) -> file != null ? LedgerReader.file(file)
                : LedgerReader.server(url, username, password), reading::from);
    }

    /** @throws Problem where there is no ledger, or it cannot be written */
    public static <T> T write(Surroundings surroundings, Writing<T> writing) {
        return with(surroundings, "written", (file, url, username, password) -> file != null ? LedgerWriter.file(file)
                : LedgerWriter.server(url, username, password), writing::to);
    }

    private static <T, L extends AutoCloseable> T with(Surroundings surroundings, String what, Opening<L> opening,
            Work<T, L> work) {
        Settings settings = Settings.read(surroundings.home(), surroundings.environment());
        String url = settings.value("sluice.ledger.url", "");
        Path file = url.isEmpty() ? file(surroundings, settings) : null;
        String place = file != null ? file.toString() : LedgerUrl.place(url);
        try (L ledger = opening.at(file, url, settings.value("sluice.ledger.username").orElse(null),
                settings.value("sluice.ledger.password").orElse(null))) {
            return work.on(ledger);
        } catch (Problem e) {
            throw e;
        } catch (SQLException e) {
            throw Problem.failed("the ledger at " + place + " cannot be " + what + ": " + why(e, file != null), e);
        } catch (Exception e) {
            throw Problem.failed("the ledger at " + place + " cannot be " + what + ": " + e.getMessage(), e);
        }
    }

    private static Path file(Surroundings surroundings, Settings settings) {
        Path file = surroundings.home().resolve(settings.value("sluice.data", "data")).resolve("ledger.db");
        if (Files.notExists(file)) {
            throw Problem.failed("there is no ledger at " + file + "; run this where Sluice runs, and set"
                    + " SLUICE_DATA or"
                    + " SLUICE_LEDGER_URL as it has it.");
        }
        return file;
    }

    /**
     * What to do where it cannot be reached.
     *
     * @param file whether it is a file, and no server
     */
    public static String why(SQLException e, boolean file) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String state = String.valueOf(e.getSQLState());
        if (state.equals("42P01") || said.toLowerCase(Locale.ROOT).contains("no such table")) {
            return "it has no tables; has this Sluice been started on it?";
        }
        if (file) {
            return said + ". Run this as the user that Sluice runs as.";
        }
        if (state.startsWith("28")) {
            return "it refuses the user; set SLUICE_LEDGER_USERNAME and SLUICE_LEDGER_PASSWORD.";
        }
        if (state.equals("42501")) {
            return said + "; grant the user what docs/operate.md, \"Who may do what\", has for this command.";
        }
        return (said.startsWith("No suitable driver") ? "that is no address such as"
                + " jdbc:postgresql://host:5432/sluice" : said)
                + "; check SLUICE_LEDGER_URL.";
    }
}
