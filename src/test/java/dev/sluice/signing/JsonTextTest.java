package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed of a JSON body is what its sender wrote, character for character. */
class JsonTextTest {
    private static final String[] STRINGS = {"\"a\\/b\"", "\"\\u000B\\u000b\\b\\f\"", "\"\\u00e9é\"",
            "\"\\ud83d\\ude80🚀\"",
            "\"\\\"\\\\\\\\\"", "\"<\\u003c>\"", "\"\""};

    @ParameterizedTest
    @ValueSource(strings = {"minified", "sorted", "json", "json-sorted"})
    void theTextOfAStringIsNeverTouched(String form) throws Exception {
        for (String string : STRINGS) {
            for (String name : STRINGS) {
                String body = "{" + name + ":[" + string + ",{\"z\":1.0}]}";
                assertThat(signed(form, body)).as(body).isEqualTo(hmac(body));
            }
        }
    }

    @Test
    void aLongBodyKeepsItsEscapesToo() throws Exception {
        String body = "{\"a\":[" + "\"x\\/é\",".repeat(20_000) + "\"\\/\"]}";
        assertThat(signed("sorted", body)).isEqualTo(hmac(body));
    }

    @Test
    void aFieldIsItsTextWhateverEscapesItIsWrittenWith() throws Exception {
        Signature signature = Descriptions
                .signature("message: {template: '{field:a\\/b}|{field:c}'}\n".replace("\\/", "/")
                        + "algorithm: HMAC-SHA256\nkey: {credential: k}\nheaders: {s: '{signature}'}");
        assertThat(signature.sign(Descriptions.post("{\"a\\/b\":\"x\\/y\",\"c\":\"\\u0041\"}"),
                Descriptions.credentials("k", "topsecret"), Descriptions.at(Instant.EPOCH), () -> "").headers())
                .isEqualTo(Map.of("s", hmac("x/y|A")));
    }

    @Test
    void puttingTheSignatureIntoTheBodyKeepsItsEscapes() {
        Signature signature = Descriptions.signature("message: {body: sorted}\nalgorithm: HMAC-SHA256\n"
                + "key: {credential: k}\nbody: {sign: '{signature}'}");
        Signed signed = signature.sign(Descriptions.post("{\"u\\/\":\"http:\\/\\/a\",\"sign\":\"\"}"),
                Descriptions.credentials("k", "topsecret"), Descriptions.at(Instant.EPOCH), () -> "");
        assertThat(new String(signed.body(), StandardCharsets.UTF_8))
                .startsWith("{\"u\\/\":\"http:\\/\\/a\",\"sign\":\"");
    }

    @Test
    void membersAreSortedByTheirTextAndWrittenAsTheyWere() throws Exception {
        assertThat(signed("sorted", "{\"\\u0062\":1,\"a\":2}")).isEqualTo(hmac("{\"a\":2,\"\\u0062\":1}"));
    }

    private static String signed(String form, String body) {
        boolean nested = form.startsWith("json");
        String message = nested ? "{fields: {nested: " + form + ", content: values, reserved: ''}}"
                : "{body: " + form + "}";
        Signature signature = Descriptions.signature("message: " + message + "\nalgorithm: HMAC-SHA256\n"
                + "key: {credential: k}\nheaders: {s: '{signature}'}");
        return signature.sign(Descriptions.post(nested ? "{\"only\":" + body + "}" : body),
                Descriptions.credentials("k", "topsecret"), Descriptions.at(Instant.EPOCH), () -> "").headers()
                .get("s");
    }

    private static String hmac(String message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("topsecret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    }
}
