package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.given.Authority;
import dev.sluice.given.Authority.Issued;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the broker's certificates is refused at the start, and what is noted. */
class BrokerTlsSettingsTest {

    private static final String BROKER = "sluice.broker.";

    @TempDir
    private Path folder;
    private final Map<String, String> settings = new HashMap<>(Map.of(BROKER + "embedded", "true"));
    private Authority ours;

    @BeforeEach
    void make() throws Exception {
        ours = new Authority("ours");
        certificate(ours.issue("localhost"));
    }

    @Test
    void whatFitsIsTaken() throws Exception {
        assertThat(look().areNone()).isTrue();
        file("trust-file", ours.pem());
        settings.put(BROKER + "client-certificates", "wanted");
        assertThat(look().areNone()).isTrue();
        assertThat(look().notes()).isEmpty();
    }

    @Test
    void oneWithoutTheOtherIsRefused() throws Exception {
        settings.remove(BROKER + "key-file");
        isRefused("certificate-file", "needs sluice.broker.key-file beside it");
        settings.remove(BROKER + "certificate-file");
        settings.put(BROKER + "key-password", "x");
        isRefused("key-password", "needs sluice.broker.certificate-file beside it");
        settings.remove(BROKER + "key-password");
        file("key-file", ours.issue("x").keyPem());
        isRefused("key-file", "needs sluice.broker.certificate-file beside it");
        settings.remove(BROKER + "key-file");
        file("trust-file", ours.pem());
        isRefused("trust-file", "without sluice.broker.certificate-file clients come in the clear");
        settings.remove(BROKER + "trust-file");
        settings.put(BROKER + "client-certificates", "required");
        isRefused("client-certificates", "needs sluice.broker.trust-file");
    }

    @Test
    void whatCannotBeUsedIsRefused() throws Exception {
        file("key-file", ours.issue("other").keyPem());
        isRefused("key-file", "is not the key of the certificate");
        Files.delete(folder.resolve("key-file"));
        isRefused("key-file", "its file cannot be read, or is empty (" + folder.resolve("key-file") + ")");
        settings.put(BROKER + "key-file", "-----BEGIN PRIVATE KEY-----c2VjcmV0");
        assertThat(look().all().toString()).contains("its file cannot be read").doesNotContain("c2VjcmV0");
        certificate(ours.issue("localhost", Duration.ofDays(-1)));
        isRefused("certificate-file", "ended at ");
        certificate(ours.later("localhost"));
        isRefused("certificate-file", "is not valid before ");
        file("certificate-file", "-----BEGIN CERTIFICATE-----\nTWlz");
        isRefused("certificate-file", "holds no certificate in PEM");
    }

    @Test
    void oneThatSoonEndsIsNoted() throws Exception {
        certificate(ours.issue("localhost", Duration.ofDays(20)));
        file("trust-file", ours.pem() + new Authority("old", Duration.ofDays(-2)).pem());
        Mistakes told = look();
        assertThat(told.areNone()).isTrue();
        assertThat(told.notes()).allMatch(note -> note.rule() == Rule.ENDING_CERTIFICATE).extracting(Mistake::toString)
                .satisfiesExactlyInAnyOrder(
                        note -> assertThat(note).contains("certificate-file", "ends at", "in 19 days"),
                        note -> assertThat(note).contains("trust-file", "ended at"));
    }

    @Test
    void atAnExternalBrokerTheyNeedTls() throws Exception {
        settings.put(BROKER + "embedded", "false");
        settings.put(BROKER + "url", "tcp://broker:61616");
        isRefused("url", "begins with tcp://");
        settings.put(BROKER + "url", "(ssl://one:61617,ssl://two:61617)");
        assertThat(look().areNone()).isTrue();
        settings.put(BROKER + "url", "tcp://broker:61616?sslEnabled=true");
        assertThat(look().areNone()).isTrue();
    }

    private void isRefused(String setting, String reason) {
        assertThat(look().all()).singleElement().satisfies(mistake -> {
            assertThat(mistake.rule()).isEqualTo(Rule.UNUSABLE_SETTING);
            assertThat(mistake.toString()).contains(BROKER + setting + ": ", reason);
        });
    }

    private void certificate(Issued certificate) throws IOException {
        file("certificate-file", certificate.pem());
        file("key-file", certificate.keyPem());
    }

    private void file(String setting, String text) throws IOException {
        Files.writeString(folder.resolve(setting), text);
        settings.put(BROKER + setting, setting);
    }

    private Mistakes look() {
        Config config = new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(settings, "given", 100))
                .build();
        Mistakes mistakes = new Mistakes();
        BrokerTlsSettings.check(folder, config, Clock.systemUTC(), mistakes);
        return mistakes;
    }
}
