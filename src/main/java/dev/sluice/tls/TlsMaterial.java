package dev.sluice.tls;

import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys as they were read at one moment, in PEM.
 *
 * @param trusted     whom it is believed that they issued the other side's certificate; none: whom Java believes
 * @param certificate what this side proves itself with, the certificate itself first, then those that issued it
 * @param key         that certificate's
 * @param password    of the key, where it is encrypted
 */
public record TlsMaterial(@Nullable String trusted, @Nullable String certificate, @Nullable String key,
        @Nullable String password) {

    /** Java's trust, and nothing that this side proves itself with. */
    public static final TlsMaterial NONE = new TlsMaterial(null, null, null, null);

    /** The same, which believes this side's own certificate too, as it is and whoever issued it. */
    public TlsMaterial believingItself() {
        String own = certificate == null ? "" : Pem.first(certificate);
        return new TlsMaterial(trusted == null ? own : trusted + "\n" + own, certificate, key, password);
    }

    @Override
    public String toString() {
        return "certificates and keys";
    }
}
