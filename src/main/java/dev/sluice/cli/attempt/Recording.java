package dev.sluice.cli.attempt;

import dev.sluice.call.DryRun;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.tests.RecordedTest;
import dev.sluice.outcome.Status;
import dev.sluice.step.Preview;
import dev.sluice.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/** Writes what a call was answered as a test that anybody may see. */
final class Recording {

    private final RecordedTest test;
    private final Path file;

    private Recording(RecordedTest test, Path file) {
        this.test = test;
        this.file = file;
    }

    /** @throws Problem where it cannot be written there, before anything is sent */
    static Recording to(Surroundings surroundings, WantedCall wanted, String name) {
        Path file = surroundings.caller().resolve(name).toAbsolutePath().normalize();
        String needed = wanted.provider + ".test.yaml";
        if (!String.valueOf(file.getFileName()).equals(needed)) {
            throw Problem.failed("a file of tests of " + wanted.provider + " is called " + needed + ", and not "
                    + file.getFileName());
        }
        if (Files.exists(file)) {
            throw Problem.failed(file + " is there already: name another folder, and put the test into it by hand");
        }
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw Problem.failed("there is no folder " + folder);
        }
        return new Recording(new RecordedTest(surroundings, wanted.provider, wanted.operation, wanted.ask), file);
    }

    /** @return what was written, for people */
    String write(Step step, DryRun.Ran ran) throws IOException {
        try {
            Status status = ran.outcome() == null ? null
                    : Preview.of(step, ran.outcome(), Clock.systemUTC().millis()).status();
            String text = test.of(step.request(), ran, status);
            Files.writeString(file, text);
            if (!test.passes(file)) {
                Files.delete(file);
                throw Problem.failed("the call was sent, but nothing is recorded: with made-up credentials, and without"
                        + " the settings of the environment, the same is read otherwise");
            }
            return file + ": look at it before you give it away";
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
