package dev.sluice.sandbox;

import static dev.sluice.sandbox.MessagehubCaller.code;
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
import org.junit.jupiter.params.provider.ValueSource;

class MessagehubTokenTest {

    private final MovedClock clock = new MovedClock();
    private SandboxServer server;
    private MessagehubCaller messagehub;

    @BeforeEach
    void start() {
        server = SandboxServer.start(0, SandboxSettings.defaults().withClock(clock));
        messagehub = new MessagehubCaller(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAccessTokenLivesHalfAnHour() throws IOException {
        JsonNode tokens = messagehub.login();
        assertThat(tokens.at("/validity_period").asInt()).isEqualTo(1800);
        clock.advance(Duration.ofSeconds(1799));
        assertThat(messagehub.balance(tokens).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        isUnauthorised(messagehub.balance(tokens));
    }

    @Test
    void aRefreshTokenIsGoodOnceOnly() throws IOException {
        JsonNode tokens = messagehub.login();
        JsonNode newer = Http.json(messagehub.refresh(tokens)).at("/payload");
        assertThat(messagehub.balance(newer).statusCode()).isEqualTo(200);
        isUnauthorised(messagehub.refresh(tokens));
        assertThat(server.effects().count("messagehub", "login")).isEqualTo(1);
        assertThat(server.effects().count("messagehub", "refresh")).isEqualTo(1);
    }

    @Test
    void twoLoginsKeepTheirOwnTokens() throws IOException {
        JsonNode first = messagehub.login();
        messagehub.login();
        assertThat(messagehub.balance(first).statusCode()).isEqualTo(200);
    }

    @Test
    void wrongCredentialsAreRefused() throws IOException {
        isUnauthorised(messagehub.auth("{\"type\":\"access_token\",\"username\":\"sandbox-messagehub-user\","
                + "\"password\":\"wrong\"}"));
        assertThat(server.effects().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"other\"}", "{}", "{\"type\":\"access_token\",\"username\":\"u\"}",
            "{\"type\":\"refresh_token\",\"refresh_token\":7}"})
    void aLoginAgainstTheDocumentIsUnprocessable(String body) throws IOException {
        assertThat(messagehub.auth(body).statusCode()).isEqualTo(422);
    }

    @Test
    void everyOtherCallNeedsTheToken() throws IOException {
        JsonNode none = Answer.object().put("access_token", "dcec4eb6-035c-41a4-9871-82c5bd3ef379");
        isUnauthorised(messagehub.generate(none, "447546756743"));
        isUnauthorised(messagehub.validate(none, "221276323", "447546756743", "059647"));
        isUnauthorised(messagehub.balance(none));
        isUnauthorised(Http.get(server.baseUrl("messagehub") + "/otp/v3/balance/", Map.of()));
    }

    @Test
    void aTokenMayBecomeInvalidOnceAndItsRefreshStillWorks() throws IOException {
        JsonNode tokens = messagehub.login();
        isUnauthorised(messagehub.generate(tokens, "447540099943"));
        isUnauthorised(messagehub.balance(tokens));
        JsonNode newer = Http.json(messagehub.refresh(tokens)).at("/payload");
        assertThat(messagehub.generate(newer, "447540099943").statusCode()).isEqualTo(201);
    }

    @Test
    void aRefreshMayBeRefusedSoThatOnlyALoginHelps() throws IOException {
        JsonNode tokens = messagehub.login();
        isUnauthorised(messagehub.generate(tokens, "447540099944"));
        isUnauthorised(messagehub.refresh(tokens));
        assertThat(messagehub.generate(messagehub.login(), "447540099944").statusCode()).isEqualTo(201);
    }

    private static void isUnauthorised(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo(1009);
    }
}
