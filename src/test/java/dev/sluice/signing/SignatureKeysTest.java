package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SignatureKeysTest {
    /** What PKCS#8 and X.509 put before the PKCS#1 form of a 2048-bit RSA key. */
    private static final int PKCS8_HEAD = 26;
    private static final int X509_HEAD = 24;

    @Test
    void rsaKeysAreTakenAsTheOlderPkcs1Too() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] x509 = pair.getPublic().getEncoded();
        assertFits("RSA-SHA256", "pem", pem("PRIVATE KEY", pkcs8), pem("PUBLIC KEY", x509));
        assertFits("RSA-PSS-SHA512", "pem",
                pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, PKCS8_HEAD, pkcs8.length)),
                pem("RSA PUBLIC KEY", Arrays.copyOfRange(x509, X509_HEAD, x509.length)));
    }

    @Test
    void aPemKeyOnOneLineAsEnvironmentsHaveItIsTaken() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertFits("Ed25519", "pem", pem("PRIVATE KEY", pair.getPrivate().getEncoded()).replace("\n", "\\n"),
                pem("PUBLIC KEY", pair.getPublic().getEncoded()).replace("\n", "\\n"));
    }

    /** RFC 8032, 7.1, test 2. */
    @Test
    void bareEd25519KeysAreTakenAsHex() {
        Signature signature = Descriptions.signature(description("Ed25519", "hex"));
        Signed signed = signature.sign(Descriptions.post("r"), Descriptions.credentials(
                "private", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
                Descriptions.at(Instant.EPOCH), () -> "");
        assertThat(signed.headers().get("X-Signature")).isEqualTo("92a009a9f0d4cab8720e820b5f642540"
                + "a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assertFits("Ed25519", "hex", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    }

    @Test
    void aHexKeyIsItsBytes() {
        String text = "message: {body: raw}\nalgorithm: HMAC-SHA256\nkey: {credential: k}\nheaders: {s: '{signature}'}";
        String hex = text.replace("credential: k", "credential: k, encoding: hex");
        assertThat(sign(text, "topsecret")).isEqualTo(
                sign(hex, HexFormat.of().formatHex("topsecret".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void whitespaceGoesBetweenTokensOnly() {
        String json = "{ \"a\\\" b\" : [ 1 ,\t\"\\\\\" , \" x \" ]\r\n}";
        assertThat(new String(JsonText.minified(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\\\" b\":[1,\"\\\\\",\" x \"]}");
    }

    private static String sign(String yaml, String key) {
        return Descriptions.signature(yaml).sign(Descriptions.post("{}"), name -> key,
                Descriptions.at(Instant.EPOCH), () -> "").headers().get("s");
    }

    private static void assertFits(String algorithm, String encoding, String privateKey, String publicKey) {
        Signature signature = Descriptions.signature(description(algorithm, encoding));
        Function<String, String> keys = Descriptions.credentials("private", privateKey, "public", publicKey);
        Outgoing out = Descriptions.post("{\"a\":1}");
        Signed signed = signature.sign(out, keys, Descriptions.at(Instant.EPOCH), () -> "");
        Verdict verdict = signature.verify(Descriptions.received(out, signed), List.of(keys),
                Descriptions.at(Instant.EPOCH));
        assertThat(verdict.reason()).isNull();
    }

    private static String description(String algorithm, String encoding) {
        return "message: {body: raw}\nalgorithm: " + algorithm + "\n"
                + "key: {credential: private, encoding: " + encoding + "}\n"
                + "verify-key: {credential: public, encoding: " + encoding + "}\n"
                + "headers: {X-Signature: '{signature}'}\n";
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
