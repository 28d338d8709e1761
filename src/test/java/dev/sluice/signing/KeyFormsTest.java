package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One made-up P-256 key as OpenSSL writes it, and what is no key for an algorithm. */
class KeyFormsTest {
    private static final String SEC1 = """
            -----BEGIN EC PARAMETERS-----
            BggqhkjOPQMBBw==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIBcCTNM4XY79cK6pc7NQfOqtQjdUI/5fvVhuKvsAV4ZDoAoGCCqGSM49
            AwEHoUQDQgAE1M/qO1WreLEWHBuwmu+Hmz0j9xKR9PymTmj70G3TlAoeKH7NN88u
            gjP5CZomcgo4rhwashLdxmBeXbtcWApOpQ==
            -----END EC PRIVATE KEY-----
            """;
    private static final String ENCRYPTED = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgYphEfMi8KDwICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEGFwUeZL6GddEVPWnTXVYawEgZAD
            ACVXdnQrE89G4HmUYlSPXKHimokXRhRlVYlJ1WoM0dJBJ38d+/PxRAqLOZiHzNua
            NZ1I9BLSq4XBZCSOfso9CBNF8M5EQTmw0PZ1TRTp0txqnQenWM5sW1UnrM2dCCbU
            cG69pXCH44zijUDiT3p08wcU9oEXsAtJ7k9C/WfHhZpNbxQPsgNLTwo4HxSxnKk=
            -----END ENCRYPTED PRIVATE KEY-----
            """;
    private static final String OLDER_ENCRYPTED = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIGxMBwGCiqGSIb3DQEMAQMwDgQIxT8D3MmTJQUCAggABIGQoxNEDTSVTrwBifb9
            Gs3ua+9yzz1yK3zjZNQPYngURFdTC51UVNqWdes4u5hbrR31ODXKhPdt1hcqcLsU
            SNVGUgIZh1aL+aGsmerOmj3A1XAYDeUUBvmRy6Gy51w3MzZERB28Kpu+BF+s9KWQ
            1druCmZEU4xZtLcRjamZHOihMX26YOxE0tRRI3CGl4vzGPKd
            -----END ENCRYPTED PRIVATE KEY-----
            """;
    private static final String PUBLIC = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1M/qO1WreLEWHBuwmu+Hmz0j9xKR
            9PymTmj70G3TlAoeKH7NN88ugjP5CZomcgo4rhwashLdxmBeXbtcWApOpQ==
            -----END PUBLIC KEY-----
            """;
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBfDCCASGgAwIBAgIUMtQjCR4MICxzuHG8pLykpqpW8QMwCgYIKoZIzj0EAwIw
            EjEQMA4GA1UEAwwHbWFkZS11cDAgFw0yNjExMjkwNzM0NDFaGA8yMTI2MTEwNTA3
            MzQ0MVowEjEQMA4GA1UEAwwHbWFkZS11cDBZMBMGByqGSM49AgEGCCqGSM49AwEH
            A0IABNTP6jtVq3ixFhwbsJrvh5s9I/cSkfT8pk5o+9Bt05QKHih+zTfPLoIz+Qma
            JnIKOK4cGrIS3cZgXl27XFgKTqWjUzBRMB0GA1UdDgQWBBQheZ2qIiOXnjY79Ilg
            Jx7D1SJ0hjAfBgNVHSMEGDAWgBQheZ2qIiOXnjY79IlgJx7D1SJ0hjAPBgNVHRMB
            Af8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCUWlPhk7aYQoy7eFeRTLTBhYGI
            dNEgbxkzdgTRKYfLGAIhALeJf5af/xOsvDC2V5RYJ/NRFf+pYVHew/Pyn4nrjm2h
            -----END CERTIFICATE-----
            """;
    private static final String P_384 = """
            -----BEGIN EC PRIVATE KEY-----
            MIGkAgEBBDCqvAG1vwHdtM2hbU/CeDVwdzr7+XRq+teSBpYoq2qCqsERWMZXhzen
            6m1VC3XZ0T2gBwYFK4EEACKhZANiAARJuTfk0+oBfG/8Qaq2j4w6roB8s9/JMmK8
            XyHfptABrm/GNNiXKisLYFcVDZB0MZ+sSsbJW+6Z80DMrEGC9FSmpKkqir0+ir1t
            OwacByarV8ZlqDjMhu+421CKirTlRl0=
            -----END EC PRIVATE KEY-----
            """;

    @Test
    void aKeyIsTakenInEveryFormThatOpensslWrites() {
        for (String secret : new String[]{SEC1, ENCRYPTED, OLDER_ENCRYPTED, "Bag Attributes\n" + SEC1}) {
            for (String open : new String[]{PUBLIC, CERTIFICATE, CERTIFICATE + CERTIFICATE.replace("MIIB", "AAAA")}) {
                Function<String, String> keys = keys(secret, open);
                Signature signature = described("ECDSA-SHA256", ", passphrase: phrase", "");
                signature.check(keys);
                assertThat(signedAndVerified(signature, keys)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ECDSA-SHA256,secp256r1", "ECDSA-SHA384,secp384r1", "ECDSA-SHA512,secp521r1",
            "ECDSA-SHA256-P1363,secp256r1", "ECDSA-SHA384-P1363,secp384r1", "ECDSA-SHA512-P1363,secp521r1"})
    void aKeyMustBeOnTheCurveOfTheAlgorithm(String algorithm, String curve) throws GeneralSecurityException {
        Signature signature = Descriptions.signature(description(algorithm, ", encoding: base64", "")
                .replace("credential: public", "credential: public, encoding: base64"));
        for (String each : new String[]{"secp256r1", "secp384r1", "secp521r1"}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new java.security.spec.ECGenParameterSpec(each));
            KeyPair pair = generator.generateKeyPair();
            Function<String, String> keys = keys(
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
            if (each.equals(curve)) {
                signature.check(keys);
                assertThat(signedAndVerified(signature, keys)).isTrue();
            } else {
                String reason = "credential:private: is a key on another curve than P-" + curve.substring(4, 7)
                        + ", which " + algorithm + " takes";
                assertThatThrownBy(() -> signature.check(keys)).hasMessage(reason);
                assertThatThrownBy(() -> signature.sign(Descriptions.post("{}"), keys,
                        Descriptions.at(Instant.EPOCH), () -> "")).hasMessage(reason);
            }
        }
    }

    @Test
    void whatIsNoKeyIsToldBeforeTheFirstMessageAndWithoutItsText() {
        for (String[] wrong : new String[][]{{P_384, PUBLIC, "private: is a key on another curve than P-256"},
                {PUBLIC, PUBLIC, "private: is not a private key for ECDSA-SHA256"},
                {SEC1, SEC1, "public: is not a public key for ECDSA-SHA256"},
                {"topsecret", PUBLIC, "private: is not a private key"},
                {SEC1.replace("MHcC", "!!!!"), PUBLIC, "private: is not a private key"}}) {
            Signature signature = described("ECDSA-SHA256", "", "");
            assertThatThrownBy(() -> signature.check(keys(wrong[0], wrong[1]))).isInstanceOf(CannotSign.class)
                    .hasMessageStartingWith("credential:" + wrong[2]).hasMessageNotContaining("topsecret");
        }
        assertThatThrownBy(() -> described("ECDSA-SHA256", "", "").check(keys(ENCRYPTED, PUBLIC)))
                .hasMessage("credential:private: is not a private key for ECDSA-SHA256");
        Signature hex = Descriptions.signature("message: {body: raw}\nalgorithm: HMAC-SHA256\n"
                + "key: {credential: private, encoding: hex}\nheaders: {s: '{signature}'}");
        assertThatThrownBy(() -> hex.check(keys("topsecret", ""))).hasMessage("credential:private: is not hex");
        assertThatCode(() -> hex.check(name -> null)).as("not set yet").doesNotThrowAnyException();
    }

    @Test
    void aKeyThatCannotBeUsedIsTheKeysFaultAndAFieldIsNot() {
        for (Function<String, String> wrong : List.of(keys(P_384, PUBLIC), keys("x", PUBLIC), keys(ENCRYPTED, PUBLIC),
                keys("", PUBLIC), name -> null)) {
            assertOfKey(described("ECDSA-SHA256", "", ""), wrong, true);
        }
        String derived = "message: {template: '{field:b}'}\nalgorithm: HMAC-SHA256\n"
                + "key: {credential: private, derive: [{cipher: 3DES, of: '{method}'}]}\nheaders: {s: '{signature}'}";
        assertOfKey(Descriptions.signature(derived), keys("of no length that 3DES has", ""), true);
        assertOfKey(Descriptions.signature(derived.replace("field:b", "field:a")), keys("0123456789abcdef", ""), false);
    }

    private static void assertOfKey(Signature signature, Function<String, String> keys, boolean isOfKey) {
        assertThatThrownBy(() -> signature.sign(new Outgoing("POST", "/pay", "", Map.of(), "{\"b\":1}".getBytes(
                StandardCharsets.UTF_8)), keys, Descriptions.at(Instant.EPOCH), () -> ""))
                .isInstanceOfSatisfying(CannotSign.class,
                        refused -> assertThat(refused.isOfKey()).as(refused.getMessage()).isEqualTo(isOfKey));
    }

    @Test
    void theKeysOfTwoAccountsAreReadOnceEach() {
        KeySource source = new KeySource(
                new Description("key", Descriptions.yaml("{credential: private, encoding: hex}")), Algorithm.ED25519);
        Key one = source.pairHalf(keys("01".repeat(32), ""), true);
        Key other = source.pairHalf(keys("02".repeat(32), ""), true);
        assertThat(source.pairHalf(keys("01".repeat(32), ""), true)).isSameAs(one).isNotEqualTo(other);
        for (int i = 0; i < 40; i++) {
            source.pairHalf(keys(String.format("%064x", i), ""), true);
        }
        assertThat(source.pairHalf(keys("01".repeat(32), ""), true)).as("only so many").isNotSameAs(one).isEqualTo(one);
    }

    @Test
    void oneDescriptionForBothSidesTakesEitherHalf() {
        Signature signature = Descriptions.signature("message: {body: raw}\nalgorithm: ECDSA-SHA256\n"
                + "key: {credential: private}\nheaders: {s: '{signature}'}");
        signature.check(keys(SEC1, ""));
        signature.check(keys(CERTIFICATE, ""));
        assertThatThrownBy(() -> signature.check(keys(P_384, ""))).hasMessageContaining("on another curve than P-256");
        assertThatThrownBy(() -> signature.check(keys("x", ""))).hasMessageContaining("is not a key for ECDSA-SHA256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA-PSS-SHA256", "RSA-PSS-SHA384", "RSA-PSS-SHA512"})
    void theSaltOfPssIsAsLongAsSaid(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Function<String, String> keys = keys(Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
        Signature usual = pss(algorithm, "");
        Signature twenty = pss(algorithm, "salt-length: 20\n");
        Outgoing out = Descriptions.post("{}");
        Incoming delivery = Descriptions.received(out,
                twenty.sign(out, keys, Descriptions.at(Instant.EPOCH), () -> ""));
        assertThat(twenty.verify(delivery, List.of(keys), Descriptions.at(Instant.EPOCH)).valid()).isTrue();
        assertThat(usual.verify(delivery, List.of(keys), Descriptions.at(Instant.EPOCH)).valid()).isFalse();
        assertThat(signedAndVerified(usual, keys)).isTrue();
        assertThatThrownBy(() -> pss("RSA-SHA256", "salt-length: 20\n")).hasMessage("salt-length: is for RSA-PSS");
        assertThatThrownBy(() -> pss(algorithm, "salt-length: 65\n"))
                .hasMessage("salt-length: must be a whole number from 0 to 64");
    }

    private static Signature pss(String algorithm, String more) {
        return Descriptions.signature(description(algorithm, ", encoding: base64", more)
                .replace("credential: public", "credential: public, encoding: base64"));
    }

    private static Signature described(String algorithm, String ofKey, String more) {
        return Descriptions.signature(description(algorithm, ofKey, more));
    }

    private static String description(String algorithm, String ofKey, String more) {
        return "message: {body: raw}\nalgorithm: " + algorithm + "\nkey: {credential: private" + ofKey + "}\n"
                + "verify-key: {credential: public}\nheaders: {X-Signature: '{signature}'}\n" + more;
    }

    private static boolean signedAndVerified(Signature signature, Function<String, String> keys) {
        Outgoing out = Descriptions.post("{\"a\":1}");
        Incoming delivery = Descriptions.received(out,
                signature.sign(out, keys, Descriptions.at(Instant.EPOCH), () -> ""));
        return signature.verify(delivery, List.of(keys), Descriptions.at(Instant.EPOCH)).valid()
                && !signature.verify(Descriptions.delivery(delivery.headers(), "{\"a\":2}"), List.of(keys),
                        Descriptions.at(Instant.EPOCH)).valid();
    }

    private static Function<String, String> keys(String secret, String open) {
        Map<String, String> keys = new HashMap<>(Map.of("private", secret, "public", open, "phrase", "made-up-phrase"));
        return keys::get;
    }
}
