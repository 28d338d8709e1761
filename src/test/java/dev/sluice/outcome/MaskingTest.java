package dev.sluice.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource({"+31612345678,+31*******78", "31612345678,316******78", "12345678,123***78", "1234567,*******",
            "0042,****", "'',''"})
    void aNumberKeepsThreeAndTwoCharactersAndAShortOneNone(String number, String masked) {
        assertThat(Masking.number(number)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"number 31612345678 is wrong", "pin 0042", "card4111111111111111x"})
    void aTextKeepsNoRunOfFourDigits(String text) {
        assertThat(Masking.text(text)).doesNotContainPattern("\\d{4}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"call +31 612 345 678 again", "call 316-123-456-78 again"})
    void aPhoneNumberInGroupsIsMaskedToo(String text) {
        assertThat(Masking.text(text)).doesNotContain("345").doesNotContain("456");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pin 0\u00a00\u00a04\u00a02", "pin 0/0/4/2", "pin 0, 0, 4, 2", "pin 0 - 0 - 4 - 2",
            "pin \uff10\uff10\uff14\uff12",
            "pin \u0660\u0660\u0664\u0662", "pin \u2460\u2461\u2462\u2463", "pin 0_0_4_2",
            "pin 0\u20e30\u20e34\u20e32"})
    void whateverStandsBetweenDigitsAndWhateverTheyAreWrittenWithHidesNoNumber(String text) {
        assertThat(Masking.text(text)).isEqualTo("pin ****");
    }

    @ParameterizedTest
    @ValueSource(strings = {"call 0612 34 56 78", "call 0612\u00a034\u00a056\u00a078", "call 0612/34/56/78",
            "call \uff10\uff16\uff11\uff12\uff13\uff14\uff15"})
    void aRemarkKeepsNoPhoneNumberInAnyForm(String text) {
        assertThat(Masking.remark(text)).isEqualTo("call ****");
    }

    @Test
    void aRowOfAHundredThousandDigitsIsMaskedLikeAShortOne() {
        String text = "code " + "7".repeat(100_000) + " is wrong";
        assertThat(Masking.text(text)).isEqualTo("code **** is wrong");
        assertThat(Masking.remark(text)).isEqualTo("code **** is wrong");
    }

    @Test
    void aTextIsShortAndOnOneLine() {
        assertThat(Masking.text("a\r\nb\tc" + "x".repeat(500))).startsWith("a\\r\\nb\\tcxx").hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pin 0\u200b0\u200b4\u200b2", "pin 0\n0\n4\n2", "pin 00\u202e42"})
    void whatIsNotSeenBetweenDigitsHidesNoNumber(String text) {
        assertThat(Masking.text(text)).isEqualTo("pin ****");
    }

    @Test
    void aTextIsNotCutThroughACharacter() {
        String masked = Masking.text("😀".repeat(150));
        assertThat(new String(masked.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(masked);
    }
}
