package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Mistakes;
import dev.sluice.config.YamlFile;
import dev.sluice.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a provider says how much an account has, as its file says. */
class BalanceTest {

    private static final String LOW = "sluice.providers.messagehub.accounts.default.limits.low-balance";
    private static final String OPERATIONS = """
            operations:
              balance: {path: /balance, reads: true, body: {id: "{requestId}", key: "{credential:key}"}}
              later: {path: "", reads: true}
              payout: {path: /payout}
              named: {path: "/balance/{order.account}", reads: true}
              numbered: {path: /balance, reads: true, query: {id: "{requestId}"}}
              asking: {path: /balance, reads: true, fields: {required: [account]}}
            """;

    @TempDir
    private Path folder;

    @Test
    void oneBalanceIsInNoCurrencyWhereTheProviderNamesNone() {
        Balance balance = GivenProviders.shipped(Map.of()).get("messagehub").balance();
        assertThat(balance.operation()).isEqualTo("balance");
        assertThat(balance.in(Json.own("{\"balance\": \"7845.3500\"}")))
                .isEqualTo(Map.of(Balance.UNNAMED, new BigDecimal("7845.3500")));
        assertThat(balance.in(Json.own("{\"balance\": -0.05}")))
                .isEqualTo(Map.of(Balance.UNNAMED, new BigDecimal("-0.05")));
        assertThat(balance.in(Json.own("{\"balance\": \"7,845\"}"))).isEmpty();
        assertThat(balance.in(Json.own("{}"))).isEmpty();
    }

    @Test
    void aListHasOneOfEachCurrencyAndWhatStandsThereTwiceIsNotKnown() throws IOException {
        Balance balance = Balance.of(file("{operation: balance, list: /all, amount: /sum, currency: /in}", ""));
        assertThat(balance.in(Json.own("""
                {"all": [{"in": "EUR", "sum": "10250.75"}, {"in": "BRL", "sum": "0.00"}, {"in": "USD", "sum": "much"},
                    {"in": "MXN", "sum": "1"}, {"in": "MXN", "sum": "2"}, {"in": "MXN", "sum": "3"}]}
                """))).isEqualTo(Map.of("EUR", new BigDecimal("10250.75"), "BRL", new BigDecimal("0.00")));
        assertThat(balance.in(Json.own("{\"all\": \"none\"}"))).isEmpty();
    }

    @Test
    void minorUnitsAreOfTheirCurrency() throws IOException {
        Balance balance = Balance.of(file(
                "{operation: balance, list: /all, amount: /sum, currency: /in, minor-units: true}",
                "minor-units: {EUR: 2}"));
        assertThat(balance.in(Json.own("""
                {"all": [{"in": "EUR", "sum": "1250"}, {"in": "JPY", "sum": "1250"}]}
                """))).isEqualTo(Map.of("EUR", new BigDecimal("12.50")));
    }

    @Test
    void anAccountHasThresholdsOfItsOwnAndNoneIsWatchedWithoutOne() {
        assertThat(GivenProviders.shipped(Map.of()).get("messagehub").account("default").lowBalance()).isEmpty();
        assertThat(GivenProviders.shipped(Map.of(LOW, "{\"*\": \"100.00\"}")).get("messagehub").account("default")
                .lowBalance()).isEqualTo(Map.of(Balance.UNNAMED, new BigDecimal("100.00")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "messagehub | {\"EUR\": \"100\"} | can have",
            "messagehub | {\"*\": \"1e2\"} | must be an amount in quotes",
            "hambit     | {\"BRL\": \"100\"} | needs balance of the file"})
    void aThresholdThatCannotBeComparedIsToldAtTheStart(String provider, String low, String told) {
        Mistakes mistakes = new Mistakes();
        new Providers(GivenProviders.FOLDER,
                GivenProviders.config(Map.of(LOW.replace("messagehub", provider), low)), Map.of(), mistakes);
        assertThat(mistakes.all()).anySatisfy(mistake -> assertThat(mistake.toString()).contains(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{operation: balnce, amount: /a}   | | balance.operation is balnce, which is no operation of the file; did you mean balance?",
            "{operation: payout, amount: /a}   | | balance.operation is payout, which does more than to read",
            "{operation: named, amount: /a}    | | balance.operation is named, which needs more than a requestId in its body",
            "{operation: numbered, amount: /a} | | balance.operation is numbered, which needs more than a requestId in its body",
            "{operation: asking, amount: /a}   | | balance.operation is asking, which needs more than a requestId in its body",
            "{operation: later, amount: /a}    | limits: {low-balance: {'*': '1'}} | balance.operation is later, which has no path: set operations.later.path",
            "{operation: balance, amount: /a, minor-units: true} | minor-units: {EUR: 2} | balance.minor-units needs minor-units of the file, and a currency",
            "{operation: balance, amount: /a, currency: /c} | limits: {low-balance: {'*': '1'}} | limits.low-balance has \"*\", and the provider names currencies",
            "{operation: balance, amount: /a}  | limits: {low-balance: {EUR: '1'}} | limits.low-balance can have \"*\" alone",
            "{operation: balance, amount: /a}  | accounts: {shop: {limits: {low-balance: {EUR: '1'}}}} | accounts.shop.limits.low-balance can have \"*\" alone"})
    void whatCouldNotBeReadIsAMistake(String balance, String line, String told) throws IOException {
        assertThat(wrong(balance, line == null ? "" : line)).singleElement().asString().startsWith(told);
    }

    @Test
    void whatAnAccountHasOfItsProviderIsToldOnce() throws IOException {
        assertThat(wrong("{operation: balance, amount: /a}", "limits: {low-balance: {EUR: '1'}}\n"
                + "accounts: {one: {limits: {low-balance: {EUR: '2'}}}, two: {limits: {low-balance: {EUR: '1'}}}}"))
                .singleElement().asString().startsWith("limits.low-balance ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{operation: balance, amount: /a} | limits: {low-balance: {'*': '1'}}",
            "{operation: later, amount: /a}   |",
            "{operation: balance, amount: /a, currency: /c} | limits: {low-balance: {EUR: '1', BRL: '5'}}"})
    void whatCanBeReadIsNone(String balance, String line) throws IOException {
        assertThat(wrong(balance, line == null ? "" : line)).isEmpty();
    }

    private List<String> wrong(String balance, String line) throws IOException {
        List<String> wrong = new ArrayList<>();
        boolean sound = new BalanceRules(file(balance, line), (rule, key, reason) -> wrong.add(key + " " + reason))
                .check();
        assertThat(sound).isEqualTo(wrong.isEmpty());
        return wrong;
    }

    private JsonNode file(String balance, String line) throws IOException {
        return new YamlFile(Files.writeString(folder.resolve("demo.yaml"),
                "balance: " + balance + "\n" + OPERATIONS + line + "\n")).tree();
    }
}
