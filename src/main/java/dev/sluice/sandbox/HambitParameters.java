package dev.sluice.sandbox;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The parameter tables of hambit 5.2 to 5.5, taken strictly: every value a JSON string as the tables say (the samples
 * show numbers), none empty, none that the table does not have.
 */
final class HambitParameters {

    static final HambitParameters FIAT_TO_CRYPTO = new HambitParameters()
            .required("addressTo", any()).required("chainType", oneOf("ETH", "TRON", "BSC"))
            .required("tokenType", oneOf("USDT")).required("currencyAmount", amount(BigDecimal.ONE))
            .required("currencyType", oneOf("BRL", "MXN")).required("externalOrderId", upTo(64))
            .optional("remark", upTo(255));

    static final HambitParameters CRYPTO_TO_FIAT = new HambitParameters()
            .required("tokenAmount", amount(BigDecimal.ZERO)).required("chainType", oneOf("TRON"))
            .required("addressFrom", any()).required("currencyType", oneOf("BRL"))
            .required("tokenType", oneOf("USDT")).optional("externalOrderId", upTo(64))
            .optional("notifyUrl", any()).optional("remark", upTo(255));

    /** The tables want both ids, but a client whose answer was lost has only its own: one of them is enough here. */
    static final HambitParameters QUERY = new HambitParameters()
            .optional("externalOrderId", upTo(64)).optional("orderId", any());

    private record Rule(boolean required, Predicate<String> holds) {
    }

    private final Map<String, Rule> rules = new LinkedHashMap<>();

    private HambitParameters required(String name, Predicate<String> holds) {
        rules.put(name, new Rule(true, holds));
        return this;
    }

    private HambitParameters optional(String name, Predicate<String> holds) {
        rules.put(name, new Rule(false, holds));
        return this;
    }

    /** What is wrong, naming the parameter and never its value, or empty. */
    Optional<String> refusal(FlatBody body) {
        for (String name : body.names()) {
            Rule rule = rules.get(name);
            if (rule == null) {
                return Optional.of("no such parameter: " + name);
            }
            if (body.string(name).filter(value -> !value.isEmpty() && rule.holds().test(value)).isEmpty()) {
                return Optional.of("invalid parameter: " + name);
            }
        }
        return rules.entrySet().stream()
                .filter(rule -> rule.getValue().required() && !body.names().contains(rule.getKey()))
                .map(rule -> "missing parameter: " + rule.getKey()).findFirst();
    }

    private static Predicate<String> any() {
        return value -> true;
    }

    private static Predicate<String> oneOf(String... values) {
        return Set.of(values)::contains;
    }

    private static Predicate<String> upTo(int characters) {
        return value -> value.codePointCount(0, value.length()) <= characters;
    }

    private static Predicate<String> amount(BigDecimal least) {
        return value -> value.matches("\\d{1,18}(\\.\\d{1,18})?")
                && new BigDecimal(value).signum() > 0 && new BigDecimal(value).compareTo(least) >= 0;
    }
}
