package dev.sluice.signing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Keys of a pair from PEM (RFC 7468) or DER: PKCS#8 and X.509, the older PKCS#1 of RSA, certificates for the public
 * half, and the bare 32 bytes in which Ed25519 keys are handed out (RFC 8410).
 */
final class PairKeys {
    private static final byte[] ED25519_PRIVATE = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] ED25519_PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] RSA_OID = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] ZERO = {2, 1, 0};

    private PairKeys() {
    }

    static Key pem(String text, Algorithm.Kind kind, boolean privateHalf) throws GeneralSecurityException {
        String pem = text.replace("\\n", "\n").strip();
        int labelEnd = pem.startsWith("-----BEGIN ") ? pem.indexOf("-----", 11) : -1;
        int end = pem.indexOf("-----END ");
        if (labelEnd < 0 || end < labelEnd) {
            throw new InvalidKeySpecException("no PEM");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(labelEnd + 5, end));
        return switch (pem.substring(11, labelEnd)) {
            case "RSA PRIVATE KEY" -> half(tagged(0x30, ZERO, RSA_OID, tagged(4, der)), kind, privateHalf);
            case "RSA PUBLIC KEY" ->
                half(tagged(0x30, RSA_OID, tagged(3, new byte[]{0}, der)), kind, privateHalf);
            case "CERTIFICATE" -> privateHalf ? half(der, kind, true)
                    : CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey();
            default -> half(der, kind, privateHalf);
        };
    }

    static Key der(byte[] der, Algorithm.Kind kind, boolean privateHalf) throws GeneralSecurityException {
        if (kind == Algorithm.Kind.ED25519 && der.length == 32) {
            ByteArrayOutputStream wrapped = new ByteArrayOutputStream();
            wrapped.writeBytes(privateHalf ? ED25519_PRIVATE : ED25519_PUBLIC);
            wrapped.writeBytes(der);
            return half(wrapped.toByteArray(), kind, privateHalf);
        }
        return half(der, kind, privateHalf);
    }

    private static Key half(byte[] der, Algorithm.Kind kind, boolean privateHalf) throws GeneralSecurityException {
        try {
            return half(der, kind.name(), privateHalf);
        } catch (InvalidKeySpecException notPlainRsa) {
            if (kind == Algorithm.Kind.RSA) {
                return half(der, "RSASSA-PSS", privateHalf);
            }
            throw notPlainRsa;
        }
    }

    private static Key half(byte[] der, String name, boolean privateHalf) throws GeneralSecurityException {
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
