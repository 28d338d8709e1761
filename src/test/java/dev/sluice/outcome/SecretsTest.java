package dev.sluice.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String SECRET = "mh/pass+Word-1é";
    private static final Secrets SECRETS = new Secrets(List.of(SECRET, "AKhambit123", "a-b/c+d", "abc", "100234"));

    @ParameterizedTest
    @ValueSource(strings = {SECRET, "MH/PASS+WORD-1É", "mh\\/pass+Word-1é", "mh%2Fpass%2BWord-1%C3%A9",
            "mh%2fpass%2bWord%2d1é", "%6d%68%2F%70%61%73%73%2B%57%6F%72%64-1é", "mh&#47;pass&#43;Word-1é",
            "mh&#x2f;pass&#x2B;Word&#45;1é", "mh&sol;pass&plus;Word-1é", "mh\\u002fpass\\u002bWord-1é",
            "\\u006d\\u0068/pass+Word-1é", "mh/pass+\u200bWord-1é", "mh/pass+\nWord-1é", "mh pass Word 1 é",
            "m.h./.p.a.s.s.+.W.o.r.d.-.1.é"})
    void oneIsBlankedInWhateverSpellingItComes(String spelt) {
        assertThat(SECRETS.blanked("the key " + spelt + " is wrong")).startsWith("the key ****").endsWith(" is wrong")
                .doesNotContainIgnoringCase("pass").doesNotContainIgnoringCase("%61").doesNotContain("u006d");
        assertThat(SECRETS.standIn("R-" + spelt + "-1")).isTrue();
    }

    @Test
    void norIsItsBase64ItsHexadecimalDigitsOrWhatBothAreMadeOfShown() {
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        for (String before : new String[]{"", "a", "ab", "user:"}) {
            for (String after : new String[]{"", "z", "zz"}) {
                byte[] all = (before + SECRET + after).getBytes(StandardCharsets.UTF_8);
                for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
                    String encoded = encoder.encodeToString(all);
                    assertThat(SECRETS.blanked("Basic " + encoded)).as(encoded).startsWith("Basic ").contains("****")
                            .hasSizeLessThan(20 + before.length());
                }
            }
        }
        assertThat(SECRETS.blanked("0x" + HexFormat.of().withUpperCase().formatHex(bytes))).isEqualTo("0x****");
        assertThat(SECRETS.blanked(HexFormat.ofDelimiter(":").formatHex(bytes))).isEqualTo("****");
    }

    @ParameterizedTest
    @ValueSource(strings = {"R-AKhambit123-n2", "AKhambit123", "x100234y", "a-b/c+d"})
    void oneOfSixCharactersOrMoreStandsInAReferenceOfWhichItIsAPart(String reference) {
        assertThat(SECRETS.standIn(reference)).isTrue();
        assertThat(SECRETS.blanked(reference)).contains("****");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "R-abcd", "a b c d", "100 23", "mhpass",
            "nothing of it, 100 % &c; %zz &#; \\u00"})
    void whatIsShorterOrOnlyAPartIsNone(String text) {
        assertThat(SECRETS.blanked(text)).isEqualTo(text);
        assertThat(SECRETS.standIn(text)).isFalse();
    }

    @Test
    void whatStandsAroundThemStays() {
        assertThat(SECRETS.blanked("\ud83d\ude00 a-b/c+d, AKHAMBIT123 and " + SECRET + "! \ud83d\ude00"))
                .isEqualTo("\ud83d\ude00 ****, **** and ****! \ud83d\ude00");
        assertThat(Secrets.NONE.blanked("any %20 text")).isEqualTo("any %20 text");
    }

    /** An account's number stands within longer ones by chance: an amount, a reference. */
    @Test
    void oneThatIsAShortNumberIsNoPartOfALongerOne() {
        Secrets number = new Secrets(List.of("100245"));
        assertThat(number.standIn("71002451")).isFalse();
        assertThat(number.blanked("1100245.00")).isEqualTo("1100245.00");
        assertThat(number.blanked("agent 100245, A-100245-x")).isEqualTo("agent ****, A-****-x");
        assertThat(new Secrets(List.of("100245100245")).standIn("71002451002458")).isTrue();
    }
}
