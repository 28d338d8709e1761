package dev.sluice.signing;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import org.jspecify.annotations.Nullable;

/** Private keys in the forms in which they are handed out, for others than those who sign. */
public final class PrivateKeys {

    private PrivateKeys() {
    }

    /**
     * @param pem      PKCS#8, also encrypted, PKCS#1 or SEC 1
     * @param kind     as certificates of such a key name it: {@code RSA}, {@code EC}, {@code EdDSA}
     * @param password where it is encrypted
     */
    public static PrivateKey of(String pem, String kind, @Nullable String password) throws GeneralSecurityException {
        Algorithm algorithm = switch (kind) {
            case "RSA" -> Algorithm.RSA_SHA256;
            case "EC" -> Algorithm.ECDSA_SHA256;
            case "EdDSA" -> Algorithm.ED25519;
            default -> throw new InvalidKeySpecException("another kind");
        };
        return (PrivateKey) new PairKeys(algorithm, true, password).pem(pem);
    }
}
