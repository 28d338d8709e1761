package dev.sluice.cli.dead;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Decider;
import dev.sluice.cli.Surroundings;
import dev.sluice.queue.Queues;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice dead discard}: takes messages away for good, with a note of who and why. */
@Command(name = "discard")
final class DiscardCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final Chosen chosen = new Chosen();
    @Mixin
    private final Decider decider;

    DiscardCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.decider = new Decider(surroundings);
    }

    @Override
    public Integer call() {
        chosen.check();
        ObjectNode act = decider.act("discard");
        try (BrokerClient broker = BrokerClient
                .connect(BrokerSettings.read(surroundings.home(), surroundings.environment()))) {
            broker.mustHave(Queues.PEOPLE);
            DeadQueue queue = new DeadQueue(broker);
            Moves.all(chosen.on(queue), surroundings, letter -> queue.take(letter, (message, session) -> {},
                    Moves.act(act, letter)) ? ("discarded  " + letter.shortId() + "  " + letter.requestId()).strip()
                            : null);
        }
        return 0;
    }
}
