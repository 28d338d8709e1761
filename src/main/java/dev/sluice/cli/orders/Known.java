package dev.sluice.cli.orders;

import dev.sluice.cli.Problem;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.YamlFile;
import dev.sluice.contract.Contract;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.StatusCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Refuses a name that is written wrongly, of which nothing would be found as of one that has no requests. */
final class Known {

    private Known() {
    }

    /** @throws Problem where neither the contract nor the ledger has it */
    static void family(String family, LedgerReader ledger) throws SQLException {
        Set<String> families = new TreeSet<>(new Contract("contract", Map.of()).families());
        if (!families.contains(family) && !in(ledger, StatusCount::family).contains(family)) {
            throw Problem.usage("--family " + family + ": there is none such; it is one of "
                    + String.join(", ", families) + ".");
        }
    }

    /** @throws Problem where neither a file nor the ledger has it, which has those too that are gone */
    static void provider(String provider, Path home, LedgerReader ledger) throws SQLException {
        if (Files.exists(home.resolve("config/providers").resolve(provider + ".yaml"))) {
            return;
        }
        Set<String> providers = in(ledger, StatusCount::provider);
        if (!providers.contains(provider)) {
            throw Problem
                    .usage("--provider " + provider + ": there is none such in config/providers or in the ledger.");
        }
    }

    /**
     * @param  provider whose it is, where that is said
     * @throws Problem  where neither a file nor the ledger has it
     */
    static void account(@Nullable String provider, String account, Path home, LedgerReader ledger)
            throws SQLException {
        if (!inFiles(provider, account, home) && !ledger.hasAccount(provider, account)) {
            throw Problem.usage("--account " + account + ": there is none such in config/providers or in the ledger.");
        }
    }

    /** A file that cannot be read may have it. */
    private static boolean inFiles(@Nullable String provider, String account, Path home) {
        try (Stream<Path> files = Files.list(home.resolve("config/providers"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> provider == null || file.endsWith(provider + ".yaml"))
                    .anyMatch(file -> new YamlFile(file).tree().path("accounts").has(account));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException | ConfigProblem e) {
            return true;
        }
    }

    private static Set<String> in(LedgerReader ledger, Function<StatusCount, String> part) throws SQLException {
        return ledger.counts().stream().map(part).collect(Collectors.toSet());
    }
}
