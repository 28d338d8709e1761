package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that is sent in another form than its own: as a token, in a field, in an envelope. */
class WholeBodyTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Function<String, String> KEYS = Descriptions.credentials("k", "topsecret");
    private static final String TOKEN = """
            parts:
              header: {encode: {encoding: base64url, of: {json: {alg: HS256, iat: {value: "{timestamp}", type: number}}}}}
              payload: {encode: {encoding: base64url, of: "{body}"}}
            message: {template: "{part:header}.{part:payload}"}
            timestamp: seconds
            algorithm: HMAC-SHA256
            key: {credential: k}
            output: {encoding: base64url}
            body: "{part:header}.{part:payload}.{signature}"
            """;
    private static final String ENVELOPE = TOKEN.replace("message:",
            "  envelope: {json: {payload: \"{part:header}.{part:payload}.{signature}\", v: 1}}\nmessage:")
            .replace("body: \"{part:header}.{part:payload}.{signature}\"", "body: \"{part:envelope}\"");
    private static final String FORM = """
            parts:
              data: {encode: {encoding: base64, of: "{body}"}}
              sent: {encode: {encoding: percent, of: "{part:data}"}}
            message: {template: "{credential:k}{part:data}{credential:k}"}
            algorithm: SHA-1
            output: {encoding: base64, escape: percent}
            body: "data={part:sent}&signature={signature}"
            """;
    private static final String FORM_ENVELOPE = """
            parts:
              data: {encode: {encoding: base64, of: "{body}"}}
              envelope: {form: {data: "{part:data}", signature: "{signature}"}}
            message: {template: "{credential:k}{part:data}{credential:k}"}
            algorithm: SHA-1
            output: {encoding: base64}
            body: "{part:envelope}"
            """;
    private static final String SIGNED_BESIDE = """
            parts:
              data: {encode: {encoding: base64, of: "{body}"}}
            message: {body: raw}
            algorithm: HMAC-SHA256
            key: {credential: k}
            body: "data={part:data}"
            headers: {X-Signature: "{signature}", X-Digest: "{digest}"}
            """;

    @ParameterizedTest
    @ValueSource(strings = {TOKEN, FORM, FORM_ENVELOPE, "ENVELOPE"})
    void isReadAgainAndEveryByteOfItCounts(String described) {
        String yaml = described.equals("ENVELOPE") ? ENVELOPE : described;
        Signature signature = Descriptions.signature(yaml);
        Outgoing out = Descriptions.post("{\"amount\":\"1.50\"}");
        Signed signed = signature.sign(out, KEYS, Descriptions.at(NOW), () -> "");
        String sent = new String(signed.body(), StandardCharsets.UTF_8);
        assertThat(sent).doesNotContain("amount");
        Verdict verdict = verdict(signature, Map.of(), sent);
        assertThat(verdict.reason()).isNull();
        assertThat(new String(verdict.content(), StandardCharsets.UTF_8)).isEqualTo("{\"amount\":\"1.50\"}");
        int start = Math.max(sent.indexOf("data=") + 5, sent.indexOf(":\"") + 2);
        for (int i = start; i < sent.length() - (described.equals("ENVELOPE") ? 8 : 0); i++) {
            if (sent.charAt(i) != '%' && !sent.startsWith("&signature=", i)) {
                String changed = sent.substring(0, i) + (sent.charAt(i) == 'A' ? 'B' : 'A') + sent.substring(i + 1);
                assertThat(verdict(signature, Map.of(), changed).valid()).as(changed).isFalse();
            }
        }
    }

    @Test
    void aTokenIsWhatItsPartsAre() {
        Signed signed = Descriptions.signature(TOKEN).sign(Descriptions.post("{\"a\":1}"), KEYS, Descriptions.at(NOW),
                () -> "");
        assertThat(new String(signed.body(), StandardCharsets.UTF_8)).startsWith(TextEncoding.BASE64URL
                .encode("{\"alg\":\"HS256\",\"iat\":1769860800}".getBytes(StandardCharsets.UTF_8)) + "."
                + TextEncoding.BASE64URL.encode("{\"a\":1}".getBytes(StandardCharsets.UTF_8)) + ".");
        assertThat(verdict(Descriptions.signature(TOKEN), Map.of(), new String(signed.body(), StandardCharsets.UTF_8))
                .timestamp()).isEqualTo(NOW);
    }

    @Test
    void anEnvelopeMayHaveItsMembersInAnotherOrder() {
        Signature signature = Descriptions.signature(ENVELOPE);
        String sent = new String(signature.sign(Descriptions.post("{}"), KEYS, Descriptions.at(NOW), () -> "").body(),
                StandardCharsets.UTF_8);
        String token = sent.replaceAll(".*\"payload\":\"([^\"]*)\".*", "$1");
        assertThat(verdict(signature, Map.of(), "{ \"more\": [], \"v\": 1, \"payload\": \"" + token + "\" }").reason())
                .isNull();
        assertThat(verdict(signature, Map.of(), "{\"payload\":\"" + token + "\"}").reason())
                .isEqualTo("body is not as described");
    }

    @Test
    void aFormMayHaveItsParametersInAnotherOrderAndSpelling() {
        Signature signature = Descriptions.signature(FORM_ENVELOPE);
        String[] sent = new String(
                signature.sign(Descriptions.post("{\"a\":\"?>\"}"), KEYS, Descriptions.at(NOW), () -> "")
                        .body(),
                StandardCharsets.UTF_8).split("&");
        assertThat(verdict(signature, Map.of(), "x=1&" + sent[1].replace("%3D", "=") + "&" + sent[0]).reason())
                .isNull();
        assertThat(verdict(signature, Map.of(), sent[0]).reason()).isEqualTo("body is not as described");
        assertThat(verdict(signature, Map.of(), String.join("&", sent[0], sent[1], sent[0])).reason())
                .isEqualTo("form: holds a parameter twice");
    }

    @Test
    void whatIsSignedBesideItIsTheBodyThatIsSent() {
        Signature signature = Descriptions.signature(SIGNED_BESIDE);
        Signed signed = signature.sign(Descriptions.post("{}"), KEYS, Descriptions.at(NOW), () -> "");
        assertThat(new String(signed.body(), StandardCharsets.UTF_8)).isEqualTo("data=e30=");
        assertThat(signed.headers().get("X-Digest"))
                .isEqualTo(TextEncoding.HEX.encode(Algorithm.SHA_256.digest(signed.body())));
        assertThat(verdict(signature, signed.headers(), "data=e30=").reason()).isNull();
        assertThat(verdict(signature, signed.headers(), "data=e31=").valid()).isFalse();
    }

    @Test
    void aBodyThatIsTheDocumentHoldsNoOther() {
        Signature json = Descriptions.signature("message: {body: raw}\nalgorithm: HMAC-SHA256\nkey: {credential: k}\n"
                + "headers: {s: '{signature}'}");
        Signed sent = json.sign(Descriptions.post("{}"), KEYS, Descriptions.at(NOW), () -> "");
        assertThat(verdict(json, sent.headers(), "{}").content()).isNull();
    }

    private static Verdict verdict(Signature signature, Map<String, String> headers, String body) {
        return signature.verify(Descriptions.delivery(new HashMap<>(headers), body), List.of(KEYS),
                Descriptions.at(NOW));
    }
}
