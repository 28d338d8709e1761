package dev.sluice.signing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a pair from PEM (RFC 7468) or DER: PKCS#8, also encrypted, and X.509; the older PKCS#1 of RSA and SEC 1 of
 * ECDSA (RFC 5915); certificates for the public half; and the bare 32 bytes in which Ed25519 keys are handed out (RFC
 * 8410).
 */
final class PairKeys {
    private static final byte[] ED25519_PRIVATE = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] ED25519_PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] RSA_OID = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] ZERO = {2, 1, 0};
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (?!EC PARAMETERS)([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private final Algorithm algorithm;
    private final boolean privateHalf;
    private final @Nullable String passphrase;

    PairKeys(Algorithm algorithm, boolean privateHalf, @Nullable String passphrase) {
        this.algorithm = algorithm;
        this.privateHalf = privateHalf;
        this.passphrase = passphrase;
    }

    /** The first one that is in the text; what stands around it does not count. */
    Key pem(String text) throws GeneralSecurityException {
        Matcher pem = PEM.matcher(text.replace("\\n", "\n"));
        if (!pem.find()) {
            throw new InvalidKeySpecException("no PEM");
        }
        byte[] der = bytes(pem.group(2));
        return switch (pem.group(1)) {
            case "RSA PRIVATE KEY" -> half(tagged(0x30, ZERO, RSA_OID, tagged(4, der)));
            case "RSA PUBLIC KEY" -> half(tagged(0x30, RSA_OID, tagged(3, new byte[]{0}, der)));
            case "EC PRIVATE KEY", "SM2 PRIVATE KEY" ->
                half(tagged(0x30, ZERO, tagged(0x30, EC_OID, curve(der)), tagged(4, der)));
            case "ENCRYPTED PRIVATE KEY" -> half(decrypted(der));
            case "CERTIFICATE" -> certified(der);
            default -> half(der);
        };
    }

    private static byte[] bytes(String base64) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException unreadable) {
            throw new InvalidKeySpecException("no base64", unreadable);
        }
    }

    Key der(byte[] der) throws GeneralSecurityException {
        if (algorithm.kind == Algorithm.Kind.SM2) {
            return Sm2Key.of(der, privateHalf);
        }
        if (algorithm.kind == Algorithm.Kind.ED25519 && der.length == 32) {
            ByteArrayOutputStream wrapped = new ByteArrayOutputStream();
            wrapped.writeBytes(privateHalf ? ED25519_PRIVATE : ED25519_PUBLIC);
            wrapped.writeBytes(der);
            return half(wrapped.toByteArray());
        }
        return half(der);
    }

    private Key certified(byte[] der) throws GeneralSecurityException {
        if (privateHalf) {
            throw new InvalidKeySpecException("a certificate holds no private key");
        }
        if (algorithm.kind == Algorithm.Kind.SM2) {
            return Sm2Key.certified(der);
        }
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der))
                .getPublicKey();
    }

    private byte[] decrypted(byte[] der) throws GeneralSecurityException {
        if (passphrase == null) {
            throw new InvalidKeySpecException("encrypted");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            // PBES2 by the parts it is made of, as the JDK names its ciphers.
            String cipherName = info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13")
                    ? info.getAlgParameters().toString() : info.getAlgName();
            Cipher cipher = Cipher.getInstance(cipherName);
            cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(cipherName)
                    .generateSecret(new PBEKeySpec(passphrase.toCharArray())), info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (IOException unreadable) {
            throw new InvalidKeySpecException("no encrypted key");
        }
    }

    /** The curve that an EC key of SEC 1 names; left out, the algorithm's. */
    private byte[] curve(byte[] der) throws InvalidKeySpecException {
        String hex = HexFormat.of().formatHex(der);
        for (Curve curve : Curve.values()) {
            if (hex.contains(HexFormat.of().formatHex(curve.identifier))) {
                if (algorithm.kind == Algorithm.Kind.SM2) {
                    throw new InvalidKeySpecException("another curve");
                }
                return curve.identifier;
            }
        }
        return algorithm.kind == Algorithm.Kind.SM2 ? Sm2Key.IDENTIFIER : algorithm.curve().identifier;
    }

    private Key half(byte[] der) throws GeneralSecurityException {
        if (algorithm.kind == Algorithm.Kind.SM2) {
            return Sm2Key.of(der, privateHalf);
        }
        try {
            return half(der, switch (algorithm.kind) {
                case RSA, RSA_PSS -> "RSA";
                default -> algorithm.kind.name();
            });
        } catch (InvalidKeySpecException notPlainRsa) {
            if (algorithm.kind == Algorithm.Kind.RSA_PSS || algorithm.kind == Algorithm.Kind.RSA) {
                return half(der, "RSASSA-PSS");
            }
            throw notPlainRsa;
        }
    }

    private Key half(byte[] der, String name) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance(name);
        return privateHalf ? factory.generatePrivate(new PKCS8EncodedKeySpec(der))
                : factory.generatePublic(new X509EncodedKeySpec(der));
    }

    /** A DER value: tag, length, and the contents one after the other. */
    private static byte[] tagged(int tag, byte[]... contents) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            inner.writeBytes(content);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = inner.size();
        if (length >= 0x80) {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >> 8 * i);
            }
        } else {
            out.write(length);
        }
        out.writeBytes(inner.toByteArray());
        return out.toByteArray();
    }
}
