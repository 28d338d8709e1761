package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of the wrapper, written from its description and not from the double. */
final class HtpWrapper {

    /** What comes before the 32 bytes of an X25519 key in its X.509 form (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b656e032100");

    private final String version;
    private final byte[] secret;

    private HtpWrapper(String version, byte[] secret) {
        this.version = version;
        this.secret = secret;
    }

    static HtpWrapper agreed(HtpCaller htp) throws IOException, GeneralSecurityException {
        KeyPair ours = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        byte[] encoded = ours.getPublic().getEncoded();
        String raw = Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, X509.length, encoded.length));
        JsonNode data = Http.json(exchange(htp, raw)).at("/data");
        byte[] theirs = Arrays.copyOf(X509, X509.length + 32);
        for (int i = 0; i < 32; i++) {
            theirs[X509.length + i] = (byte) data.at("/server_pub_key/" + i).asInt();
        }
        PublicKey key = KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(theirs));
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(ours.getPrivate());
        agreement.doPhase(key, true);
        return new HtpWrapper(data.at("/key_version").asText(), agreement.generateSecret());
    }

    static HttpResponse<String> exchange(HtpCaller htp, String key) throws IOException {
        return htp.post("", "/sys/key-pair", "{\"key\":\"" + key + "\"}");
    }

    String version() {
        return version;
    }

    /** @param beside further members, each with a comma before it, or nothing */
    String wrap(String json, String beside) throws GeneralSecurityException {
        byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        byte[] nonce = HexFormat.of().parseHex("101112131415161718191a1b");
        byte[] info = "sluice-htp-v1\u0001".getBytes(StandardCharsets.UTF_8);
        byte[] key = TestMac.sha256(TestMac.sha256(salt, secret), info);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] sealed = cipher.doFinal(json.getBytes(StandardCharsets.UTF_8));
        byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
        return "{\"key_version\":\"" + version + "\",\"salt\":\"" + Base64.getEncoder().encodeToString(salt)
                + "\",\"data\":\"" + Base64.getEncoder().encodeToString(whole) + "\"" + beside + "}";
    }
}
