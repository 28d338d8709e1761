package dev.sluice.cli.orders;

import dev.sluice.cli.Problem;
import dev.sluice.ledger.Key;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Of which tenant the requests are that a command is about, where that is said. */
final class Whose {

    @Option(names = "--tenant", paramLabel = "T")
    private @Nullable String tenant;
    @Option(names = "--no-tenant")
    private boolean none;

    boolean isSaid() {
        return tenant != null || none;
    }

    /** The tenant, empty for those of none; nothing where it is not said. */
    @Nullable
    String tenant() {
        if (tenant != null && !Key.isTenant(tenant)) {
            throw Problem.usage("--tenant must be 1 to 32 of a-z, 0-9 and -.");
        }
        if (tenant != null && none) {
            throw Problem.usage("--tenant and --no-tenant say two things; say one.");
        }
        return none ? "" : tenant;
    }
}
