package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigProblem;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final String REQUEST = ".request.schema.json";

    @Test
    void aFamilyWithoutATimeOfItsOwnIsKeptLikeTheOthers() {
        Config config = config(Map.of(Retention.KEEP, "90d", "sluice.ledger.keep.otp", "7d",
                "sluice.ledger.keep.orders", " "));

        assertThat(Retention.of(config))
                .isEqualTo(new Retention(Duration.ofDays(90), Map.of("otp", Duration.ofDays(7))));
        assertThat(Retention.setting(config, "otp")).isEqualTo("sluice.ledger.keep.otp");
        assertThat(Retention.setting(config, "orders")).isEqualTo(Retention.KEEP);
    }

    @Test
    void everyFamilyOfTheContractMayHaveOne() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/contract"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(REQUEST))
                    .map(name -> name.replace(REQUEST, "")))
                    .isNotEmpty().allSatisfy(family -> {
                        String setting = Retention.KEEP + "." + family;
                        assertThat(Retention.setting(config(Map.of(setting, "7d")), family)).isEqualTo(setting);
                    });
        }
    }

    @Test
    void oneThatIsNoneIsToldByItsName() {
        assertThatThrownBy(() -> Retention.of(config(Map.of(Retention.KEEP, "90d", "sluice.ledger.keep.otp", "soon"))))
                .isInstanceOf(ConfigProblem.class).hasMessageStartingWith("setting sluice.ledger.keep.otp: must be a");
    }

    private static Config config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(settings, "test", 100)).build();
    }
}
