package dev.sluice.cipher;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** Key agreement over Curve25519 with keys as their bare 32 bytes, lowest byte first (RFC 7748, section 5). */
final class X25519 {
    static final int LENGTH = 32;
    private static final byte[] BASE_POINT = new byte[LENGTH];

    static {
        BASE_POINT[0] = 9;
    }

    private X25519() {
    }

    static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("X25519 does not work here", missing);
        }
    }

    static byte[] bytes(XECPublicKey key) {
        byte[] bytes = new byte[LENGTH];
        byte[] number = key.getU().toByteArray();
        for (int i = 0; i < LENGTH && i < number.length; i++) {
            bytes[i] = number[number.length - 1 - i];
        }
        return bytes;
    }

    static PrivateKey privateKey(byte[] bytes) throws GeneralSecurityException {
        return KeyFactory.getInstance("X25519")
                .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes));
    }

    static byte[] publicOf(PrivateKey key) throws GeneralSecurityException {
        return shared(key, BASE_POINT);
    }

    /** @throws GeneralSecurityException where the other's key would make the secret one that everybody knows (6.1) */
    static byte[] shared(PrivateKey own, byte[] other) throws GeneralSecurityException {
        byte[] number = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            number[LENGTH - 1 - i] = other[i];
        }
        number[0] &= 0x7f;
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own);
        agreement.doPhase(KeyFactory.getInstance("X25519").generatePublic(
                new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, number))), true);
        return agreement.generateSecret();
    }
}
