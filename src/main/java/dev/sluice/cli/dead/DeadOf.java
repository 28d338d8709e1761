package dev.sluice.cli.dead;

import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Dead letters that are about somebody, for other commands. */
public final class DeadOf {

    private DeadOf() {
    }

    /**
     * The ids of those whose body, as the text that it is, the person is in.
     *
     * @throws Problem where the broker cannot be reached
     */
    public static List<String> whom(Surroundings surroundings, Predicate<String> isIn) {
        List<String> found = new ArrayList<>();
        try (BrokerClient broker = BrokerClient
                .connect(BrokerSettings.read(surroundings.home(), surroundings.environment()))) {
            new DeadQueue(broker).look(null, (letter, message) -> {
                if (isIn.test(new String(Content.of(message), StandardCharsets.UTF_8))) {
                    found.add(letter.id());
                }
                return true;
            });
        }
        return found;
    }
}
