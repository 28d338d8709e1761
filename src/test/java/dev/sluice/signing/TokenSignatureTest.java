package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JWS and JWT follow from what messages are made of; the values are those of the RFCs. */
class TokenSignatureTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    /** RFC 7515, A.1. */
    private static final String KEY = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    private static final String CLAIMS = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
    private static final String COMPACT = """
            parts:
              header: {encode: {encoding: base64url, of: HEADER}}
              payload: {encode: {encoding: base64url, of: {body: raw}}}
            message: {template: "{part:header}.{part:payload}"}
            algorithm: ALGORITHM
            key: {credential: key, encoding: base64url}
            output: {encoding: base64url}
            headers: {X-Jws: "{part:header}.{part:payload}.{signature}"}
            """;
    private static final String DETACHED = """
            parts:
              header: {encode: {encoding: base64url, of: {json: {alg: HS256, b64: false, crit: [b64]}}}}
            message: {template: "{part:header}.{body}"}
            algorithm: HMAC-SHA256
            key: {credential: key, encoding: base64url}
            output: {encoding: base64url}
            headers: {X-Jws: "{part:header}..{signature}"}
            """;
    private static final String BEARER = """
            parts:
              header: {encode: {encoding: base64url, of: {json: {alg: ES256, typ: JWT, kid: "{credential:kid}"}}}}
              claims:
                encode:
                  encoding: base64url
                  of:
                    json:
                      iss: "{credential:iss}"
                      iat: {value: "{timestamp}", type: number}
                      nbf: {value: "{timestamp-5}", type: number}
                      exp: {value: "{timestamp+60}", type: number}
                      jti: "{nonce}"
                      uri: "{method} {path}"
                      body: {sha256: "{digest}"}
            message: {template: "{part:header}.{part:claims}"}
            timestamp: seconds
            nonce: uuid
            algorithm: ECDSA-SHA256-P1363
            key: {credential: private, encoding: base64url}
            verify-key: {credential: public, encoding: base64url}
            output: {encoding: base64url}
            headers: {Authorization: "Bearer {part:header}.{part:claims}.{signature}"}
            """;

    @Test
    void compactWithHmac() {
        String yaml = COMPACT.replace("HEADER", "\"{{\\\"typ\\\":\\\"JWT\\\",\\r\\n \\\"alg\\\":\\\"HS256\\\"}}\"")
                .replace("ALGORITHM", "HMAC-SHA256");
        String expected = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
                + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assertThat(signed(yaml, CLAIMS, Descriptions.credentials("key", KEY)).headers().get("X-Jws"))
                .isEqualTo(expected);
        assertEveryByteCounts(yaml, expected, CLAIMS, Descriptions.credentials("key", KEY));
    }

    /** The token that jwt.io shows, as a credential of the call. */
    @Test
    void theTokenOfJwtIo() {
        String yaml = """
                parts:
                  token:
                    concat:
                      - encode: {encoding: base64url, of: {json: {alg: HS256, typ: JWT}}}
                      - "."
                      - encode:
                          encoding: base64url
                          of: {json: {sub: "1234567890", name: John Doe, iat: {value: "{timestamp}", type: number}}}
                message: {template: "{part:token}"}
                timestamp: seconds
                algorithm: HMAC-SHA256
                key: {credential: key}
                output: {encoding: base64url}
                headers: {Authorization: "Bearer {part:token}.{signature}", X-Time: "{timestamp}"}
                """;
        assertThat(Descriptions.signature(yaml).sign(Descriptions.post(""),
                Descriptions.credentials("key", "your-256-bit-secret"),
                Descriptions.at(Instant.ofEpochSecond(1516239022)),
                () -> "").headers().get("Authorization"))
                .isEqualTo("Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                        + ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
                        + ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c");
    }

    /** RFC 7515, A.3, and RFC 8037, A.4. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "ECDSA-SHA256-P1363|{json: {alg: ES256}}|eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAs"
                    + "DQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCg"
                    + "fTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
            "Ed25519|{json: {alg: EdDSA}}|eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnL"
                    + "WG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
    })
    void publishedTokensOfKeyPairsAreVerified(String algorithm, String header, String token)
            throws GeneralSecurityException {
        boolean ec = algorithm.startsWith("EC");
        String key = ec ? base64url(point("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")) : "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        String yaml = COMPACT.replace("HEADER", header).replace("ALGORITHM", algorithm);
        String body = ec ? CLAIMS : "Example of Ed25519 signing";
        assertEveryByteCounts(yaml, token, body, Descriptions.credentials("key", key));
    }

    @Test
    void detachedAndNotEncoded() {
        Function<String, String> keys = Descriptions.credentials("key", KEY);
        String expected = "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY";
        assertThat(signed(DETACHED, "$.02", keys).headers().get("X-Jws")).isEqualTo(expected);
        assertEveryByteCounts(DETACHED, expected, "$.02", keys);
    }

    @Test
    void aTokenTellsItsTimeAndNonceAndCoversTheCall() throws GeneralSecurityException {
        Function<String, String> keys = pair();
        Outgoing out = Descriptions.post("{\"amount\":\"1.50\"}");
        Signed signed = Descriptions.signature(BEARER).sign(out, keys, Descriptions.at(NOW), () -> "6f1c");
        String token = signed.headers().get("Authorization");
        assertThat(decoded(token.split("\\.")[1])).isEqualTo("{\"iss\":\"acme\",\"iat\":1769860800,\"nbf\":1769860795,"
                + "\"exp\":1769860860,\"jti\":\"6f1c\",\"uri\":\"POST /pay\",\"body\":{\"sha256\":\""
                + TextEncoding.HEX.encode(Algorithm.SHA_256.digest(out.body())) + "\"}}");
        Incoming delivery = Descriptions.received(out, signed);
        Verdict verdict = verdict(BEARER, delivery, keys, NOW);
        assertThat(verdict.reason()).isNull();
        assertThat(verdict.timestamp()).isEqualTo(NOW);
        assertThat(verdict.nonce()).isEqualTo(verdict.dedupKey()).isEqualTo("6f1c");
        assertThat(verdict(BEARER, delivery, keys, NOW.plusSeconds(301)).outcome()).isEqualTo(Verdict.Outcome.STALE);
        assertThat(verdict(BEARER, new Incoming("POST", "/pay", "", delivery.headers(),
                "{\"amount\":\"1.51\"}".getBytes(StandardCharsets.UTF_8)), keys, NOW).valid()).isFalse();
        assertThat(verdict(BEARER, new Incoming("PUT", "/pay", "", delivery.headers(), out.body()), keys, NOW).valid())
                .isFalse();
    }

    @Test
    void aTokenOfAnotherSenderMayHaveMoreMembersInAnotherOrder() throws GeneralSecurityException {
        Function<String, String> keys = pair();
        String header = "{ \"kid\": \"k-1\", \"alg\": \"ES256\", \"x\": [1], \"typ\": \"JWT\" }";
        String claims = "{\"more\":{},\"exp\":1769860860,\"nbf\":1769860795,\"uri\":\"POST \\/pay\",\"jti\":\"9\","
                + "\"iat\":1769860800,\"iss\":\"acme\",\"body\":{\"sha256\":\""
                + TextEncoding.HEX.encode(Algorithm.SHA_256.digest("{}".getBytes(StandardCharsets.UTF_8))) + "\"}}";
        assertThat(verdict(BEARER, token(header, claims, keys), keys, NOW).reason()).isNull();
        for (String[] wrong : new String[][]{{"ES256", "none"}, {"k-1", "k-2"}, {"[1]", "1, \"crit\": [\"x\"]"}}) {
            assertThat(verdict(BEARER, token(header.replace(wrong[0], wrong[1]), claims, keys), keys, NOW).reason())
                    .isEqualTo("header Authorization is not as described");
        }
        for (String[] wrong : new String[][]{{"acme", "other"}, {"1769860800", "\"1769860800\""}, {"POST", "GET"},
                {"\"jti\":\"9\",", ""}, {"1769860860", "1769860861"}}) {
            assertThat(verdict(BEARER, token(header, claims.replace(wrong[0], wrong[1]), keys), keys, NOW).valid())
                    .as(wrong[1]).isFalse();
        }
    }

    @Test
    void aPartThatIsThereTwiceMustBeTheSame() {
        String yaml = "parts: {p: {encode: {encoding: base64url, of: {json: {a: '{nonce}'}}}}}\nnonce: uuid\n"
                + "message: {template: '{part:p}{body}'}\nalgorithm: HMAC-SHA256\nkey: {credential: key}\n"
                + "headers: {A: '{part:p}', B: '{part:p}', s: '{signature}'}";
        Function<String, String> keys = Descriptions.credentials("key", KEY);
        Map<String, String> headers = new HashMap<>(Descriptions.signature(yaml)
                .sign(Descriptions.post("{}"), keys, Descriptions.at(NOW), () -> "n").headers());
        assertThat(verdict(yaml, Descriptions.delivery(headers, "{}"), keys, NOW).reason()).isNull();
        headers.put("B", base64url("{\"a\":\"n\",\"b\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(verdict(yaml, Descriptions.delivery(headers, "{}"), keys, NOW).reason())
                .isEqualTo("header B is not as described");
    }

    @Test
    void whatAPartCannotBeIsRefusedAtTheStart() {
        for (String[] wrong : new String[][]{
                {"{part:header}.{part:payload}\"}", "{part:headr}\"}", "message.template",
                        "{part:headr} is not known here; known are {part:header}, {part:payload}"},
                {"parts:\n", "parts:\n  other: x\n", "parts.other", "nothing uses {part:other}"},
                {"{body: raw}", "{hash: {algorithm: MD4, of: x}}", "parts.payload.encode.of.hash.algorithm",
                        "must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, SM3, SHA3-256, SHA3-512, CRC32"},
                {"base64url, of: {body", "raw, of: {body", "parts.payload.encode.encoding", "must be one of hex, HEX,"
                        + " base64, base64url, base64url-padded, decimal, percent, form"},
        }) {
            String yaml = COMPACT.replace("HEADER", "x").replace("ALGORITHM", "HMAC-SHA256");
            assertThatThrownBy(() -> Descriptions.signature(yaml.replace(wrong[0], wrong[1])))
                    .isInstanceOf(SignatureProblem.class).hasMessage(wrong[2] + ": " + wrong[3]);
        }
    }

    private static void assertEveryByteCounts(String yaml, String token, String body, Function<String, String> keys) {
        assertThat(verdict(yaml, Descriptions.delivery(Map.of("X-Jws", token), body), keys, NOW).reason()).isNull();
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            String changed = token.substring(0, i) + (c == 'A' ? 'B' : 'A') + token.substring(i + 1);
            assertThat(verdict(yaml, Descriptions.delivery(Map.of("X-Jws", changed), body), keys, NOW).valid())
                    .as("character %s", i).isFalse();
        }
        for (int i = 0; i < body.length(); i++) {
            String changed = body.substring(0, i) + (char) (body.charAt(i) ^ 1) + body.substring(i + 1);
            assertThat(verdict(yaml, Descriptions.delivery(Map.of("X-Jws", token), changed), keys, NOW).valid())
                    .isFalse();
        }
    }

    private static Incoming token(String header, String claims, Function<String, String> keys) {
        String yaml = "message: {template: '" + base64url(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64url(claims.getBytes(StandardCharsets.UTF_8)) + "'}\nalgorithm: ECDSA-SHA256-P1363\n"
                + "key: {credential: private, encoding: base64url}\noutput: {encoding: base64url}\nheaders: {a: '{signature}'}";
        Outgoing out = Descriptions.post("{}");
        String signature = Descriptions.signature(yaml).sign(out, keys, Descriptions.at(NOW), () -> "").headers()
                .get("a");
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Bearer " + base64url(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64url(claims.getBytes(StandardCharsets.UTF_8)) + "." + signature);
        return new Incoming("POST", "/pay", "", headers, out.body());
    }

    private static Signed signed(String yaml, String body, Function<String, String> keys) {
        return Descriptions.signature(yaml).sign(Descriptions.post(body), keys, Descriptions.at(NOW), () -> "");
    }

    private static Verdict verdict(String yaml, Incoming delivery, Function<String, String> keys, Instant now) {
        return Descriptions.signature(yaml).verify(delivery, List.of(keys), Descriptions.at(now));
    }

    /** RFC 7515, A.3.1. */
    private static Function<String, String> pair() throws GeneralSecurityException {
        Key secret = KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(
                number("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"), curve()));
        return Descriptions.credentials("kid", "k-1", "iss", "acme", "private", base64url(secret.getEncoded()),
                "public", base64url(point("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                        "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")));
    }

    private static byte[] point(String x, String y) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(new ECPoint(number(x), number(y)), curve())).getEncoded();
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static BigInteger number(String base64url) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64url));
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String decoded(String base64url) {
        return new String(Base64.getUrlDecoder().decode(base64url), StandardCharsets.UTF_8);
    }
}
