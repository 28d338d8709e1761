package dev.sluice.sandbox;

import static dev.sluice.sandbox.HtpCaller.code;
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
import org.junit.jupiter.params.provider.ValueSource;

class HtpCardsTest {

    private final MovedClock clock = new MovedClock();
    private SandboxServer server;
    private HtpCaller htp;
    private String token;

    @BeforeEach
    void start() throws IOException {
        server = SandboxServer.start(0, SandboxSettings.defaults().withClock(clock));
        htp = new HtpCaller(server, clock);
        token = htp.login();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aTopUpIsAnsweredLikeTheSampleAndMakesAPaymentOrder() throws IOException {
        HttpResponse<String> answer = htp.topUp(token, "508");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"trace_id\":\"\",\"status_code\":201,\"message\":\"Success\",\"data\":{");
        JsonNode data = Http.json(answer).at("/data");
        assertThat(data.toString()).contains("\"card_id\":\"508\",\"amount\":\"100.00\",\"amount_usdt\":\"99.8857\","
                + "\"net_amount\":\"99.0000\",\"top_up_fee\":\"1.0000\",\"exchange_rate\":0.998857,"
                + "\"status\":\"PENDING\",\"merchant_order_sn\":\"HTP-");
        JsonNode order = htp.order(token, answer);
        assertThat(order.at("/merchant_order_sn")).isEqualTo(data.at("/merchant_order_sn"));
        assertThat(order.at("/status").asText()).isEqualTo("PENDING");
        assertThat(order.at("/expires_in").asInt()).isEqualTo(1800);
        clock.advance(Duration.ofSeconds(3));
        assertThat(htp.order(token, answer).at("/status").asText()).isEqualTo("SUCCESS");
        assertThat(htp.order(token, answer).at("/confirmations").asInt()).isEqualTo(20);
    }

    @Test
    void theSameTopUpTwiceIsTwoTopUps() throws IOException {
        htp.topUp(token, "508");
        htp.topUp(token, "508");
        assertThat(server.effects().count("htp", "card-topup", "508")).isEqualTo(2);
        assertThat(server.effects().resent()).anyMatch(one -> "508".equals(one.about()) && one.times() == 2);
        assertThat(server.effects().doubled()).isEmpty();
    }

    @Test
    void amountsKeepAllTheirDigits() throws IOException {
        HttpResponse<String> answer = htp.post(token, "/card-topup",
                "{\"amount\":123456789012345678.123456789012345678,\"card_id\":\"9\"}");
        assertThat(Http.json(answer).at("/data/amount").asText()).isEqualTo("123456789012345678.123456789012345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"card_id\":508}", "{\"amount\":\"100.00\",\"card_id\":508}", "{\"amount\":100.00}",
            "{\"amount\":0,\"card_id\":508}", "{\"amount\":-1,\"card_id\":508}", "{\"amount\":1e3,\"card_id\":508}",
            "{\"amount\":1,\"card_id\":\"a\"}", "{\"amount\":1,\"card_id\":508,\"more\":1}",
            "{\"amount\":1,\"card_id\":508,\"salt\":\"\"}"})
    void aTopUpAgainstTheDocumentIsRefused(String body) throws IOException {
        isRefused(400, htp.post(token, "/card-topup", body));
        assertThat(server.effects().count("htp", "card-topup")).isZero();
    }

    @Test
    void theMethodIsWrittenAsEachPagePrintsIt() throws IOException {
        String topUp = "{\"amount\":1,\"card_id\":508}";
        assertThat(code(htp.post(token, "/card-topup?method=user_pay", topUp))).isEqualTo(201);
        isRefused(400, htp.post(token, "/card-topup?method=user-pay", topUp));
        String request = "{\"card_type\":\"PHYSICAL\",\"country_id\":\"702\",\"address\":\"a\",\"post_code\":238823}";
        assertThat(code(htp.post(token, "/card-request?method=user-pay", request))).isEqualTo(201);
        isRefused(400, htp.post(token, "/card-request?method=user_pay", request));
        isRefused(400, htp.post(token, "/card-request?other=1", request));
    }

    @ParameterizedTest
    @CsvSource({"card_type, GOLD", "country_id, x", "address, ' '", "post_code, 123", "address, sandbox:nonsense"})
    void aCardRequestAgainstTheDocumentIsRefused(String name, String value) throws IOException {
        String body = "{\"card_type\":\"VIRTUAL\",\"country_id\":\"702\",\"address\":\"a\",\"post_code\":\"238823\"}"
                .replaceFirst("\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":\"" + value + "\"");
        isRefused(400, htp.post(token, "/card-request", body));
        assertThat(server.effects().count("htp", "card-request")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"00, 400", "01, 401", "02, 403", "03, 404", "04, 409", "05, 422", "06, 429", "07, 500", "08, 503",
            "46, 499"})
    void aCodeComesInsideHttp200(String digits, int code) throws IOException {
        isRefused(code, htp.topUp(token, "7999" + digits));
        assertThat(server.effects().count("htp", "card-topup")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"32, 500, 0", "33, 500, 1", "38, 429, 0", "39, 503, 0", "42, 302, 0"})
    void anHttpFailureComesBeforeOrAfterTheEffect(String digits, int status, int made) throws IOException {
        assertThat(htp.topUp(token, "7999" + digits).statusCode()).isEqualTo(status);
        assertThat(server.effects().count("htp", "card-topup", "7999" + digits)).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource({"34, 0", "35, 1"})
    void aConnectionIsClosedBeforeOrAfterTheEffect(String digits, int made) {
        assertThatThrownBy(() -> htp.topUp(token, "7999" + digits)).isInstanceOf(IOException.class);
        assertThat(server.effects().count("htp", "card-topup", "7999" + digits)).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource({"20, PENDING", "21, FAILED", "22, EXPIRED", "23, FROZEN"})
    void anOrderEndsAsTold(String digits, String end) throws IOException {
        HttpResponse<String> answer = htp.topUp(token, "7999" + digits);
        clock.advance(Duration.ofMinutes(20));
        assertThat(htp.order(token, answer).at("/status").asText()).isEqualTo(end);
    }

    @Test
    void anAnswerCanBeWrongInMoreWaysThanOne() throws IOException {
        String garbled = htp.topUp(token, "799936").body();
        assertThatThrownBy(() -> new ObjectMapper().readTree(garbled)).isInstanceOf(IOException.class);
        assertThat(Http.json(htp.topUp(token, "799937")).at("/data/amount").asText()).isEqualTo("101.00");
        isRefused(500, htp.topUp(token, "799940"));
        assertThat(Http.json(htp.topUp(token, "799941")).at("/data").has("merchant_order_sn")).isFalse();
        assertThat(server.effects().count("htp", "card-topup")).isEqualTo(4);
    }

    @Test
    void anAddressTellsACardRequestWhatToDo() throws IOException {
        assertThatThrownBy(() -> htp.request(token, "sandbox:reset-after 12 Orchard Road"))
                .isInstanceOf(IOException.class);
        assertThat(server.effects().count("htp", "card-request", "sandbox:reset-after 12 Orchard Road")).isEqualTo(1);
        HttpResponse<String> failing = htp.request(token, "sandbox:fail");
        clock.advance(Duration.ofSeconds(3));
        assertThat(htp.order(token, failing).at("/status").asText()).isEqualTo("FAILED");
        assertThat(htp.order(token, failing).at("/event_type").asText()).isEqualTo("CARD_REQUEST");
    }

    /** Far more often than the caller's HTTP client asks again by itself, as it may for a GET. */
    @Test
    void queriesCanBeLost() throws IOException {
        HttpResponse<String> answer = htp.request(token, "sandbox:lost-query:100");
        assertThatThrownBy(() -> htp.order(token, answer)).isInstanceOf(IOException.class);
    }

    @Test
    void aPaymentCanBeSimulatedAndIsSeen() throws IOException {
        HttpResponse<String> answer = htp.topUp(token, "799920");
        String sn = Http.json(answer).at("/data/merchant_order_sn").asText();
        assertThat(code(htp.post(token, "/payment-orders/paid", "{\"merchant_order_sn\":\"" + sn + "\"}")))
                .isEqualTo(200);
        assertThat(htp.order(token, answer).at("/status").asText()).isEqualTo("SUCCESS");
        assertThat(server.effects().count("htp", "paid-simulated", sn)).isEqualTo(1);
        isRefused(404, htp.post(token, "/payment-orders/paid", "{\"merchant_order_sn\":\"HTP-1\"}"));
    }

    @Test
    void anOrderIsAskedForByItsIdAlone() throws IOException {
        isRefused(404, htp.get(token, "/payment-orders/HTP-unknown"));
        isRefused(400, htp.get(token, "/payment-orders/"));
        isRefused(404, htp.get(token, "/no-such-route"));
    }

    @Test
    void transactionsAreListedByWhatIsAsked() throws IOException {
        htp.topUp(token, "508");
        htp.topUp(token, "799921");
        htp.request(token, "Orchard Road 1");
        clock.advance(Duration.ofSeconds(3));
        assertThat(listed("")).hasSize(2);
        assertThat(listed("?card_id=508")).hasSize(1);
        assertThat(listed("?transaction_type=CARD_REQUEST&transaction_status=SUCCESS&page=1&limit=20")).hasSize(1);
        isRefused(400, htp.get(token, "/mobile_user/transactions?start_date=yesterday"));
        isRefused(400, htp.get(token, "/mobile_user/transactions?colour=red"));
        assertThat(htp.get(token, "/mobile_user/transactions?order_id=sandbox:unavailable").statusCode())
                .isEqualTo(503);
    }

    private JsonNode listed(String query) throws IOException {
        return Http.json(htp.get(token, "/mobile_user/transactions" + query)).at("/data/items");
    }

    private static void isRefused(int code, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(code(answer)).isEqualTo(code);
        assertThat(Http.json(answer).at("/data").isNull()).isTrue();
    }
}
