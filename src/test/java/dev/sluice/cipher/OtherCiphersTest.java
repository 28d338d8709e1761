package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 3DES and SM4, with the values of standards and of OpenSSL. */
class OtherCiphersTest {

    private static final String KEY = "0123456789abcdeffedcba9876543210";
    private static final String THREE = "0123456789abcdeffedcba987654321089abcdef01234567";
    private static final byte[] PLAIN = "{\"id\":\"a1\"}".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource({"3DES,ecb," + THREE + ",MdDt1PhT5m5yGoESYFYSYw==",
            "3DES,cbc-zero-iv," + THREE + ",MdDt1PhT5m67EOrrfeef8Q==",
            "3DES,ecb," + KEY + ",n3JfSN+ToWZluNNEtEhDSg==",
            "SM4,ecb," + KEY + ",TjU9qVS6oIdUdhrhJoAzvQ==",
            "SM4,cbc-zero-iv," + KEY + ",TjU9qVS6oIdUdhrhJoAzvQ=="})
    void eachGivesWhatOpenSslGives(String algorithm, String mode, String key, String sealed) {
        PayloadCipher cipher = cipher(algorithm, mode);
        assertThat(cipher.encrypt(PLAIN, mode, name -> key)).isEqualTo(sealed);
        assertThat(cipher.decrypt(sealed, mode, name -> key)).isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @CsvSource({"3DES,cbc-prefixed-iv," + THREE, "SM4,cbc-prefixed-iv," + KEY, "SM4,gcm," + KEY})
    void whatOneSealsItOpens(String algorithm, String mode, String key) {
        PayloadCipher cipher = cipher(algorithm, mode);
        String sealed = cipher.encrypt(PLAIN, mode, name -> key);
        assertThat(cipher.encrypt(PLAIN, mode, name -> key)).as("each with a start of its own").isNotEqualTo(sealed);
        assertThat(cipher.decrypt(sealed, mode, name -> key)).isEqualTo(PLAIN);
        assertThatThrownBy(() -> cipher.decrypt("AAAA", mode, name -> key)).isInstanceOf(CannotCipher.class);
    }

    /** GB/T 32907, A.1. */
    @Test
    void sm4IsThatOfTheStandard() {
        byte[] sealed = Mode.ECB.seal(BlockCipher.SM4.key(hex(KEY)), hex(KEY), Randomness.SECURE);
        assertThat(HexFormat.of().formatHex(Arrays.copyOf(sealed, 16))).isEqualTo("681edf34d206965e86b3e94f536e4246");
    }

    /** RFC 8998, A.1. */
    @Test
    void sm4InGcmIsThatOfTheStandard() {
        byte[] sealed = hex("00001234567800000000abcd"
                + "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                + "83de3541e4c2b58177e065a9bf7b62ec");
        byte[] associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        assertThat(HexFormat.of().formatHex(Mode.GCM.open(BlockCipher.SM4.key(hex(KEY)), sealed, associated)))
                .isEqualTo("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                        + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
        for (int i = 12; i < sealed.length; i++) {
            byte[] flipped = sealed.clone();
            flipped[i] ^= 1;
            assertThatThrownBy(() -> Mode.GCM.open(BlockCipher.SM4.key(hex(KEY)), flipped, associated))
                    .isInstanceOf(CannotCipher.class);
        }
    }

    @Test
    void aMemberMayBeEncryptedWithThem() throws Exception {
        ObjectNode document = Json.object().put("data", "hB1bmMruyCvIZfFHd5ozxg==").put("iv", "01234567");
        HeldDocument.of(Given.yaml("- {at: /data, cipher: {algorithm: 3DES, mode: cbc-prefixed-iv, nonce: /iv,"
                + " key: {credential: k, encoding: hex}}}")).get(0)
                .open(document, List.<Function<String, String>>of(name -> THREE));
        assertThat(document.at("/data/id").asText()).isEqualTo("a1");
    }

    @ParameterizedTest
    @CsvSource({"3DES,gcm,'mode: is gcm, which 3DES has not'", "DES,ecb,'algorithm: must be one of AES, 3DES, SM4'"})
    void whatThereIsNotIsRefused(String algorithm, String mode, String told) {
        assertThatThrownBy(() -> cipher(algorithm, mode)).isInstanceOf(CipherProblem.class).hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({"3DES,0123456789abcdef,16 or 24", "SM4," + THREE + ",16", "AES,0123456789abcdef,'16, 24 or 32'"})
    void aKeyHasTheLengthsOfItsCipher(String algorithm, String key, String lengths) {
        assertThatThrownBy(() -> cipher(algorithm, "ecb").encrypt(PLAIN, "ecb", name -> key))
                .isInstanceOf(CannotCipher.class).hasMessageContaining("must be " + lengths + " bytes");
    }

    @Test
    void theModeOf3DesCanBeFoundOutToo() {
        PayloadCipher cipher = PayloadCipher.of(Given.yaml("{algorithm: 3DES, mode: auto, auto: {expect: [id]},"
                + " key: {credential: k, encoding: hex}}"));
        assertThat(cipher.detect("MdDt1PhT5m67EOrrfeef8Q==", name -> THREE).mode()).isEqualTo("cbc-zero-iv");
        assertThatCode(() -> cipher.detect("MdDt1PhT5m5yGoESYFYSYw==", name -> THREE)).doesNotThrowAnyException();
    }

    private static PayloadCipher cipher(String algorithm, String mode) {
        return PayloadCipher.of(Given.yaml("{algorithm: " + algorithm + ", mode: " + mode
                + ", key: {credential: k, encoding: hex}}"));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
