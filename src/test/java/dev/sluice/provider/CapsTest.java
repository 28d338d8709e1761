package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Mistakes;
import dev.sluice.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How large an order may be. */
class CapsTest {

    private static final String CAP = "sluice.providers.hambit.limits.amount";

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            100.00, BRL, -
            100, BRL, -
            0.01, BRL, -
            100.01, BRL, 'order.amount: must be no more than 100 BRL, which limits.amount of the account says'
            100.000000000000000001, BRL, 'order.amount: must be no more than 100 BRL, which limits.amount of the account says'
            999999999999999999, BRL, 'order.amount: must be no more than 100 BRL, which limits.amount of the account says'
            1e1, BRL, 'order.amount: must be no more than 100 BRL, which limits.amount of the account says'
            -5, BRL, 'order.amount: must be no more than 100 BRL, which limits.amount of the account says'
            x, BRL, 'order.amount: must be no more than 100 BRL, which limits.amount of the account says'
            1, MXN, 'order.currency: must be one of those that limits.amount of the account lists'
            1, brl, 'order.currency: must be one of those that limits.amount of the account lists'
            """)
    void anOrderIsComparedInItsOwnCurrency(String amount, String currency, String fault) {
        assertThat(fault("{\"BRL\": \"100\", \"USDT\": \"7\"}", "fiat-to-crypto", amount, currency)).isEqualTo(fault);
    }

    @Test
    void anOrderWhoseAmountIsATokensIsComparedInThat() {
        String cap = "{\"BRL\": \"1000\", \"USDT\": \"7\"}";
        assertThat(fault(cap, "crypto-to-fiat", "7.00", "BRL")).isNull();
        assertThat(fault(cap, "crypto-to-fiat", "7.01", "BRL")).contains("7 USDT");
        assertThat(fault("{\"BRL\": \"1000\"}", "crypto-to-fiat", "1", "BRL")).startsWith("order.token: ");
    }

    @Test
    void whatIsNotListedHasTheCapOfAllOthers() {
        String cap = "{\"BRL\": \"100\", \"*\": \"5.5\"}";
        assertThat(fault(cap, "fiat-to-crypto", "5.50", "MXN")).isNull();
        assertThat(fault(cap, "fiat-to-crypto", "5.51", "MXN")).contains("5.5 MXN");
        assertThat(fault(cap, "fiat-to-crypto", "99", "BRL")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"brl", "BRL ", "BR-L", "", "?", "*", "Brl"})
    void anotherSpellingIsNoneOfAllOthers(String currency) {
        assertThat(fault("{\"BRL\": \"100\", \"*\": \"500\"}", "fiat-to-crypto", "5", currency))
                .startsWith("order.currency: must be one of those");
    }

    @Test
    void anOrderOfAnOperationWithoutACurrencyIsOfAllOthers() {
        Provider hambit = hambit(Map.of(CAP, "{\"*\": \"5.5\"}"));
        ObjectNode request = Json.object();
        request.putObject("order").put("amount", "5.51");
        Operation operation = hambit.operation("fiat-to-crypto");
        assertThat(hambit.account("default").caps().fault(operation, request)).contains("no more than 5.5,");
        request.withObject("/order").putNull("currency");
        assertThat(hambit.account("default").caps().fault(operation, request)).startsWith("order.currency: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"required":["amount","currency"],"properties":{"amount":{"type":"string"},"currency":{"const":"BRL"}}} |
            {"required":["amount","currency"],"properties":{"amount":{"$ref":"#/$defs/a"},"currency":{"$ref":"#/$defs/c"}},"$defs":{"a":{"type":"string"},"c":{"enum":["BRL"]}}} |
            {"required":["currency"],"properties":{"amount":{"type":"string"},"currency":{"const":"BRL"}}} | must require an amount
            {"required":["amount","currency"],"properties":{"amount":{"type":"number"},"currency":{"const":"BRL"}}} | must require an amount
            {"required":["amount","currency"],"properties":{"amount":{"type":"string"},"currency":{"type":"string"}}} | must require a currency of a list
            {"required":["amount"],"properties":{"amount":{"type":"string"},"currency":{"enum":["BRL","MXN"]}}} | must require a currency of a list
            {"required":["amount","token"],"properties":{"amount":{"type":"string"},"token":{"type":"string"}}} | must require a token of a list
            {"required":["amount"],"properties":{"amount":{"type":"string"}}} | has no currency
            """)
    void anOperationWhoseOrdersCouldGetPastACapIsToldAtTheStart(String fields, String fault) throws Exception {
        ObjectNode file = (ObjectNode) Json.own("{}");
        file.putObject("limits").putObject("daily-amount").put("BRL", "100");
        file.putObject("operations").putObject("pay").set("fields", Json.own(fields));
        List<String> wrong = new ArrayList<>();
        new CapRules(file, (rule, key, reason) -> wrong.add(key + " " + reason))
                .check(Map.of("pay", hambit(Map.of()).operation("fiat-to-crypto")));
        if (fault == null) {
            assertThat(wrong).isEmpty();
        } else {
            assertThat(wrong).singleElement().asString().startsWith("operations.pay.fields " + fault)
                    .contains("limits.daily-amount");
        }
        file.remove("limits");
        wrong.clear();
        new CapRules(file, (rule, key, reason) -> wrong.add(key + " " + reason))
                .check(Map.of("pay", hambit(Map.of()).operation("fiat-to-crypto")));
        assertThat(wrong).isEmpty();
    }

    /** As an OTP is no order: its file and line are told. */
    @Test
    void aCapOfAProviderWhoseOrdersHaveNoAmountIsToldAtItsFields() {
        Mistakes mistakes = new Mistakes();
        new Providers(Path.of("config/providers"),
                GivenProviders.config(Map.of("sluice.providers.messagehub.accounts.default.limits.amount",
                        "{\"*\": \"5\"}")),
                Map.of(), mistakes);
        assertThat(mistakes.all()).anySatisfy(mistake -> assertThat(mistake.toString())
                .containsPattern("messagehub\\.yaml:\\d+:\\d+: operations\\.\\S+\\.fields: must require an amount"));
    }

    @Test
    void withoutACapOrWithoutAnAmountNothingIsWrong() {
        assertThat(fault(null, "fiat-to-crypto", "999999999999999999", "BRL")).isNull();
        Provider hambit = hambit(Map.of(CAP, "{\"BRL\": \"0\"}"));
        assertThat(hambit.account("default").caps().fault(hambit.operation("fiat-to-crypto"), Json.object())).isNull();
        assertThat(fault("{\"BRL\": \"0\"}", "order-status", "1", "BRL")).isNull();
    }

    @Test
    void anAccountHasItsOwn() {
        Provider hambit = hambit(Map.of(CAP, "{\"BRL\": \"100\"}",
                "sluice.providers.hambit.accounts.shop.limits.amount", "{\"BRL\": \"10\"}",
                "sluice.providers.hambit.accounts.shop.access-key", "key"));
        assertThat(fault(hambit, "default", "fiat-to-crypto", "11", "BRL")).isNull();
        assertThat(fault(hambit, "shop", "fiat-to-crypto", "11", "BRL")).isNotNull();
        assertThat(fault(hambit, "gone", "fiat-to-crypto", "101", "BRL")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"BRL\": 100}", "{\"BRL\": \"1e5\"}", "{\"BRL\": \"-1\"}", "{\"BRL\": \"01\"}",
            "{\"brl\": \"1\"}",
            "{\"BRL\": \"\"}", "100"})
    void whatIsNoCapIsToldAtTheStart(String cap) {
        Mistakes mistakes = new Mistakes();
        Map<String, String> settings = Map.of(CAP, cap);
        new Providers(Path.of("config/providers"), GivenProviders.config(settings), Map.of(), mistakes);
        assertThat(mistakes.all()).anySatisfy(mistake -> assertThat(mistake.toString()).contains("limits.amount"));
    }

    private static String fault(String cap, String operation, String amount, String currency) {
        return fault(hambit(cap == null ? Map.of() : Map.of(CAP, cap)), "default", operation, amount, currency);
    }

    private static String fault(Provider hambit, String account, String operation, String amount, String currency) {
        ObjectNode request = Json.object();
        request.putObject("order").put("amount", amount).put("currency", currency).put("token", "USDT");
        return hambit.account(account).caps().fault(hambit.operation(operation), request);
    }

    private static Provider hambit(Map<String, String> settings) {
        return GivenProviders.shipped(new HashMap<>(settings)).get("hambit");
    }
}
