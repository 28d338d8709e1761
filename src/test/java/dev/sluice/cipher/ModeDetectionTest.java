package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeDetectionTest {
    private static final String[] MODES = Given.MODES.toArray(String[]::new);
    private static final String ANSWER = "{\"status\":1,\"name\":\"Demo of 40 characters and a few"
            + " more\",\"requestTime\":1}";

    private final PayloadCipher cipher = Given.cipher();

    @ParameterizedTest
    @FieldSource("MODES")
    void theModeOfAnAnswerIsFoundOut(String mode) {
        for (int i = 0; i < 50; i++) {
            Detected detected = cipher.detect(sealed(ANSWER, mode), Given.key(Given.KEY));
            assertThat(detected.mode()).isEqualTo(mode);
            assertThat(detected.plain()).isEqualTo(Given.bytes(ANSWER));
            assertThat(detected.certain()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cbc-zero-iv", "ecb"})
    void oneBlockIsReadButIsNoProofOfItsMode(String mode) {
        PayloadCipher expecting = PayloadCipher.of(Given.with(Given.CIPHER, "auto.expect", "[status]"));
        Detected detected = expecting.detect(sealed("{\"status\":1}", mode), Given.key(Given.KEY));
        assertThat(detected.plain()).isEqualTo(Given.bytes("{\"status\":1}"));
        assertThat(detected.mode()).isEqualTo("cbc-zero-iv");
        assertThat(detected.certain()).isFalse();
    }

    @Test
    void whiteSpaceInFrontDoesNotPassTheFirstBlockOffAsAnInitialisationVector() {
        String spaced = " ".repeat(16) + ANSWER;
        Detected detected = cipher.detect(sealed(spaced, "cbc-zero-iv"), Given.key(Given.KEY));
        assertThat(detected.mode()).isEqualTo("cbc-zero-iv");
        assertThat(detected.plain()).isEqualTo(Given.bytes(spaced));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"status\":1,\"secret\":\"contents\"}", "[\"status\",\"name\"]", "contents", "",
            "{\"status\":1,\"name\":\"contents\"} trailing", "{\"status\":1,\"name\":\"contents\",\"name\":\"twice\"}",
            "{\"status\":1,\"name\":\"contents\"", "{status:1,name:2}"})
    void whatIsNotAnObjectWithTheExpectedMembersIsRefusedWithoutIt(String plain) {
        for (String mode : MODES) {
            assertThatThrownBy(() -> cipher.detect(sealed(plain, mode), Given.key(Given.KEY)))
                    .isInstanceOf(CannotCipher.class).hasNoCause()
                    .hasMessage("data: is in no mode a JSON object with status, name");
        }
    }

    @ParameterizedTest
    @FieldSource("MODES")
    void anotherKeyFitsNoMode(String mode) {
        assertThatThrownBy(() -> cipher.detect(sealed(ANSWER, mode), Given.key("MADE-UP-KEY-0123456789-ABCDEFGHI")))
                .hasMessage("data: is in no mode a JSON object with status, name");
    }

    @ParameterizedTest
    @FieldSource("MODES")
    void aDescribedModeIsNotSecondGuessed(String mode) {
        PayloadCipher described = PayloadCipher.of(Given.with(Given.CIPHER, "mode", mode));
        Detected detected = described.detect(sealed("contents", mode), Given.key(Given.KEY));
        assertThat(detected.mode()).isEqualTo(mode);
        assertThat(detected.plain()).isEqualTo(Given.bytes("contents"));
        assertThat(detected.certain()).isTrue();
        String other = mode.equals("gcm") ? "ecb" : "gcm";
        assertThatThrownBy(() -> described.detect(sealed(ANSWER, other), Given.key(Given.KEY)))
                .isInstanceOf(CannotCipher.class);
    }

    private String sealed(String plain, String mode) {
        return cipher.encrypt(Given.bytes(plain), mode, Given.key(Given.KEY));
    }
}
