package dev.sluice.sandbox;

import static dev.sluice.sandbox.MessagehubCaller.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagehubMisbehaviourTest {

    private static SandboxServer server;
    private static MessagehubCaller messagehub;
    private static JsonNode tokens;

    @BeforeAll
    static void start() throws IOException {
        server = SandboxServer.start(0, SandboxSettings.defaults());
        messagehub = new MessagehubCaller(server);
        tokens = messagehub.login();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"32, 500, 0", "33, 500, 1", "39, 503, 0", "42, 302, 0"})
    void anHttpFailureComesBeforeOrAfterTheMessageIsSent(String digits, int status, int sent) throws IOException {
        assertThat(messagehub.generate(tokens, "4475400999" + digits).statusCode()).isEqualTo(status);
        assertThat(sent("4475400999" + digits)).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"34, 0", "35, 1"})
    void aConnectionIsClosedBeforeOrAfterTheMessageIsSent(String digits, int sent) {
        assertThatThrownBy(() -> messagehub.generate(tokens, "4475400999" + digits)).isInstanceOf(IOException.class);
        assertThat(sent("4475400999" + digits)).isEqualTo(sent);
    }

    @Test
    void aSlowAnswerComesTwoSecondsLate() throws IOException {
        Instant asked = Instant.now();
        assertThat(messagehub.generate(tokens, "447540099930").statusCode()).isEqualTo(201);
        assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aGarbledAnswerIsNoJson() throws IOException {
        String body = messagehub.generate(tokens, "447540099936").body();
        assertThatThrownBy(() -> new ObjectMapper().readTree(body)).isInstanceOf(IOException.class);
        assertThat(sent("447540099936")).isEqualTo(1);
    }

    @Test
    void anEchoMayBeAnotherMobile() throws IOException {
        assertThat(Http.json(messagehub.generate(tokens, "447540099937")).at("/payload/mobile").asText())
                .isEqualTo("447540099930");
    }

    @Test
    void anAnswerMayContradictItself() throws IOException {
        HttpResponse<String> answer = messagehub.generate(tokens, "447540099940");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(Http.json(answer).at("/status_code").asInt()).isEqualTo(500);
    }

    @Test
    void anAnswerMayLackTheId() throws IOException {
        HttpResponse<String> answer = messagehub.generate(tokens, "447540099941");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(Http.json(answer).at("/payload").has("id")).isFalse();
    }

    @Test
    void busyEndsAfterTwice() throws IOException {
        assertThat(code(messagehub.generate(tokens, "447540099921"))).isEqualTo(2121);
        assertThat(code(messagehub.generate(tokens, "447540099921"))).isEqualTo(2121);
        assertThat(messagehub.generate(tokens, "447540099921").statusCode()).isEqualTo(201);
        assertThat(sent("447540099921")).isEqualTo(1);
    }

    @Test
    void throttlingEndsAfterTwice() throws IOException {
        assertThat(messagehub.generate(tokens, "447540099938").statusCode()).isEqualTo(429);
        assertThat(messagehub.generate(tokens, "447540099938").headers().firstValue("Retry-After")).contains("1");
        assertThat(messagehub.generate(tokens, "447540099938").statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {2100, 2101, 2102, 2103, 2104, 2105, 2106, 2107, 2108, 2109, 2120})
    void everyDocumentedCodeCanBeHad(int code) throws IOException {
        String mobile = "4475400999" + Integer.toString(code).substring(2);
        assertThat(code(messagehub.generate(tokens, mobile))).isEqualTo(code);
        assertThat(sent(mobile)).isZero();
    }

    @Test
    void aCodeThatNothingListsCanBeHad() throws IOException {
        assertThat(code(messagehub.generate(tokens, "447540099946"))).isEqualTo(2199);
    }

    @Test
    void verifyingMisbehavesForItsOwnDigitsOnly() throws IOException {
        String mobile = "447540099835";
        String id = Http.json(messagehub.generate(tokens, mobile)).at("/payload/id").asText();
        assertThatThrownBy(() -> messagehub.validate(tokens, id, mobile, "059647")).isInstanceOf(IOException.class);
        assertThat(server.effects().count("messagehub", "pin-consumed", mobile)).isEqualTo(1);
    }

    @Test
    void aLostVerificationFindsThePinConsumedWhenAskedAgain() throws IOException {
        String mobile = "447540099847";
        String id = Http.json(messagehub.generate(tokens, mobile)).at("/payload/id").asText();
        assertThatThrownBy(() -> messagehub.validate(tokens, id, mobile, "059647")).isInstanceOf(IOException.class);
        assertThat(code(messagehub.validate(tokens, id, mobile, "059647"))).isEqualTo(2109);
    }

    private static long sent(String mobile) {
        return server.effects().count("messagehub", "otp-sent", mobile);
    }
}
