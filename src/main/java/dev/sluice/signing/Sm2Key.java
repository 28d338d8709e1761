package dev.sluice.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.HexFormat;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** One half of a pair on the curve of GB/T 32918.5. */
record Sm2Key(ECKeyParameters parameters) implements PrivateKey, PublicKey {
    /** As keys name the curve. */
    static final byte[] IDENTIFIER = HexFormat.of().parseHex("06082a811ccf5501822d");

    private static final int BARE = 32;

    /** PKCS#8 or X.509; or bare, as they are handed out in hex: the number, or the point. */
    static Key of(byte[] bytes, boolean privateHalf) throws InvalidKeyException {
        try {
            AsymmetricKeyParameter key = privateHalf
                    ? bytes.length == BARE ? number(bytes) : PrivateKeyFactory.createKey(bytes)
                    : isPoint(bytes) ? point(bytes) : PublicKeyFactory.createKey(bytes);
            if (key instanceof ECKeyParameters half && half.getParameters().equals(curve())) {
                return new Sm2Key(half);
            }
        } catch (IOException | RuntimeException unreadable) {
            throw new InvalidKeyException("no key of SM2");
        }
        throw new InvalidKeyException("no key of SM2");
    }

    static Key certified(byte[] der) throws InvalidKeyException {
        try {
            return of(Certificate.getInstance(der).getSubjectPublicKeyInfo().getEncoded(), false);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new InvalidKeyException("no certificate");
        }
    }

    private static ECDomainParameters curve() {
        return new ECNamedDomainParameters(GMObjectIdentifiers.sm2p256v1, GMNamedCurves.getByOID(
                GMObjectIdentifiers.sm2p256v1));
    }

    private static AsymmetricKeyParameter number(byte[] bytes) {
        return new ECPrivateKeyParameters(new BigInteger(1, bytes), curve());
    }

    private static boolean isPoint(byte[] bytes) {
        return bytes.length == 1 + 2 * BARE && bytes[0] == 4 || bytes.length == 2 * BARE;
    }

    private static AsymmetricKeyParameter point(byte[] bytes) {
        byte[] marked = bytes;
        if (bytes.length == 2 * BARE) {
            marked = new byte[1 + bytes.length];
            marked[0] = 4;
            System.arraycopy(bytes, 0, marked, 1, bytes.length);
        }
        return new ECPublicKeyParameters(curve().getCurve().decodePoint(marked), curve());
    }

    @Override
    public String getAlgorithm() {
        return "SM2";
    }

    @Override
    public String getFormat() {
        return "none";
    }

    @Override
    public byte[] getEncoded() {
        return new byte[0];
    }

    @Override
    public String toString() {
        return "Sm2Key";
    }
}
