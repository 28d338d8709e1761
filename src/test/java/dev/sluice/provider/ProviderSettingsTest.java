package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigProblem;
import dev.sluice.route.ProviderPlaceholders;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key of a provider file is a setting too, in properties and in the environment. */
class ProviderSettingsTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("demo.yaml"), ProviderFileTest.SOUND);
    }

    @Test
    void aSettingLiesOverTheFileAndTheEnvironmentOverBoth() {
        assertThat(properties("base-url", "https://p.test").baseUrl()).isEqualTo("https://p.test");
        assertThat(environment("BASE_URL", "https://e.test").baseUrl()).isEqualTo("https://e.test");
        assertThat(providers(Map.of("sluice.providers.demo.base-url", "https://p.test"),
                Map.of("SLUICE_PROVIDERS_DEMO_BASE_URL", "https://e.test")).baseUrl()).isEqualTo("https://e.test");
        assertThat(properties("base-url", " ").baseUrl()).as("set to nothing is not set")
                .isEqualTo("https://demo.test");
    }

    @Test
    void numbersSwitchesDurationsAndListsAreSetAsText() {
        assertThat(environment("LIMITS_CONCURRENCY", "3").account("default").concurrency()).isEqualTo(3);
        assertThat(environment("ENABLED", "false").unusable("default")).contains("is switched off");
        assertThat(environment("POLL_FIRST_DELAY", "7s").account("default").poll().delay(1)).isBetween(5_600L, 8_400L);
        assertThat(environment("POLL_FACTOR", "2.5").account("default").poll().factor()).isEqualByComparingTo("2.5");
        assertThat(environment("ANSWERS_NO_SUCH_ORDER", "404, 405").answers().noSuchOrder())
                .containsExactlyInAnyOrder("404", "405");
        assertThat(environment("OPERATIONS_CREATE_PATH", "/v2/create").path("create")).isEqualTo("/v2/create");
        assertThat(properties("answers.codes.300.kind", "failed").answers().codes().get("300").kind().name())
                .isEqualTo("FAILED");
    }

    /** It would count as not set, and the file's or the sandbox's value in its place. */
    @Test
    void aSettingThatNamesAVariableThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> properties("base-url", "https://${NO_SUCH_HOST}/x")).isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("sluice.providers.demo.base-url: names a variable");
        assertThat(
                environment("ACCOUNTS_DEFAULT_SECRET_KEY", "a${b}c").accounts().get("default").credential("secret-key"))
                .isEqualTo("a${b}c");
        assertThat(providers(Map.of(), Map.of("SLUICE_PROVIDERS_DEMO_PROXY", "http://proxy.test:1",
                "SLUICE_PROVIDERS_DEMO_PROXY_USERNAME", "sluice", "SLUICE_PROVIDERS_DEMO_PROXY_PASSWORD", "a${b}c"))
                .reach().proxy().password().read()).contains("a${b}c");
        assertThatThrownBy(() -> providers(Map.of("%prod.sluice.providers.demo.base-ulr", "x"), Map.of()))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("there is no such setting");
    }

    @Test
    void whatTheFileLeavesOutCanBeSet() {
        assertThat(environment("OPERATIONS_CREATE_ENABLED", "false").unusableOperation("create"))
                .contains("is switched off");
        assertThat(environment("ANSWERS_CODES_OUTRANK_HTTP", "true").answers().codesOutrankHttp()).isTrue();
        assertThat(providers(
                Map.of("sluice.providers.demo.operations.create.repeats", "3",
                        "sluice.providers.demo.operations.create.lost", "repeat"),
                Map.of()).operations().get("create").repeats()).isEqualTo(3);
        assertThat(providers(Map.of(), Map.of("SLUICE_PROVIDERS_DEMO_BASE_URL", "http://10.0.0.7",
                "SLUICE_PROVIDERS_DEMO_PLAIN_HTTP", "true")).baseUrl()).isEqualTo("http://10.0.0.7");
    }

    @Test
    void allOfAnObjectIsSetAsJson() {
        assertThat(environment("ANSWERS_CODES", "{\"77\": {\"kind\": \"failed\", \"category\": \"LIMIT\"}}").answers()
                .codes()).containsOnlyKeys("77");
        assertThat(properties("answers.codes", "{\"77\": {\"kind\": \"failed\"}}").answers().codes())
                .containsOnlyKeys("77");
        assertThatThrownBy(() -> properties("answers.codes", "{\"77\"")).isInstanceOf(ConfigProblem.class)
                .hasMessage("setting sluice.providers.demo.answers.codes: must be a JSON object");
    }

    @Test
    void aListOfSectionsIsSetAsJson() throws IOException {
        Files.writeString(folder.resolve("demo.yaml"), ProviderFileTest.SOUND + """
                webhook:
                  signature: {message: {body: raw}, algorithm: HMAC-MD5, key: {credential: secret-key}, headers: {s: "{signature}"}}
                  places: {order-id: /id}
                  acknowledge: ok
                """);
        assertThat(properties("webhook.inside", "[{\"at\": \"/a\"}, {\"at\": \"/a/b\"}]").webhook().inside())
                .hasSize(2);
        for (String none : new String[]{"[{\"at\": \"/a\"}", "/a,/b", "[{}]"}) {
            assertThatThrownBy(() -> properties("webhook.inside", none)).isInstanceOf(ConfigProblem.class)
                    .hasMessageContaining("webhook.inside");
        }
    }

    @ParameterizedTest
    @CsvSource({"accounts.shop7.limits.rate,0", "accounts.default.breaker.open,soon", "breaker.failures,0",
            "limits.concurrency,many", "limits.concurrency,1.5", "limits.rate,0", "enabled,perhaps",
            "poll.first-delay,soon",
            "base-url,demo.test", "operations.create.lost,forget", "answers.codes.300.kind,ignored"})
    void aSettingThatCannotBeUsedIsNamedAsASetting(String key, String value) {
        assertThatThrownBy(() -> properties(key, value)).isInstanceOf(ConfigProblem.class)
                .satisfies(e -> assertThat(e.getMessage()).startsWith("setting sluice.providers.demo." + key + ": ")
                        .doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-ulr", "limits.concurency", "accounts.default.limits.rat", "accounts.default.enabled",
            "accounts.default.acces-key", "accounts.Default.access-key", "operations.create"})
    void aSettingThatDoesNotExistIsRefused(String key) {
        assertThatThrownBy(() -> properties(key, "x")).isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("sluice.providers.demo." + key)
                .hasMessageContaining("there is no such setting");
    }

    @Test
    void anEnvironmentVariableThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> environment("BASE_ULR", "x")).isInstanceOf(ConfigProblem.class)
                .hasMessage("environment SLUICE_PROVIDERS_DEMO_BASE_ULR: there is no such setting; did you mean"
                        + " SLUICE_PROVIDERS_DEMO_BASE_URL?");
        assertThatThrownBy(() -> providers(Map.of(), Map.of("SLUICE_PROVIDERS_DEMOO_ENABLED", "false")))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("SLUICE_PROVIDERS_DEMOO_ENABLED");
    }

    /** Only the file says which names there are. */
    @ParameterizedTest
    @CsvSource({"limits.amount,BRL", "limits.daily-amount,BRL", "limits.low-balance,BRL",
            "accounts.default.limits.amount,BRL", "accounts.shop7.limits.amount,BRL"})
    void aCurrencyThatTheFileDoesNotListIsSetWithAllOthers(String table, String currency) {
        Map<String, String> shop7 = Map.of("sluice.providers.demo.accounts.shop7.access-key", "a",
                "sluice.providers.demo.accounts.shop7.secret-key", "s");
        String setting = "sluice.providers.demo." + table;
        String variable = setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        String form = "={\"<currency>\": \"<amount>\"}";
        Map<String, String> properties = new HashMap<>(shop7);
        properties.put(setting + "." + currency, "5");
        assertThatThrownBy(() -> providers(properties, Map.of())).isInstanceOf(ConfigProblem.class)
                .hasMessage("setting " + setting + "." + currency + ": there is no such setting; all of " + table
                        + " is one setting, in JSON: " + setting + form);
        assertThatThrownBy(() -> providers(shop7, Map.of(variable + "_" + currency, "5")))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("environment " + variable + "_" + currency + ": there is no such setting; all of " + table
                        + " is one setting, in JSON: " + variable + form);
    }

    /** Also of an account that only settings name. */
    @Test
    void aTableThatTheFileDoesNotHaveIsSetAsJson() {
        String table = "sluice.providers.demo.accounts.shop7.limits.low-balance";
        String variable = "SLUICE_PROVIDERS_DEMO_LIMITS_LOW_BALANCE";
        assertThatThrownBy(() -> providers(Map.of(table, "{\"BRL\": 5}"), Map.of())).isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("accounts.shop7.limits.low-balance.BRL: must be an amount in quotes")
                .hasMessageNotContaining("there is no such setting");
        assertThatThrownBy(() -> providers(Map.of(), Map.of(variable, "5"))).isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(variable + "={\"<currency>\": \"<amount>\"}");
    }

    @Test
    void aPropertyOfAProviderThatDoesNotExistIsRefusedToo() {
        assertThatThrownBy(() -> providers(Map.of("sluice.providers.demoo.enabled", "false"), Map.of()))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("sluice.providers.demoo.enabled");
    }

    @Test
    void anAccountMayBeKnownFromTheSettingsAlone() {
        Provider provider = providers(
                Map.of("sluice.providers.demo.accounts.shop7.access-key", "a",
                        "sluice.providers.demo.accounts.shop7.secret-key", "s"),
                Map.of("SLUICE_PROVIDERS_DEMO_ACCOUNTS_SHOP8_ACCESS_KEY", "b",
                        "SLUICE_PROVIDERS_DEMO_ACCOUNTS_SHOP8_SECRET_KEY", "t"));
        assertThat(provider.accounts()).containsOnlyKeys("default", "shop7", "shop8");
        assertThat(provider.unusable("shop7")).isNull();
        assertThat(provider.unusable("shop8")).isNull();
        assertThat(provider.accounts().get("shop8").credential("access-key")).isEqualTo("b");
    }

    @Test
    void anAccountHasItsOwnLimitsKeyByKeyAndElseTheProviders() {
        Provider provider = providers(
                Map.of("sluice.providers.demo.accounts.shop7.limits.rate", "7", "sluice.providers.demo.limits.rate",
                        "70",
                        "sluice.providers.demo.accounts.shop7.poll.budget", "7h"),
                Map.of("SLUICE_PROVIDERS_DEMO_ACCOUNTS_SHOP8_LIMITS_CONCURRENCY", "8",
                        "SLUICE_PROVIDERS_DEMO_ACCOUNTS_SHOP8_BREAKER_OPEN", "8s",
                        "SLUICE_PROVIDERS_DEMO_BREAKER_FAILURES", "5"));
        Account own = provider.account("shop7");
        assertThat(own.rate()).isEqualTo(7);
        assertThat(own.concurrency()).isEqualTo(16);
        assertThat(own.poll().budget()).hasHours(7);
        assertThat(own.poll().factor()).isEqualByComparingTo("1.6");
        assertThat(own.breaker()).isEqualTo(new Breaker(5, Duration.ofSeconds(10)));
        Account other = provider.account("shop8");
        assertThat(other.rate()).isEqualTo(70);
        assertThat(other.concurrency()).isEqualTo(8);
        assertThat(other.breaker()).isEqualTo(new Breaker(5, Duration.ofSeconds(8)));
        assertThat(provider.account("default").rate()).isEqualTo(70);
        assertThat(provider.account("nobody").rate()).isEqualTo(70);
    }

    @Test
    void anAccountsOwnLimitsMayStandInTheFile() throws IOException {
        Files.writeString(folder.resolve("demo.yaml"), ProviderFileTest.SOUND.replace("default: {}",
                "default: {limits: {concurrency: 2}, breaker: {failures: 4}}"));
        Account account = properties("accounts.default.breaker.open", "4s").account("default");
        assertThat(account.concurrency()).isEqualTo(2);
        assertThat(account.rate()).isEqualTo(50);
        assertThat(account.breaker()).isEqualTo(new Breaker(4, Duration.ofSeconds(4)));
    }

    @Test
    void aFileThatSaysNothingOfABreakerHasOne() {
        assertThat(environment("ENABLED", "true").account("default").breaker())
                .isEqualTo(new Breaker(30, Duration.ofSeconds(10)));
        assertThat(properties("breaker", "{\"failures\": 3}").account("default").breaker())
                .isEqualTo(new Breaker(3, Duration.ofSeconds(10)));
    }

    @Test
    void thereAreConnectionsForAllCallsOfAllAccountsAtATime() {
        Providers providers = all(Map.of("sluice.providers.demo.accounts.shop7.limits.concurrency", "4"), Map.of());
        ProviderPlaceholders placeholders = new ProviderPlaceholders(providers);
        assertThat(placeholders.getProperty("providers.demo.accounts.default.limits.concurrency")).isEqualTo("16");
        assertThat(placeholders.getProperty("providers.demo.accounts.shop7.limits.concurrency")).isEqualTo("4");
        assertThat(placeholders.getProperty("providers.demo.accounts.gone.limits.concurrency")).isEqualTo("16");
        assertThat(placeholders.getProperty("providers.demo.limits.connections"))
                .isEqualTo(String.valueOf(2 * (16 + 4) + 2));
    }

    @Test
    void aCredentialInAFileIsReadAgainWhenTheFileChanges() throws IOException {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "first\n");
        Account account = environment("ACCOUNTS_DEFAULT_SECRET_KEY_FILE", secret.toString()).accounts().get("default");
        assertThat(account.credential("secret-key")).isEqualTo("first");
        Files.writeString(secret, "second\r\n");
        assertThat(account.credential("secret-key")).isEqualTo("second");
        assertThat(account.missing()).containsExactly("access-key");
        Files.delete(secret);
        assertThat(account.credential("secret-key")).as("while it is replaced").isEqualTo("second");
        assertThat(account.missing()).containsExactly("access-key");
    }

    @Test
    void ofAFileOnlyTheLastLineEndIsLeftOut() throws IOException {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "ends with a space \n");
        assertThat(environment("ACCOUNTS_DEFAULT_SECRET_KEY_FILE", secret.toString()).accounts().get("default")
                .credential("secret-key"))
                .isEqualTo("ends with a space ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p$ss", "p\\ss", "p$$ss", "a,b", "${nothing}x", " x y", "p\\${x}"})
    void aCredentialIsTakenAsItIsWritten(String secret) {
        assertThat(
                environment("ACCOUNTS_DEFAULT_SECRET_KEY", secret).accounts().get("default").credential("secret-key"))
                .isEqualTo(secret);
    }

    private Provider properties(String key, String value) {
        return providers(Map.of("sluice.providers.demo." + key, value), Map.of());
    }

    private Provider environment(String key, String value) {
        return providers(Map.of(), Map.of("SLUICE_PROVIDERS_DEMO_" + key, value));
    }

    private Provider providers(Map<String, String> properties, Map<String, String> environment) {
        return all(properties, environment).get("demo");
    }

    private Providers all(Map<String, String> properties, Map<String, String> environment) {
        SmallRyeConfig config = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "application.properties", 250),
                        new EnvConfigSource(environment, 300))
                .build();
        return new Providers(folder, config, environment);
    }
}
