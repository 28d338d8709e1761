package dev.sluice.cli.dead;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.Problem;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.YamlFile;
import dev.sluice.contract.Contract;
import dev.sluice.contract.WrongFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The members that are masked or left out by some operation of some provider, or in its results. */
final class MaskedMembers {

    private MaskedMembers() {
    }

    /**
     * @return {@code masked} or {@code never}, by the member's name in lower case
     * @throws Problem where the provider files cannot be read: without them nobody knows what must be masked
     */
    static Map<String, String> read(Path home) {
        Path folder = home.resolve("config/providers");
        Map<String, JsonNode> files = new HashMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            paths.filter(path -> path.toString().endsWith(".yaml")).forEach(path -> files
                    .put(path.getFileName().toString().replaceFirst("\\.yaml$", ""), new YamlFile(path).tree()));
            return members(files, new Contract("contract", files));
        } catch (IOException | ConfigProblem | WrongFields e) {
            throw Problem.failed("what must be masked stands in " + folder + ", which cannot be read: " + e.getMessage()
                    + ". Mend it, or run this where Sluice runs.", e);
        }
    }

    private static Map<String, String> members(Map<String, JsonNode> files, Contract contract) {
        Map<String, String> members = new HashMap<>();
        files.forEach((provider, file) -> {
            file.path("operations").fieldNames().forEachRemaining(operation -> contract.ledgerRules(provider, operation)
                    .forEach((member, rule) -> put(members, member, rule)));
            file.path("answers").path("masked").forEach(member -> put(members, member.asText(), "masked"));
        });
        return members;
    }

    private static void put(Map<String, String> members, String member, String rule) {
        String name = member.substring(member.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        members.merge(name, rule, (one, other) -> one.equals("never") ? one : other);
    }
}
