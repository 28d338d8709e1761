package dev.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthtoolModesTest {

    @ParameterizedTest
    @EnumSource
    void eachModeIsSpokenAndNoOther(AesMode mode) throws IOException {
        try (SandboxServer server = SandboxServer.start(0, SandboxSettings.defaults().withAesMode(mode))) {
            AuthtoolCaller authtool = new AuthtoolCaller(server, mode);
            JsonNode loggedIn = authtool.open(authtool.login("device-1", "sandbox-key-ok"));
            assertThat(loggedIn.at("/message").asText()).isEqualTo("Login successful");
            assertThat(authtool.open(authtool.check("device-1")).at("/key").asText()).isEqualTo("sandbox-key-ok");
            for (AesMode other : AesMode.values()) {
                if (other != mode) {
                    assertThat(new AuthtoolCaller(server, other).check("device-1").statusCode()).isEqualTo(400);
                }
            }
        }
    }

    @Test
    void ecbComesInLinesOf76LikeTheAndroidSampleAndTheOthersInOne() throws IOException {
        for (AesMode mode : AesMode.values()) {
            try (SandboxServer server = SandboxServer.start(0, SandboxSettings.defaults().withAesMode(mode))) {
                String data = Http.json(new AuthtoolCaller(server, mode).post("/package",
                        "{\"token\":\"sandbox-package-token\"}")).at("/data").asText();
                assertThat(data).matches(mode == AesMode.ECB
                        ? "([A-Za-z0-9+/]{76}\\n)+[A-Za-z0-9+/]{1,76}={0,2}\\n" : "[A-Za-z0-9+/]{80,}={0,2}");
            }
        }
    }

    @Test
    void aModeThatIsNoneIsRefusedWithAllThatAre() {
        assertThat(AesMode.of("cbc-prefixed-iv")).isEqualTo(AesMode.CBC_PREFIXED_IV);
        assertThatThrownBy(() -> AesMode.of("ctr")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gcm, cbc-zero-iv, cbc-prefixed-iv or ecb");
    }
}
