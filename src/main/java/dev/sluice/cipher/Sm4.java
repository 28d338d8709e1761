package dev.sluice.cipher;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.BufferedBlockCipher;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** The cipher of GB/T 32907, which the JDK has not. Its library is loaded where a file names it, and not before. */
final class Sm4 {
    private Sm4() {
    }

    static byte[] gcm(boolean seals, byte[] key, byte[] nonce, byte[] associated, int tag, byte[] data)
            throws GeneralSecurityException {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(seals, new AEADParameters(new KeyParameter(key), tag * 8, nonce, associated));
        byte[] out = new byte[cipher.getOutputSize(data.length)];
        try {
            int length = cipher.processBytes(data, 0, data.length, out, 0);
            return Arrays.copyOf(out, length + cipher.doFinal(out, length));
        } catch (CryptoException closed) {
            throw new GeneralSecurityException(closed);
        }
    }

    static byte[] padded(boolean seals, byte[] key, byte[] start, byte[] data) throws GeneralSecurityException {
        boolean chained = start.length > 0;
        BlockCipher blocks = chained ? CBCBlockCipher.newInstance(new SM4Engine()) : new SM4Engine();
        BufferedBlockCipher cipher = new PaddedBufferedBlockCipher(blocks);
        KeyParameter with = new KeyParameter(key);
        cipher.init(seals, chained ? new ParametersWithIV(with, start) : with);
        byte[] out = new byte[cipher.getOutputSize(data.length)];
        try {
            int length = cipher.processBytes(data, 0, data.length, out, 0);
            return Arrays.copyOf(out, length + cipher.doFinal(out, length));
        } catch (CryptoException closed) {
            throw new GeneralSecurityException(closed);
        }
    }
}
