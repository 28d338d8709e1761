package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7748: the published vectors. */
class X25519Test {

    @ParameterizedTest
    @CsvSource({ // 5.2; in the second the highest bit of the other's key is set, which does not count
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
                    + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                    + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
                    + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
                    + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
    })
    void thePublishedProductComesOut(String scalar, String point, String product) throws Exception {
        assertThat(X25519.shared(X25519.privateKey(Given.hex(scalar)), Given.hex(point))).isEqualTo(Given.hex(product));
    }

    @Test
    void thePublishedExchangeComesOut() throws Exception { // 6.1
        ExchangeKey alice = ExchangeKey
                .of(Given.hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
        ExchangeKey bob = ExchangeKey.of(Given.hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
        byte[] shared = Given.hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");

        assertThat(alice.publicKey()).isEqualTo(
                Given.hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
        assertThat(bob.publicKey()).isEqualTo(
                Given.hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
        assertThat(alice.shared(bob.publicKey())).isEqualTo(shared);
        assertThat(bob.shared(alice.publicKey())).isEqualTo(shared);
    }

    @Test
    void aFreshPairIsOneAndNeverTheSame() throws Exception {
        byte[] base = new byte[32];
        base[0] = 9;
        for (int i = 0; i < 300; i++) { // often enough for public keys with zeros at their high end
            ExchangeKey key = ExchangeKey.fresh();
            assertThat(key.shared(base)).isEqualTo(key.publicKey());
            assertThat(key.publicKey()).isNotEqualTo(ExchangeKey.fresh().publicKey());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
    void aKeyThatWouldGiveASecretThatEverybodyKnowsIsRefused(String start) {
        byte[] weak = HexFormat.of().parseHex((start + "0".repeat(64)).substring(0, 64));
        assertThatThrownBy(() -> X25519.shared(X25519.pair().getPrivate(), weak))
                .isInstanceOf(GeneralSecurityException.class);
    }
}
