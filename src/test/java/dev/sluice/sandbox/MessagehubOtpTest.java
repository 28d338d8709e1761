package dev.sluice.sandbox;

import static dev.sluice.sandbox.MessagehubCaller.code;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.given.MovedClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagehubOtpTest {

    private static final String MOBILE = "447546756743";
    private static final String PIN = "059647";

    private final MovedClock clock = new MovedClock();
    private SandboxServer server;
    private MessagehubCaller messagehub;
    private JsonNode tokens;

    @BeforeEach
    void start() throws IOException {
        server = SandboxServer.start(0, SandboxSettings.defaults().withClock(clock));
        messagehub = new MessagehubCaller(server);
        tokens = messagehub.login();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anOtpIsSentAndAnsweredLikeTheDocumentsSample() throws IOException {
        HttpResponse<String> answer = messagehub.generate(tokens, MOBILE);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"status_code\":201,\"status_message\":\"Created\",\"payload\":{"
                + "\"id\":" + clock.millis() + ",\"mobile\":\"447546756743\",\"cost\":\"0.0500\",\"valid_until\":"
                + (clock.millis() / 1000 + 300) + "}}");
    }

    @Test
    void thePinWithItsLeadingZeroIsRightOnce() throws IOException {
        String id = sent();
        HttpResponse<String> answer = messagehub.validate(tokens, id, MOBILE, PIN);
        assertThat(answer.body()).isEqualTo("{\"status_code\":200,\"status_message\":\"OK\",\"payload\":\"\"}");
        assertThat(code(messagehub.validate(tokens, id, MOBILE, PIN))).isEqualTo(2109);
        assertThat(server.effects().count("messagehub", "pin-consumed", MOBILE)).isEqualTo(1);
    }

    @Test
    void aWrongPinOrMobileOrIdIs2120() throws IOException {
        String id = sent();
        assertThat(code(messagehub.validate(tokens, id, MOBILE, "123456"))).isEqualTo(2120);
        assertThat(code(messagehub.validate(tokens, id, MOBILE, "59647"))).isEqualTo(2120);
        assertThat(code(messagehub.validate(tokens, id, "447546756744", PIN))).isEqualTo(2120);
        assertThat(code(messagehub.validate(tokens, "221276999", MOBILE, PIN))).isEqualTo(2120);
        assertThat(code(messagehub.validate(tokens, "nonsense", MOBILE, PIN))).isEqualTo(2120);
        assertThat(messagehub.validate(tokens, id, MOBILE, PIN).statusCode()).isEqualTo(200);
    }

    @Test
    void aPinThatIsNotDigitsInAStringIs2107() throws IOException {
        String id = sent();
        assertThat(code(messagehub.validate(tokens, id, MOBILE, "05964x"))).isEqualTo(2107);
        assertThat(code(messagehub.validate(tokens, id, MOBILE, ""))).isEqualTo(2107);
        assertThat(code(messagehub.post(tokens, "/otp/v3/validate/" + id,
                "{\"pin\":59647,\"mobile\":\"" + MOBILE + "\"}"))).isEqualTo(2107);
    }

    @Test
    void theDocumentsOwnPinSampleIsInvalidJson() throws IOException {
        assertThat(messagehub.post(tokens, "/otp/v3/validate/" + sent(),
                "{\"pin\":059647,\"mobile\":\"" + MOBILE + "\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void aPinExpires() throws IOException {
        String id = sent();
        clock.advance(Duration.ofMinutes(5));
        assertThat(code(messagehub.validate(tokens, id, MOBILE, PIN))).isEqualTo(2108);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+447546756743", "0447546756743", "4475", "44754675674345678", "44 7546756743", ""})
    void aMobileOtherThanDigitsWithoutPlusIs2103(String mobile) throws IOException {
        HttpResponse<String> answer = messagehub.generate(tokens, mobile);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(code(answer)).isEqualTo(2103);
        assertThat(server.effects().count("messagehub", "otp-sent")).isZero();
    }

    @Test
    void anUnknownMemberIsUnprocessable() throws IOException {
        assertThat(messagehub.post(tokens, "/otp/v3/generate/",
                "{\"mobile\":\"" + MOBILE + "\",\"more\":\"1\"}").statusCode()).isEqualTo(422);
    }

    @Test
    void theBalanceFallsWithEachOtp() throws IOException {
        assertThat(messagehub.balance(tokens).body())
                .isEqualTo("{\"status_code\":200,\"status_message\":\"OK\",\"payload\":{\"balance\":\"7845.3500\"}}");
        sent();
        sent();
        assertThat(Http.json(messagehub.balance(tokens)).at("/payload/balance").asText()).isEqualTo("7845.2500");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "/otp/v3/generate", "/otp/v3/validate/", "/otp/v3/validate/221276323/", "/otp/v2/generate/"})
    void aPathOtherThanPrintedIs1007(String path) throws IOException {
        HttpResponse<String> answer = messagehub.post(tokens, path, "{\"mobile\":\"" + MOBILE + "\"}");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo(1007);
    }

    private String sent() throws IOException {
        return Http.json(messagehub.generate(tokens, MOBILE)).at("/payload/id").asText();
    }
}
