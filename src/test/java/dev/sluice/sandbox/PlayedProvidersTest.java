package dev.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlayedProvidersTest {

    @TempDir
    private Path folder;

    @Test
    void aProviderWithoutABaseUrlSettingIsPlayedWithTheCredentialsOfItsDouble() {
        Provider hambit = providers(GivenProviders.FOLDER,
                Map.of("sluice.providers.hambit.accounts.default.access-key", "real",
                        "sluice.providers.hambit.accounts.shop7.access-key", "real"),
                Map.of("SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_DEFAULT_SECRET_KEY", "real"))
                .get("hambit");
        assertThat(hambit.baseUrl()).isEqualTo("http://127.0.0.1:8081/sandbox/hambit");
        assertThat(hambit.unusable("default")).isNull();
        Sandbox.credentials("hambit")
                .forEach((name, value) -> assertThat(hambit.account("default").credential(name)).isEqualTo(value));
        assertThat(hambit.account("shop7").credential("access-key")).isEqualTo("real");
    }

    @Test
    void aProviderWithABaseUrlSettingIsNotPlayed() {
        for (Provider hambit : new Provider[]{
                providers(GivenProviders.FOLDER, Map.of("sluice.providers.hambit.base-url", "https://hambit.test"),
                        Map.of()).get("hambit"),
                providers(GivenProviders.FOLDER, Map.of(),
                        Map.of("SLUICE_PROVIDERS_HAMBIT_BASE_URL", "https://hambit.test")).get("hambit")}) {
            assertThat(hambit.baseUrl()).isEqualTo("https://hambit.test");
            assertThat(hambit.account("default").credentials()).isNotEmpty()
                    .allSatisfy(name -> assertThat(hambit.account("default").credential(name)).isNull());
        }
    }

    @Test
    void nothingIsPlayedWhenItIsOff() {
        providers(GivenProviders.FOLDER, Map.of("sluice.sandbox.enabled", "false"), Map.of()).all()
                .forEach(provider -> {
                    assertThat(provider.baseUrl()).doesNotContain("sandbox");
                    assertThat(provider.unusable("default")).isNotNull();
                });
    }

    /** Real orders would be made while everybody takes them for played. */
    @ParameterizedTest
    @ValueSource(strings = {"accounts.shop7", "operations.fiat-to-crypto", "calls.ping"})
    void anAddressBesideTheDoubleIsRefused(String part) {
        Mistakes mistakes = new Mistakes();
        Map<String, String> own = Map.of("sluice.providers.hambit." + part + ".base-url", "https://hambit.test");
        new Providers(GivenProviders.FOLDER, config(own, Map.of()), Map.of(), mistakes);
        assertThat(mistakes.all()).singleElement().asString().contains(part + ".base-url", "is played by a double");
    }

    /** It has nobody's orders and no key that is worth anything. */
    @Test
    void aDoubleElsewhereNeedsNoTls() {
        assertThat(providers(GivenProviders.FOLDER, Map.of("sluice.sandbox.url", "http://elsewhere:8080/sandbox"),
                Map.of()).get("htp").baseUrl())
                .isEqualTo("http://elsewhere:8080/sandbox/htp");
    }

    @Test
    void onlyWhatItHasADoubleOfIsPlayed() throws IOException {
        Files.writeString(folder.resolve("demo.yaml"),
                Files.readString(GivenProviders.FOLDER.resolve("hambit.yaml")).replaceFirst("(?m)^base-url:.*",
                        "base-url: https://demo.test"));
        Providers providers = providers(folder, Map.of(), Map.of());
        assertThat(providers.get("demo").baseUrl()).isEqualTo("https://demo.test");
        assertThat(providers.get("demo").unusable("default")).contains("has no credentials");
        assertThat(providers.names()).containsExactly("demo");
    }

    /** The sandbox sets the same key, and what is wrong stands in the file all the same. */
    @Test
    void aMistakeInTheFileIsToldAtItsPlaceInTheFile() throws IOException {
        Files.writeString(folder.resolve("hambit.yaml"),
                Files.readString(GivenProviders.FOLDER.resolve("hambit.yaml")).replace("  default: {}",
                        "  default:\n    secret-key: x"));
        assertThat(mistakes(folder)).singleElement().asString().startsWith(folder + "/hambit.yaml:")
                .contains("accounts.default.secret-key");
    }

    private static List<Mistake> mistakes(Path folder) {
        Mistakes mistakes = new Mistakes();
        new Providers(folder, config(Map.of(), Map.of()), Map.of(), mistakes);
        return mistakes.all();
    }

    private static Providers providers(Path folder, Map<String, String> settings, Map<String, String> environment) {
        Mistakes mistakes = new Mistakes();
        Providers providers = new Providers(folder, config(settings, environment), environment, mistakes);
        assertThat(mistakes.all()).isEmpty();
        return providers;
    }

    private static SmallRyeConfig config(Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of("sluice.sandbox.enabled", "TRUE", "quarkus.http.port", "8081",
                "sluice.sandbox.url", "http://127.0.0.1:${quarkus.http.port:8080}/sandbox"));
        all.putAll(settings);
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withSources(new PlayedProviders()).withSources(
                new PropertiesConfigSource(all, "application.properties", 250), new EnvConfigSource(environment, 300))
                .build();
    }
}
