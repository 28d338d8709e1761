package dev.sluice.cli.hold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ledger.HeldPlace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The provider, and its account, that a command is about; everything where it names none. */
final class HeldAccount {

    @Parameters(index = "0", paramLabel = "PROVIDER", arity = "0..1")
    private @Nullable String provider;
    @Parameters(index = "1", paramLabel = "ACCOUNT", arity = "0..1")
    private @Nullable String account;

    HeldPlace place() {
        return new HeldPlace(provider == null ? "" : provider, account == null ? "" : account);
    }

    /** The act with what it is about. */
    ObjectNode in(ObjectNode act) {
        if (provider != null) {
            act.put("provider", provider);
        }
        return account == null ? act : act.put("account", account);
    }

    /** How the line begins that tells what came of it. */
    String subject() {
        return provider == null ? "submissions" : place().text();
    }
}
