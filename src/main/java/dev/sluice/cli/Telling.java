package dev.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Durations;
import dev.sluice.queue.Queues;
import dev.sluice.text.Shown;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** Tells Sluice what a person wants done, and the person what came of it. */
public final class Telling {

    private final Surroundings surroundings;

    @Option(names = "--wait", paramLabel = "TIME")
    private String wait;

    public Telling(Surroundings surroundings) {
        this(surroundings, "15s");
    }

    /** @param wait how long it waits where nothing is said */
    public Telling(Surroundings surroundings, String wait) {
        this.surroundings = surroundings;
        this.wait = wait;
    }

    /** @throws Problem where the time to wait is none */
    public Duration patience() {
        try {
            return Durations.parse(wait);
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--wait " + e.getMessage());
        }
    }

    /**
     * @param subject what it is about; begins the line with the answer
     * @param shown   the command that shows later what became of it
     * @throws Problem where it was not done, or nobody knows yet whether it is
     */
    public void tell(ObjectNode act, String subject, String shown) {
        tell((broker, patience) -> PeopleClient.tell(broker, act, patience), subject, shown);
    }

    /** The same of an act whose id is known before, and is what it is about. */
    public void tellOf(String id, ObjectNode act, String shown) {
        tell((broker, patience) -> PeopleClient.tell(broker, id, act, patience), id, shown);
    }

    private void tell(BiFunction<BrokerClient, Duration, Optional<PeopleClient.Answer>> sending, String subject,
            String shown) {
        BrokerSettings settings = BrokerSettings.read(surroundings.home(), surroundings.environment());
        try (BrokerClient broker = BrokerClient.connect(settings)) {
            Optional<PeopleClient.Answer> answer = sending.apply(broker, patience());
            if (answer.isEmpty()) {
                throw Problem.failed(
                        "no Sluice answered within " + wait + "; it waits on " + Queues.PEOPLE + " and is carried"
                                + " out when one runs. Do not repeat it; see what became of it with " + shown);
            }
            if (!answer.get().done()) {
                throw Problem.failed(subject + ": " + answer.get().text());
            }
            surroundings.out().println(Shown.line(subject + ": " + answer.get().text()));
        }
    }
}
