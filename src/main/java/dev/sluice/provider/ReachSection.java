package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.tls.TlsIdentity;
import dev.sluice.tls.UnusableCertificate;
import dev.sluice.tls.UnusableCertificate.Part;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how a provider is reached, and looks at the certificates that there are. */
final class ReachSection {

    /** Credentials that every account may have, and that its connections alone need. */
    static final List<String> CREDENTIALS = List.of(Part.CERTIFICATE.key(), Part.KEY.key(), Part.PASSWORD.key());

    private static final Duration SOON = Duration.ofDays(30);
    private static final String TRUST_FILE = "trust-file";

    private final ProviderFile file;
    private final JsonNode tree;
    private final ProviderSettings settings;
    private final Clock clock;

    /** @param tree the whole file */
    ReachSection(ProviderFile file, JsonNode tree, ProviderSettings settings, Clock clock) {
        this.file = file;
        this.tree = tree;
        this.settings = settings;
        this.clock = clock;
    }

    Reach read(Set<String> accounts) {
        KeptText trust = tree.path(TRUST_FILE).asText("").isBlank() ? null
                : settings.kept("trust", tree.path(TRUST_FILE).asText());
        Map<String, Reach.Client> clients = new LinkedHashMap<>();
        for (String account : accounts) {
            KeptText certificate = kept(account, Part.CERTIFICATE);
            KeptText key = kept(account, Part.KEY);
            KeptText password = kept(account, Part.PASSWORD);
            if (certificate != null && key != null) {
                clients.put(account, new Reach.Client(certificate, key, password));
            } else if (certificate != null) {
                lacks(account, Part.CERTIFICATE, Part.KEY);
            } else if (key != null || password != null) {
                lacks(account, key == null ? Part.PASSWORD : Part.KEY, Part.CERTIFICATE);
            }
        }
        Reach reach = new Reach(trust, clients);
        // One more than there are: that of accounts without a certificate of their own.
        Set<String> looked = new LinkedHashSet<>(clients.keySet());
        looked.add("");
        looked.forEach(account -> look(reach, account));
        return reach;
    }

    private @Nullable KeptText kept(String account, Part part) {
        String key = "accounts." + account + "." + part.key();
        return settings.kept(key, tree.path("accounts").path(account).path(part.key() + "-file").asText(""));
    }

    private void lacks(String account, Part has, Part needs) {
        String prefix = "accounts." + account + ".";
        file.wrong(Rule.UNUSABLE_CREDENTIAL, place(prefix + has.key()),
                "needs " + needs.key() + " (" + needs.key() + "-file) beside it");
    }

    private void look(Reach reach, String account) {
        try {
            TlsIdentity identity = TlsIdentity.of(reach.material(account));
            if (account.isEmpty()) {
                ends("trust", identity.trusted(), "");
            } else {
                ends("accounts." + account + "." + Part.CERTIFICATE.key(), identity.client(),
                        "; once it has ended, the account's calls are not sent");
            }
        } catch (UnusableCertificate e) {
            boolean ofProvider = e.part() == Part.TRUST;
            if (ofProvider != account.isEmpty()) {
                return;
            }
            String place = place(ofProvider ? "trust" : "accounts." + account + "." + e.part().key());
            if (e.isUnread()) {
                file.note(Rule.UNREADABLE_CREDENTIAL, place, e.reason());
            } else {
                file.wrong(Rule.UNUSABLE_CREDENTIAL, place, e.reason());
            }
        }
    }

    /** Of several it tells the one that ends first. */
    private void ends(String key, List<X509Certificate> certificates, String then) {
        certificates.stream().min(Comparator.comparing(X509Certificate::getNotAfter)).ifPresent(first -> {
            Instant end = first.getNotAfter().toInstant();
            Duration left = Duration.between(clock.instant(), end);
            if (left.compareTo(SOON) < 0) {
                file.note(Rule.ENDING_CERTIFICATE, place(key), "the certificate of "
                        + first.getSubjectX500Principal().getName() + (left.isNegative() ? " ended at " : " ends at ")
                        + end + (left.isNegative() ? "" : ", in " + left.toDays() + " days" + then));
            }
        });
    }

    /** The key as it is set: a text, or a file that holds it. */
    private String place(String key) {
        return settings.value(key) == null ? key + "-file" : key;
    }
}
