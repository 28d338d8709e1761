package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Both examples of the page are run as they are written there, and the page has every key. */
class CipherExamplesTest {
    private static final String NONCE = "000102030405060708090a0b";
    private static final String VECTOR = NONCE + "0c0d0e0f";
    private static final String SALT = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";

    @Test
    void theExampleOfAKeyThatBothSidesHaveComesOutAsWritten() throws IOException {
        JsonNode page = example("cipher");
        JsonNode example = page.get("example");
        var credentials = Given.key(example.at("/credentials/aes-key").asText());
        byte[] plain = Given.bytes(example.get("plain").asText());
        assertThat(example.get("encrypted").fieldNames()).toIterable().containsExactlyElementsOf(Given.MODES);
        example.get("encrypted").properties().forEach(entry -> {
            PayloadCipher cipher = PayloadCipher.of(page.get("cipher"),
                    Given.fixed(entry.getKey().equals("gcm") ? NONCE : VECTOR));
            String written = entry.getValue().asText();
            assertThat(cipher.encrypt(plain, entry.getKey(), credentials)).isEqualTo(written);
            assertThat(cipher.detect(written, credentials).mode()).isEqualTo(entry.getKey());
            assertThat(cipher.detect(written, credentials).plain()).isEqualTo(plain);
        });
    }

    @Test
    void theExampleOfAKeyFromAnExchangeComesOutAsWritten() throws Exception {
        JsonNode page = example("wrapper");
        JsonNode example = page.get("example");
        WrappedPayload payload = WrappedPayload.of(page.get("wrapper"), Given.fixed(SALT, NONCE));
        ExchangeKey own = ExchangeKey.of(Given.hex(example.get("private-key").asText()));
        Session session = payload.keyExchange().session(own, example.get("provider-public-key"),
                example.get("key-version").asText(), Instant.EPOCH);
        byte[] plain = Given.bytes(example.get("plain").asText());
        assertThat(own.publicText()).isEqualTo(example.get("public-key").asText());
        assertThat(payload.wrap(session, plain)).isEqualTo(example.get("wrapped"));
        assertThat(payload.unwrap(session, example.get("wrapped"))).isEqualTo(plain);
    }

    @Test
    void everyKeyThatTheCodeKnowsIsOnThePage() throws IOException {
        for (String section : List.of("", "key.", "auto.")) {
            JsonNode unknown = Given.with(Given.CIPHER, section + "nosuchkey", "x");
            onThePage(() -> PayloadCipher.of(unknown), section);
        }
        for (String section : List.of("", "derivation.", "members.")) {
            JsonNode unknown = Given.with(Given.WRAPPER, section + "nosuchkey", "x");
            onThePage(() -> WrappedPayload.of(unknown), section);
        }
    }

    @Test
    void everyChoiceThatTheCodeKnowsIsOnThePage() throws IOException {
        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> PayloadCipher.of(Given.with(Given.CIPHER, "mode", "x")),
                () -> PayloadCipher.of(Given.with(Given.CIPHER, "key.encoding", "x")),
                () -> WrappedPayload.of(Given.with(Given.WRAPPER, "agreement", "x")),
                () -> WrappedPayload.of(Given.with(Given.WRAPPER, "derivation.kdf", "x")),
                () -> WrappedPayload.of(Given.with(Given.WRAPPER, "cipher", "x")))) {
            named(reading, "must be one of ", "`%s`");
        }
    }

    private static void onThePage(ThrowingCallable reading, String section) throws IOException {
        named(reading, "known here: ", section + "%s");
    }

    private static void named(ThrowingCallable reading, String before, String form) throws IOException {
        String page = page();
        assertThatThrownBy(reading).isInstanceOfSatisfying(CipherProblem.class, problem -> {
            String names = problem.reason().substring(problem.reason().indexOf(before) + before.length());
            assertThat(problem.reason()).contains(before);
            assertThat(names.split(", ")).allSatisfy(name -> assertThat(page).containsAnyOf(
                    "`" + form.formatted(name).replace("`", "") + "`",
                    "`" + form.formatted(name).replace("`", "") + "."));
        });
    }

    private static JsonNode example(String kind) throws IOException {
        String page = page();
        int from = page.indexOf("```yaml\n" + kind + ":") + "```yaml\n".length();
        ObjectNode example = (ObjectNode) Given.yaml(page.substring(from, page.indexOf("\n```", from)));
        assertThat(example.fieldNames()).toIterable().containsExactly(kind, "example");
        return example;
    }

    private static String page() throws IOException {
        String page = Files.readString(Path.of("config/providers/README.md"));
        return page.substring(page.indexOf("\n## Encrypted payloads"));
    }
}
