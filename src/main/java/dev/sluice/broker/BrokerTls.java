package dev.sluice.broker;

import dev.sluice.config.ConfigProblem;
import dev.sluice.tls.CertificateMeters;
import dev.sluice.tls.KeptIdentity;
import dev.sluice.tls.TlsFiles;
import dev.sluice.tls.UnusableCertificate;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.eclipse.microprofile.config.Config;

/**
 * What connections of the broker are secured with: those of clients to the embedded one, or Sluice's own to an external
 * one. Its files are read again while it runs.
 */
@Singleton
public class BrokerTls {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final TlsFiles files;
    private final boolean required;
    private final Clock clock;
    private final KeptIdentity kept;

    /** @throws ConfigProblem where its files cannot be used */
    @Inject
    BrokerTls(Config config) {
        this(BrokerTlsSettings.files(Path.of(""), config), BrokerTlsSettings.isEmbedded(config),
                BrokerTlsSettings.areRequired(config), Clock.systemUTC());
    }

    BrokerTls(TlsFiles files, boolean embedded, boolean required, Clock clock) {
        this.files = files;
        this.required = required;
        this.clock = clock;
        // Commands of this machine prove themselves with the broker's own certificate.
        kept = new KeptIdentity("the broker's connections",
                () -> embedded && files.trusted().isPresent() ? files.read().believingItself() : files.read(), clock);
        if (isOn()) {
            context();
        }
    }

    /** Connections in the clear. */
    static BrokerTls none() {
        return new BrokerTls(TlsFiles.NONE, false, false, Clock.systemUTC());
    }

    void count(@Observes BeforeStart event, MeterRegistry metrics) {
        if (files.certificate().isPresent()) {
            CertificateMeters.count(metrics, "", "", "broker-certificate", () -> kept.now().own(), clock);
        }
        if (files.trusted().isPresent()) {
            CertificateMeters.count(metrics, "", "", "broker-trust", () -> kept.now().trusted(), clock);
        }
    }

    boolean isOn() {
        return !files.equals(TlsFiles.NONE);
    }

    /** What a connection is to be secured with that is made now. */
    SSLContext context() {
        try {
            return kept.now().context();
        } catch (UnusableCertificate e) {
            throw new ConfigProblem("setting " + BrokerTlsSettings.of(e.part()) + ": " + e.reason());
        }
    }

    /** The broker's side of a connection that a client has begun. */
    SSLEngine engine() {
        SSLEngine engine = context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(VERSIONS);
        if (files.trusted().isPresent()) {
            if (required) {
                engine.setNeedClientAuth(true);
            } else {
                engine.setWantClientAuth(true);
            }
        }
        return engine;
    }

    /** The client's side of connections, as the broker's client takes it. */
    Optional<Supplier<SSLContext>> client() {
        return isOn() ? Optional.of(this::context) : Optional.empty();
    }
}
