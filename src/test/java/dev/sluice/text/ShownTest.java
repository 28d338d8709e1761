package dev.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OBEYED = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]";

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x07, 0x08, 0x0b, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x061c, 0x200b, 0x200d,
            0x200e, 0x200f, 0x2028,
            0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xfffe,
            0xffff})
    void whatIsObeyedAndNotSeenStandsAsItsNumber(int c) {
        assertThat(Shown.line("a" + (char) c + "b")).isEqualTo(String.format("a\\u%04xb", c));
    }

    @Test
    void lineBreaksAndTabsStandAsTheirLetters() {
        assertThat(Shown.line("a\r\nINFO  [all] paid\tb")).isEqualTo("a\\r\\nINFO  [all] paid\\tb");
    }

    @Test
    void aTagOrALonelySurrogateStandsAsItsNumbers() {
        assertThat(Shown.line("a" + Character.toString(0xE0041) + "b\ud83d!\ude00"))
                .isEqualTo("a\\udb40\\udc41b\\ud83d!\\ude00");
    }

    @Test
    void everyOtherCharacterStays() {
        String text = "Zürich, São Paulo, Αθήνα, 東京, القاهرة, e\u0301, \u00a0, 😀, \\u001b, \"quoted\"";
        assertThat(Shown.line(text)).isSameAs(text);
        assertThat(Shown.line("")).isEmpty();
        assertThat(Shown.line(null)).isNull();
    }

    @Test
    void everyCodePointIsShownByOneRuleAndShownAgainStaysAsItIs() throws Exception {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String text = "x" + Character.toString(c);
            String shown = Shown.line(text);
            if (text.matches("(?s)x" + OBEYED)) {
                assertThat(shown).isNotEqualTo(text).matches("x(\\\\[nrt]|(\\\\u[0-9a-f]{4}){1,2})");
                assertThat(JSON.readTree("\"" + shown + "\"").textValue()).isEqualTo(text);
            } else if (!shown.equals(text)) {
                assertThat(shown).isEqualTo(text);
            }
            if (!Shown.line(shown).equals(shown)) {
                assertThat(Shown.line(shown)).isEqualTo(shown);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"abcde,5,abcde", "abcdef,5,abcd…", "'',1,''", "ab,1,…"})
    void whatIsTooLongEndsInAnEllipsis(String text, int longest, String shown) {
        assertThat(Shown.line(text, longest)).isEqualTo(shown);
    }

    @Test
    void nothingIsCutThroughACharacterOrItsNumber() {
        assertThat(Shown.line("abc😀de", 5)).isEqualTo("abc…");
        assertThat(Shown.line("abc\u001bde", 8)).isEqualTo("abc…");
        assertThat(Shown.line("abc\u001bd", 10)).isEqualTo("abc\\u001bd");
        assertThat(Shown.line("abc" + Character.toString(0xE0041) + "d", 15)).isEqualTo("abc…");
    }

    @Test
    void anyTextIsShownWithinItsBoundAndWithNothingThatIsObeyed() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);
            int longest = 1 + random.nextInt(60);
            String shown = Shown.line(text, longest);
            assertThat(shown.length()).isLessThanOrEqualTo(longest);
            assertThat(shown).doesNotContainPattern(OBEYED);
            assertThat(Shown.line(shown, longest)).isEqualTo(shown);
            assertThat(Shown.whole(text))
                    .startsWith(shown.endsWith("…") ? shown.substring(0, shown.length() - 1) : shown);
        }
    }

    @Test
    void aJsonDocumentStaysTheSameDocumentOnOneLine() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            // The parser takes no half characters in names.
            String name = text(random).replaceAll("\\p{Cs}", "");
            JsonNode document = JSON.createObjectNode().put(name, text(random)).put("b", 1);
            String written = random.nextBoolean() ? document.toString()
                    : document.toPrettyString().replace("\n", "\r\n");
            String shown = Shown.json(written);
            assertThat(shown).doesNotContainPattern(OBEYED);
            assertThat(JSON.readTree(shown)).isEqualTo(document);
        }
        assertThat(Shown.json("no JSON\n\u001b[2J")).isEqualTo("no JSON \\u001b[2J");
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            int kind = random.nextInt(6);
            text.appendCodePoint(kind == 0 ? random.nextInt(0x20)
                    : kind == 1 ? 0x7f + random.nextInt(0x21) : kind == 2 ? 0x2000 + random.nextInt(0x70)
                            : kind == 3 ? random.nextInt(Character.MAX_CODE_POINT + 1) : 'a' + random.nextInt(26));
        }
        return text.toString();
    }
}
