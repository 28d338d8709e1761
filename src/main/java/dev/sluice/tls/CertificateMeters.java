package dev.sluice.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Tells all the time how long certificates last, as they are kept at the moment. */
public final class CertificateMeters {

    /** Gives certificates, of which the first to end counts. */
    public interface Kept {
        List<X509Certificate> now() throws UnusableCertificate;
    }

    private CertificateMeters() {
    }

    /** @param of what they are for */
    public static void count(MeterRegistry metrics, String provider, String account, String of, Kept kept,
            Clock clock) {
        Gauge.builder("sluice.certificate.expires", () -> seconds(kept, clock.instant()))
                .description("How long a certificate lasts; less than nothing where it has ended").baseUnit("seconds")
                .tag("provider", provider).tag("account", account).tag("of", of).register(metrics);
    }

    private static double seconds(Kept kept, Instant now) {
        try {
            return kept.now().stream().map(one -> one.getNotAfter().toInstant()).min(Comparator.naturalOrder())
                    .map(end -> (double) Duration.between(now, end).toSeconds()).orElse(Double.NaN);
        } catch (UnusableCertificate e) {
            return Double.NaN;
        }
    }
}
