package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.YamlFile;
import dev.sluice.ledger.RequestRow;
import dev.sluice.provider.Caps;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the amounts of orders are in, as the providers' files say. */
final class Units {

    private final Path home;
    private final Map<String, JsonNode> operations = new HashMap<>();

    Units(Path home) {
        this.home = home;
    }

    /** Empty where nobody can say: a sum in the wrong unit is worse than none. */
    Optional<String> of(RequestRow request) {
        JsonNode order = request.document().path("order");
        JsonNode operation = operations.computeIfAbsent(request.provider(), this::read).path(request.operation());
        boolean unclear = operation.isMissingNode() && order.has("currency") && order.has("token");
        return unclear ? Optional.empty() : Caps.unit(operation, order);
    }

    private JsonNode read(String provider) {
        try {
            return new YamlFile(home.resolve("config/providers").resolve(provider + ".yaml")).tree().path("operations");
        } catch (ConfigProblem e) {
            // Of a provider whose file is gone, or cannot be read, only what has one unit is clear.
            return MissingNode.getInstance();
        }
    }
}
