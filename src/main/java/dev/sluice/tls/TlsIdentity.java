package dev.sluice.tls;

import dev.sluice.signing.PrivateKeys;
import dev.sluice.tls.UnusableCertificate.Part;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What connections are secured with: whom this side believes, and what it proves itself with. Each is equal to itself
 * alone, so that a connection that was made with one is never taken for one of another.
 */
public final class TlsIdentity {

    private static final byte[] PROBE = {1};

    private final SSLContext context;
    private final List<X509Certificate> trusted;
    private final List<X509Certificate> own;

    private TlsIdentity(SSLContext context, List<X509Certificate> trusted, List<X509Certificate> own) {
        this.context = context;
        this.trusted = trusted;
        this.own = own;
    }

    /** @throws UnusableCertificate where something of it cannot be read, or does not belong together */
    public static TlsIdentity of(TlsMaterial material) throws UnusableCertificate {
        List<X509Certificate> trusted = certificates(Part.TRUST, material.trusted());
        List<X509Certificate> own = certificates(Part.CERTIFICATE, material.certificate());
        try {
            KeyManager[] keys = own.isEmpty() ? new KeyManager[0]
                    : new KeyManager[]{new OneKey(key(material, own.get(0).getPublicKey()), own)};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted.isEmpty() ? null : believing(trusted), null);
            return new TlsIdentity(context, trusted, own);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<X509Certificate> certificates(Part part, @Nullable String text) throws UnusableCertificate {
        try {
            return text == null ? List.of() : Pem.certificates(text);
        } catch (GeneralSecurityException e) {
            throw UnusableCertificate.of(part, "holds no certificate in PEM, or one that cannot be read");
        }
    }

    private static TrustManager[] believing(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        for (X509Certificate one : trusted) {
            store.setCertificateEntry(String.valueOf(store.size()), one);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static PrivateKey key(TlsMaterial material, PublicKey certified) throws UnusableCertificate {
        String pem = material.key() == null ? null : Pem.privateKey(material.key()).orElse(null);
        if (pem == null) {
            throw UnusableCertificate.of(Part.KEY, "holds no private key in PEM");
        }
        boolean encrypted = pem.contains("ENCRYPTED");
        if (encrypted && material.password() == null) {
            throw UnusableCertificate.of(Part.KEY, "is encrypted, and no password of it is set");
        }
        PrivateKey key;
        try {
            key = PrivateKeys.of(pem, certified.getAlgorithm(), material.password());
        } catch (GeneralSecurityException e) {
            throw UnusableCertificate.of(Part.KEY, encrypted
                    ? "cannot be decrypted by its password, or is not of the kind that the certificate needs"
                    : "is no " + certified.getAlgorithm() + " key that can be read (PKCS#8, PKCS#1 or SEC 1), which"
                            + " the certificate needs");
        }
        if (!isPair(key, certified)) {
            throw UnusableCertificate.of(Part.KEY, "is not the key of the certificate");
        }
        return key;
    }

    /** Files that are replaced one after the other may belong to two certificates. */
    private static boolean isPair(PrivateKey key, PublicKey certified) {
        try {
            Signature signature = Signature.getInstance(switch (certified.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> certified.getAlgorithm();
            });
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** @throws UnusableCertificate where this side would prove itself with what is not valid yet */
    public void checkBegun(Instant now) throws UnusableCertificate {
        for (X509Certificate one : own) {
            Instant begin = one.getNotBefore().toInstant();
            if (begin.isAfter(now)) {
                throw UnusableCertificate.of(Part.CERTIFICATE, "is not valid before " + begin);
            }
        }
    }

    /** @throws UnusableCertificate where this side would prove itself with what is not valid any more */
    public void checkNotEnded(Instant now) throws UnusableCertificate {
        for (X509Certificate one : own) {
            Instant end = one.getNotAfter().toInstant();
            if (now.isAfter(end)) {
                throw UnusableCertificate.of(Part.CERTIFICATE, "ended at " + end);
            }
        }
    }

    public SSLContext context() {
        return context;
    }

    /** Whom this side believes; none where those are Java's. */
    public List<X509Certificate> trusted() {
        return trusted;
    }

    /** What this side proves itself with, the certificate itself first; none where it does not. */
    public List<X509Certificate> own() {
        return own;
    }
}
