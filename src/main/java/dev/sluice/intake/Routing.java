package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.YamlFile;
import dev.sluice.contract.Contract;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's rules in {@code config/routing.yaml} for requests that name no provider: the first rule of the family
 * whose {@code when} holds names the provider, and the account where the request names none.
 */
@Singleton
public class Routing {

    /** Where a rule sends a request; account null where the rule names none. */
    public record Target(String provider, String account) {
    }

    private record Rule(Map<String, Set<String>> when, Target target) {
    }

    private static final Set<String> KEYS = Set.of("when", "provider", "account", "description");

    private final Map<String, List<Rule>> rules = new LinkedHashMap<>();

    @Inject
    Routing(Providers providers, Contract contract) {
        this(new YamlFile(Path.of("config", "routing.yaml")), providers, contract.families());
    }

    /** @throws ConfigProblem one line that names file, line and key of a rule that cannot be used */
    Routing(YamlFile file, Providers providers, Set<String> families) {
        file.tree().properties().forEach(family -> {
            if (!families.contains(family.getKey())) {
                throw file.problem(family.getKey(), "is not a family; there are " + String.join(", ", families));
            }
            if (!family.getValue().isArray()) {
                throw file.problem(family.getKey(), "must be a list of rules");
            }
            List<Rule> read = new ArrayList<>();
            for (JsonNode rule : family.getValue()) {
                read.add(rule(file, family.getKey(), family.getKey() + "." + read.size(), rule, providers));
            }
            rules.put(family.getKey(), read);
        });
    }

    /** The place for a request without a provider, empty where no rule holds. */
    public Optional<Target> route(String family, JsonNode request) {
        return rules.getOrDefault(family, List.of()).stream().filter(rule -> holds(rule, request)).findFirst()
                .map(Rule::target);
    }

    private static boolean holds(Rule rule, JsonNode request) {
        return rule.when().entrySet().stream().allMatch(condition -> {
            JsonNode value = request;
            for (String member : condition.getKey().split("\\.")) {
                value = value.path(member);
            }
            return value.isValueNode() && condition.getValue().contains(value.asText());
        });
    }

    private static Rule rule(YamlFile file, String family, String key, JsonNode rule, Providers providers) {
        rule.fieldNames().forEachRemaining(name -> {
            if (!KEYS.contains(name)) {
                throw file.problem(key + "." + name, "is not a key of a rule; there are when, provider, account, description");
            }
        });
        String name = rule.path("provider").asText("");
        Provider provider = providers.get(name);
        if (!rule.isObject() || name.isEmpty()) {
            throw file.problem(key, "must name a provider");
        }
        if (provider == null || !provider.family().equals(family)) {
            throw file.problem(key + ".provider", "there is no provider " + name + " of the family " + family
                    + " in config/providers");
        }
        String account = rule.path("account").asText(null);
        if (account != null && !provider.accounts().containsKey(account)) {
            throw file.problem(key + ".account", name + " has no account " + account);
        }
        Map<String, Set<String>> when = new LinkedHashMap<>();
        JsonNode conditions = rule.path("when");
        if (!conditions.isObject() && !conditions.isMissingNode()) {
            throw file.problem(key + ".when", "must be a mapping of a request's members to values, such as order.currency: BRL");
        }
        conditions.properties().forEach(condition -> {
            Set<String> values = new HashSet<>();
            (condition.getValue().isArray() ? condition.getValue() : List.of(condition.getValue()))
                    .forEach(value -> values.add(((JsonNode) value).asText()));
            if (condition.getValue().isObject()) {
                throw file.problem(key + ".when." + condition.getKey(), "must be a value or a list of values; write nested members with dots");
            }
            when.put(condition.getKey(), values);
        });
        return new Rule(when, new Target(name, account));
    }
}
