package dev.sluice.cli.hold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Problem;
import dev.sluice.ledger.HeldPlace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The provider, and its account, that a command is about; everything where it names none. */
final class HeldAccount {

    @Parameters(index = "0", paramLabel = "PROVIDER", arity = "0..1")
    private @Nullable String provider;
    @Parameters(index = "1", paramLabel = "ACCOUNT", arity = "0..1")
    private @Nullable String account;

    /** @throws Problem where a name is there and empty, as of a shell's variable that is not set: not everything */
    HeldPlace place() {
        return new HeldPlace(name("PROVIDER", provider), name("ACCOUNT", account));
    }

    private static String name(String which, @Nullable String given) {
        if (given != null && given.isBlank()) {
            throw Problem.usage(which + " is empty; name one, or leave it out.");
        }
        return given == null ? "" : given;
    }

    /** The act with what it is about. */
    ObjectNode in(ObjectNode act) {
        HeldPlace place = place();
        if (!place.isEverything()) {
            act.put("provider", place.provider());
        }
        return place.account().isEmpty() ? act : act.put("account", place.account());
    }

    /** How the line begins that tells what came of it. */
    String subject() {
        return place().isEverything() ? "submissions" : place().text();
    }
}
