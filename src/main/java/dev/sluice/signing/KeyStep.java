package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One step that makes the next key of the one before.
 *
 * @param ciphered by 3DES, else by HMAC
 */
record KeyStep(Message of, boolean ciphered) {
    private static final int BLOCK = 8;
    private static final int TWO_KEYS = 16;
    private static final int THREE_KEYS = 24;

    enum CipherName implements Labelled {
        TRIPLE_DES;

        @Override
        public String label() {
            return "3DES";
        }
    }

    static KeyStep of(Description key, String path, JsonNode value) {
        if (value.isTextual()) {
            return new KeyStep(key.template(path, value.textValue()), false);
        }
        Description step = key.at(path, value);
        step.choice("cipher", CipherName.class);
        Message of = Messages.part(step, "of");
        step.done();
        return new KeyStep(of, true);
    }

    byte[] next(byte[] key, Algorithm algorithm, Material material) throws GeneralSecurityException {
        byte[] message = of.bytes(material);
        return ciphered ? tripleDes(key, message) : algorithm.mac(key, message);
    }

    /** CBC from zeros over the message filled up with zeros. */
    private static byte[] tripleDes(byte[] key, byte[] message) throws GeneralSecurityException {
        byte[] three = Arrays.copyOf(key, Math.max(key.length, THREE_KEYS));
        if (key.length == TWO_KEYS) {
            System.arraycopy(key, 0, three, TWO_KEYS, BLOCK);
        } else if (key.length != THREE_KEYS) {
            throw new GeneralSecurityException("no key of 3DES");
        }
        Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(three, "DESede"), new IvParameterSpec(new byte[BLOCK]));
        return cipher.doFinal(Arrays.copyOf(message, (message.length + BLOCK - 1) / BLOCK * BLOCK));
    }
}
