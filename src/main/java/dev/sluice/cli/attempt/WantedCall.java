package dev.sluice.cli.attempt;

import dev.sluice.cli.GivenFile;
import dev.sluice.cli.Surroundings;
import dev.sluice.step.Step;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which call a command is to make, by its command line. */
final class WantedCall {

    @Parameters(index = "0", paramLabel = "PROVIDER")
    String provider;
    @Parameters(index = "1", paramLabel = "OPERATION")
    String operation;
    @Parameters(index = "2", paramLabel = "FILE")
    String file;
    @Option(names = "--account", paramLabel = "A", defaultValue = "default")
    String account;
    @Option(names = "--ask")
    boolean ask;
    @Option(names = "--reference", paramLabel = "R")
    @Nullable
    String reference;

    Attempt sending(Surroundings surroundings, Clock clock, Supplier<String> nonces) throws IOException {
        return Attempt.sending(surroundings, provider, account, clock, nonces);
    }

    Attempt attempt(Surroundings surroundings, Clock clock, Supplier<String> nonces) throws IOException {
        return Attempt.of(surroundings, provider, account, clock, nonces);
    }

    /** The step that makes it, told of what is made up for it. */
    Step step(Surroundings surroundings, Attempt attempt, boolean asking) {
        Step step = attempt.step(operation, new GivenFile(surroundings, file).request(), asking, reference);
        attempt.madeUp().forEach(
                name -> surroundings.out().println("note: " + name + " is not set; a text in its place is used"));
        return step;
    }
}
