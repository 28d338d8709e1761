package dev.sluice.cipher;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys from a shared secret (RFC 5869). */
enum Hkdf {
    SHA256("HmacSHA256"), SHA384("HmacSHA384"), SHA512("HmacSHA512");

    private final String mac;

    Hkdf(String mac) {
        this.mac = mac;
    }

    String label() {
        return "HKDF-" + name();
    }

    static List<String> labels() {
        return Stream.of(values()).map(Hkdf::label).toList();
    }

    static Hkdf of(String label) {
        return Stream.of(values()).filter(kdf -> kdf.label().equals(label)).findFirst().orElseThrow();
    }

    /** @param length in bytes, up to 255 times that of the hash */
    byte[] key(byte[] secret, byte[] salt, byte[] info, int length) {
        try {
            return expand(extract(secret, salt), info, length);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("HMAC does not work here", missing);
        }
    }

    byte[] extract(byte[] secret, byte[] salt) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance(mac);
        // no salt is as many zeros as the hash is long (2.2), which the JCA would refuse as an empty key
        return keyed(salt.length == 0 ? new byte[hmac.getMacLength()] : salt).doFinal(secret);
    }

    private byte[] expand(byte[] pseudorandomKey, byte[] info, int length) throws GeneralSecurityException {
        Mac hmac = keyed(pseudorandomKey);
        byte[] key = new byte[length];
        byte[] block = new byte[0];
        int filled = 0;
        for (int count = 1; filled < length; count++) {
            hmac.update(block);
            hmac.update(info);
            block = hmac.doFinal(new byte[]{(byte) count});
            int taken = Math.min(block.length, length - filled);
            System.arraycopy(block, 0, key, filled, taken);
            filled += taken;
        }
        return key;
    }

    private Mac keyed(byte[] key) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance(mac);
        hmac.init(new SecretKeySpec(key, mac));
        return hmac;
    }
}
