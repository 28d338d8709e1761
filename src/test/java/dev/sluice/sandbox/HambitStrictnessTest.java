package dev.sluice.sandbox;

import static dev.sluice.sandbox.HambitCaller.CREATE;
import static dev.sluice.sandbox.HambitCaller.SELL;
import static dev.sluice.sandbox.HambitCaller.headers;
import static dev.sluice.sandbox.HambitCaller.json;
import static dev.sluice.sandbox.HambitCaller.order;
import static dev.sluice.sandbox.HambitCaller.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HambitStrictnessTest {

    private static final MovedClock CLOCK = new MovedClock();
    private static final long FIVE_MINUTES = 300_000;

    private static SandboxServer server;
    private static HambitCaller hambit;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0, SandboxSettings.defaults().withClock(CLOCK));
        hambit = new HambitCaller(server, CLOCK);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theDocumentsSampleIsAnsweredLikeTheDocumentsSample() throws IOException {
        HttpResponse<String> answer = hambit.create(order("469170783478455217"));
        assertThat(answer.statusCode()).isEqualTo(200);
        String reference = Http.json(answer).at("/data/orderId").asText();
        assertThat(reference).matches("OCURREXCH\\d{27}SANDBOX0\\d{16}");
        assertThat(answer.body()).isEqualTo("{\"code\":\"200\",\"success\":true,\"msg\":\"Success\","
                + "\"msgEn\":\"SUCCESS\",\"data\":{\"orderId\":\"" + reference + "\","
                + "\"symbolType\":\"CURRENCY TO TOKEN\","
                + "\"externalOrderId\":\"469170783478455217\",\"currencyType\":\"BRL\",\"tokenType\":null,"
                + "\"chainType\":\"ETH\",\"currencyAmount\":1,\"tokenAmount\":0.145985}}");
    }

    @Test
    void pingNeedsNoSignature() throws IOException {
        HttpResponse<String> pong = Http.get(server.baseUrl("hambit") + "/ping", Map.of());
        assertThat(pong.body()).isEqualTo("{\"version\":\"1.0.1\",\"timestamp\":" + CLOCK.millis() + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_key", "timestamp", "nonce", "sign"})
    void everyHeaderIsRequired(String header) throws IOException {
        Map<String, String> headers = headers(order("missing"), CLOCK.millis(), UUID.randomUUID().toString());
        headers.remove(header);
        isRefused("307", "missing", hambit.post(CREATE, json(order("missing")), headers));
    }

    @ParameterizedTest
    @CsvSource({
            "sign, AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "access_key, somebody",
            "nonce, 794c26b0-d33c-1394-b2bb-c485eca16d9e", "timestamp, 1679724896"})
    void aWrongHeaderIsRefused(String header, String value) throws IOException {
        Map<String, String> headers = headers(order("wrong"), CLOCK.millis(), UUID.randomUUID().toString());
        headers.put(header, value);
        isRefused("307", "wrong", hambit.post(CREATE, json(order("wrong")), headers));
    }

    @Test
    void aBodyThatIsNotTheSignedOneIsRefused() throws IOException {
        Map<String, String> headers = headers(order("changed"), CLOCK.millis(), UUID.randomUUID().toString());
        String body = json(with(order("changed"), "currencyAmount", "9"));
        isRefused("307", "changed", hambit.post(CREATE, body, headers));
    }

    @Test
    void anUnsignedMemberIsRefused() throws IOException {
        Map<String, String> unsigned = order("unsigned");
        unsigned.remove("remark");
        Map<String, String> headers = headers(unsigned, CLOCK.millis(), UUID.randomUUID().toString());
        isRefused("307", "unsigned", hambit.post(CREATE, json(order("unsigned")), headers));
    }

    @Test
    void aNonceIsGoodOnceOnly() throws IOException {
        Map<String, String> headers = headers(order("nonce-1"), CLOCK.millis(), "794c26b0-d33c-4394-b2bb-c485eca16d9e");
        assertThat(Http.json(hambit.post(CREATE, json(order("nonce-1")), headers)).at("/code").asText())
                .isEqualTo("200");
        Map<String, String> again = headers(order("nonce-2"), CLOCK.millis(), "794C26B0-D33C-4394-B2BB-C485ECA16D9E");
        isRefused("307", "nonce-2", hambit.post(CREATE, json(order("nonce-2")), again));
    }

    @ParameterizedTest
    @ValueSource(longs = {-FIVE_MINUTES - 1, FIVE_MINUTES + 1})
    void aStaleOrFutureTimestampIsRefused(long off) throws IOException {
        Map<String, String> headers = headers(order("stale"), CLOCK.millis() + off, UUID.randomUUID().toString());
        isRefused("307", "stale", hambit.post(CREATE, json(order("stale")), headers));
    }

    @Test
    void aTimestampJustWithinTheWindowIsTaken() throws IOException {
        Map<String, String> headers = headers(order("edge"), CLOCK.millis() - FIVE_MINUTES,
                UUID.randomUUID().toString());
        assertThat(Http.json(hambit.post(CREATE, json(order("edge")), headers)).at("/code").asText()).isEqualTo("200");
    }

    @ParameterizedTest
    @CsvSource({
            "addressTo, ''", "chainType, SOL", "tokenType, BTC", "currencyAmount, 0.99", "currencyAmount, 1e3",
            "currencyAmount, -5", "currencyType, EUR", "externalOrderId, ''", "remark, ''", "notifyUrl, https://shop",
            "remark, sandbox:nonsense"})
    void aParameterAgainstItsTableIsRefused(String name, String value) throws IOException {
        isRefused("300", "table", hambit.create(with(order("table"), name, value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"addressTo", "chainType", "tokenType", "currencyAmount", "currencyType", "externalOrderId"})
    void aRequiredParameterIsRequired(String name) throws IOException {
        Map<String, String> members = order("required");
        members.remove(name);
        isRefused("300", "required", hambit.create(members));
    }

    @Test
    void aRemarkHas255Characters() throws IOException {
        assertThat(Http.json(hambit.create(order("remark-255", "é".repeat(255)))).at("/code").asText())
                .isEqualTo("200");
        isRefused("300", "remark-256", hambit.create(order("remark-256", "é".repeat(256))));
    }

    @Test
    void aNumberIsSignedByItsDigitsAndStillRefusedSinceTheTableSaysString() throws IOException {
        Map<String, String> members = with(order("number"), "currencyAmount", "100.00");
        String body = json(members).replace("\"100.00\"", "100.00");
        HttpResponse<String> answer = hambit.post(CREATE, body,
                headers(members, CLOCK.millis(), UUID.randomUUID().toString()));
        isRefused("300", "number", answer);
        assertThat(answer.body()).contains("invalid parameter: currencyAmount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"a\":{}}", "{\"a\":\"1\",\"a\":\"1\"}", "{} {}", "{\"a\":"})
    void aBodyThatIsNotOneFlatObjectIsRefused(String body) throws IOException {
        isRefused("300", "flat",
                hambit.post(CREATE, body, headers(Map.of(), CLOCK.millis(), UUID.randomUUID().toString())));
    }

    @Test
    void sellingIsHeldToItsOwnTable() throws IOException {
        Map<String, String> members = Map.of("tokenAmount", "1010", "chainType", "ETH", "addressFrom", "T1",
                "currencyType", "BRL", "tokenType", "USDT", "externalOrderId", "sell-table");
        isRefused("300", "sell-table", hambit.post(SELL, members));
        isRefused("300", "sell-table", hambit.post(SELL, with(with(members, "chainType", "TRON"),
                "currencyType", "MXN")));
    }

    @Test
    void aSecondCreateWithTheSameIdIsRefusedAndCreatesNothing() throws IOException {
        hambit.create(order("twice"));
        HttpResponse<String> second = hambit.create(with(order("twice"), "currencyAmount", "2"));
        assertThat(Http.json(second).at("/code").asText()).isEqualTo("300");
        assertThat(second.body()).contains("duplicate");
        assertThat(server.effects().count("hambit", "order-created", "twice")).isEqualTo(1);
        assertThat(server.effects().attempts()).anySatisfy(attempt -> {
            assertThat(attempt.about()).isEqualTo("twice");
            assertThat(attempt.times()).isEqualTo(1);
        });
        assertThat(server.effects().doubled()).isEmpty();
    }

    private static void isRefused(String code, String externalOrderId, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Http.json(answer).at("/code").asText()).isEqualTo(code);
        assertThat(Http.json(answer).at("/success").asBoolean(true)).isFalse();
        assertThat(server.effects().count("hambit", "order-created", externalOrderId)).isZero();
    }
}
