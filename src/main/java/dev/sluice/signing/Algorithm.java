package dev.sluice.signing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What makes the signature or the digest of a message. The JDK does all of it but SM2 and SM3. */
enum Algorithm implements Labelled {
    HMAC_MD5("HMAC-MD5", Kind.MAC, "HmacMD5"),
    HMAC_SHA1("HMAC-SHA1", Kind.MAC, "HmacSHA1"),
    HMAC_SHA256("HMAC-SHA256", Kind.MAC, "HmacSHA256"),
    HMAC_SHA384("HMAC-SHA384", Kind.MAC, "HmacSHA384"),
    HMAC_SHA512("HMAC-SHA512", Kind.MAC, "HmacSHA512"),
    HMAC_SM3("HMAC-SM3", Kind.MAC, ""),
    HMAC_SHA3_256("HMAC-SHA3-256", Kind.MAC, "HmacSHA3-256"),
    HMAC_SHA3_512("HMAC-SHA3-512", Kind.MAC, "HmacSHA3-512"),
    MD5("MD5", Kind.DIGEST, "MD5"),
    SHA_1("SHA-1", Kind.DIGEST, "SHA-1"),
    SHA_256("SHA-256", Kind.DIGEST, "SHA-256"),
    SHA_384("SHA-384", Kind.DIGEST, "SHA-384"),
    SHA_512("SHA-512", Kind.DIGEST, "SHA-512"),
    SM3("SM3", Kind.DIGEST, ""),
    SHA3_256("SHA3-256", Kind.DIGEST, "SHA3-256"),
    SHA3_512("SHA3-512", Kind.DIGEST, "SHA3-512"),
    RSA_MD5("RSA-MD5", Kind.RSA, "MD5withRSA"),
    RSA_SHA1("RSA-SHA1", Kind.RSA, "SHA1withRSA"),
    RSA_SHA256("RSA-SHA256", Kind.RSA, "SHA256withRSA"),
    RSA_SHA384("RSA-SHA384", Kind.RSA, "SHA384withRSA"),
    RSA_SHA512("RSA-SHA512", Kind.RSA, "SHA512withRSA"),
    RSA_PSS_SHA256("RSA-PSS-SHA256", Kind.RSA_PSS, "SHA-256"),
    RSA_PSS_SHA384("RSA-PSS-SHA384", Kind.RSA_PSS, "SHA-384"),
    RSA_PSS_SHA512("RSA-PSS-SHA512", Kind.RSA_PSS, "SHA-512"),
    ED25519("Ed25519", Kind.ED25519, "Ed25519"),
    ECDSA_SHA256("ECDSA-SHA256", Kind.EC, "SHA256withECDSA"),
    ECDSA_SHA256_P1363("ECDSA-SHA256-P1363", Kind.EC, "SHA256withECDSAinP1363Format"),
    ECDSA_SHA384("ECDSA-SHA384", Kind.EC, "SHA384withECDSA"),
    ECDSA_SHA384_P1363("ECDSA-SHA384-P1363", Kind.EC, "SHA384withECDSAinP1363Format"),
    ECDSA_SHA512("ECDSA-SHA512", Kind.EC, "SHA512withECDSA"),
    ECDSA_SHA512_P1363("ECDSA-SHA512-P1363", Kind.EC, "SHA512withECDSAinP1363Format"),
    SM2_SM3("SM2-SM3", Kind.SM2, ""),
    SM2_SM3_P1363("SM2-SM3-P1363", Kind.SM2, ""),
    /** The message itself, for the shared secret that some send in a header instead of a signature. */
    NONE("none", Kind.PLAIN, ""),
    /** Within a message only. */
    CRC32("CRC32", Kind.CHECKSUM, "");

    static final Set<Algorithm> SIGNING = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(CRC32)));
    static final Set<Algorithm> DIGESTS = Collections
            .unmodifiableSet(EnumSet.of(MD5, SHA_1, SHA_256, SHA_384, SHA_512, SHA3_256, SHA3_512, SM3, CRC32));

    /** Which kind of key it takes, and whether the other side has the same one. */
    enum Kind {
        PLAIN, CHECKSUM, DIGEST, MAC, RSA, RSA_PSS, EC, ED25519, SM2;

        boolean isAsymmetric() {
            return compareTo(RSA) >= 0;
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

    boolean isKeyed() {
        return kind.compareTo(Kind.MAC) >= 0;
    }

    /** The one that goes with the digest (RFC 7518, 3.4); other algorithms have none. */
    Curve curve() {
        return switch (this) {
            case ECDSA_SHA384, ECDSA_SHA384_P1363 -> Curve.P_384;
            case ECDSA_SHA512, ECDSA_SHA512_P1363 -> Curve.P_521;
            default -> Curve.P_256;
        };
    }

    /** As keys name it (RFC 7518, 3.1; RFC 8037, 3.1). */
    String joseName() {
        return switch (kind) {
            case RSA -> "RS" + bits();
            case RSA_PSS -> "PS" + bits();
            case EC -> "ES" + bits();
            default -> "EdDSA";
        };
    }

    private String bits() {
        return label.replaceFirst(".*SHA-?(\\d+).*", "$1");
    }

    /** RFC 9864 has a second name of one. */
    boolean isCalled(String joseName) {
        return joseName.equals(joseName()) || this == ED25519 && joseName.equals(label);
    }

    /** @throws GeneralSecurityException where it is a key of another kind, or on another curve */
    void needs(Key key) throws GeneralSecurityException {
        boolean fits = switch (kind) {
            case RSA, RSA_PSS -> key instanceof RSAKey;
            case EC -> curve().holds(key);
            default -> key instanceof EdECKey edwards && edwards.getParams().getName().equals(label);
        };
        if (!fits) {
            throw new InvalidKeyException("a key of another algorithm");
        }
    }

    byte[] digest(byte[] message) {
        if (this == CRC32) {
            CRC32 sum = new CRC32();
            sum.update(message);
            return ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array();
        }
        if (this == SM3) {
            return Sm3.digest(message);
        }
        try {
            return MessageDigest.getInstance(jcaName).digest(message);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(label + " is missing in this Java", everyJdkHasIt);
        }
    }

    byte[] mac(byte[] key, byte[] message) throws GeneralSecurityException {
        if (this == HMAC_SM3) {
            return Sm3.mac(key, message);
        }
        Mac mac = Mac.getInstance(jcaName);
        mac.init(new SecretKeySpec(key, jcaName));
        return mac.doFinal(message);
    }

    /** Of RSA-PSS, in bytes. */
    int digestLength() {
        return switch (this) {
            case RSA_PSS_SHA256 -> 32;
            case RSA_PSS_SHA384 -> 48;
            case RSA_PSS_SHA512 -> 64;
            default -> 0;
        };
    }

    /**
     * @param salt   of RSA-PSS
     * @param userId of SM2
     */
    java.security.Signature signer(int salt, String userId) throws GeneralSecurityException {
        if (kind == Kind.SM2) {
            return new Sm2Signature(userId, this == SM2_SM3_P1363);
        }
        if (kind != Kind.RSA_PSS) {
            return java.security.Signature.getInstance(jcaName);
        }
        java.security.Signature signer = java.security.Signature.getInstance("RSASSA-PSS");
        signer.setParameter(new PSSParameterSpec(jcaName, "MGF1", new MGF1ParameterSpec(jcaName), salt,
                PSSParameterSpec.TRAILER_FIELD_BC));
        return signer;
    }
}
