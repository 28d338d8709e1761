package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCipherTest {
    private static final String[] MODES = Given.MODES.toArray(String[]::new);
    private static final String PLAIN = "{\"status\":1,\"name\":\"plain-and-private\",\"more\":\"0123456789\"}";

    private final PayloadCipher cipher = Given.cipher();

    @ParameterizedTest
    @FieldSource("MODES")
    void whatIsEncryptedIsReadBackForEveryLengthAndKeySize(String mode) {
        Random random = new Random(mode.hashCode());
        for (int length = 0; length <= 100; length++) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            byte[] key = new byte[new int[]{16, 24, 32}[length % 3]];
            random.nextBytes(key);
            var credentials = Given.key(HexFormat.of().formatHex(key));
            PayloadCipher hex = PayloadCipher.of(Given.with(Given.CIPHER, "key.encoding", "hex"));
            PayloadCipher base64 = PayloadCipher.of(Given.with(Given.CIPHER, "key.encoding", "base64"));

            String sealed = hex.encrypt(plain, mode, credentials);

            assertThat(sealed).matches("[A-Za-z0-9+/]*={0,2}");
            assertThat(base64.decrypt(sealed, mode, Given.key(Base64.getEncoder().encodeToString(key))))
                    .isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcm", "cbc-prefixed-iv"})
    void theSamePayloadNeverLooksTheSameTwice(String mode) {
        assertThat(cipher.encrypt(Given.bytes(PLAIN), mode, Given.key(Given.KEY)).substring(0, 16))
                .isNotEqualTo(cipher.encrypt(Given.bytes(PLAIN), mode, Given.key(Given.KEY)).substring(0, 16));
    }

    @ParameterizedTest
    @FieldSource("MODES")
    void whatIsBrokenIntoLinesIsRead(String mode) {
        String sealed = cipher.encrypt(Given.bytes(PLAIN), mode, Given.key(Given.KEY));
        String broken = "\t" + sealed.replaceAll("(.{19})", "$1\r\n") + " \n";
        assertThat(cipher.decrypt(broken, mode, Given.key(Given.KEY))).isEqualTo(Given.bytes(PLAIN));
    }

    @ParameterizedTest
    @FieldSource("MODES")
    void anotherKeyOpensNothing(String mode) {
        String sealed = sealed(mode);
        refused(() -> cipher.decrypt(sealed, mode, Given.key(Given.KEY.replace('M', 'm'))), "data");
    }

    @ParameterizedTest
    @FieldSource("MODES")
    void whatIsCutShortOpensNotAtAll(String mode) {
        byte[] whole = Base64.getDecoder().decode(sealed(mode));
        for (int length = 0; length < whole.length; length++) {
            String cut = Base64.getEncoder().encodeToString(Arrays.copyOf(whole, length));
            refused(() -> cipher.decrypt(cut, mode, Given.key(Given.KEY)), "data");
        }
    }

    @Test
    void everyFlippedBitIsNoticedInGcm() {
        String sealed = sealed("gcm");
        int bits = Base64.getDecoder().decode(sealed).length * 8;
        for (int bit = 0; bit < bits; bit++) {
            String flipped = Given.flipped(sealed, bit);
            refused(() -> cipher.decrypt(flipped, "gcm", Given.key(Given.KEY)), "data");
        }
    }

    @ParameterizedTest
    @FieldSource("MODES")
    void aFlippedBitNeverGivesThePayload(String mode) {
        String flipped = Given.flipped(sealed(mode), 200);
        try {
            assertThat(cipher.decrypt(flipped, mode, Given.key(Given.KEY))).isNotEqualTo(Given.bytes(PLAIN));
        } catch (CannotCipher refused) {
            clean(refused);
        }
    }

    @ParameterizedTest
    @CsvSource({"gcm,ecb", "gcm,cbc-zero-iv", "gcm,cbc-prefixed-iv", "ecb,gcm", "cbc-zero-iv,gcm",
            "cbc-prefixed-iv,gcm",
            "ecb,cbc-zero-iv", "cbc-zero-iv,ecb"})
    void anotherModeOpensNothing(String sealedIn, String openedIn) {
        String sealed = sealed(sealedIn);
        refused(() -> cipher.decrypt(sealed, openedIn, Given.key(Given.KEY)), "data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain-and-private", "plain{", "QUJD*QUJD", "QUJDR", "QUI", "QUJ=", "QUJDRA==QUJD", "_-==",
            "Q\u00a0UI=", "Q\u000bUI="})
    void whatIsNotBase64IsRefused(String text) {
        for (String mode : MODES) {
            refused(() -> cipher.decrypt(text, mode, Given.key(Given.KEY)), "data");
        }
        refused(() -> cipher.detect(text, Given.key(Given.KEY)), "data");
        assertThatThrownBy(() -> cipher.detect(text, Given.key(Given.KEY))).hasMessage("data: is not base64");
    }

    @Test
    void aPayloadThatIsMissingIsRefused() {
        assertThatThrownBy(() -> cipher.decrypt(null, "gcm", Given.key(Given.KEY))).hasMessage("data: is missing");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"text,null,is not set", "text,'',is not set",
            "text,MADE-UP-short,'must be 16, 24 or 32 bytes, and is not'",
            "text,MADE-UP-0123456789abcdefghijklmnop,'must be 16, 24 or 32 bytes, and is not'",
            "hex,MADE-UP-KEY-0123456789-abcdefghi,is not hex", "base64,MADE-UP-KEY-0123456789-abcdefghi,is not base64",
            "hex,4d4144452d,'must be 16, 24 or 32 bytes, and is not'"})
    void aCredentialThatIsNoKeyIsRefusedByNameOnly(String encoding, String key, String reason) {
        PayloadCipher described = PayloadCipher.of(Given.with(Given.CIPHER, "key.encoding", encoding));
        String sealed = sealed("gcm");
        for (ThrowingCallable use : new ThrowingCallable[]{
                () -> described.encrypt(Given.bytes(PLAIN), "gcm", Given.key(key)),
                () -> described.decrypt(sealed, "gcm", Given.key(key)),
                () -> described.detect(sealed, Given.key(key))}) {
            refused(use, "credential:aes-key");
            assertThatThrownBy(use).hasMessage("credential:aes-key: " + reason)
                    .isInstanceOfSatisfying(CannotCipher.class, refused -> assertThat(refused.isOfKey()).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cbc", "GCM", ""})
    void onlyARealModeEncrypts(String mode) {
        assertThatIllegalArgumentException().isThrownBy(() -> cipher.encrypt(new byte[0], mode, Given.key(Given.KEY)));
    }

    private String sealed(String mode) {
        return PayloadCipher.of(Given.yaml(Given.CIPHER), Given.fixed())
                .encrypt(Given.bytes(PLAIN), mode, Given.key(Given.KEY));
    }

    private static void refused(ThrowingCallable use, String part) {
        assertThatThrownBy(use).isInstanceOfSatisfying(CannotCipher.class, refused -> {
            assertThat(refused.part()).isEqualTo(part);
            clean(refused);
        });
    }

    private static void clean(CannotCipher refused) {
        assertThat(refused.getCause()).isNull();
        assertThat(refused.getMessage()).doesNotContain("private", "MADE-UP", "status", "QUJ", "4d41");
    }
}
