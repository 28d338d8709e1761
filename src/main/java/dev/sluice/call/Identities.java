package dev.sluice.call;

import dev.sluice.outcome.CannotSend;
import dev.sluice.provider.Provider;
import dev.sluice.tls.CertificateMeters;
import dev.sluice.tls.KeptIdentity;
import dev.sluice.tls.TlsIdentity;
import dev.sluice.tls.TlsMaterial;
import dev.sluice.tls.UnusableCertificate;
import dev.sluice.tls.UnusableCertificate.Part;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
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
        try {
            TlsIdentity identity = kept(provider, account).now();
            // With TLS 1.3 the provider would refuse it when the request has left: nobody could know what became of it.
            identity.checkNotEnded(clock.instant());
            return identity;
        } catch (UnusableCertificate e) {
            throw new CannotSend(e.part().key(), e.reason(), true);
        }
    }

    /** @param names of providers, or of their accounts as {@code <provider>/<account>}, that begin anew */
    void forget(Predicate<String> names) {
        kept.keySet().removeIf(names);
    }

    /** Tells how long certificates last: that of each account, and of those that are believed the first to end. */
    void count(String name, MeterRegistry metrics) {
        Provider provider = providers.apply(name);
        if (provider != null) {
            provider.reach().clients().keySet().forEach(account -> CertificateMeters.count(metrics, name, account,
                    Part.CERTIFICATE.key(), () -> kept(name, account).now().own(), clock));
            if (provider.reach().trust() != null) {
                CertificateMeters.count(metrics, name, SHARED, Part.TRUST.key(),
                        () -> kept(name, SHARED).now().trusted(), clock);
            }
        }
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
