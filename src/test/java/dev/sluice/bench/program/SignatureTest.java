package dev.sluice.bench.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Held against a value that openssl made of {@code access_key=key&amount=1&nonce=n&timestamp=2&zone=a}. */
class SignatureTest {

    private final Signature signature = new Signature("secret");
    private final ObjectNode body = new ObjectMapper().createObjectNode().put("zone", "a").put("amount", "1")
            .put("empty", "").putNull("nothing");

    @Test
    void itIsOfTheSortedFieldsThatHaveAValue() {
        assertThat(signature.of(body, "key", "2", "n")).isEqualTo("a7m/MGFI2gmO+d5B9obAARVb0aQ=");
    }

    @Test
    void anotherFieldHasAnother() {
        String sign = signature.of(body, "key", "2", "n");

        assertThat(signature.holds(sign, body, "key", "2", "n")).isTrue();
        assertThat(signature.holds(sign, body.put("amount", "2"), "key", "2", "n")).isFalse();
        assertThat(signature.holds(sign, body.put("amount", "1"), "key", "3", "n")).isFalse();
        assertThat(new Signature("other").holds(sign, body, "key", "2", "n")).isFalse();
    }
}
