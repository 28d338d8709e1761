package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrappedPayloadTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final byte[] BODY = Given.bytes("{\"amount\":\"100.00\",\"remark\":\"private\"}");

    private final WrappedPayload payload = Given.wrapper();
    private final KeyExchange exchange = payload.keyExchange();
    private final ExchangeKey client = exchange.clientKey();
    private final ExchangeKey server = exchange.clientKey();
    private final Session session = exchange.session(client, numbers(server.publicKey()), "v-1", NOW);
    private final Session serverSession = exchange.session(server, client.publicKey(), "v-1", NOW);

    @Test
    void theOtherSideReadsWhatWasWrapped() {
        ObjectNode wrapper = payload.wrap(session, BODY);
        assertThat(wrapper.fieldNames()).toIterable().containsExactly("key_version", "salt", "data");
        assertThat(wrapper.get("key_version").textValue()).isEqualTo("v-1");
        assertThat(Base64.getDecoder().decode(wrapper.get("salt").textValue())).hasSize(16);
        assertThat(Base64.getDecoder().decode(wrapper.get("data").textValue())).hasSize(12 + BODY.length + 16);
        assertThat(payload.unwrap(serverSession, wrapper)).isEqualTo(BODY);
    }

    @ParameterizedTest
    @CsvSource({"AES-256-GCM,HKDF-SHA256,16", "AES-128-GCM,HKDF-SHA512,1",
            "AES-256-CBC,HKDF-SHA384,64", "AES-128-CBC,HKDF-SHA256,32"})
    void everyCodecReadsBackWhatItWrote(String cipher, String kdf, int saltBytes) {
        WrappedPayload codec = WrappedPayload.of(Given.yaml("{agreement: X25519, cipher: " + cipher + ", max-age: 1m,"
                + " derivation: {kdf: " + kdf + ", info: '', salt-bytes: " + saltBytes + "},"
                + " members: {version: v, salt: s, data: d}}"));
        Random random = new Random(7);
        for (int length = 0; length <= 100; length++) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            ObjectNode wrapper = codec.wrap(session, plain);
            assertThat(Base64.getDecoder().decode(wrapper.get("s").textValue())).hasSize(saltBytes);
            assertThat(codec.unwrap(serverSession, wrapper)).isEqualTo(plain);
        }
    }

    @Test
    void theSameBodyNeverLooksTheSameTwice() {
        ObjectNode one = payload.wrap(session, BODY);
        ObjectNode two = payload.wrap(session, BODY);
        assertThat(one.get("salt")).isNotEqualTo(two.get("salt"));
        assertThat(one.get("data")).isNotEqualTo(two.get("data"));
    }

    @Test
    void anotherSessionsPayloadDoesNotOpen() {
        Session other = exchange.session(exchange.clientKey(), server.publicKey(), "v-1", NOW);
        refused(() -> payload.unwrap(other, payload.wrap(session, BODY)), "data");
        Session newer = exchange.session(client, server.publicKey(), "v-2", NOW);
        refused(() -> payload.unwrap(newer, payload.wrap(session, BODY)), "key_version");
    }

    @Test
    void anotherInfoGivesAnotherKey() {
        WrappedPayload other = WrappedPayload.of(Given.with(Given.WRAPPER, "derivation.info", "sluice-test-v2"));
        refused(() -> other.unwrap(serverSession, payload.wrap(session, BODY)), "data");
    }

    @Test
    void everyFlippedBitIsNoticed() {
        ObjectNode good = payload.wrap(session, BODY);
        for (String member : new String[]{"salt", "data"}) {
            int bits = Base64.getDecoder().decode(good.get(member).textValue()).length * 8;
            for (int bit = 0; bit < bits; bit++) {
                ObjectNode bad = good.deepCopy().put(member, Given.flipped(good.get(member).textValue(), bit));
                refused(() -> payload.unwrap(serverSession, bad), "data");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"salt,'not base64!'", "data,'not base64!'", "salt,QUJD", "data,QUJD", "data,''",
            "key_version,''", "key_version,v-2"})
    void aMemberThatIsNoneIsRefused(String member, String value) {
        ObjectNode bad = payload.wrap(session, BODY).put(member, value);
        refused(() -> payload.unwrap(serverSession, bad), member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"salt", "data", "key_version"})
    void aMissingMemberIsRefused(String member) {
        ObjectNode without = payload.wrap(session, BODY);
        without.remove(member);
        refused(() -> payload.unwrap(serverSession, without), member);
        refused(() -> payload.unwrap(serverSession, without.put(member, 1)), member);
    }

    @Test
    void aKeyIsTakenAsNumbersOrTheirDigits() throws Exception {
        JsonNode asText = Json.read(numbers(server.publicKey()).toString(), Json.Numbers.ALL_AS_TEXT);
        assertThat(exchange.session(client, asText, "v-1", NOW).secret()).isEqualTo(session.secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"256", "-1", "1.0", "\"01\"", "\"\"", "null", "[1]",
            "\" 1\"", "true", "1e1", "4294967297", "\"99999999999\""})
    void aKeyWithSomethingElseInItIsRefused(String element) {
        ArrayNode wrong = numbers(server.publicKey());
        wrong.set(5, Given.yaml(element));
        refused(() -> exchange.session(client, wrong, "v-1", NOW), "public key");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 33})
    void aKeyOfAnotherLengthIsRefused(int length) {
        refused(() -> exchange.session(client, numbers(new byte[length]), "v-1", NOW), "public key");
        refused(() -> exchange.session(client, new byte[length], "v-1", NOW), "public key");
    }

    @Test
    void aKeyThatIsNoneOrGivesNoSecretIsRefused() {
        refused(() -> exchange.session(client, (JsonNode) null, "v-1", NOW), "public key");
        refused(() -> exchange.session(client, JsonNodeFactory.instance.textNode("private"), "v-1", NOW), "public key");
        refused(() -> exchange.session(client, new byte[32], "v-1", NOW), "public key");
    }

    @Test
    void aVersionThatIsNoneIsRefused() {
        for (String version : new String[]{null, "", " ", "x".repeat(201)}) {
            refused(() -> exchange.session(client, server.publicKey(), version, NOW), "key version");
        }
    }

    @Test
    void aSessionEndsAtItsAgeAndIsRenewedATenthEarlier() {
        assertThat(session.end()).isEqualTo(NOW.plus(Duration.ofMinutes(25)));
        assertThat(session.renewal()).isEqualTo(NOW.plus(Duration.ofSeconds(22 * 60 + 30)));
    }

    @Test
    void noTextOfASessionOrKeyHoldsASecret() {
        assertThat(session).hasToString("Session until 2026-01-31T12:25:00Z");
        assertThat(client).hasToString("ExchangeKey");
    }

    private static ArrayNode numbers(byte[] bytes) {
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        for (byte b : bytes) {
            numbers.add(Byte.toUnsignedInt(b));
        }
        return numbers;
    }

    private static void refused(ThrowingCallable use, String part) {
        assertThatThrownBy(use).hasNoCause().isInstanceOfSatisfying(CannotCipher.class, refused -> {
            assertThat(refused.part()).isEqualTo(part);
            assertThat(refused.isOfKey()).isFalse();
            assertThat(refused.getMessage()).doesNotContain("private", "amount", "QUJ", "v-1", "v-2");
        });
    }
}
