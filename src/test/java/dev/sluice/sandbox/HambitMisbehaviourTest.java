package dev.sluice.sandbox;

import static dev.sluice.sandbox.HambitCaller.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HambitMisbehaviourTest {

    private static SandboxServer server;
    private static HambitCaller hambit;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0, SandboxSettings.defaults().withOrderDuration(Duration.ZERO));
        hambit = new HambitCaller(server, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"error-500, 500, 0", "error-500-after, 500, 1", "unavailable, 503, 0", "redirect, 302, 0"})
    void anHttpFailureComesBeforeOrAfterTheEffect(String what, int status, int created) throws IOException {
        assertThat(hambit.create(order(what, "sandbox:" + what)).statusCode()).isEqualTo(status);
        assertThat(created(what)).isEqualTo(created);
    }

    @ParameterizedTest
    @CsvSource({"reset-before, 0", "reset-after, 1"})
    void aConnectionIsClosedBeforeOrAfterTheEffect(String what, int created) throws IOException {
        assertThatThrownBy(() -> hambit.create(order(what, "sandbox:" + what))).isInstanceOf(IOException.class);
        assertThat(created(what)).isEqualTo(created);
        assertThat(code(hambit.query(what))).isEqualTo(created == 1 ? "200" : "404");
    }

    @Test
    void aSecondCreateAfterALostAnswerIsRefusedAsDuplicate() throws IOException {
        assertThatThrownBy(() -> hambit.create(order("lost", "sandbox:reset-after"))).isInstanceOf(IOException.class);
        assertThat(hambit.create(order("lost", "sandbox:reset-after")).body()).contains("duplicate");
        assertThat(created("lost")).isEqualTo(1);
    }

    @Test
    void aFaultWithANumberEndsAfterSoManyTimes() throws IOException {
        assertThatThrownBy(() -> hambit.create(order("once", "sandbox:reset-before:1")))
                .isInstanceOf(IOException.class);
        assertThat(code(hambit.create(order("once", "sandbox:reset-before:1")))).isEqualTo("200");
        assertThat(created("once")).isEqualTo(1);
    }

    @Test
    void aSlowAnswerComesLateAndTheEffectAtOnce() throws IOException {
        Instant sent = Instant.now();
        assertThat(code(hambit.create(order("slow", "sandbox:slow:300")))).isEqualTo("200");
        assertThat(Duration.between(sent, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        Instant booked = server.effects().all().stream().filter(e -> "slow".equals(e.about())).findFirst()
                .orElseThrow().at();
        assertThat(Duration.between(booked, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(295));
    }

    @Test
    void aGarbledAnswerIsNoJsonAndTheOrderIsThere() throws IOException {
        HttpResponse<String> answer = hambit.create(order("garbled", "sandbox:garbled"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> new ObjectMapper().readTree(answer.body())).isInstanceOf(IOException.class);
        assertThat(created("garbled")).isEqualTo(1);
    }

    @Test
    void aWrongEchoIsOneMoreThanAskedInAnswerAndQuery() throws IOException {
        assertThat(amount(hambit.create(order("echo", "sandbox:wrong-echo")))).isEqualTo("2");
        assertThat(amount(hambit.query("echo"))).isEqualTo("2.00");
    }

    @Test
    void throttlingEndsAfterTwoAnswersThatSayWhenToComeBack() throws IOException {
        for (int time = 0; time < 2; time++) {
            HttpResponse<String> answer = hambit.create(order("throttled", "sandbox:throttle"));
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(created("throttled")).isZero();
        }
        assertThat(code(hambit.create(order("throttled", "sandbox:throttle")))).isEqualTo("200");
    }

    @ParameterizedTest
    @CsvSource({"refuse, 300", "code:301, 301", "code:500, 500", "code:999, 999"})
    void aCodeIsAnsweredWithoutEffect(String what, String code) throws IOException {
        assertThat(code(hambit.create(order(what, "sandbox:" + what)))).isEqualTo(code);
        assertThat(created(what)).isZero();
    }

    @Test
    void aContradictionSaysSuccessAndCode500() throws IOException {
        JsonNode answer = Http.json(hambit.create(order("contradict", "sandbox:contradict")));
        assertThat(answer.at("/success").asBoolean()).isTrue();
        assertThat(answer.at("/code").asText()).isEqualTo("500");
        assertThat(created("contradict")).isEqualTo(1);
    }

    @Test
    void anAcceptanceCanLackTheReference() throws IOException {
        JsonNode answer = Http.json(hambit.create(order("bare", "sandbox:accept-no-reference")));
        assertThat(answer.at("/code").asText()).isEqualTo("200");
        assertThat(answer.at("/data/orderId").isNull()).isTrue();
        assertThat(Http.json(hambit.query("bare")).at("/data/orderId").asText()).startsWith("OCURREXCH");
    }

    @Test
    void twoQueriesAreLostAndTheThirdIsAnswered() throws IOException {
        hambit.create(order("asked", "sandbox:lost-query"));
        assertThatThrownBy(() -> hambit.query("asked")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> hambit.query("asked")).isInstanceOf(IOException.class);
        assertThat(code(hambit.query("asked"))).isEqualTo("200");
    }

    @Test
    void severalFaultsCanBeTold() throws IOException {
        String remark = "sandbox:reset-after,lost-query:1,fail";
        assertThatThrownBy(() -> hambit.create(order("several", remark))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> hambit.query("several")).isInstanceOf(IOException.class);
        assertThat(Http.json(hambit.query("several")).at("/data/orderStatus").asInt()).isEqualTo(32);
    }

    private static long created(String externalOrderId) {
        return server.effects().count("hambit", "order-created", externalOrderId);
    }

    private static String code(HttpResponse<String> answer) {
        return Http.json(answer).at("/code").asText();
    }

    private static String amount(HttpResponse<String> answer) {
        return Http.json(answer).at("/data/currencyAmount").asText();
    }
}
