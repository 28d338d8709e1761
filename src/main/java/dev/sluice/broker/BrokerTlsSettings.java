package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import dev.sluice.tls.SoonEnding;
import dev.sluice.tls.TlsFiles;
import dev.sluice.tls.TlsIdentity;
import dev.sluice.tls.UnusableCertificate;
import dev.sluice.tls.UnusableCertificate.Part;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** The settings of what connections of the broker are secured with, and what is wrong with them. */
public final class BrokerTlsSettings {

    private static final String EMBEDDED = "sluice.broker.embedded";
    private static final String URL = "sluice.broker.url";
    private static final String CLIENTS = "sluice.broker.client-certificates";

    private final Config config;
    private final TlsFiles files;
    private final Instant now;

    private BrokerTlsSettings(Config config, TlsFiles files, Instant now) {
        this.config = config;
        this.files = files;
        this.now = now;
    }

    /**
     * Tells of what cannot be used, and notes what soon cannot.
     *
     * @param home where files lie whose names say no more
     */
    public static void check(Path home, Config config, Clock clock, Mistakes mistakes) {
        mistakes.of(() -> new BrokerTlsSettings(config, files(home, config), clock.instant()).look(mistakes));
    }

    static TlsFiles files(Path home, Config config) {
        return files(home, name -> text(config, name));
    }

    /** @param home where files lie whose names say no more */
    public static TlsFiles files(Path home, Function<String, Optional<String>> settings) {
        return new TlsFiles(settings.apply(of(Part.TRUST)).map(home::resolve),
                settings.apply(of(Part.CERTIFICATE)).map(home::resolve),
                settings.apply(of(Part.KEY)).map(home::resolve), settings.apply(of(Part.PASSWORD)));
    }

    /** The setting of a part. */
    public static String of(Part part) {
        return switch (part) {
            case TRUST -> "sluice.broker.trust-file";
            case CERTIFICATE -> "sluice.broker.certificate-file";
            case KEY -> "sluice.broker.key-file";
            case PASSWORD -> "sluice.broker.key-password";
        };
    }

    static boolean isEmbedded(Config config) {
        return config.getOptionalValue(EMBEDDED, Boolean.class).orElse(false);
    }

    /** Whether no client is let in without a certificate. */
    static boolean areRequired(Config config) {
        return !"wanted".equals(text(config, CLIENTS).orElse(""));
    }

    private void look(Mistakes mistakes) {
        boolean embedded = isEmbedded(config);
        if (files.certificate().isPresent() && files.key().isEmpty()) {
            throw problem(of(Part.CERTIFICATE), "needs " + of(Part.KEY) + " beside it");
        }
        if (files.certificate().isEmpty() && (files.key().isPresent() || files.password().isPresent())) {
            throw problem(of(files.key().isPresent() ? Part.KEY : Part.PASSWORD),
                    "needs " + of(Part.CERTIFICATE) + " beside it");
        }
        if (embedded && files.certificate().isEmpty() && files.trusted().isPresent()) {
            throw problem(of(Part.TRUST), "without " + of(Part.CERTIFICATE) + " clients come in the clear, and show no"
                    + " certificate; set that too");
        }
        if (embedded && files.trusted().isEmpty() && text(config, CLIENTS).isPresent()) {
            throw problem(CLIENTS, "needs " + of(Part.TRUST) + ", the CAs that issue them");
        }
        if (!embedded && !files.equals(TlsFiles.NONE)
                && !BrokerAccess.isSecured(text(config, URL).orElse(""))) {
            throw problem(URL, "begins with tcp://, and what is not TLS has no use of " + of(files.trusted().isPresent()
                    ? Part.TRUST
                    : Part.CERTIFICATE) + "; write ssl://");
        }
        ends(mistakes);
    }

    private void ends(Mistakes mistakes) {
        try {
            TlsIdentity identity = TlsIdentity.of(files.read());
            identity.checkBegun(now);
            identity.checkNotEnded(now);
            note(Part.CERTIFICATE, identity.own(), mistakes);
            note(Part.TRUST, identity.trusted(), mistakes);
        } catch (UnusableCertificate e) {
            throw problem(of(e.part()), files.told(e));
        }
    }

    private void note(Part part, List<X509Certificate> certificates, Mistakes mistakes) {
        SoonEnding.of(certificates, now, "").ifPresent(
                told -> mistakes.note(SettingPlace.mistake(Rule.ENDING_CERTIFICATE, config, of(part), told)));
    }

    private ConfigProblem problem(String setting, String reason) {
        return new ConfigProblem(SettingPlace.mistake(Rule.UNUSABLE_SETTING, config, setting, reason));
    }

    private static Optional<String> text(Config config, String setting) {
        return config.getOptionalValue(setting, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }
}
