package dev.sluice.cli.dead;

import dev.sluice.cli.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which messages a command is about: some by their ids, or all of one error. */
final class Chosen {

    @Parameters(paramLabel = "ID", arity = "0..*")
    private List<String> ids = List.of();
    @Option(names = "--fingerprint", paramLabel = "F")
    private @Nullable String fingerprint;

    /** @throws Problem where both or neither are named */
    void check() {
        if (ids.isEmpty() == (fingerprint == null)) {
            throw Problem.usage("name messages by their ids, or all of one error by --fingerprint; see ./sluice"
                    + " dead list.");
        }
    }

    /** As they are now: what comes to the queue later is not meant, not even with the same error. */
    List<DeadLetter> on(DeadQueue queue) {
        return fingerprint == null ? queue.named(ids) : queue.alike(fingerprint.toLowerCase(Locale.ROOT));
    }
}
