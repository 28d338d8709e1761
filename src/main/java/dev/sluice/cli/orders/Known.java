package dev.sluice.cli.orders;

import dev.sluice.cli.Problem;
import dev.sluice.contract.Contract;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.StatusCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    private static Set<String> in(LedgerReader ledger, Function<StatusCount, String> part) throws SQLException {
        return ledger.counts().stream().map(part).collect(Collectors.toSet());
    }
}
