package dev.sluice.cli.dead;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.queue.Queues;
import dev.sluice.text.Shown;
import java.util.List;
import java.util.function.Function;

/** Takes messages off the queue one after the other, each noted in the transaction that takes it. */
final class Moves {

    private Moves() {
    }

    /**
     * @param move takes one of them and says in words what was done, and null where it is not there any more
     * @throws Problem at the end, where some were not there any more
     */
    static <T> void all(List<T> chosen, Surroundings surroundings, Function<T, String> move) {
        int gone = 0;
        for (T one : chosen) {
            String done = move.apply(one);
            if (done == null) {
                gone++;
            } else {
                surroundings.out().println(Shown.line(done));
            }
        }
        if (gone > 0) {
            throw Problem.failed(gone + " of " + chosen.size() + " were not on " + Queues.DEAD + " any more; somebody"
                    + " else took them.");
        }
    }

    /** What Sluice notes of it. */
    static ObjectNode act(ObjectNode begun, DeadLetter letter) {
        ObjectNode act = begun.deepCopy();
        put(act, "family", letter.family());
        put(act, "requestId", letter.requestId());
        put(act, "queue", letter.queue());
        put(act, "fingerprint", letter.fingerprint());
        put(act, "deadAt", letter.at());
        return act;
    }

    private static void put(ObjectNode act, String name, String text) {
        if (!text.isEmpty()) {
            act.put(name, text);
        }
    }
}
