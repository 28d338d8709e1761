package dev.sluice.sandbox;

import static dev.sluice.sandbox.AeternaCaller.headers;
import static dev.sluice.sandbox.AeternaCaller.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AeternaStrictnessTest {

    private static final MovedClock CLOCK = new MovedClock();

    private static SandboxServer server;
    private static AeternaCaller aeterna;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0, SandboxSettings.defaults().withClock(CLOCK));
        aeterna = new AeternaCaller(server, CLOCK);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-App-Token", "X-App-Access-Ts", "X-App-Access-Sig"})
    void everyHeaderIsRequired(String header) throws IOException {
        Map<String, String> headers = headers(now());
        headers.remove(header);
        isRefused(401, "unauthorized", "missing", aeterna.post("/payin", order("missing", ""), headers));
    }

    @ParameterizedTest
    @CsvSource({"X-App-Token, somebody", "X-App-Access-Sig, 00", "X-App-Access-Ts, 1795258800000"})
    void aWrongHeaderIsRefused(String header, String value) throws IOException {
        Map<String, String> headers = headers(now());
        headers.put(header, value);
        isRefused(401, "unauthorized", "wrong", aeterna.post("/payin", order("wrong", ""), headers));
    }

    @Test
    void aSignatureInUpperCaseIsRefused() throws IOException {
        Map<String, String> headers = headers(now());
        headers.computeIfPresent("X-App-Access-Sig", (name, hex) -> hex.toUpperCase());
        isRefused(401, "unauthorized", "upper", aeterna.post("/payin", order("upper", ""), headers));
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301})
    void aStaleOrFutureTimestampIsRefused(long off) throws IOException {
        isRefused(401, "unauthorized", "stale", aeterna.post("/payin", order("stale", ""), headers(now() + off)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300})
    void aTimestampJustWithinTheWindowIsTaken(long off) throws IOException {
        assertThat(aeterna.post("/payin", order("edge" + off, ""), headers(now() + off)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/plain"})
    void anotherAcceptIsRefused(String accept) throws IOException {
        Map<String, String> headers = headers(now());
        headers.put("Accept", accept);
        isRefused(400, "invalid", "accept", aeterna.post("/payin", order("accept", ""), headers));
    }

    @Test
    void onlyPostIsTaken() throws IOException {
        assertThat(Http.get(server.baseUrl("aeterna") + "/balance", headers(now())).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "[]", "{\"order_id\":{}}", "{\"order_id\":\"body\",\"amount\":100.00,\"currency\":\"EUR\"}",
            "{\"order_id\":\"body\",\"amount\":\"0.00\",\"currency\":\"EUR\"}",
            "{\"order_id\":\"body\",\"amount\":\"1e3\",\"currency\":\"EUR\"}",
            "{\"order_id\":\"body\",\"amount\":\"1\",\"currency\":\"eur\"}",
            "{\"order_id\":\"body\",\"amount\":\"1\"}", "{\"amount\":\"1\",\"currency\":\"EUR\"}",
            "{\"order_id\":\"body\",\"amount\":\"1\",\"currency\":\"EUR\",\"note\":\"sandbox:nonsense\"}",
            "{\"order_id\":\"body\",\"amount\":\"1\",\"currency\":\"EUR\",\"more\":null}"})
    void aBodyAgainstTheRulesIsRefused(String body) throws IOException {
        isRefused(400, "invalid", "body", aeterna.post("/payin", body));
    }

    @Test
    void anyFurtherTextIsTaken() throws IOException {
        HttpResponse<String> answer = aeterna.post("/payout", "{\"order_id\":\"further\",\"amount\":\"1.10\","
                + "\"currency\":\"EUR\",\"iban\":\"DE00\"}");
        String id = Http.json(answer).at("/data/id").asText();
        assertThat(id).startsWith("AET-");
        assertThat(answer.body()).isEqualTo("{\"success\":true,\"data\":{\"id\":\"" + id
                + "\",\"order_id\":\"further\",\"status\":\"created\",\"amount\":\"1.10\",\"currency\":\"EUR\"}}");
    }

    @Test
    void aSecondCreateWithTheSameIdIsRefusedAndCreatesNothing() throws IOException {
        aeterna.payin("twice", "");
        HttpResponse<String> second = aeterna.post("/payout", order("twice", ""));
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(Http.json(second).at("/error/code").asText()).isEqualTo("duplicate");
        assertThat(server.effects().count("aeterna", "order-created", "twice")).isEqualTo(1);
        assertThat(server.effects().attempts()).anyMatch(attempt -> "twice".equals(attempt.about()));
        assertThat(server.effects().doubled()).isEmpty();
    }

    @Test
    void anUnknownOrderIsNotFound() throws IOException {
        HttpResponse<String> answer = aeterna.status("never seen");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.json(answer).at("/error/code").asText()).isEqualTo("not_found");
    }

    private static long now() {
        return CLOCK.instant().getEpochSecond();
    }

    private static void isRefused(int status, String code, String orderId, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Http.json(answer).at("/error/code").asText()).isEqualTo(code);
        assertThat(Http.json(answer).at("/success").asBoolean(true)).isFalse();
        assertThat(server.effects().count("aeterna", "order-created", orderId)).isZero();
    }
}
