package dev.sluice.cli.dead;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.BrokerAccess;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Decider;
import dev.sluice.cli.Problem;
import dev.sluice.cli.RunningSluice;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.Key;
import dev.sluice.queue.Queues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice dead replay}: sends messages once more to the queue they came from. */
@Command(name = "replay")
final class ReplayCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final Chosen chosen = new Chosen();
    @Option(names = "--to", paramLabel = "Q")
    private @Nullable String to;
    @Option(names = "--tenant", paramLabel = "T")
    private @Nullable String tenant;
    @Option(names = "--no-tenant")
    private boolean noTenant;
    @Mixin
    private final Decider decider;

    ReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.decider = new Decider(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        chosen.check();
        if (to != null && Replay.internal(to)) {
            throw Problem.usage("--to " + to + ": the queues sluice.* are Sluice's own; name another, such as"
                    + " orders.requests.");
        }
        if (tenant != null && !Key.isTenant(tenant)) {
            throw Problem.usage("--tenant must be 1 to 32 of a-z, 0-9 and -.");
        }
        if (tenant != null && noTenant) {
            throw Problem.usage("--tenant and --no-tenant say two things; say one.");
        }
        Path home = surroundings.home();
        boolean tenants = BrokerAccess.mayHaveTenants(home,
                StartSettings.of(home, surroundings, RunningSluice.given(home)));
        ObjectNode act = decider.act("replay");
        try (BrokerClient broker = BrokerClient
                .connect(BrokerSettings.read(home, surroundings.environment()))) {
            broker.mustHave(Queues.PEOPLE);
            DeadQueue queue = new DeadQueue(broker);
            // All are looked at before any is moved.
            String whose = noTenant ? "" : tenant;
            List<Replay> replays = chosen.on(queue).stream()
                    .map(letter -> Replay.of(letter, to, whose, tenants, broker)).toList();
            replays.stream().map(Replay::queue).distinct().forEach(broker::mustHave);
            Moves.all(replays, surroundings,
                    replay -> queue.take(replay.letter(), replay::send, replay.act(act)) ? replay.done() : null);
        }
        return 0;
    }
}
