package dev.sluice.cli.person;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Decider;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Person;
import dev.sluice.ledger.PersonFound;
import dev.sluice.outcome.Masking;
import dev.sluice.text.Shown;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        List<PersonFound> sure = seen.found().stream().filter(one -> possible || one.fit() != Person.Fit.MASKED)
                .toList();
        int erased = erase(seen.person(), keys(sure, true), act);
        surroundings.out().println("Erased in " + erased + " requests that ended; their ids, amounts, times and states"
                + " are left.");
        if (sure.size() < seen.found().size()) {
            surroundings.out().println(seen.found().size() - sure.size() + " others have a masked form that fits and"
                    + " no hash to tell; --possible erases those too.");
        }
        List<Key> open = keys(sure, false);
        if (!open.isEmpty()) {
            throw Problem.failed(Shown.line(open.size() + " requests have not ended, and still need it; do this again"
                    + " when they have: " + open.stream().map(key -> key.family() + " " + key.name())
                            .collect(Collectors.joining(", "))));
        }
        return 0;
    }

    private int erase(Person person, List<Key> ended, ObjectNode act) {
        return LedgerAccess.write(surroundings, ledger -> {
            int erased = 0;
            for (int from = 0; from < ended.size(); from += BATCH) {
                erased += ledger.erase(person, ended.subList(from, Math.min(from + BATCH, ended.size())),
                        Masking.remark(act.path("by").asText()), Masking.remark(act.path("why").asText()),
                        System.currentTimeMillis());
            }
            return erased;
        });
    }

    private static List<Key> keys(List<PersonFound> found, boolean ended) {
        return found.stream().map(PersonFound::request).filter(request -> request.isFinal() == ended)
                .map(request -> Key.named(request.family(), request.requestId())).toList();
    }
}
