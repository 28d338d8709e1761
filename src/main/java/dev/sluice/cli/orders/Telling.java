package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.DisplayText;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.People;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.Durations;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Tells Sluice what a person wants done with a request, and the person what came of it. */
final class Telling {

    private final Surroundings surroundings;

    @Option(names = "--wait", paramLabel = "TIME", defaultValue = "15s")
    private String wait;

    Telling(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @throws Problem where it was not done, or nobody knows yet whether it is */
    void tell(OneRequest request, ObjectNode act) {
        Duration patience = patience();
        // Whoever names the family needs no right to read the ledger.
        String family = request.family() != null ? request.family()
                : LedgerAccess.read(surroundings, request::in).family();
        act.put("family", family).put("requestId", request.id());
        BrokerSettings settings = BrokerSettings.read(surroundings.home(), surroundings.environment());
        try (BrokerClient broker = BrokerClient.connect(settings)) {
            Optional<People.Answer> answer = People.tell(broker, act, patience);
            if (answer.isEmpty()) {
                throw Problem.failed("no Sluice answered within " + wait + "; it waits on " + People.QUEUE + " and is carried"
                        + " out when one runs. Do not repeat it; see what became of it with ./sluice orders show " + request.id());
            }
            if (!answer.get().done()) {
                throw Problem.failed(request.id() + ": " + answer.get().text());
            }
            surroundings.out().println(DisplayText.harmless(request.id() + ": " + answer.get().text()));
        }
    }

    private Duration patience() {
        try {
            return Durations.parse(wait);
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--wait " + e.getMessage());
        }
    }
}
