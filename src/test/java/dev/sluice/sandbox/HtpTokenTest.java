package dev.sluice.sandbox;

import static dev.sluice.sandbox.HtpCaller.code;
import static dev.sluice.sandbox.HtpCaller.connectBody;
import static dev.sluice.sandbox.HtpCaller.connectHeaders;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.given.MovedClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtpTokenTest {

    private final MovedClock clock = new MovedClock();
    private SandboxServer server;
    private HtpCaller htp;

    @BeforeEach
    void start() {
        server = SandboxServer.start(0, SandboxSettings.defaults().withClock(clock));
        htp = new HtpCaller(server, clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aTokenSaysWhenItEndsAndEndsThen() throws IOException {
        JsonNode data = Http.json(htp.connect(now())).at("/data");
        assertThat(data.at("/expired_at").isNumber()).isTrue();
        assertThat(data.at("/expired_at").asLong()).isEqualTo(now() + 1800);
        assertThat(data).hasSize(2);
        String token = data.at("/access_token").asText();
        clock.advance(Duration.ofSeconds(1799));
        assertThat(code(htp.get(token, "/mobile_user/agent-topup-rate"))).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        isRefused(401, htp.get(token, "/mobile_user/agent-topup-rate"));
    }

    @Test
    void everyLoginIsCountedAndLeavesTheOthersAlone() throws IOException {
        String first = htp.login();
        assertThat(htp.login()).isNotEqualTo(first);
        assertThat(code(htp.get(first, "/mobile_user/transactions"))).isEqualTo(200);
        assertThat(server.effects().count("htp", "login")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Agent-ID", "X-Signature"})
    void bothHeadersAreRequired(String header) throws IOException {
        Map<String, String> headers = connectHeaders(Long.toString(now()));
        headers.remove(header);
        isRefused(401, htp.connect(connectBody(Long.toString(now())), headers));
    }

    @ParameterizedTest
    @CsvSource({"X-Agent-ID, 3f2b8c1e-5a4d-4e6f-9b7a-0c1d2e3f4a5b", "X-Signature, 00"})
    void aWrongHeaderIsRefused(String header, String value) throws IOException {
        Map<String, String> headers = connectHeaders(Long.toString(now()));
        headers.put(header, value);
        isRefused(401, htp.connect(connectBody(Long.toString(now())), headers));
    }

    @Test
    void aSignatureInUpperCaseOrOverAnotherBodyIsRefused() throws IOException {
        Map<String, String> headers = connectHeaders(Long.toString(now()));
        isRefused(401, htp.connect(connectBody(Long.toString(now())).replace("htp-user", "htp-other"), headers));
        headers.computeIfPresent("X-Signature", (name, hex) -> hex.toUpperCase());
        isRefused(401, htp.connect(connectBody(Long.toString(now())), headers));
    }

    @ParameterizedTest
    @CsvSource({"-301, 401", "-300, 200", "300, 200", "301, 401"})
    void aTimestampIsGoodForFiveMinutesEitherWay(long off, int code) throws IOException {
        assertThat(code(htp.connect(now() + off))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"device_id\":\"d\",\"timestamp\":1795258800,\"user_id\":\"u\"}",
            "{\"device_id\":\"\",\"timestamp\":\"1795258800\",\"user_id\":\"u\"}",
            "{\"device_id\":\"d\",\"timestamp\":\"1795258800\"}",
            "{\"device_id\":\"d\",\"timestamp\":\"1795258800\",\"user_id\":\"u\",\"more\":\"m\"}"})
    void aBodyAgainstTheDocumentIsRefused(String body) throws IOException {
        isRefused(400, htp.connect(body, connectHeaders("1795258800")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mobile_user/agent-topup-rate", "/mobile_user/transactions", "/payment-orders/HTP-1"})
    void whatIsNotPublicNeedsAToken(String path) throws IOException {
        isRefused(401, htp.get("7d3a", path));
        isRefused(401, htp.topUp("7d3a", "508"));
        isRefused(401, htp.request("7d3a", "Orchard Road 1"));
        isRefused(401, Http.get(server.baseUrl("htp") + path, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/info", "/countries", "/sys/networks"})
    void whatIsPublicNeedsNone(String path) throws IOException {
        assertThat(code(Http.get(server.baseUrl("htp") + path, Map.of()))).isEqualTo(200);
    }

    @Test
    void aTokenMayBecomeInvalidOnce() throws IOException {
        String token = htp.login();
        isRefused(401, htp.topUp(token, "199943"));
        isRefused(401, htp.get(token, "/mobile_user/transactions"));
        assertThat(code(htp.topUp(htp.login(), "199943"))).isEqualTo(201);
        assertThat(server.effects().count("htp", "card-topup", "199943")).isEqualTo(1);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static void isRefused(int code, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = Http.json(answer);
        assertThat(body.at("/status_code").asInt()).isEqualTo(code);
        assertThat(body.at("/trace_id").asText()).matches("[0-9a-f]{16}");
        assertThat(body.at("/data").isNull()).isTrue();
    }
}
