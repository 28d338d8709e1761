package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherDescriptionTest {

    @Test
    void aDescriptionSaysItsModeAndCredential() {
        assertThat(Given.cipher().isAuto()).isTrue();
        assertThat(Given.cipher().credentials()).containsExactly("aes-key");
        PayloadCipher fixed = PayloadCipher.of(Given.yaml("{mode: ecb, key: {credential: k}}"));
        assertThat(fixed.isAuto()).isFalse();
        assertThat(fixed.mode()).isEqualTo("ecb");
    }

    @Test
    void aWrapperIsOffUnlessItIsSwitchedOn() {
        assertThat(Given.wrapper().isEnabled()).isFalse();
        assertThat(Given.wrapper().maxAge()).isEqualTo(Duration.ofMinutes(25));
        ObjectNode silent = (ObjectNode) Given.yaml(Given.WRAPPER);
        silent.remove("enabled");
        assertThat(WrappedPayload.of(silent).isEnabled()).isFalse();
        assertThat(WrappedPayload.of(Given.with(Given.WRAPPER, "enabled", "true")).isEnabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "mode|cbc|mode", "mode|GCM|mode", "mode|1|mode", "mode|null|mode", "modes|gcm|modes",
            "key|text|key", "key.credential|\"\"|key.credential", "key.credential|[a]|key.credential",
            "key.encoding|utf8|key.encoding", "key.length|32|key.length",
            "auto|true|auto", "auto.expect|[]|auto.expect", "auto.expect|status|auto.expect",
            "auto.expect|[1]|auto.expect",
            "auto.expect|['']|auto.expect", "auto.expects|[a]|auto.expects",
    })
    void aWrongCipherIsRefusedWithKeyAndReason(String path, String value, String key) {
        JsonNode wrong = Given.with(Given.CIPHER, path, value);
        refused(() -> PayloadCipher.of(wrong), key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "enabled|maybe|enabled", "enabled|'true'|enabled", "agreement|X448|agreement", "agreement|P-256|agreement",
            "derivation|HKDF-SHA256|derivation", "derivation.kdf|HKDF|derivation.kdf",
            "derivation.info|[a]|derivation.info",
            "derivation.info|1|derivation.info",
            "derivation.salt-bytes|0|derivation.salt-bytes", "derivation.salt-bytes|65|derivation.salt-bytes",
            "derivation.salt-bytes|'16'|derivation.salt-bytes", "derivation.salt-bytes|1.5|derivation.salt-bytes",
            "derivation.salt-bytes|4294967312|derivation.salt-bytes",
            "derivation.length|16|derivation.length", "derivation.length|33|derivation.length",
            "derivation.salt|16|derivation.salt", "cipher|AES|cipher", "cipher|AES-128-GCM|derivation.length",
            "members.version|1|members.version", "members.salt|data|members", "members.version|data|members",
            "members.version|salt|members", "members.nonce|n|members.nonce",
            "max-age|soon|max-age", "max-age|0s|max-age", "max-age|-1m|max-age", "max-age|25|max-age", "age|25m|age",
    })
    void aWrongWrapperIsRefusedWithKeyAndReason(String path, String value, String key) {
        JsonNode wrong = Given.with(Given.WRAPPER, path, value);
        refused(() -> WrappedPayload.of(wrong), key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode", "key", "key.credential", "auto", "auto.expect"})
    void whatIsNeededOfACipherIsMissed(String path) {
        JsonNode without = without(Given.CIPHER, path);
        refused(() -> PayloadCipher.of(without), path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agreement", "derivation", "derivation.kdf", "cipher", "members", "members.version",
            "members.salt", "members.data", "max-age"})
    void whatIsNeededOfAWrapperIsMissed(String path) {
        JsonNode without = without(Given.WRAPPER, path);
        refused(() -> WrappedPayload.of(without), path);
    }

    @Test
    void aSectionThatIsNoneIsRefused() {
        refused(() -> PayloadCipher.of(null), "");
        refused(() -> WrappedPayload.of(Given.yaml("AES-256-GCM")), "");
    }

    private static JsonNode without(String description, String path) {
        JsonNode whole = Given.yaml(description);
        int dot = path.lastIndexOf('.');
        ((ObjectNode) (dot < 0 ? whole : whole.get(path.substring(0, dot)))).remove(path.substring(dot + 1));
        return whole;
    }

    private static void refused(ThrowingCallable reading, String key) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(CipherProblem.class, problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.reason()).isNotBlank();
            assertThat(problem).hasMessage((key.isEmpty() ? "" : key + ": ") + problem.reason());
        });
    }
}
