package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.config.WrongKey;
import dev.sluice.contract.Template;
import dev.sluice.text.Nearest;
import dev.sluice.text.Shown;
import java.util.Set;
import java.util.TreeSet;

/** That a balance which is to be watched can be read, and be compared with what is set. */
final class BalanceRules {

    private static final String REQUEST_ID = "requestId";

    private final JsonNode file;
    private final JsonNode node;
    private final WrongKey wrong;
    private boolean sound = true;

    BalanceRules(JsonNode file, WrongKey wrong) {
        this.file = file;
        this.node = file.path(Balance.KEY);
        this.wrong = wrong;
    }

    /** Tells what is wrong; whether nothing is. */
    boolean check() {
        Set<String> low = low("limits", file, Set.of());
        file.path("accounts").properties()
                .forEach(account -> low("accounts." + account.getKey() + ".limits", account.getValue(), low));
        if (file.has(Balance.KEY)) {
            operation();
            if (node.path("minor-units").asBoolean(false) && (!file.has("minor-units") || !namesCurrency())) {
                tell(Balance.KEY + ".minor-units",
                        "needs minor-units of the file, and a currency, to know the digits of each");
            }
        }
        return sound;
    }

    /**
     * @param  told what was looked at already, for an account has what its provider has
     * @return      the currencies that are listed
     */
    private Set<String> low(String key, JsonNode holder, Set<String> told) {
        Set<String> currencies = new TreeSet<>();
        holder.path("limits").path(Balance.LOW).fieldNames().forEachRemaining(currencies::add);
        String where = key + "." + Balance.LOW;
        if (currencies.isEmpty() || told.containsAll(currencies)) {
            return currencies;
        }
        boolean any = currencies.contains(Balance.UNNAMED);
        if (!file.has(Balance.KEY)) {
            tell(where, "needs balance of the file, which says where the provider tells it");
        } else if (namesCurrency() && any) {
            tell(where, "has \"*\", and the provider names currencies (balance.currency): list each that is watched");
        } else if (!namesCurrency() && (!any || currencies.size() > 1)) {
            tell(where, "can have \"*\" alone, for balance.currency does not say where the provider names one");
        }
        return currencies;
    }

    private void operation() {
        String name = node.path("operation").asText();
        JsonNode operations = file.path("operations");
        JsonNode operation = operations.path(name);
        if (!operations.has(name)) {
            operation("is " + Shown.line(name, 100) + ", which is no operation of the file"
                    + Nearest.hint(name, ProviderShape.names(operations)));
        } else if (!operation.path("reads").asBoolean(false)) {
            operation("is " + name + ", which does more than to read: name one with reads: true");
        } else if (!operation.path("fields").path("required").isEmpty() || asksForMore(operation)) {
            operation("is " + name + ", which needs more than a requestId in its body, and nobody is there to give it");
        } else if (operation.path("path").asText("none").isEmpty() && isWatched()) {
            operation("is " + name + ", which has no path: set operations." + name + ".path");
        }
    }

    /** Whether it names what only a request has. A number for it can be made up, where it stands in the body. */
    private static boolean asksForMore(JsonNode operation) {
        Set<String> places = Template.sent(operation);
        places.removeIf(place -> place.startsWith("credential:"));
        if (Template.places(operation.path("body")).contains(REQUEST_ID)
                && !Template.places(operation.path("path")).contains(REQUEST_ID)
                && !Template.places(operation.path("query")).contains(REQUEST_ID)
                && !Template.places(operation.path("headers")).contains(REQUEST_ID)) {
            places.remove(REQUEST_ID);
        }
        return !places.isEmpty();
    }

    private boolean isWatched() {
        return !file.path("limits").path(Balance.LOW).isEmpty() || file.path("accounts").properties().stream()
                .anyMatch(account -> !account.getValue().path("limits").path(Balance.LOW).isEmpty());
    }

    private boolean namesCurrency() {
        return !node.path("currency").asText("").isEmpty();
    }

    private void operation(String reason) {
        tell(Balance.KEY + ".operation", reason);
    }

    private void tell(String key, String reason) {
        sound = false;
        wrong.accept(Rule.WRONG_VALUE, key, reason);
    }
}
