package dev.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.given.MovedClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthtoolTest {

    private final MovedClock clock = new MovedClock();
    private SandboxServer server;
    private AuthtoolCaller authtool;

    @BeforeEach
    void start() {
        server = SandboxServer.start(0, SandboxSettings.defaults().withClock(clock));
        authtool = new AuthtoolCaller(server, AesMode.GCM);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPackageIsDescribedLikeTheDocument() throws IOException {
        assertThat(authtool.open(authtool.post("/package", "{\"token\":\"sandbox-package-token\"}")).toString())
                .isEqualTo("{\"status\":1,\"name\":\"Sandbox package\",\"version\":\"1.0.0\",\"updateNote\":null,"
                        + "\"downloadUpdateLink\":\"https://example.com/update\",\"contactUrl\":null,"
                        + "\"isNeedKey\":true,\"requestTime\":" + clock.instant().getEpochSecond() + "}");
        assertThat(authtool.open(authtool.post("/package", "{\"token\":\"sandbox-package-maintenance\"}"))
                .at("/status").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"sandbox-package-stopped, 403", "sandbox-package-missing, 404", "somebody, 400"})
    void aPackageTokenIsToldApart(String token, int status) throws IOException {
        HttpResponse<String> answer = authtool.post("/package", "{\"token\":\"" + token + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Http.json(answer).at("/message").asText()).startsWith("Package");
        assertThat(authtool.post("/check", "{\"token\":\"" + token + "\",\"data\":\"x\"}").statusCode())
                .isEqualTo(status);
    }

    @Test
    void aDeviceIsUnknownUntilItLogsIn() throws IOException {
        assertThat(authtool.check("device-1").statusCode()).isEqualTo(404);
        JsonNode loggedIn = authtool.open(authtool.login("device-1", "sandbox-key-ok"));
        assertThat(loggedIn.toString()).isEqualTo("{\"status\":1,\"expiredAt\":\"2026-12-21T11:00:00.000Z\","
                + "\"key\":\"sandbox-key-ok\",\"requestTime\":1795258800,\"message\":\"Login successful\"}");
        assertThat(authtool.open(authtool.check("device-1")).toString()).isEqualTo("{\"status\":1,"
                + "\"expiredAt\":\"2026-12-21T11:00:00.000Z\",\"key\":\"sandbox-key-ok\",\"requestTime\":1795258800,"
                + "\"isExpired\":false}");
        assertThat(authtool.check("device-2").statusCode()).isEqualTo(404);
    }

    @Test
    void theSameDeviceAndKeyAgainActivateNothingAndKeepTheirTerm() throws IOException {
        authtool.login("device-1", "sandbox-key-ok");
        clock.advance(Duration.ofDays(1));
        assertThat(authtool.open(authtool.login("device-1", "sandbox-key-ok")).at("/expiredAt").asText())
                .isEqualTo("2026-12-21T11:00:00.000Z");
        assertThat(server.effects().count("authtool", "device-activated", "device-1")).isEqualTo(1);
    }

    @Test
    void aTermEnds() throws IOException {
        authtool.login("device-1", "sandbox-key-ok");
        clock.advance(Duration.ofDays(30));
        JsonNode ended = authtool.open(authtool.check("device-1"));
        assertThat(ended.at("/isExpired").asBoolean()).isTrue();
        assertThat(ended.at("/status").asInt()).isZero();
        authtool.login("device-2", "sandbox-key-expired");
        assertThat(authtool.open(authtool.check("device-2")).at("/isExpired").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"sandbox-key-full, 409, Key has reached device limit", "sandbox-key-disabled, 400, Key disabled",
            "anything, 404, Key not found"})
    void aKeyThatActivatesNothingIsRefused(String key, int status, String message) throws IOException {
        HttpResponse<String> answer = authtool.login("device-1", key);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Http.json(answer).at("/message").asText()).isEqualTo(message);
        assertThat(server.effects().count("authtool", "device-activated")).isZero();
        assertThat(authtool.check("device-1").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{}; UID is required",
            "{\"uid\":\"\",\"key\":\"k\",\"clientOS\":\"o\",\"clientModel\":\"m\"}; UID is required",
            "{\"uid\":\"u\",\"clientOS\":\"o\",\"clientModel\":\"m\",\"clientOSVersion\":\"v\"}; Key is required",
            "{\"uid\":\"u\",\"key\":7,\"clientOS\":\"o\",\"clientModel\":\"m\",\"clientOSVersion\":\"v\"}; Key is"
                    + " required",
            "{\"uid\":\"u\",\"key\":\"k\",\"clientOS\":\"o\",\"clientModel\":\"m\"}; clientOSVersion is required",
            "[]; Data cannot be decrypted"})
    void dataAgainstTheDocumentIsRefused(String data, String message) throws IOException {
        HttpResponse<String> answer = authtool.send("/login", data);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.json(answer).at("/message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{\"token\":\"sandbox-package-token\"}", "''",
            "{\"token\":\"sandbox-package-token\",\"data\":7}",
            "{\"token\":\"sandbox-package-token\",\"data\":\"AAAA\"}"})
    void aBodyWithoutReadableDataIsRefused(String body) throws IOException {
        assertThat(authtool.post("/check", body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"error-500, 500, 0", "error-500-after, 500, 1", "unavailable, 503, 0", "throttle, 429, 0",
            "redirect, 302, 0", "code:418, 418, 0"})
    void anHttpFailureComesBeforeOrAfterTheEffect(String what, int status, int activated) throws IOException {
        String uid = "sandbox:" + what + " phone-1";
        assertThat(authtool.login(uid, "sandbox-key-ok").statusCode()).isEqualTo(status);
        assertThat(server.effects().count("authtool", "device-activated", uid)).isEqualTo(activated);
    }

    @ParameterizedTest
    @CsvSource({"reset-before, 0", "reset-after, 1"})
    void aConnectionIsClosedBeforeOrAfterTheEffect(String what, int activated) {
        String uid = "sandbox:" + what;
        assertThatThrownBy(() -> authtool.login(uid, "sandbox-key-ok")).isInstanceOf(IOException.class);
        assertThat(server.effects().count("authtool", "device-activated", uid)).isEqualTo(activated);
    }

    @Test
    void anAnswerCanBeWrongInMoreWaysThanOne() throws IOException {
        String garbled = authtool.login("sandbox:garbled", "sandbox-key-ok").body();
        assertThatThrownBy(() -> new ObjectMapper().readTree(garbled)).isInstanceOf(IOException.class);
        assertThat(authtool.open(authtool.login("sandbox:wrong-echo", "sandbox-key-ok")).at("/key").asText())
                .isEqualTo("sandbox-key-ok-other");
        HttpResponse<String> unreadable = authtool.login("sandbox:unreadable", "sandbox-key-ok");
        assertThatThrownBy(() -> authtool.open(unreadable)).isInstanceOf(AssertionError.class);
        HttpResponse<String> contradicting = authtool.login("sandbox:contradict", "sandbox-key-ok");
        assertThat(contradicting.statusCode()).isEqualTo(200);
        assertThat(contradicting.body()).isEqualTo("{\"message\":\"contradicted as told\"}");
        assertThat(server.effects().count("authtool", "device-activated")).isEqualTo(4);
    }

    @Test
    void aLostLoginMayBeRepeatedAndACheckFindsTheDevice() throws IOException {
        String uid = "sandbox:reset-after:1 phone-2";
        assertThatThrownBy(() -> authtool.login(uid, "sandbox-key-ok")).isInstanceOf(IOException.class);
        assertThat(authtool.login(uid, "sandbox-key-ok").statusCode()).isEqualTo(200);
        assertThat(server.effects().count("authtool", "device-activated", uid)).isEqualTo(1);
    }

    @Test
    void aUidThatTellsNothingKnownIsRefused() throws IOException {
        assertThat(authtool.check("sandbox:nonsense").statusCode()).isEqualTo(400);
    }
}
