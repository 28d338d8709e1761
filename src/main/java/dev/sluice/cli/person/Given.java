package dev.sluice.cli.person;

import dev.sluice.cli.GivenFile;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.LedgerWalk;
import dev.sluice.ledger.Person;
import dev.sluice.ledger.PersonFound;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** What tells the person, from a file or standard input: a command line is seen by everybody on the machine. */
final class Given {

    @Parameters(paramLabel = "FILE", arity = "1")
    private String file;

    /** Somebody, and in which requests. */
    record Seen(Person person, List<PersonFound> found) {

        /** Without those that may be somebody else's, unless they are asked for. */
        List<PersonFound> told(boolean possible) {
            return found.stream().filter(one -> possible || one.fit() != Person.Fit.MASKED).toList();
        }

        /** What is said of the others. */
        Optional<String> leftOut(List<PersonFound> told) {
            int others = found.size() - told.size();
            return others == 0 ? Optional.empty() : Optional.of(others + " others have a masked form that fits and no"
                    + " hash to tell, or the value beside what it may be a part of");
        }
    }

    /** @throws Problem where the file or the ledger cannot be read, or what the file has may be anybody's */
    Seen look(Surroundings surroundings) {
        return LedgerAccess.read(surroundings, ledger -> {
            LedgerWalk walk = ledger.walk();
            Person person = person(surroundings, walk);
            return new Seen(person, walk.find(person));
        });
    }

    private Person person(Surroundings surroundings, LedgerWalk walk) throws SQLException {
        GivenFile given = new GivenFile(surroundings, file);
        try {
            return new Person(new String(given.bytes(), StandardCharsets.UTF_8), walk.hash().orElse(null));
        } catch (IllegalArgumentException e) {
            throw Problem.failed(given.told() + " " + e.getMessage() + ".");
        }
    }
}
