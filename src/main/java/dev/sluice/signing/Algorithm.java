package dev.sluice.signing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What makes the signature of a message. The JDK does all of it. */
enum Algorithm implements Labelled {
    HMAC_MD5("HMAC-MD5", Kind.MAC, "HmacMD5"),
    HMAC_SHA1("HMAC-SHA1", Kind.MAC, "HmacSHA1"),
    HMAC_SHA256("HMAC-SHA256", Kind.MAC, "HmacSHA256"),
    HMAC_SHA384("HMAC-SHA384", Kind.MAC, "HmacSHA384"),
    HMAC_SHA512("HMAC-SHA512", Kind.MAC, "HmacSHA512"),
    MD5("MD5", Kind.DIGEST, "MD5"),
    SHA_1("SHA-1", Kind.DIGEST, "SHA-1"),
    SHA_256("SHA-256", Kind.DIGEST, "SHA-256"),
    SHA_384("SHA-384", Kind.DIGEST, "SHA-384"),
    SHA_512("SHA-512", Kind.DIGEST, "SHA-512"),
    RSA_SHA1("RSA-SHA1", Kind.RSA, "SHA1withRSA"),
    RSA_SHA256("RSA-SHA256", Kind.RSA, "SHA256withRSA"),
    RSA_SHA384("RSA-SHA384", Kind.RSA, "SHA384withRSA"),
    RSA_SHA512("RSA-SHA512", Kind.RSA, "SHA512withRSA"),
    RSA_PSS_SHA256("RSA-PSS-SHA256", Kind.RSA, "RSASSA-PSS"),
    RSA_PSS_SHA512("RSA-PSS-SHA512", Kind.RSA, "RSASSA-PSS"),
    ED25519("Ed25519", Kind.ED25519, "Ed25519"),
    ECDSA_SHA256("ECDSA-SHA256", Kind.EC, "SHA256withECDSA"),
    ECDSA_SHA256_P1363("ECDSA-SHA256-P1363", Kind.EC, "SHA256withECDSAinP1363Format"),
    /** The message itself, for the shared secret that some send in a header instead of a signature. */
    NONE("none", Kind.PLAIN, "");

    /** Which kind of key it takes, and whether the other side has the same one. */
    enum Kind {
        PLAIN, DIGEST, MAC, RSA, EC, ED25519;

        boolean isAsymmetric() {
            return this == RSA || this == EC || this == ED25519;
        }
    }

    private final String label;
    final Kind kind;
    private final String jcaName;

    Algorithm(String label, Kind kind, String jcaName) {
        this.label = label;
        this.kind = kind;
        this.jcaName = jcaName;
    }

    @Override
    public String label() {
        return label;
    }

    byte[] digest(byte[] message) {
        try {
            return MessageDigest.getInstance(jcaName).digest(message);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(label + " is missing in this Java", everyJdkHasIt);
        }
    }

    byte[] sign(byte[] message, @Nullable KeySource key, Material material) {
        try {
            return switch (kind) {
                case PLAIN -> message;
                case DIGEST -> digest(message);
                case MAC -> mac(needed(key).secret(material), message);
                default -> {
                    java.security.Signature signer = signer();
                    signer.initSign((PrivateKey) needed(key).pairHalf(material, kind, true));
                    signer.update(message);
                    yield signer.sign();
                }
            };
        } catch (GeneralSecurityException keyDoesNotFit) {
            throw new CannotSign(String.valueOf(key), "does not fit " + label);
        }
    }

    boolean verify(byte[] message, byte[] signature, @Nullable KeySource key, Material material) {
        if (!kind.isAsymmetric()) {
            return MessageDigest.isEqual(sign(message, key, material), signature);
        }
        java.security.Signature verifier;
        try {
            verifier = signer();
            verifier.initVerify((PublicKey) needed(key).pairHalf(material, kind, false));
            verifier.update(message);
        } catch (GeneralSecurityException keyDoesNotFit) {
            throw new CannotSign(String.valueOf(key), "does not fit " + label);
        }
        try {
            return verifier.verify(signature);
        } catch (GeneralSecurityException notEvenOfTheRightForm) {
            return false;
        }
    }

    /** Which a scheme of this algorithm has. */
    private KeySource needed(@Nullable KeySource key) {
        return Objects.requireNonNull(key, label);
    }

    byte[] mac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(jcaName);
        mac.init(new SecretKeySpec(key, jcaName));
        return mac.doFinal(message);
    }

    private java.security.Signature signer() throws GeneralSecurityException {
        java.security.Signature signer = java.security.Signature.getInstance(jcaName);
        if (this == RSA_PSS_SHA256) {
            signer.setParameter(pss("SHA-256", MGF1ParameterSpec.SHA256, 32));
        } else if (this == RSA_PSS_SHA512) {
            signer.setParameter(pss("SHA-512", MGF1ParameterSpec.SHA512, 64));
        }
        return signer;
    }

    private static AlgorithmParameterSpec pss(String digest, MGF1ParameterSpec mask, int saltLength) {
        return new PSSParameterSpec(digest, "MGF1", mask, saltLength, PSSParameterSpec.TRAILER_FIELD_BC);
    }
}
