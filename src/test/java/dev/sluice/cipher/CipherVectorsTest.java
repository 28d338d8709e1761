package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The shared vectors, by description alone. */
class CipherVectorsTest {

    @TestFactory
    Stream<DynamicTest> aVectorComesOutInEachModeAndIsReadBack() {
        return StreamSupport.stream(Given.vectors("003.aes").spliterator(), false).flatMap(vector -> Stream.of(
                test(vector, "gcm", "expected_gcm_combined_base64"),
                test(vector, "cbc-zero-iv", "expected_cbc_zero_iv_base64"),
                test(vector, "ecb", "expected_ecb_base64")));
    }

    private static DynamicTest test(JsonNode vector, String mode, String member) {
        return DynamicTest.dynamicTest(vector.get("id").asText() + " " + mode, () -> {
            byte[] plain = Given.bytes(vector.get("plaintext").asText());
            var credentials = Given.key(vector.get("key").asText());
            PayloadCipher cipher = PayloadCipher.of(Given.yaml(Given.CIPHER),
                    Given.fixed(vector.get("gcm_nonce_hex").asText().substring(0, 24)));

            assertThat(cipher.encrypt(plain, mode, credentials)).isEqualTo(vector.get(member).asText());
            assertThat(cipher.decrypt(vector.get(member).asText(), mode, credentials)).isEqualTo(plain);
            if (mode.equals("ecb")) {
                String broken = vector.get("expected_ecb_android_default_base64").asText();
                assertThat(broken).endsWith("\n");
                assertThat(cipher.decrypt(broken, mode, credentials)).isEqualTo(plain);
            }
            if (mode.equals("cbc-zero-iv")) {
                byte[] zeros = new byte[16];
                byte[] sealed = Base64.getDecoder().decode(vector.get(member).asText());
                byte[] prefixed = ByteBuffer.allocate(16 + sealed.length).put(zeros).put(sealed).array();
                assertThat(cipher.decrypt(Base64.getEncoder().encodeToString(prefixed), "cbc-prefixed-iv", credentials))
                        .isEqualTo(plain);
            }
        });
    }

    @Test
    void theExchangeOfTheVectorGivesItsSharedSecret() throws Exception {
        JsonNode vector = Given.vectors("000.key_pair_x25519_ASSUMPTION").get(0);
        JsonNode input = vector.get("input");
        ExchangeKey client = ExchangeKey.of(Given.hex(input.get("client_private_hex").asText()));
        ExchangeKey server = ExchangeKey.of(Given.hex(input.get("server_private_hex").asText()));
        byte[] expected = Given.hex(vector.get("expected_shared_secret_hex").asText());
        KeyExchange exchange = Given.wrapper().keyExchange();

        assertThat(client.publicText()).isEqualTo(input.at("/request/key").asText());
        assertThat(exchange.session(client, input.get("response.data.server_pub_key"), "v", Instant.EPOCH).secret())
                .isEqualTo(expected);
        assertThat(exchange.session(server, client.publicKey(), "v", Instant.EPOCH).secret()).isEqualTo(expected);
    }
}
