package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A client of the authtool double that encrypts as the vendor's samples do, not as the double does. */
final class AuthtoolCaller {

    private final String base;
    private final AesMode mode;

    AuthtoolCaller(SandboxServer server, AesMode mode) {
        this.base = server.baseUrl("authtool");
        this.mode = mode;
    }

    static Map<String, String> device(String uid) {
        return Map.of("uid", uid, "clientOS", "iOS 17.0", "clientModel", "iPhone 15 Pro", "clientOSVersion", "17.0.1");
    }

    HttpResponse<String> check(String uid) throws IOException {
        return send("/check", HambitCaller.json(device(uid)));
    }

    HttpResponse<String> login(String uid, String key) throws IOException {
        return send("/login", HambitCaller.json(HambitCaller.with(device(uid), "key", key)));
    }

    HttpResponse<String> send(String path, String plain) throws IOException {
        return post(path, "{\"token\":\"sandbox-package-token\",\"data\":\"" + seal(plain) + "\"}");
    }

    HttpResponse<String> post(String path, String body) throws IOException {
        return Http.post(base + path, body, Map.of());
    }

    JsonNode open(HttpResponse<String> answer) {
        byte[] sealed = Base64.getMimeDecoder().decode(Http.json(answer).at("/data").asText());
        try {
            byte[] plain = switch (mode) {
                case GCM -> cipher(Cipher.DECRYPT_MODE, new GCMParameterSpec(128, sealed, 0, 12))
                        .doFinal(sealed, 12, sealed.length - 12);
                case CBC_ZERO_IV -> cipher(Cipher.DECRYPT_MODE, new IvParameterSpec(new byte[16])).doFinal(sealed);
                case CBC_PREFIXED_IV -> cipher(Cipher.DECRYPT_MODE, new IvParameterSpec(sealed, 0, 16))
                        .doFinal(sealed, 16, sealed.length - 16);
                case ECB -> cipher(Cipher.DECRYPT_MODE, null).doFinal(sealed);
            };
            return new ObjectMapper().readTree(plain);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private String seal(String plain) {
        byte[] start = Arrays.copyOf("0123456789abcdef".getBytes(StandardCharsets.UTF_8),
                mode == AesMode.GCM ? 12 : 16);
        byte[] text = plain.getBytes(StandardCharsets.UTF_8);
        try {
            return Base64.getEncoder().encodeToString(switch (mode) {
                case GCM -> joined(start, cipher(Cipher.ENCRYPT_MODE, new GCMParameterSpec(128, start)).doFinal(text));
                case CBC_ZERO_IV -> cipher(Cipher.ENCRYPT_MODE, new IvParameterSpec(new byte[16])).doFinal(text);
                case CBC_PREFIXED_IV ->
                    joined(start, cipher(Cipher.ENCRYPT_MODE, new IvParameterSpec(start)).doFinal(text));
                case ECB -> cipher(Cipher.ENCRYPT_MODE, null).doFinal(text);
            });
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Cipher cipher(int direction, AlgorithmParameterSpec start) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(mode == AesMode.GCM ? "AES/GCM/NoPadding"
                : mode == AesMode.ECB ? "AES/ECB/PKCS5Padding" : "AES/CBC/PKCS5Padding");
        cipher.init(direction, new SecretKeySpec(
                Sandbox.credentials("authtool").get("aes-key").getBytes(StandardCharsets.UTF_8), "AES"), start);
        return cipher;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
