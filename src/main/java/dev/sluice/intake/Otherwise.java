package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.contract.Contract;
import dev.sluice.ledger.Elsewhere;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.text.Nearest;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a routing rule says of a second provider. Only what the family allows may be done by another one: where both did
 * it, nothing must be lost by that.
 */
final class Otherwise {

    static final String KEY = "otherwise";

    private static final Set<String> KEYS = Set.of("provider", "account");

    private final WrongKey wrong;
    private final String family;
    private final Providers providers;
    private final Contract contract;

    /** @param wrong is told the key below the rule and what is wrong there */
    Otherwise(WrongKey wrong, String family, Providers providers, Contract contract) {
        this.wrong = wrong;
        this.family = family;
        this.providers = providers;
        this.contract = contract;
    }

    /** @return nobody where something is wrong that leaves nobody */
    @Nullable
    Elsewhere read(JsonNode rule, Elsewhere first) {
        JsonNode node = rule.path(KEY);
        Set<String> allowed = contract.otherwise(family);
        if (allowed.isEmpty()) {
            wrong.accept(Rule.SECOND_PROVIDER, KEY,
                    "is not for the family " + family + ", whose requests no second provider may do");
            return null;
        }
        Collection<String> operations = texts(rule.path("when").path("operation"));
        if (operations.isEmpty() || !allowed.containsAll(operations)) {
            wrong.accept(Rule.SECOND_PROVIDER, KEY,
                    "needs when.operation: " + String.join(", ", allowed) + ", for nothing else may be done by"
                            + " a second provider");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!KEYS.contains(name)) {
                wrong.accept(Rule.SECOND_PROVIDER, KEY + "." + name, "is not a key; there are provider and account"
                        + Nearest.hint(name, KEYS));
            }
        });
        Elsewhere second = new Elsewhere(node.path("provider").asText(""), node.path("account").asText("default"));
        if (!node.isObject() || second.provider().isEmpty()) {
            wrong.accept(Rule.SECOND_PROVIDER, KEY, "must name a provider");
            return null;
        }
        String name = second.provider();
        if (!providers.isUnreadable(name) && !providers.family(name).equals(family) && !providers.names().isEmpty()) {
            wrong.accept(Rule.SECOND_PROVIDER, KEY + ".provider",
                    "there is no provider " + name + " of the family " + family
                            + " in config/providers" + Nearest.hint(name, providers.names()));
            return null;
        }
        Provider provider = providers.get(name);
        if (provider == null) {
            return null;
        }
        check(provider, second, first, operations);
        return second;
    }

    private void check(Provider provider, Elsewhere second, Elsewhere first, Collection<String> operations) {
        if (second.equals(first)) {
            wrong.accept(Rule.SECOND_PROVIDER, KEY,
                    "is " + first.provider() + " with the same account, which the rule names already");
        }
        Provider its = providers.get(first.provider());
        for (String operation : operations) {
            if (!provider.operations().containsKey(operation)) {
                wrong.accept(Rule.SECOND_PROVIDER, KEY + ".provider",
                        provider.name() + " has no operation " + operation);
            } else if (its != null && its.operations().containsKey(operation)
                    && !contract.ledgerRules(its.name(), operation)
                            .equals(contract.ledgerRules(provider.name(), operation))) {
                wrong.accept(Rule.SECOND_PROVIDER, KEY + ".provider",
                        "keeps other fields of " + operation + " masked than " + its.name()
                                + " (x-ledger), and the ledger has them as that one wants: say the same of both");
            }
        }
        if (!provider.accounts().containsKey(second.account())) {
            wrong.accept(Rule.SECOND_PROVIDER, KEY + ".account", provider.name() + " has no account " + second.account()
                    + Nearest.hint(second.account(), provider.accounts().keySet()));
        }
    }

    private static Collection<String> texts(JsonNode node) {
        Set<String> texts = new LinkedHashSet<>();
        (node.isArray() ? node : List.of(node)).forEach(value -> {
            if (value.isValueNode()) {
                texts.add(value.asText());
            }
        });
        return texts;
    }
}
