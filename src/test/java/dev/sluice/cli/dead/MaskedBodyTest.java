package dev.sluice.cli.dead;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules are those of the provider files that are shipped. */
class MaskedBodyTest {

    private static final MaskedBody MASKED = MaskedBody.by(Path.of("").toAbsolutePath());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"otp\":{\"mobile\":\"+31612345678\"}}     | {\"otp\":{\"mobile\":\"+31*******78\"}}",
            "{\"otp\":{\"pin\":\"0042\"}}                | {\"otp\":{\"pin\":\"****\"}}",
            "{\"otp\":{\"pin\":42}}                      | {\"otp\":{\"pin\":\"****\"}}",
            "{\"PIN\":[\"a\",{\"b\":1}]}                 | {\"PIN\":\"****\"}",
            "{\"license\":{\"key\":\"ABCDEFGHIJ\"}}      | {\"license\":{\"key\":\"ABC*****IJ\"}}",
            "{\"remark\":\"call 316-123-45678 now\"}     | {\"remark\":\"call **** now\"}",
            "{\"remark\":\"\u0663\u0661\u0666\u0661\u0662\"}    | {\"remark\":\"****\"}",
            "{\"n\":31612345678,\"m\":123,\"pin\":null}  | {\"n\":\"****\",\"m\":123,\"pin\":null}",
            "{\"31612345678\":true}                      | {\"****\":true}",
            "{\"requestId\":\"ord-20261122\",\"x\":\"ord-20261123\"} |"
                    + " {\"requestId\":\"ord-20261122\",\"x\":\"ord-****\"}",
            "{\"order\":{\"amount\":\"123456.789\"}}     | {\"order\":{\"amount\":\"123456.789\"}}",
            "{\"order\":{\"amount\":31612345678}}        | {\"order\":{\"amount\":\"****\"}}",
            "{\"expiresAt\":\"2026-11-21T12:00:00Z\"}    | {\"expiresAt\":\"2026-11-21T12:00:00Z\"}",
    })
    void aMemberThatTheContractHidesAndEveryLongNumberIsMasked(String body, String shown) {
        assertThat(MASKED.of(body.getBytes(StandardCharsets.UTF_8), "ord-20261122").toString()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"otp\":{\"mobile\":\"+31612345678\",\"pin\":\"123\"", "mobile=31612345678&pin=123", "{'pin' : '123',"
                    + " mobile: 31612345678",
            "{\"pin\":\"1\\\"23\",\"pin\":\"123\"}", "3 1 6 1 2 3 4 5 6 7 8", "pin: 123\nmobile: 316-12-34-56-78",
    })
    void whatIsNoJsonIsMaskedByTheNamesInIt(String body) {
        assertThat(MASKED.of(body.getBytes(StandardCharsets.UTF_8), "").asText()).contains("****")
                .doesNotContainPattern("\\d\\D?\\d\\D?\\d").doesNotContain("23");
    }

    @Test
    void aNumberInAnotherEncodingIsMaskedToo() {
        byte[] body = "{\"otp\":{\"mobile\":\"+31612345678\"}}".getBytes(Charset.forName("UTF-16LE"));

        assertThat(MASKED.of(body, "").asText()).doesNotContainPattern("\\d\\D{0,3}\\d\\D{0,3}\\d");
    }

    @Test
    void anExcerptIsShort() {
        String shown = MASKED.of(("\u001b[2J" + "x".repeat(500)).getBytes(StandardCharsets.UTF_8), "").asText();

        assertThat(shown).startsWith("\u001b[2Jxxx").hasSize(200).endsWith("…");
    }

    @Test
    void aBodyOfAnyLengthIsMasked() {
        for (String endless : new String[]{"7".repeat(1_000_000), "\"pin\":\"" + "\\a".repeat(500_000),
                "{\"a\":\"" + "1-".repeat(500_000) + "\"}"}) {
            assertThat(MASKED.of(endless.getBytes(StandardCharsets.UTF_8), "").toString()).contains("****");
        }
    }
}
