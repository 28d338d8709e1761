package dev.sluice.sandbox;

import static dev.sluice.sandbox.HtpCaller.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.given.MovedClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtpWrapperTest {

    private static final String TOP_UP = "{\"amount\":100.00,\"card_id\":508}";

    private final MovedClock clock = new MovedClock();
    private SandboxServer server;
    private HtpCaller htp;
    private String token;

    @BeforeEach
    void start() throws IOException {
        server = SandboxServer.start(0, SandboxSettings.defaults().withClock(clock).withTokenLife(Duration.ofDays(1)));
        htp = new HtpCaller(server, clock);
        token = htp.login();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aKeyPairIs32NumbersAndAVersionAndNeedsNoToken() throws IOException {
        String key = Base64.getEncoder().encodeToString(basePoint());
        JsonNode data = Http.json(HtpWrapper.exchange(htp, key)).at("/data");
        assertThat(data.at("/server_pub_key")).hasSize(32)
                .allMatch(one -> one.isInt() && one.asInt() >= 0 && one.asInt() < 256);
        assertThat(data.at("/key_version").asText()).matches("[0-9a-f-]{36}");
        assertThat(server.effects().count("htp", "key-pair")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void aKeyThatIsNot32BytesOrNoKeyIsRefused(String key) throws IOException {
        assertThat(code(HtpWrapper.exchange(htp, key))).isEqualTo(400);
        assertThat(server.effects().count("htp", "key-pair")).isZero();
    }

    @Test
    void aWrappedTopUpIsAToppedUpCard() throws Exception {
        HttpResponse<String> answer = htp.post(token, "/card-topup", HtpWrapper.agreed(htp).wrap(TOP_UP, ""));
        assertThat(code(answer)).isEqualTo(201);
        assertThat(Http.json(answer).at("/data/amount").asText()).isEqualTo("100.00");
        assertThat(server.effects().count("htp", "card-topup", "508")).isEqualTo(1);
    }

    @Test
    void fieldsBesideTheWrapperJoinThoseInside() throws Exception {
        HtpWrapper wrapper = HtpWrapper.agreed(htp);
        assertThat(code(htp.post(token, "/card-request", wrapper.wrap(
                "{\"card_type\":\"VIRTUAL\",\"country_id\":702,\"address\":\"Zürich\"}", ",\"post_code\":\"8001\""))))
                .isEqualTo(201);
        assertThat(server.effects().count("htp", "card-request", "Zürich")).isEqualTo(1);
        assertThat(code(htp.post(token, "/card-topup", wrapper.wrap(TOP_UP, ",\"amount\":1")))).isEqualTo(400);
    }

    @Test
    void aVersionIsKeptHalfAnHour() throws Exception {
        HtpWrapper wrapper = HtpWrapper.agreed(htp);
        clock.advance(Duration.ofMinutes(30).minusMillis(1));
        assertThat(code(htp.post(token, "/card-topup", wrapper.wrap(TOP_UP, "")))).isEqualTo(201);
        clock.advance(Duration.ofMillis(1));
        assertThat(code(htp.post(token, "/card-topup", wrapper.wrap(TOP_UP, "")))).isEqualTo(400);
        assertThat(server.effects().count("htp", "card-topup", "508")).isEqualTo(1);
    }

    @Test
    void whatDoesNotDecryptIsRefused() throws Exception {
        String right = HtpWrapper.agreed(htp).wrap(TOP_UP, "");
        JsonNode body = new ObjectMapper().readTree(right);
        String data = body.at("/data").asText();
        String tampered = data.charAt(30) == 'A' ? "B" : "A";
        for (String wrong : new String[]{right.replace(data, data.substring(0, 30) + tampered + data.substring(31)),
                right.replace(body.at("/salt").asText(), "AAAAAAAAAAAAAAAAAAAAAA=="),
                right.replace(body.at("/key_version").asText(), HtpWrapper.agreed(htp).version()),
                right.replace(body.at("/key_version").asText(), "c2f1d9a4"), right.replace("\"salt\"", "\"pepper\""),
                right.replace(data, "AAAA")}) {
            assertThat(code(htp.post(token, "/card-topup", wrong))).isEqualTo(400);
        }
        assertThat(server.effects().count("htp", "card-topup")).isZero();
        assertThat(code(htp.post(token, "/card-topup", right))).isEqualTo(201);
    }

    private static byte[] basePoint() {
        byte[] point = new byte[32];
        point[0] = 9;
        return point;
    }
}
