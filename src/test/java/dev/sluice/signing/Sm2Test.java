package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SM2 and SM3, with the values of their standards and of OpenSSL. */
class Sm2Test {

    /** GB/T 32918.5, A.2. */
    private static final String NUMBER = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
    private static final String POINT = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
            + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
    private static final String SIGNED = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
            + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

    private static final String MADE = "MEUCIBSfqWRsR/qLh8UM336Nr9DImVpzFx/CxrKMq4Z1JM2XAiEApH1fGTVqwZKwQ2kixHHDMkfDWpH8"
            + "wuhHmyvKh1JQ2Dg=";
    private static final String MESSAGE = "1700000000.{\"event\":\"paid\",\"id\":\"tr_1\"}";
    private static final String PRIVATE = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgPIsbafj9+2P5AcEg
            BzCRoRybdLWVpgcUIzuuuTj8SvShRANCAAQyRyto6rTP87byGKvQ6EHdDM3q/zcV
            Fd65q0JR4lzMEB38mbgyLm3N0EDerwA4NDGLSoC7s4YQyfUpd47/PoEu
            -----END PRIVATE KEY-----
            """;
    private static final String SEC_1 = """
            -----BEGIN SM2 PRIVATE KEY-----
            MHcCAQEEIDyLG2n4/ftj+QHBIAcwkaEcm3S1laYHFCM7rrk4/Er0oAoGCCqBHM9V
            AYItoUQDQgAEMkcraOq0z/O28hir0OhB3QzN6v83FRXeuatCUeJczBAd/Jm4Mi5t
            zdBA3q8AODQxi0qAu7OGEMn1KXeO/z6BLg==
            -----END SM2 PRIVATE KEY-----
            """;
    private static final String PUBLIC = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEMkcraOq0z/O28hir0OhB3QzN6v83
            FRXeuatCUeJczBAd/Jm4Mi5tzdBA3q8AODQxi0qAu7OGEMn1KXeO/z6BLg==
            -----END PUBLIC KEY-----
            """;
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBejCCASGgAwIBAgIUWwp+h8N+RtI2mXE+eHFDd1pbZUswCgYIKoEcz1UBg3Uw
            EjEQMA4GA1UEAwwHbWFkZS11cDAgFw0yNjExMjkxMDM4NDhaGA8yMTI2MTEwNTEw
            Mzg0OFowEjEQMA4GA1UEAwwHbWFkZS11cDBZMBMGByqGSM49AgEGCCqBHM9VAYIt
            A0IABDJHK2jqtM/ztvIYq9DoQd0Mzer/NxUV3rmrQlHiXMwQHfyZuDIubc3QQN6v
            ADg0MYtKgLuzhhDJ9Sl3jv8+gS6jUzBRMB0GA1UdDgQWBBQXXQi8zEBghk9/9oMf
            8aKZShsU2jAfBgNVHSMEGDAWgBQXXQi8zEBghk9/9oMf8aKZShsU2jAPBgNVHRMB
            Af8EBTADAQH/MAoGCCqBHM9VAYN1A0cAMEQCIBOhdbrY/WfCNeznu6XvNHs1O+jH
            MEOGWpNI9kjAnmmaAiAHpafi2oSF2bOcZc2gbX9GISU9DltQDxOO8Fhl/qIufA==
            -----END CERTIFICATE-----
            """;

    /** GB/T 32905, A.1; HMAC as OpenSSL makes it. */
    @Test
    void sm3IsThatOfTheStandard() throws GeneralSecurityException {
        byte[] abc = "abc".getBytes(StandardCharsets.UTF_8);
        assertThat(TextEncoding.HEX.encode(Algorithm.SM3.digest(abc)))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(TextEncoding.HEX.encode(
                Algorithm.HMAC_SM3.mac("topsecret".getBytes(StandardCharsets.UTF_8), abc)))
                .isEqualTo("81979c23412a514051dc42dc285495931586c270fcfb4d80a4ae10d94dec1cc4");
    }

    @Test
    void aSignatureIsThatOfTheStandard() {
        Signature signature = described("SM2-SM3-P1363", "hex", "hex", "");
        assertThat(verified(signature, "message digest", SIGNED, POINT)).isTrue();
        assertThat(verified(signature, "message digest", SIGNED, POINT.substring(2))).isTrue();
        assertThat(verified(signature, "message digesT", SIGNED, POINT)).isFalse();
        assertThat(verified(signature, "message digest", sign(signature, "message digest", NUMBER), POINT)).isTrue();
    }

    @Test
    void eachFlippedByteOfASignatureIsRefused() {
        Signature signature = described("SM2-SM3-P1363", "hex", "hex", "");
        for (int i = 0; i < 64; i++) {
            byte[] flipped = HexFormat.of().parseHex(SIGNED);
            flipped[i] ^= 1;
            assertThat(verified(signature, "message digest", HexFormat.of().formatHex(flipped), POINT)).isFalse();
        }
        byte[] der = Base64.getDecoder().decode(MADE);
        for (int i = 0; i < der.length; i++) {
            byte[] flipped = der.clone();
            flipped[i] ^= 1;
            assertThat(verified(described("SM2-SM3", "pem", "base64", ""), MESSAGE,
                    Base64.getEncoder().encodeToString(flipped), PUBLIC)).isFalse();
        }
    }

    static Stream<String> publicHalves() {
        return Stream.of(PUBLIC, CERTIFICATE);
    }

    @ParameterizedTest
    @MethodSource("publicHalves")
    void whatOpenSslSignedIsVerified(String key) {
        assertThat(verified(described("SM2-SM3", "pem", "base64", ""), MESSAGE, MADE, key)).isTrue();
        assertThat(verified(described("SM2-SM3", "pem", "base64", "user-id: another"), MESSAGE, MADE, key))
                .as("another user").isFalse();
    }

    static Stream<String> privateHalves() {
        return Stream.of(PRIVATE, SEC_1, PRIVATE.replace("\n", "\\n"));
    }

    @ParameterizedTest
    @MethodSource("privateHalves")
    void aKeyIsTakenInEachForm(String key) {
        Signature signature = described("SM2-SM3", "pem", "base64", "user-id: someone@example.com");
        assertThat(verified(signature, MESSAGE, sign(signature, MESSAGE, key), PUBLIC)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ff", "00000000000000000000000000000000000000000000000000000000000000",
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    void whatIsNoKeyIsToldAtStart(String key) {
        assertThatThrownBy(() -> described("SM2-SM3", "hex", "hex", "").check(name -> key))
                .isInstanceOf(CannotSign.class);
    }

    @Test
    void aKeyOfAnotherCurveIsRefused() throws GeneralSecurityException {
        String other = HexFormat.of()
                .formatHex(KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded());
        assertThatThrownBy(() -> described("SM2-SM3", "hex", "hex", "").check(name -> other))
                .isInstanceOf(CannotSign.class).hasMessageContaining("is not a key for SM2-SM3");
    }

    /** OpenSSL: {@code ecparam -name prime256v1 -genkey}. */
    @Test
    void aSec1KeyThatNamesAnotherCurveIsRefused() throws GeneralSecurityException {
        byte[] number = HexFormat.of().parseHex(NUMBER);
        byte[] head = HexFormat.of().parseHex("30310201010420");
        byte[] named = HexFormat.of().parseHex("a00a06082a8648ce3d030107");
        byte[] der = java.nio.ByteBuffer.allocate(head.length + number.length + named.length).put(head).put(number)
                .put(named).array();
        String pem = "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                + "\n-----END EC PRIVATE KEY-----\n";
        assertThatThrownBy(() -> described("SM2-SM3", "pem", "hex", "").check(name -> pem))
                .isInstanceOf(CannotSign.class).hasMessageContaining("is not a key for SM2-SM3");
    }

    @Test
    void aUserIdIsNoLongerThanTwoBytesSay() {
        Signature signature = described("SM2-SM3", "pem", "base64", "user-id: " + "a".repeat(8191));
        assertThat(verified(signature, MESSAGE, sign(signature, MESSAGE, PRIVATE), PUBLIC)).isTrue();
        assertThatThrownBy(() -> described("SM2-SM3", "pem", "hex", "user-id: " + "a".repeat(8192)))
                .isInstanceOf(SignatureProblem.class)
                .hasMessage("user-id: must have no more than 8191 bytes");
    }

    @Test
    void aKeyOfSm2IsNotFetched() {
        assertThatThrownBy(() -> Descriptions.signature("{message: {body: raw}, algorithm: SM2-SM3, verify-key: {fetch:"
                + " {url: 'https://keys.test/a', form: pem}}, headers: {s: '{signature}'}}"))
                .isInstanceOf(SignatureProblem.class).hasMessageContaining("verify-key.fetch: is for RSA, ECDSA");
    }

    @Test
    void aUserIdIsForSm2() {
        assertThatThrownBy(() -> described("ECDSA-SHA256", "pem", "hex", "user-id: a"))
                .isInstanceOf(SignatureProblem.class).hasMessageContaining("user-id: is for SM2");
    }

    @Test
    void theJdkKeepsItsProviders() {
        described("SM2-SM3", "hex", "hex", "").check(name -> NUMBER);
        assertThat(Security.getProviders()).noneMatch(provider -> provider.getName().startsWith("BC"));
    }

    private static Signature described(String algorithm, String key, String output, String more) {
        return Descriptions
                .signature("message: {body: raw}\nalgorithm: " + algorithm + "\nkey: {credential: key, encoding: "
                        + key + "}\noutput: {encoding: " + output + "}\nheaders: {s: '{signature}'}\n" + more);
    }

    private static String sign(Signature signature, String body, String key) {
        return signature.sign(Descriptions.post(body), name -> key, Descriptions.at(Instant.EPOCH), () -> "").headers()
                .get("s");
    }

    private static boolean verified(Signature signature, String body, String signed, String key) {
        return signature
                .verify(new Incoming("POST", "/", "", Map.of("s", signed), body.getBytes(StandardCharsets.UTF_8)),
                        List.<Function<String, String>>of(name -> key), Descriptions.at(Instant.EPOCH))
                .valid();
    }
}
