package dev.sluice.call;

import dev.sluice.outcome.CannotSend;
import dev.sluice.provider.Provider;
import dev.sluice.tls.TlsIdentity;
import dev.sluice.tls.TlsMaterial;
import dev.sluice.tls.UnusableCertificate;
import dev.sluice.tls.UnusableCertificate.Part;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of each account are secured with. Those of a provider that prove themselves with nothing share
 * one.
 */
final class Identities {

    private static final String SHARED = "";

    private final Function<String, @Nullable Provider> providers;
    private final Clock clock;
    private final Map<String, KeptIdentity> kept = new ConcurrentHashMap<>();

    Identities(Function<String, @Nullable Provider> providers, Clock clock) {
        this.providers = providers;
        this.clock = clock;
    }

    /** @throws CannotSend where there is none that a call could be made with now */
    TlsIdentity of(String provider, String account) {
        TlsIdentity identity = kept(provider, account).now();
        identity.client().stream().map(Identities::end).filter(clock.instant()::isAfter).findFirst().ifPresent(end -> {
            // With TLS 1.3 the provider would refuse it when the request has left: nobody could know what became of it.
            throw new CannotSend(Part.CERTIFICATE.key(), "ended at " + end, true);
        });
        return identity;
    }

    /** @param names of providers, or of their accounts as {@code <provider>/<account>}, that begin anew */
    void forget(Predicate<String> names) {
        kept.keySet().removeIf(names);
    }

    /** Tells how long certificates last: that of each account, and of those that are believed the first to end. */
    void count(String name, MeterRegistry metrics) {
        Provider provider = providers.apply(name);
        if (provider != null) {
            provider.reach().clients().keySet()
                    .forEach(account -> count(name, account, Part.CERTIFICATE, TlsIdentity::client, metrics));
            if (provider.reach().trust() != null) {
                count(name, SHARED, Part.TRUST, TlsIdentity::trusted, metrics);
            }
        }
    }

    private void count(String provider, String account, Part part,
            Function<TlsIdentity, List<X509Certificate>> certificates, MeterRegistry metrics) {
        Gauge.builder("sluice.certificate.expires", () -> seconds(provider, account, certificates))
                .description("How long a certificate lasts; less than nothing where it has ended").baseUnit("seconds")
                .tag("provider", provider).tag("account", account).tag("of", part.key()).register(metrics);
    }

    private double seconds(String provider, String account,
            Function<TlsIdentity, List<X509Certificate>> certificates) {
        try {
            return certificates.apply(kept(provider, account).now()).stream().map(Identities::end)
                    .min(Comparator.naturalOrder())
                    .map(end -> (double) Duration.between(clock.instant(), end).toSeconds()).orElse(Double.NaN);
        } catch (CannotSend e) {
            return Double.NaN;
        }
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private KeptIdentity kept(String provider, String account) {
        Provider known = providers.apply(provider);
        String own = known != null && known.reach().clients().containsKey(account) ? account : SHARED;
        return kept.computeIfAbsent(provider + "/" + own, name -> new KeptIdentity(own.isEmpty() ? provider : name,
                () -> material(provider, own), clock));
    }

    private TlsMaterial material(String provider, String account) throws UnusableCertificate {
        Provider known = providers.apply(provider);
        return known == null ? TlsMaterial.NONE : known.reach().material(account);
    }
}
