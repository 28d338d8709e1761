package dev.sluice.sandbox;

import static dev.sluice.sandbox.HambitCaller.QUERY;
import static dev.sluice.sandbox.HambitCaller.QUERY_SELL;
import static dev.sluice.sandbox.HambitCaller.SELL;
import static dev.sluice.sandbox.HambitCaller.order;
import static dev.sluice.sandbox.HambitCaller.with;
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

class HambitOrderLifeTest {

    private final MovedClock clock = new MovedClock();
    private SandboxServer server;
    private HambitCaller hambit;

    @BeforeEach
    void start() {
        server = SandboxServer.start(0,
                SandboxSettings.defaults().withClock(clock).withOrderDuration(Duration.ofSeconds(8)));
        hambit = new HambitCaller(server, clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anOrderGoesFromWaitingToCompleteWithTime() throws IOException {
        hambit.create(order("life"));
        assertThat(status("life")).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        assertThat(status("life")).isEqualTo(2);
        clock.advance(Duration.ofSeconds(2));
        assertThat(status("life")).isEqualTo(4);
        clock.advance(Duration.ofSeconds(4));
        assertThat(status("life")).isEqualTo(8);
        JsonNode done = Http.json(hambit.query("life")).at("/data");
        assertThat(done.at("/orderCompleteTime").asLong()).isEqualTo(clock.millis());
        assertThat(done.at("/tradeHash").asText()).matches("0x[0-9a-f]{64}");
    }

    @Test
    void anOrderThatIsToFailEndsAt32WithAReason() throws IOException {
        hambit.create(order("fails", "sandbox:fail"));
        clock.advance(Duration.ofSeconds(8));
        JsonNode data = Http.json(hambit.query("fails")).at("/data");
        assertThat(data.at("/orderStatus").asInt()).isEqualTo(32);
        assertThat(data.at("/errorMsg").asText()).isEqualTo("exchange failed");
    }

    @Test
    void anOrderThatIsToStayNeverEnds() throws IOException {
        hambit.create(order("stays", "sandbox:stay"));
        clock.advance(Duration.ofDays(30));
        assertThat(status("stays")).isEqualTo(2);
    }

    @Test
    void anUnlistedStatusIs16() throws IOException {
        hambit.create(order("unlisted", "sandbox:unlisted-status"));
        assertThat(status("unlisted")).isEqualTo(16);
    }

    @Test
    void aQueryIsAnsweredLikeTheDocumentsSample() throws IOException {
        String reference = Http.json(hambit.create(order("469170783478455217"))).at("/data/orderId").asText();
        clock.advance(Duration.ofSeconds(2));
        HttpResponse<String> answer = hambit.post(QUERY,
                Map.of("externalOrderId", "469170783478455217", "orderId", reference));
        assertThat(answer.body()).isEqualTo("{\"code\":\"200\",\"success\":true,\"msg\":\"Success\","
                + "\"msgEn\":\"SUCCESS\",\"data\":{\"tokenAmount\":\"0.145985\",\"currencyAmount\":\"1.00\","
                + "\"orderAmount\":\"1\",\"orderActualAmount\":null,\"orderFee\":null,\"orderPayTime\":null,"
                + "\"orderCompleteTime\":null,\"currencyType\":\"BRL\",\"tokenType\":\"USDT\",\"chainType\":\"ETH\","
                + "\"exSymbolType\":\"CURRENCY TO TOKEN\",\"exchangeRate\":\"6.85\","
                + "\"addressTo\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\",\"remark\":\"123\",\"tradeHash\":\"\","
                + "\"errorMsg\":null,\"errorMsgEn\":null,\"orderId\":\"" + reference + "\","
                + "\"externalOrderId\":\"469170783478455217\",\"orderStatus\":2}}");
    }

    @Test
    void cryptoToFiatIsBookedAndAnsweredLikeTheDocumentsSample() throws IOException {
        Map<String, String> members = Map.of("tokenAmount", "1010", "chainType", "TRON", "addressFrom",
                "TBoG3wMvQhFUYQdcrHF6M3s7TKNHvCdW4w", "currencyType", "BRL", "tokenType", "USDT",
                "externalOrderId", "2564895864", "notifyUrl", "https://shop.example/hook", "remark", "TEST");
        JsonNode created = Http.json(hambit.post(SELL, members)).at("/data");
        assertThat(created.toString()).contains("\"currencyAmount\":5171.2,\"tokenAmount\":1010,\"addressTo\":\"T");
        assertThat(created.at("/orderId").asText()).startsWith("OCRYPEXCH");
        Map<String, String> question = Map.of("orderId", created.at("/orderId").asText());
        JsonNode asked = Http.json(hambit.post(QUERY_SELL, question)).at("/data");
        assertThat(asked.toString()).startsWith("{\"tokenAmount\":\"1010\",\"currencyAmount\":\"5171.20\","
                + "\"orderAmount\":\"1010\",\"orderActualAmount\":null,\"orderFee\":\"0\",\"orderPayTime\":null");
        assertThat(asked.toString()).contains("\"remark\":\"TEST\",\"notifyUrl\":\"https://shop.example/hook\"");
    }

    @Test
    void amountsKeepAllTheirDigits() throws IOException {
        hambit.create(with(order("digits"), "currencyAmount", "123456789012345678.123456789012345678"));
        assertThat(hambit.query("digits").body())
                .contains("\"currencyAmount\":\"123456789012345678.123456789012345678\"");
        assertThat(server.effects().all().get(0).amount()).isEqualTo("123456789012345678.123456789012345678");
    }

    @Test
    void anOrderIsFoundByEitherIdOfItsOwnDirectionOnly() throws IOException {
        String reference = Http.json(hambit.create(order("found"))).at("/data/orderId").asText();
        assertThat(code(hambit.post(QUERY, Map.of("orderId", reference)))).isEqualTo("200");
        assertThat(code(hambit.query("found"))).isEqualTo("200");
        assertThat(code(hambit.post(QUERY_SELL, Map.of("externalOrderId", "found")))).isEqualTo("404");
        assertThat(code(hambit.post(QUERY, Map.of("externalOrderId", "found", "orderId", "x")))).isEqualTo("404");
        assertThat(code(hambit.query("never seen"))).isEqualTo("404");
        assertThat(code(hambit.post(QUERY, Map.of()))).isEqualTo("300");
    }

    private int status(String externalOrderId) throws IOException {
        return Http.json(hambit.query(externalOrderId)).at("/data/orderStatus").asInt();
    }

    private static String code(HttpResponse<String> answer) {
        return Http.json(answer).at("/code").asText();
    }
}
