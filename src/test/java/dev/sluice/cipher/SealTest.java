package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class SealTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final Seal seal = new Seal(KEY);

    @Test
    void whatIsSealedIsReadWithItsKeyInItsPlace() {
        String sealed = seal.seal("a token", "htp/default");
        assertThat(new Seal(KEY).open(sealed, "htp/default")).contains("a token");
        assertThat(new Seal(OTHER).open(sealed, "htp/default")).isEmpty();
        assertThat(seal.open(sealed, "htp/second")).as("carried to another account").isEmpty();
    }

    @Test
    void noTwoAreTheSameAndNoneShowsItsText() {
        String sealed = seal.seal("a token", "htp/default");
        assertThat(seal.seal("a token", "htp/default")).isNotEqualTo(sealed);
        assertThat(new String(Base64.getDecoder().decode(sealed))).doesNotContain("token");
    }

    @Test
    void whatSomebodyChangedIsNothing() {
        byte[] sealed = Base64.getDecoder().decode(seal.seal("a token", "htp/default"));
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] ^= 1;
            assertThat(seal.open(Base64.getEncoder().encodeToString(sealed), "htp/default")).isEmpty();
            sealed[i] ^= 1;
        }
        for (String none : new String[]{"", "AAAA", "no base64", Base64.getEncoder().encodeToString(new byte[28])}) {
            assertThat(seal.open(none, "htp/default")).isEmpty();
        }
    }

    @Test
    void aKeyHas32Bytes() {
        assertThatThrownBy(() -> new Seal("AAECAwQFBgcICQoLDA0ODw==")).isInstanceOf(IllegalArgumentException.class);
    }
}
