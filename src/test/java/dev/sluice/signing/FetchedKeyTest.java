package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries whose key the provider keeps, by an id or an address that they name. */
class FetchedKeyTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final String BODY = "{\"event\":\"paid\",\"id\":\"tr_1\"}";
    private static final String BY_ID = """
            parts:
              header: {encode: {encoding: base64url, of: {json: {alg: ES256, kid: "{key-id}"}}}}
              claims:
                encode:
                  encoding: base64url
                  of: {json: {iat: {value: "{timestamp}", type: number}, request_body_sha256: "{digest}"}}
            message: {template: "{part:header}.{part:claims}"}
            timestamp: seconds
            algorithm: ECDSA-SHA256-P1363
            verify-key:
              fetch:
                url: https://keys.test/webhook_verification_key/get
                headers: {X-Client: "{credential:client}"}
                body: {json: {secret: "{credential:secret}", key_id: "{key-id}"}}
                form: jwk
                at: key
                ends: key.expired_at
            output: {encoding: base64url}
            headers: {X-Verification: "{part:header}.{part:claims}.{signature}"}
            """;
    private static final String BY_ADDRESS = """
            message: {template: "{header:X-Id}|{credential:hook}|{digest}"}
            digest: {algorithm: CRC32, encoding: decimal}
            algorithm: RSA-SHA256
            verify-key:
              fetch:
                url: https://keys.test/certs/{key-id}
                form: pem
                certificate: {name: messages.acme.test, authority: AUTHORITY}
            output: {encoding: base64}
            headers: {X-Cert-Url: "https://keys.test/certs/{key-id}", X-Signature: "{signature}"}
            """;
    private static final String SET = """
            message: {body: raw}
            algorithm: ALGORITHM
            verify-key: {fetch: {url: "https://keys.test/jwks", form: jwks}}
            output: {encoding: base64}
            headers: {X-Key: "{key-id}", X-Signature: "{signature}"}
            """;

    private final Map<String, String> documents = new HashMap<>();
    private final List<KeyRequest> asked = new ArrayList<>();
    private final ProviderKeys keys = (request, id, document) -> {
        asked.add(request);
        String text = documents.get(request.uri().toString());
        if (text == null) {
            throw new KeyAway("HTTP 503");
        }
        return document.read(text.getBytes(StandardCharsets.UTF_8), NOW).key();
    };

    @Test
    void aTokenIsVerifiedWithTheKeyOfItsId() throws Exception {
        KeyPair pair = ec("secp256r1");
        documents.put("https://keys.test/webhook_verification_key/get", "{\"key\":" + jwk(pair, "kid-1", "") + "}");
        Map<String, String> headers = Map.of("X-Verification", token(pair, "kid-1"));
        assertThat(verdict(BY_ID, headers, BODY).reason()).isNull();
        assertThat(verdict(BY_ID, headers, BODY + " ").outcome()).isEqualTo(Verdict.Outcome.INVALID);
        KeyRequest request = asked.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(new String(request.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"secret\":\"s3cr3t\",\"key_id\":\"kid-1\"}");
        assertThat(request.headers()).isEqualTo(Map.of("X-Client", "shop", "Content-Type", "application/json"));
        assertThat(request.toString() + request.name()).doesNotContain("s3cr3t", "kid-1");
        assertThat(verdict(BY_ID, Map.of("X-Verification", token(ec("secp256r1"), "kid-1")), BODY).outcome())
                .isEqualTo(Verdict.Outcome.INVALID);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -                                           | VALID
            "expired_at":null                           | VALID
            "expired_at":""                             | VALID
            "expired_at":1893499201                     | VALID
            "expired_at":1893499200                     | INVALID
            "expired_at":"2029-12-31T00:00:00Z"         | INVALID
            "expired_at":"some day"                     | INVALID
            "alg":"ES256","use":"sig","key_ops":["verify"] | VALID
            "alg":"ES384"                               | INVALID
            "use":"enc"                                 | INVALID
            "key_ops":["sign"]                          | INVALID
            "kid":"kid-2"                               | INVALID
            """)
    void aKeyIsTakenForWhatItSaysThatItIs(String member, Verdict.Outcome outcome) throws Exception {
        KeyPair pair = ec("secp256r1");
        String more = member.equals("-") ? "" : "," + member;
        documents.put("https://keys.test/webhook_verification_key/get",
                "{\"key\":" + jwk(pair, more.contains("\"kid\"") ? null : "kid-1", more) + "}");
        assertThat(verdict(BY_ID, Map.of("X-Verification", token(pair, "kid-1")), BODY).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"RSA-SHA256, SHA256withRSA, RS256", "Ed25519, Ed25519, EdDSA", "Ed25519, Ed25519, Ed25519",
            "ECDSA-SHA384, SHA384withECDSA, ES384", "ECDSA-SHA512, SHA512withECDSA, ES512"})
    void aSetHasKeysOfAllKindsChosenByTheirId(String algorithm, String java, String name) throws Exception {
        KeyPair pair = switch (name) {
            case "RS256" -> rsa(2048);
            case "ES384" -> ec("secp384r1");
            case "ES512" -> ec("secp521r1");
            default -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        };
        documents.put("https://keys.test/jwks", "{\"keys\":[" + jwk(ec("secp256r1"), "other", "") + ","
                + jwk(pair, "mine", ",\"alg\":\"" + name + "\"") + "]}");
        String yaml = SET.replace("ALGORITHM", algorithm);
        String signature = sign(java, pair, BODY);
        assertThat(verdict(yaml, Map.of("X-Key", "mine", "X-Signature", signature), BODY).reason()).isNull();
        assertThat(verdict(yaml, Map.of("X-Key", "mine", "X-Signature", signature), BODY + " ").valid()).isFalse();
        assertThat(verdict(yaml, Map.of("X-Key", "other", "X-Signature", signature), BODY).outcome())
                .as("of another algorithm").isEqualTo(Verdict.Outcome.INVALID);
        assertThat(verdict(yaml, Map.of("X-Key", "none", "X-Signature", signature), BODY).outcome())
                .isEqualTo(Verdict.Outcome.INVALID);
    }

    /** What a page or an empty answer says of a key is nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"", "<html></html>", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}"})
    void whatIsNoSetLeavesItUndecided(String document) throws Exception {
        documents.put("https://keys.test/jwks", document);
        assertThat(verdict(SET.replace("ALGORITHM", "Ed25519"), Map.of("X-Key", "mine", "X-Signature", "AAAA"), BODY)
                .outcome()).isEqualTo(Verdict.Outcome.UNDECIDED);
    }

    @Test
    void aKeyThatCannotBeHadLeavesItUndecidedAlsoWhereAnotherAccountsIsThere() throws Exception {
        KeyPair pair = ec("secp256r1");
        Map<String, String> headers = Map.of("X-Verification", token(pair, "kid-1"));
        Verdict verdict = verdict(BY_ID, headers, BODY);
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.UNDECIDED);
        assertThat(verdict.reason()).isEqualTo("HTTP 503");
    }

    @Test
    void aPointThatIsNotOnItsCurveAndAShortModulusAreNoKeys() throws Exception {
        String point = jwk(ec("secp256r1"), "mine", "").replaceFirst("\"y\":\"[^\"]+\"", "\"y\":\"AQ\"");
        documents.put("https://keys.test/jwks", "{\"keys\":[" + point + "]}");
        Map<String, String> headers = Map.of("X-Key", "mine", "X-Signature", "AAAA");
        assertThat(verdict(SET.replace("ALGORITHM", "ECDSA-SHA256"), headers, BODY).reason())
                .contains("is none for ECDSA-SHA256");
        documents.put("https://keys.test/jwks", "{\"keys\":[" + jwk(rsa(1024), "mine", "") + "]}");
        assertThat(verdict(SET.replace("ALGORITHM", "RSA-SHA256"), headers, BODY).reason())
                .contains("is none for RSA-SHA256");
    }

    @ParameterizedTest
    @CsvSource({"chain.pem, true", "impostor.pem, false", "encipherment.pem, false", "root.pem, false"})
    void aCertificateIsBelievedForItsNameAndItsIssuer(String file, boolean believed) throws Exception {
        documents.put("https://keys.test/certs/CERT-1", pem(file));
        assertThat(verdict(certified(pem("root.pem")), addressed("CERT-1"), BODY).valid()).isEqualTo(believed);
    }

    @Test
    void aCertificateOfAnotherNameIsNotBelieved() throws Exception {
        documents.put("https://keys.test/certs/CERT-1", pem("chain.pem"));
        for (String name : List.of("acme.test", "other.acme.test", "messages.acme.test.evil")) {
            assertThat(verdict(certified(pem("root.pem")).replace("messages.acme.test", name), addressed("CERT-1"),
                    BODY).valid()).isFalse();
        }
        assertThat(verdict(certified(pem("root.pem")).replace("messages.acme.test", "Messages.Acme.Test"),
                addressed("CERT-1"), BODY).valid()).isTrue();
    }

    @Test
    void anybodysCertificateIsNotOneOfThoseThatJavaTrusts() throws Exception {
        documents.put("https://keys.test/certs/CERT-1", pem("chain.pem"));
        assertThat(verdict(BY_ADDRESS.replace("AUTHORITY", "java"), addressed("CERT-1"), BODY).valid()).isFalse();
        String withoutIssuer = BY_ADDRESS.replace(", authority: AUTHORITY", "");
        assertThat(verdict(withoutIssuer, addressed("CERT-1"), BODY).valid()).isTrue();
        documents.put("https://keys.test/certs/CERT-1", pem("impostor.pem"));
        assertThat(verdict(withoutIssuer, addressed("CERT-1"), BODY).valid()).as("its address alone is trusted")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-29T10:24:28Z", "2126-11-05T10:24:30Z"})
    void aCertificateIsGoodInItsTime(String time) throws Exception {
        Certified any = Certified.of(null);
        assertThat(any.key(pem("chain.pem").getBytes(StandardCharsets.US_ASCII), NOW).end())
                .isEqualTo("2126-11-05T10:24:29Z");
        assertThatThrownBy(() -> any.key(pem("chain.pem").getBytes(StandardCharsets.US_ASCII), Instant.parse(time)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void aHeaderThatIsNoneIsNotSent() throws Exception {
        Map<String, String> secrets = Map.of("client", "shop\r\nX-Admin: yes", "secret", "s3cr3t");
        Verdict verdict = Descriptions.signature(BY_ID).verify(
                new Incoming("POST", "/", "", Map.of("X-Verification", token(ec("secp256r1"), "kid-1")),
                        BODY.getBytes(StandardCharsets.UTF_8)),
                List.of(secrets::get), Descriptions.at(NOW), keys);
        assertThat(verdict.reason()).isEqualTo("X-Client: holds a control character");
        assertThat(asked).isEmpty();
    }

    /** Nothing that a delivery says leads to another address than the file's. */
    @ParameterizedTest
    @ValueSource(strings = {"https://evil.test/certs/CERT-1", "http://keys.test/certs/CERT-1",
            "https://keys.test@evil.test/certs/CERT-1", "https://keys.test/certs/../admin",
            "https://keys.test/certs/..", "https://keys.test/certs/a/b", "https://keys.test/certs/a?b=c",
            "https://keys.test/certs/a#b", "https://keys.test/certs/%2e%2e", "https://keys.test/certs/",
            "https://keys.test/certs/a\\b", " https://keys.test/certs/CERT-1", "https://keys.test:444/certs/CERT-1",
            "HTTPS://KEYS.TEST/certs/CERT-1"})
    void anotherAddressIsNeverAsked(String address) throws Exception {
        Map<String, String> headers = new HashMap<>(addressed("CERT-1"));
        headers.put("X-Cert-Url", address);
        assertThat(verdict(certified(pem("root.pem")), headers, BODY).outcome()).isEqualTo(Verdict.Outcome.INVALID);
        assertThat(asked).isEmpty();
    }

    @Test
    void anIdOfTheFilesOwnPatternIsEncoded() throws Exception {
        String yaml = certified(pem("root.pem")).replace("form: pem", "form: pem\n    id: \"[A-Z0-9/ -]+\"");
        documents.put("https://keys.test/certs/C%2F%201", pem("chain.pem"));
        assertThat(verdict(yaml, addressed("C/ 1"), BODY).valid()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            url: https://keys.test/webhook_verification_key/get | url: "https://{key-id}/get"         | verify-key.fetch.url
            url: https://keys.test/webhook_verification_key/get | url: "https://keys.test{key-id}/get" | verify-key.fetch.url
            url: https://keys.test/webhook_verification_key/get | url: keys.test                      | verify-key.fetch.url
            url: https://keys.test/webhook_verification_key/get | url: "https://keys.test/{path}"     | verify-key.fetch.url
            url: https://keys.test/webhook_verification_key/get | url: "https://keys.test/a^b"        | verify-key.fetch.url
            url: https://keys.test/webhook_verification_key/get | url: "https://keys_of.test/"        | verify-key.fetch.url
            "{credential:client}" | "{timestamp}"            | verify-key.fetch.headers.X-Client
            "{credential:client}" | "{header:X-Client}"      | verify-key.fetch.headers.X-Client
            "{credential:client}" | "{part:header}"          | verify-key.fetch
            secret: "{credential:secret}" | secret: "{digest}" | verify-key.fetch.body
            secret: "{credential:secret}" | secret: "{field:id}" | verify-key.fetch.body
            form: jwk     | form: der                        | verify-key.fetch.form
            form: jwk     | form: pem                        | verify-key.fetch.at
            form: jwk     | form: jwks                       | verify-key.fetch.ends
            form: jwk     | form: jwk\\n    max-age: 2d      | verify-key.fetch.max-age
            form: jwk     | form: jwk\\n    max-age: 0s      | verify-key.fetch.max-age
            form: jwk     | form: jwk\\n    method: GET      | verify-key.fetch.method
            form: jwk     | form: jwk\\n    id: "["          | verify-key.fetch.id
            form: jwk     | form: jwk\\n    host: a          | verify-key.fetch.host
            form: jwk     | form: jwk\\n    certificate: {name: a} | verify-key.fetch.certificate
            verify-key:   | verify-key:\\n  credential: a    | verify-key.credential
            verify-key:   | key:                             | key.fetch
            algorithm: ECDSA-SHA256-P1363 | algorithm: HMAC-SHA256 | verify-key.fetch
            kid: "{key-id}" | kid: "1"                       | headers
            key_id: "{key-id}" | key_id: "1"                 | verify-key
            """)
    void whatCannotWorkIsToldAtTheStart(String part, String instead, String key) {
        assertThatThrownBy(() -> Descriptions.signature(BY_ID.replace(part, instead.replace("\\n", "\n"))))
                .isInstanceOfSatisfying(SignatureProblem.class, problem -> assertThat(problem.key()).isEqualTo(key));
    }

    @Test
    void anAuthorityThatIsNoneIsToldAtTheStart() {
        assertThatThrownBy(() -> Descriptions.signature(BY_ADDRESS.replace("AUTHORITY", "jdk")))
                .hasMessageContaining("verify-key.fetch.certificate.authority");
    }

    private Verdict verdict(String yaml, Map<String, String> headers, String body) {
        Map<String, String> secrets = Map.of("client", "shop", "secret", "s3cr3t", "hook", "hook-1");
        return Descriptions.signature(yaml).verify(
                new Incoming("POST", "/webhooks/acme/default", "", headers, body.getBytes(StandardCharsets.UTF_8)),
                List.of(secrets::get), Descriptions.at(NOW), keys);
    }

    private static String certified(String authority) {
        return BY_ADDRESS.replace("AUTHORITY", "\"" + authority.strip().replace("\n", "\\n") + "\"");
    }

    private static Map<String, String> addressed(String id) throws Exception {
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(BODY.getBytes(StandardCharsets.UTF_8));
        String text = pem("leaf.key").replaceAll("-----[A-Z ]+-----|\\s", "");
        KeyPair pair = new KeyPair(null, java.security.KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text))));
        return Map.of("X-Id", "d-1", "X-Cert-Url", "https://keys.test/certs/" + id, "X-Signature",
                sign("SHA256withRSA", pair, "d-1|hook-1|" + sum.getValue()));
    }

    private static String pem(String file) throws IOException {
        return Files.readString(Path.of("src/test/resources/keys", file));
    }

    private static String token(KeyPair pair, String id) throws GeneralSecurityException {
        String signed = encoded("{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"" + id + "\"}") + "."
                + encoded("{\"iat\":" + NOW.getEpochSecond() + ",\"request_body_sha256\":\""
                        + java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(BODY.getBytes(StandardCharsets.UTF_8)))
                        + "\"}");
        byte[] signature = Base64.getDecoder().decode(sign("SHA256withECDSAinP1363Format", pair, signed));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sign(String algorithm, KeyPair pair, String text) throws GeneralSecurityException {
        java.security.Signature signature = java.security.Signature.getInstance(algorithm);
        signature.initSign(pair.getPrivate());
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String jwk(KeyPair pair, String id, String more) {
        String kid = id == null ? "" : ",\"kid\":\"" + id + "\"";
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return "{\"kty\":\"RSA\",\"n\":\"" + number(rsa.getModulus(), 0) + "\",\"e\":\""
                    + number(rsa.getPublicExponent(), 0) + "\"" + kid + more + "}";
        }
        if (pair.getPublic() instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            return "{\"kty\":\"EC\",\"crv\":\"P-" + bits + "\",\"x\":\"" + number(ec.getW().getAffineX(), bits)
                    + "\",\"y\":\"" + number(ec.getW().getAffineY(), bits) + "\"" + kid + more + "}";
        }
        byte[] der = pair.getPublic().getEncoded();
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length)) + "\"" + kid + more + "}";
    }

    private static String number(BigInteger number, int bits) {
        byte[] bytes = number.toByteArray();
        int length = bits == 0 ? (number.bitLength() + 7) / 8 : (bits + 7) / 8;
        byte[] fixed = new byte[length];
        int from = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, from, fixed, length - (bytes.length - from), bytes.length - from);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
