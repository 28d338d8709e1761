package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of an operator's file can count while Sluice runs. */
class FreshSettingsTest {

    @TempDir
    private Path home;
    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        Files.createDirectories(home.resolve("config"));
        file = home.resolve("config/application.properties");
        Files.writeString(file, "sluice.broker.port=61617\nsluice.providers.hambit.limits.rate=5\n");
    }

    private SmallRyeConfig started() throws IOException {
        return new SmallRyeConfigBuilder().addDefaultInterceptors().withProfile("prod")
                .withSources(new PropertiesConfigSource(file.toUri().toURL(), 260),
                        new PropertiesConfigSource(Map.of("sluice.providers.hambit.base-url", "http://env"), "env",
                                300))
                .build();
    }

    @Test
    void settingsOfProvidersAreReadAnewBelowThoseThatLieOverThem() throws IOException {
        Config started = started();
        Files.writeString(file, "sluice.broker.port=61617\nsluice.providers.hambit.limits.rate=7\n"
                + "sluice.providers.hambit.base-url=http://file\nsluice.providers.hambit.accounts.eu.key=k\n");
        Mistakes mistakes = new Mistakes();
        Config fresh = FreshSettings.of(started, read(), mistakes);
        assertThat(mistakes.all()).isEmpty();
        assertThat(fresh.getValue("sluice.providers.hambit.limits.rate", String.class)).isEqualTo("7");
        assertThat(fresh.getValue("sluice.providers.hambit.accounts.eu.key", String.class)).isEqualTo("k");
        assertThat(fresh.getValue("sluice.providers.hambit.base-url", String.class)).isEqualTo("http://env");
    }

    @Test
    void whatFilesSayOfProvidersIsKnownForOthers() throws IOException {
        Config started = started();
        Files.writeString(file, "sluice.providers.hambit.limits.rate=5\n# the same\nsluice.broker.port=61617\n");
        assertThat(FreshSettings.ofProviders(read().sources())).isEqualTo(FreshSettings.ofProviders(started));
        Files.writeString(file, "sluice.providers.hambit.limits.rate=7\n");
        assertThat(FreshSettings.ofProviders(read().sources())).isNotEqualTo(FreshSettings.ofProviders(started));
    }

    @Test
    void anotherSettingNeedsARestartAndItsLineIsTold() throws IOException {
        Config started = started();
        Files.writeString(file, "sluice.providers.hambit.limits.rate=5\nsluice.broker.port=61618\n");
        Mistakes mistakes = new Mistakes();
        FreshSettings.of(started, read(), mistakes);
        assertThat(mistakes.all()).singleElement().extracting(Mistake::toString).asString()
                .contains("config/application.properties:2:").contains("sluice.broker.port: is other than at the start"
                        + " and needs a restart");
    }

    @Test
    void oneThatIsTakenAwayNeedsARestartToo() throws IOException {
        Config started = started();
        Files.delete(file);
        Mistakes mistakes = new Mistakes();
        FreshSettings.of(started, read(), mistakes);
        assertThat(mistakes.all()).singleElement().extracting(Mistake::key).isEqualTo("sluice.broker.port");
    }

    @Test
    void aFileThatIsBeingWrittenIsKnownByIt() throws IOException {
        SettingFiles read = read();
        assertThat(read.areAsRead()).isTrue();
        Config started = started();
        Files.writeString(file, "sluice.broker.port=61617\n");
        assertThat(read.areAsRead()).isFalse();
        assertThat(FreshSettings.of(started, read, new Mistakes()).getValue("sluice.providers.hambit.limits.rate",
                String.class)).as("what was read counts").isEqualTo("5");
        Files.delete(file);
        assertThat(read().areAsRead()).isTrue();
        assertThat(read.areAsRead()).isFalse();
    }

    private SettingFiles read() throws IOException {
        return SettingFiles.read(home, List.of("prod"));
    }

    @Test
    void aSettingThatStandsInBothFilesIsAsItWas() throws IOException {
        Path profile = home.resolve("config/application-prod.properties");
        Files.writeString(profile, "sluice.broker.port=61618\n");
        Config started = new SmallRyeConfigBuilder().addDefaultInterceptors().withProfile("prod")
                .withSources(new PropertiesConfigSource(file.toUri().toURL(), 260),
                        new PropertiesConfigSource(profile.toUri().toURL(), 261))
                .build();
        Mistakes mistakes = new Mistakes();
        FreshSettings.of(started, read(), mistakes);
        assertThat(mistakes.all()).isEmpty();
        Files.writeString(file, "sluice.broker.port=61619\n");
        FreshSettings.of(started, read(), mistakes);
        assertThat(mistakes.all()).as("what counts is the same").isEmpty();
        Files.writeString(profile, "sluice.broker.port=61619\n");
        FreshSettings.of(started, read(), mistakes);
        assertThat(mistakes.all()).hasSize(1);
    }
}
