package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents within a document. */
class HeldDocumentTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Function<String, String> KEYS = name -> name.equals("api-key") ? KEY : null;
    private static final String ENCRYPTED = """
            - at: /resource/ciphertext
              cipher: {mode: gcm, key: {credential: api-key}, nonce: /resource/nonce, associated-data: /resource/associated_data}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - at: /data                              | {"id":"a1","n":12.50}
            '- {at: /data, encoding: base64}'        | eyJpZCI6ImExIiwibiI6MTIuNTB9
            '- {at: /data, encoding: base64url}'     | eyJpZCI6ImExIiwibiI6MTIuNTB9
            '- {at: /data, encoding: hex}'           | 7b226964223a226131222c226e223a31322e35307d
            '- {at: /data, as: form}'                | id=a1&n=12.50
            """)
    void aTextBecomesTheDocumentThatItIs(String described, String text) throws Exception {
        ObjectNode document = Json.object().put("data", text).put("other", "{}");
        open(described, document, KEYS);
        assertThat(document.at("/data/id").asText()).isEqualTo("a1");
        assertThat(document.at("/data/n").asText()).isEqualTo("12.50");
        assertThat(document.at("/other").isTextual()).isTrue();
    }

    @Test
    void oneIsWithinAnother() throws Exception {
        ObjectNode document = Json.object().put("form", "data=%7B%22id%22%3A%22a1%22%7D");
        open("[{at: /form, as: form}, {at: /form/data}]", document, KEYS);
        assertThat(document.at("/form/data/id").asText()).isEqualTo("a1");
    }

    /** As WeChat Pay encrypts notifications. */
    @Test
    void anEncryptedOneIsOpenedByWhatStandsBesideIt() throws Exception {
        ObjectNode document = encrypted("transaction");
        open(ENCRYPTED, document, KEYS);
        assertThat(document.at("/resource/ciphertext/out_trade_no").asText()).isEqualTo("a1");
        ObjectNode rotated = encrypted("transaction");
        HeldDocument.of(new YAMLMapper().readTree(ENCRYPTED)).get(0).open(rotated,
                List.of(name -> KEY.replace('0', '1'), KEYS));
        assertThat(rotated.at("/resource/ciphertext/out_trade_no").asText()).as("the key before").isEqualTo("a1");
    }

    @Test
    void whatWasChangedIsNotRead() throws Exception {
        ObjectNode other = encrypted("transaction");
        ((ObjectNode) other.get("resource")).put("associated_data", "refund");
        assertThatThrownBy(() -> open(ENCRYPTED, other, KEYS)).isInstanceOf(Unreadable.class)
                .hasMessage("what /resource/ciphertext holds does not open");
        ObjectNode shorter = encrypted("transaction");
        ((ObjectNode) shorter.get("resource")).put("nonce", "short");
        assertThatThrownBy(() -> open(ENCRYPTED, shorter, KEYS)).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> open(ENCRYPTED, encrypted("transaction"), name -> "too short"))
                .isInstanceOf(CannotCipher.class).hasMessageContaining("must be 16, 24 or 32 bytes");
    }

    /** As one wrong key in some 256 does where only the padding tells. */
    @Test
    void aWrongKeyThatOpensItHidesNotTheRightOne() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "AES"));
        byte[] sealed = cipher.doFinal("{\"id\":\"a1\"}".getBytes(StandardCharsets.UTF_8));
        ObjectNode document = Json.object().put("data", Base64.getEncoder().encodeToString(sealed));
        HeldDocument held = HeldDocument.of(new YAMLMapper()
                .readTree("- {at: /data, cipher: {mode: ecb, key: {credential: api-key}}}")).get(0);
        String wrong = Stream.iterate(0, number -> number + 1).map("%032d"::formatted).filter(key -> opens(key, sealed))
                .findFirst().orElseThrow();
        ObjectNode first = document.deepCopy();
        assertThatThrownBy(() -> held.open(first, List.of(name -> wrong))).isInstanceOf(Unreadable.class);
        held.open(document, List.of(name -> wrong, KEYS));
        assertThat(document.at("/data/id").asText()).isEqualTo("a1");
    }

    private static boolean opens(String key, byte[] sealed) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "AES"));
            return cipher.doFinal(sealed).length > 0;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** It comes again, and is opened once the key is mended. */
    @Test
    void whatIsNoKeyIsToldWhateverTheOtherOneDoes() throws Exception {
        Function<String, String> none = name -> "too short";
        Function<String, String> another = name -> KEY.replace('0', '1');
        HeldDocument held = HeldDocument.of(new YAMLMapper().readTree(ENCRYPTED)).get(0);
        for (List<Function<String, String>> keys : List.of(List.of(none, another), List.of(another, none))) {
            ObjectNode document = encrypted("transaction");
            assertThatThrownBy(() -> held.open(document, keys)).isInstanceOf(CannotCipher.class)
                    .hasMessageContaining("must be 16, 24 or 32 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '- {at: /data, encoding: base64}' | {"id":1} | what /data holds is not base64
            - at: /data                       | id=1     | it is not JSON (line 1, column 1)
            '- {at: /data, encoding: hex}'    | ff       | what /data holds is not UTF-8
            """)
    void whatIsNoDocumentIsNotRead(String described, String text, String told) {
        assertThatThrownBy(() -> open(described, Json.object().put("data", text), KEYS)).isInstanceOf(Unreadable.class)
                .hasMessage(told);
    }

    @Test
    void whatIsNotThereOrIsOneAlreadyStays() throws Exception {
        ObjectNode document = Json.object().put("id", "a1");
        document.putObject("data").put("id", "a2");
        open("[{at: /data}, {at: /none/here}, {at: /id/x}]", document, KEYS);
        assertThat(document).hasToString("{\"id\":\"a1\",\"data\":{\"id\":\"a2\"}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '- {}'                                                     | 0.at: is needed
            - at: data                                                 | 0.at: must be a JSON Pointer
            '- {at: /a, as: yaml}'                                     | 0.as: must be one of json, form, xml
            '- {at: /a, encoding: rot13}'                              | 0.encoding: must be one of
            '- {at: /a, nonce: /b}'                                    | 0.nonce: unknown key
            '- {at: /a, cipher: {mode: auto, key: {credential: k}}}'   | 0.cipher.mode: must be one of
            '- {at: /a, cipher: {mode: ecb, key: {credential: k}, nonce: /n}}' | 0.cipher.nonce: has no use in mode ecb
            '- {at: /a, cipher: {mode: ecb, key: {credential: k}, associated-data: /n}}' | 0.cipher.associated-data: is for mode gcm
            - data                                                     | 0: must be a section
            """)
    void whatCannotBeUsedIsRefused(String described, String told) {
        assertThatThrownBy(() -> HeldDocument.of(new YAMLMapper().readTree(described)))
                .isInstanceOf(CipherProblem.class).hasMessageContaining(told);
    }

    private static void open(String described, ObjectNode document, Function<String, String> keys) throws Exception {
        for (HeldDocument held : HeldDocument.of(new YAMLMapper().readTree(described))) {
            held.open(document, List.of(keys));
        }
    }

    private static ObjectNode encrypted(String associated) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "AES"),
                new GCMParameterSpec(128, "fdasfjihihih".getBytes(StandardCharsets.UTF_8)));
        cipher.updateAAD(associated.getBytes(StandardCharsets.UTF_8));
        String sealed = Base64.getEncoder().encodeToString(
                cipher.doFinal("{\"out_trade_no\":\"a1\"}".getBytes(StandardCharsets.UTF_8)));
        ObjectNode document = Json.object();
        document.putObject("resource").put("ciphertext", sealed).put("nonce", "fdasfjihihih")
                .put("associated_data", associated);
        return document;
    }
}
