package dev.sluice.cli.doctor;

import dev.sluice.cli.Moments;
import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import dev.sluice.tls.TlsIdentity;
import dev.sluice.tls.UnusableCertificate;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a provider is reached as Sluice reaches it, how long certificates last, and what time it is there. */
final class ProviderChecks {

    private static final Duration SOON = Duration.ofDays(30);
    /** The header has whole seconds, and the answer took its time. */
    private static final Duration EXACT = Duration.ofSeconds(5);
    private static final Duration OFF = Duration.ofMinutes(1);

    private final Provider provider;
    private final Clock clock;
    private final Diagnosis diagnosis;

    ProviderChecks(Provider provider, Clock clock, Diagnosis diagnosis) {
        this.provider = provider;
        this.clock = clock;
        this.diagnosis = diagnosis;
    }

    void look() {
        Set<String> seen = new HashSet<>();
        provider.accounts().values().stream().filter(account -> provider.unusable(account.name()) == null)
                .forEach(account -> {
                    boolean own = provider.reach().clients().containsKey(account.name());
                    if (seen.add(account.baseUrl() + (own ? " " + account.name() : ""))) {
                        look(account, provider.name() + (own ? "/" + account.name() : ""));
                    }
                });
    }

    private void look(Account account, String what) {
        try {
            TlsIdentity identity = TlsIdentity.of(provider.reach().material(account.name()));
            certificates(what, "the certificate that proves Sluice", identity.own());
            certificates(what, "what trust-file holds", identity.trusted());
            ProviderAnswer answer = ProviderAnswer.of(provider, account, identity, clock);
            diagnosis.ok(what, "it is reached at " + answer.place() + (answer.proxied() ? " by its proxy" : "")
                    + " (HTTP " + answer.status() + ")");
            certificates(what, "the provider's certificate", answer.certificates());
            skew(what, answer.skew());
        } catch (UnusableCertificate e) {
            diagnosis.wrong(what, e.part().key() + ": " + e.reason() + "; see docs/deploy.md, \"TLS to providers\"");
        } catch (IOException e) {
            diagnosis.wrong(what, e.getMessage() + "; look at base-url, proxy, trust-file and the network's policy");
        }
    }

    private void certificates(String what, String which, List<X509Certificate> certificates) {
        certificates.stream().map(one -> one.getNotAfter().toInstant()).min(Comparator.naturalOrder())
                .ifPresent(end -> {
                    Instant now = clock.instant();
                    String told = which + (end.isBefore(now) ? " ended at " : " ends at ") + end;
                    if (end.isBefore(now)) {
                        diagnosis.wrong(what, told + ": renew it");
                    } else if (end.isBefore(now.plus(SOON))) {
                        diagnosis.warn(what, told + ": renew it");
                    } else {
                        diagnosis.ok(what, told);
                    }
                });
    }

    private void skew(String what, Optional<Duration> skew) {
        skew.ifPresent(off -> {
            Duration length = off.abs();
            String told = "this machine's clock is " + Moments.length(length.toMillis())
                    + (off.isNegative() ? " behind" : " ahead of") + " its";
            if (length.compareTo(EXACT) <= 0) {
                diagnosis.ok(what, "its clock and this machine's are the same");
            } else if (length.compareTo(OFF) <= 0) {
                diagnosis.warn(what, told + ": set it by NTP");
            } else {
                diagnosis.wrong(what, told + ", and signed times may be refused: set it by NTP");
            }
        });
    }
}
