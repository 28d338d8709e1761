package dev.sluice.provider;

import dev.sluice.tls.TlsMaterial;
import dev.sluice.tls.UnusableCertificate;
import dev.sluice.tls.UnusableCertificate.Part;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is reached: whom its TLS believes, what each account proves itself with, and by which proxy.
 *
 * @param trust   certificates of those that issue the provider's; where it is none, Java's
 * @param clients the certificates of accounts that have one, by the account's name
 * @param proxy   where it is called by one
 */
public record Reach(@Nullable KeptText trust, Map<String, Client> clients, @Nullable Proxy proxy) {

    /** A client certificate, its key and, where that is encrypted, its password. */
    public record Client(KeptText certificate, KeptText key, @Nullable KeptText password) {
    }

    /**
     * What the account's connections are secured with, as it is kept now.
     *
     * @throws UnusableCertificate where a file of it cannot be read
     */
    public TlsMaterial material(String account) throws UnusableCertificate {
        TlsMaterial own = own(account);
        return new TlsMaterial(read(Part.TRUST, trust), own.certificate(), own.key(), own.password());
    }

    /** What the account proves itself with, and no more. */
    TlsMaterial own(String account) throws UnusableCertificate {
        Client client = clients.get(account);
        return new TlsMaterial(null,
                read(Part.CERTIFICATE, client == null ? null : client.certificate),
                read(Part.KEY, client == null ? null : client.key),
                read(Part.PASSWORD, client == null ? null : client.password));
    }

    private static @Nullable String read(Part part, @Nullable KeptText kept) throws UnusableCertificate {
        // PEM is ASCII; a bundle's comments may be anything.
        return kept == null ? null
                : kept.read(part == Part.PASSWORD ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)
                        .orElseThrow(() -> UnusableCertificate.unread(part));
    }
}
