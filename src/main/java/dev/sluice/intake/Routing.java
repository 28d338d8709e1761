package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.YamlFile;
import dev.sluice.contract.Contract;
import dev.sluice.ledger.Elsewhere;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The operator's rules in {@code config/routing.yaml} for requests that name no provider: the first rule of the family
 * whose {@code when} holds names the provider, and the account where the request names none.
 */
public class Routing {

    /**
     * Where a rule sends a request.
     *
     * @param account   where the rule names one
     * @param otherwise who does it where that one certainly did nothing, if anybody
     */
    public record Target(String provider, @Nullable String account, @Nullable Elsewhere otherwise) {
    }

    private record Choice(Map<String, Set<String>> when, Target target) {
    }

    private static final Set<String> KEYS = Set.of("when", "provider", "account", "otherwise", "description");

    private final Map<String, List<Choice>> rules = new LinkedHashMap<>();

    /** Reads the rules; tells of each that cannot be used, and leaves it out. */
    public Routing(Path path, Providers providers, Contract contract, Mistakes mistakes) {
        mistakes.result(() -> new YamlFile(path))
                .ifPresent(file -> file.tree().properties().forEach(family -> mistakes.of(() -> {
                    if (!contract.families().contains(family.getKey())) {
                        throw file.problem(Rule.ROUTING_RULE, family.getKey(),
                                "is not a family; there are " + String.join(", ", contract.families())
                                        + Nearest.hint(family.getKey(), contract.families()));
                    }
                    if (family.getValue().isNull()) {
                        return;
                    }
                    if (!family.getValue().isArray()) {
                        throw file.problem(Rule.ROUTING_RULE, family.getKey(), "must be a list of rules");
                    }
                    List<Choice> read = new ArrayList<>();
                    int at = 0;
                    boolean always = false;
                    for (JsonNode rule : family.getValue()) {
                        String key = family.getKey() + "." + at++;
                        if (always) {
                            mistakes.add(
                                    file.mistake(Rule.NEVER_HOLDS, key,
                                            "is never reached, for a rule before it has no when and holds"
                                                    + " always"));
                        }
                        always |= rule.path("when").isEmpty() && rule.isObject();
                        mistakes.result(
                                () -> rule(new Place(file, key, mistakes), family.getKey(), rule, providers, contract))
                                .ifPresent(read::add);
                    }
                    rules.put(family.getKey(), read);
                })));
    }

    /** The place for a request without a provider, empty where no rule holds. */
    public Optional<Target> route(String family, JsonNode request) {
        return rules.getOrDefault(family, List.of()).stream().filter(rule -> holds(rule, request)).findFirst()
                .map(Choice::target);
    }

    private static boolean holds(Choice rule, JsonNode request) {
        return rule.when().entrySet().stream().allMatch(condition -> {
            JsonNode value = request;
            for (String member : condition.getKey().split("\\.", 0)) {
                value = value.path(member);
            }
            return value.isValueNode() && condition.getValue().contains(value.asText());
        });
    }

    /** Where a rule stands. */
    private record Place(YamlFile file, String key, Mistakes mistakes) {

        void wrong(Rule rule, String below, String reason) {
            mistakes.add(file.mistake(rule, below.isEmpty() ? key : key + "." + below, reason));
        }
    }

    private static Choice rule(Place place, String family, JsonNode rule, Providers providers, Contract contract) {
        rule.fieldNames().forEachRemaining(name -> {
            if (!KEYS.contains(name)) {
                place.wrong(Rule.ROUTING_RULE, name,
                        "is not a key of a rule; there are when, provider, account, otherwise, description"
                                + Nearest.hint(name, KEYS));
            }
        });
        String name = rule.path("provider").asText("");
        Provider provider = providers.get(name);
        String account = rule.path("account").asText(null);
        if (!rule.isObject() || name.isEmpty()) {
            place.wrong(Rule.ROUTING_RULE, "", "must name a provider");
        } else if (!providers.isUnreadable(name) && !providers.family(name).equals(family)
                && !providers.names().isEmpty()) {
            place.wrong(Rule.ROUTING_RULE, "provider",
                    "there is no provider " + name + " of the family " + family + " in config/providers"
                            + Nearest.hint(name, providers.names()));
        } else if (account != null && provider != null
                && !provider.accounts().containsKey(account)) {
            place.wrong(Rule.ROUTING_RULE, "account", name + " has no account " + account
                    + Nearest.hint(account, provider.accounts().keySet()));
        }
        boolean whole = !providers.names().isEmpty() && providers.names().stream().noneMatch(providers::isMisshapen);
        return new Choice(when(place, family, rule.path("when"), provider, providers, contract, whole),
                new Target(
                        name, account, rule.has(Otherwise.KEY)
                                ? new Otherwise(place::wrong, family, providers, contract)
                                        .read(rule, new Elsewhere(name, account == null ? "default" : account))
                                : null));
    }

    private static Map<String, Set<String>> when(Place place, String family, JsonNode conditions,
            @Nullable Provider provider, Providers providers,
            Contract contract, boolean whole) {
        Map<String, Set<String>> when = new LinkedHashMap<>();
        if (!conditions.isObject() && !conditions.isMissingNode()) {
            place.wrong(Rule.ROUTING_RULE, "when",
                    "must be a mapping of a request's members to values, such as order.currency: BRL");
        }
        conditions.properties().forEach(condition -> {
            String key = "when." + condition.getKey();
            Set<String> values = new HashSet<>();
            (condition.getValue().isArray() ? condition.getValue() : List.of(condition.getValue()))
                    .forEach(value -> values.add(value.asText()));
            if (condition.getValue().isObject()) {
                place.wrong(Rule.ROUTING_RULE, key,
                        "must be a value or a list of values; write nested members with dots");
            } else if (condition.getKey().equals("provider")) {
                place.wrong(Rule.NEVER_HOLDS, key, "never holds, for only requests that name no provider are routed");
            } else if (condition.getValue().isArray() && condition.getValue().isEmpty()) {
                place.wrong(Rule.NEVER_HOLDS, key, "never holds, for it lists no value");
            } else if (provider != null && contract.mayHave(family, condition.getKey())
                    && !contract.mayHave(family, provider.name(), condition.getKey())) {
                place.wrong(Rule.NEVER_HOLDS, key, "is no member that a request for " + provider.name() + " can have");
            } else if (whole && !condition.getKey().startsWith("metadata.")
                    && !contract.mayHave(family, condition.getKey())) {
                place.wrong(Rule.NEVER_HOLDS, key, "is no member that a request of this family can have"
                        + Nearest.hint(condition.getKey(), contract.places(family)));
            } else if (provider != null && condition.getKey().equals("operation")) {
                values.stream().filter(operation -> !provider.operations().containsKey(operation))
                        .forEach(operation -> place.wrong(Rule.ROUTING_RULE, key,
                                provider.name() + " has no operation " + operation
                                        + Nearest.hint(operation, provider.operations().keySet())));
            } else if (provider != null) {
                Set<String> possible = possible(providers.tree(provider.name()), condition.getKey());
                values.stream().filter(value -> !possible.isEmpty() && !possible.contains(value))
                        .forEach(value -> place.wrong(Rule.NEVER_HOLDS, key,
                                "has " + Shown.line(value, 100) + ", which no request for " + provider.name()
                                        + " can have there: it is one of " + String.join(", ", possible)
                                        + (value.matches("true|false") ? "; put it in quotes" : "")
                                        + Nearest.hint(value, possible)));
            }
            when.put(condition.getKey(), values);
        });
        return when;
    }

    /** The values that a field of requests can have, where each operation that has it lists them; else none. */
    private static Set<String> possible(JsonNode file, String member) {
        Set<String> possible = new TreeSet<>();
        String field = member.substring(member.indexOf('.') + 1);
        if (!member.contains(".") || field.contains(".")) {
            return possible;
        }
        for (JsonNode operation : file.path("operations")) {
            for (JsonNode properties : operation.path("fields").findValues("properties")) {
                if (properties.has(field) && !properties.path(field).has("enum")) {
                    return Set.of();
                }
                properties.path(field).path("enum").forEach(value -> possible.add(value.asText()));
            }
        }
        return possible;
    }
}
