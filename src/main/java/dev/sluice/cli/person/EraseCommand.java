package dev.sluice.cli.person;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Decider;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.Erasure;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Person;
import dev.sluice.ledger.PersonFound;
import dev.sluice.outcome.Masking;
import dev.sluice.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice person erase}: takes a person out of the requests that ended. */
@Command(name = "erase")
final class EraseCommand implements Callable<Integer> {

    private static final int BATCH = 100;

    private final Surroundings surroundings;

    @Mixin
    private final Given given = new Given();
    @Mixin
    private final Decider decider;
    @Option(names = "--possible")
    private boolean possible;

    EraseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.decider = new Decider(surroundings);
    }

    @Override
    public Integer call() {
        ObjectNode act = decider.act("erase");
        Given.Seen seen = given.look(surroundings);
        if (seen.person().in(act) != null) {
            throw Problem.usage("--by and --why stay in the ledger, so they must not name who is erased.");
        }
        List<PersonFound> sure = seen.told(possible);
        Erasure.Done done = erase(seen.person(), keys(sure, true), act);
        surroundings.out()
                .println("Erased in " + done.erased() + " requests that ended; their ids, amounts, times and states"
                        + " are left.");
        seen.leftOut(sure).ifPresent(line -> surroundings.out().println(line + "; --possible erases those too."));
        List<String> left = Stream.of(
                told(keys(sure, false), "requests have not ended, and still need it; do this again when they have"),
                told(done.early(), "requests ended within " + Erasure.SETTLING.toHours()
                        + " h by the ledger's time, so that their result may be on its way; do this again later"))
                .flatMap(Optional::stream).toList();
        if (!left.isEmpty()) {
            throw Problem.failed(Shown.line(String.join("; ", left)));
        }
        return 0;
    }

    private static Optional<String> told(List<Key> keys, String why) {
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.size() + " " + why + ": "
                + keys.stream().map(key -> key.family() + " " + key.name()).collect(Collectors.joining(", ")));
    }

    private Erasure.Done erase(Person person, List<Key> ended, ObjectNode act) {
        return LedgerAccess.write(surroundings, ledger -> {
            int erased = 0;
            List<Key> early = new ArrayList<>();
            for (int from = 0; from < ended.size(); from += BATCH) {
                Erasure.Done done = ledger.erase(person, ended.subList(from, Math.min(from + BATCH, ended.size())),
                        Masking.remark(act.path("by").asText()), Masking.remark(act.path("why").asText()),
                        System.currentTimeMillis());
                erased += done.erased();
                early.addAll(done.early());
            }
            return new Erasure.Done(erased, early);
        });
    }

    private static List<Key> keys(List<PersonFound> found, boolean ended) {
        return found.stream().map(PersonFound::request).filter(request -> request.isFinal() == ended)
                .map(request -> Key.named(request.family(), request.requestId())).toList();
    }
}
