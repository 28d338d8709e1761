package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.json.Unreadable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {

    private static final String DOCUMENT = "{\"note\":\"é\"}";

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void aUnicodeFormIsSeenWhateverIsDeclared(String charset) throws Exception {
        for (String declared : new String[]{null, "application/json", "text/plain; charset=utf-16", "a/b;charset=UTF-8",
                "a/b; charset=\"utf-32\""}) {
            Characters characters = Characters.declaredBy(declared);
            assertThat(characters.text(DOCUMENT.getBytes(Charset.forName(charset)))).as(declared).isEqualTo(DOCUMENT);
            assertThat(characters.text(("\uFEFF" + DOCUMENT).getBytes(Charset.forName(charset)))).as(declared)
                    .isEqualTo(DOCUMENT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "iso-8859-15", "windows-1252", "latin1"})
    void aCharsetOfOneByteIsBelieved(String charset) throws Exception {
        assertThat(new Characters(charset).text(DOCUMENT.getBytes(Charset.forName(charset)))).isEqualTo(DOCUMENT);
        assertThat(new Characters(charset).text(("\uFEFF" + DOCUMENT).getBytes(StandardCharsets.UTF_8)))
                .as("a byte order mark says more than a header").isEqualTo(DOCUMENT);
    }

    /** In some of them a byte that stands for a quote or a brace is half of another character. */
    @ParameterizedTest
    @ValueSource(strings = {"shift_jis", "gbk", "utf-7", "cp037", "none-such", "iso-8859-99", "../../etc"})
    void ofAnyOtherCharsetOnlyAsciiIsRead(String charset) throws Exception {
        Characters characters = new Characters(charset);
        assertThat(characters.text("{\"a\":1}".getBytes(StandardCharsets.US_ASCII))).isEqualTo("{\"a\":1}");
        assertThatThrownBy(() -> characters.text(DOCUMENT.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Unreadable.class);
        assertThat(characters.remains(DOCUMENT.getBytes(StandardCharsets.UTF_8))).isEqualTo(DOCUMENT);
    }

    @Test
    void bytesThatAreNotInTheirCharsetAreUnreadable() {
        Characters characters = new Characters(null);
        for (byte[] bytes : new byte[][]{DOCUMENT.getBytes(StandardCharsets.ISO_8859_1),
                {'{', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '}'}, {'{', 0, '}'}, {0, '{', 0}, {(byte) 0xff}}) {
            assertThatThrownBy(() -> characters.text(bytes)).isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void nothingIsNothing() throws Exception {
        assertThat(new Characters(null).text(new byte[0])).isEmpty();
        assertThat(new Characters("latin1").remains(new byte[0])).isEmpty();
    }
}
