package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.tls.SoonEnding;
import dev.sluice.tls.TlsIdentity;
import dev.sluice.tls.UnusableCertificate;
import dev.sluice.tls.UnusableCertificate.Part;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
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

    private static final String TRUST_FILE = "trust-file";
    private static final String PROXY = "proxy-";
    /** The one key of this section that only settings have. */
    static final String PROXY_PASSWORD = PROXY + "password";

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
        String trusted = text(TRUST_FILE);
        KeptText trust = trusted == null ? null : settings.kept("trust", trusted);
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
        Reach reach = new Reach(trust, clients, proxy());
        // One more than there are: that of accounts without a certificate of their own.
        Set<String> looked = new LinkedHashSet<>(clients.keySet());
        looked.add("");
        looked.forEach(account -> look(reach, account));
        return reach;
    }

    private @Nullable Proxy proxy() {
        String url = text("proxy");
        String username = text(PROXY + "username");
        KeptText password = settings.kept(PROXY_PASSWORD, text(PROXY_PASSWORD + "-file"));
        if ((username == null) != (password == null)) {
            file.wrong(Rule.UNUSABLE_CREDENTIAL, username == null ? place(PROXY_PASSWORD) : PROXY + "username",
                    "needs " + (username == null ? PROXY + "username" : PROXY_PASSWORD) + " beside it");
        }
        if (url == null) {
            return null;
        }
        URI uri = address(url);
        if (uri == null) {
            return null;
        }
        if (password != null && password.read().isEmpty()) {
            file.note(Rule.UNREADABLE_CREDENTIAL, place(PROXY_PASSWORD), "its file cannot be read, or is empty");
        }
        List<String> except = new ArrayList<>();
        tree.path("no-proxy").forEach(host -> except.add(host.asText()));
        return new Proxy(uri.getHost(), uri.getPort(), username, password, except);
    }

    /** Its host may be none that Java knows how to call, such as one with an underscore. */
    private @Nullable URI address(String url) {
        String fault;
        try {
            URI uri = new URI(url).parseServerAuthority();
            if (uri.getHost() != null && uri.getPort() >= 1 && uri.getPort() <= 65_535) {
                return uri;
            }
            fault = uri.getPort() < 0 ? "must have a host and a port: http://host:port"
                    : "has a port that there is not";
        } catch (URISyntaxException e) {
            fault = "must have a host and a port, http://host:port, and cannot be read (" + e.getReason() + ")";
        }
        file.wrong(Rule.UNUSABLE_ADDRESS, "proxy", fault);
        return null;
    }

    private @Nullable String text(String key) {
        String text = tree.path(key).asText("");
        return text.isBlank() ? null : text;
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
            // Each by itself: what the one lacks must not hide what is wrong with the other.
            TlsIdentity identity = TlsIdentity.of(account.isEmpty() ? reach.material("") : reach.own(account));
            if (account.isEmpty()) {
                ends("trust", identity.trusted(), "");
            } else {
                ends("accounts." + account + "." + Part.CERTIFICATE.key(), identity.own(),
                        "; once it has ended, the account's calls are not sent");
                begins(account, identity);
            }
        } catch (UnusableCertificate e) {
            String place = place(account.isEmpty() ? "trust" : "accounts." + account + "." + e.part().key());
            if (e.isUnread()) {
                file.note(Rule.UNREADABLE_CREDENTIAL, place, e.reason());
            } else {
                file.wrong(Rule.UNUSABLE_CREDENTIAL, place, e.reason());
            }
        }
    }

    private void begins(String account, TlsIdentity identity) {
        try {
            identity.checkBegun(clock.instant());
        } catch (UnusableCertificate e) {
            file.note(Rule.ENDING_CERTIFICATE, place("accounts." + account + "." + e.part().key()),
                    e.reason() + "; until then the account's calls are not sent");
        }
    }

    private void ends(String key, List<X509Certificate> certificates, String then) {
        SoonEnding.of(certificates, clock.instant(), then)
                .ifPresent(told -> file.note(Rule.ENDING_CERTIFICATE, place(key), told));
    }

    /** The key as it is set: a text, or a file that holds it. */
    private String place(String key) {
        return settings.isGiven(key) ? key : key + "-file";
    }
}
