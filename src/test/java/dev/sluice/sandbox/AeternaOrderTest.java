package dev.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.given.MovedClock;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AeternaOrderTest {

    private final MovedClock clock = new MovedClock();
    private SandboxServer server;
    private AeternaCaller aeterna;

    @BeforeEach
    void start() {
        server = SandboxServer.start(0,
                SandboxSettings.defaults().withClock(clock).withOrderDuration(Duration.ofSeconds(8)));
        aeterna = new AeternaCaller(server, clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anOrderGoesFromCreatedToSuccessWithTime() throws IOException {
        aeterna.payin("life", "");
        assertThat(status("life")).isEqualTo("created");
        clock.advance(Duration.ofSeconds(2));
        assertThat(status("life")).isEqualTo("processing");
        clock.advance(Duration.ofSeconds(6));
        assertThat(status("life")).isEqualTo("success");
    }

    @ParameterizedTest
    @CsvSource({"fail, failed", "stay, processing", "unlisted-status, frozen"})
    void anOrderEndsAsTold(String what, String end) throws IOException {
        aeterna.payin(what, "sandbox:" + what);
        clock.advance(Duration.ofDays(30));
        assertThat(status(what)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"error-500, 500, 0", "error-500-after, 500, 1", "unavailable, 503, 0", "redirect, 302, 0",
            "refuse, 400, 0", "code:7, 400, 0", "throttle, 429, 0"})
    void aFailureComesBeforeOrAfterTheEffect(String what, int status, int created) throws IOException {
        assertThat(aeterna.payin("failing", "sandbox:" + what).statusCode()).isEqualTo(status);
        assertThat(server.effects().count("aeterna", "order-created", "failing")).isEqualTo(created);
    }

    @ParameterizedTest
    @CsvSource({"reset-before, 0", "reset-after, 1"})
    void aConnectionIsClosedBeforeOrAfterTheEffect(String what, int created) throws IOException {
        assertThatThrownBy(() -> aeterna.payin("lost", "sandbox:" + what)).isInstanceOf(IOException.class);
        assertThat(server.effects().count("aeterna", "order-created", "lost")).isEqualTo(created);
        assertThat(aeterna.status("lost").statusCode()).isEqualTo(created == 1 ? 200 : 400);
    }

    @Test
    void anAnswerCanBeWrongInMoreWaysThanOne() throws IOException {
        String garbled = aeterna.payin("garbled", "sandbox:garbled").body();
        assertThatThrownBy(() -> new ObjectMapper().readTree(garbled)).isInstanceOf(IOException.class);
        assertThat(Http.json(aeterna.payin("echo", "sandbox:wrong-echo")).at("/data/amount").asText())
                .isEqualTo("101.00");
        assertThat(Http.json(aeterna.payin("bare", "sandbox:accept-no-reference")).at("/data/id").isNull()).isTrue();
        JsonNode contradicting = Http.json(aeterna.payin("contradict", "sandbox:contradict"));
        assertThat(contradicting.at("/success").asBoolean(true)).isFalse();
        assertThat(server.effects().count("aeterna", "order-created")).isEqualTo(4);
    }

    @Test
    void twoQueriesAreLostAndTheThirdIsAnswered() throws IOException {
        aeterna.payin("asked", "sandbox:lost-query");
        assertThatThrownBy(() -> aeterna.status("asked")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> aeterna.status("asked")).isInstanceOf(IOException.class);
        assertThat(status("asked")).isEqualTo("created");
    }

    @Test
    void theReadsAreAnsweredAndMisbehaveToo() throws IOException {
        aeterna.payin("counted", "");
        assertThat(Http.json(aeterna.post("/balance", "{}")).at("/data/balances/0/amount").asText())
                .isEqualTo("10250.75");
        assertThat(Http.json(aeterna.post("/statistics", "{\"from\":\"2026-11-01\"}")).at("/data/payin").asInt())
                .isEqualTo(1);
        assertThat(Http.json(aeterna.post("/disputes", "{}")).at("/data/disputes")).hasSize(1);
        assertThat(aeterna.post("/balance", "{\"note\":\"sandbox:unavailable\"}").statusCode()).isEqualTo(503);
        assertThat(aeterna.post("/other", "{}").statusCode()).isEqualTo(400);
    }

    private String status(String orderId) throws IOException {
        return Http.json(aeterna.status(orderId)).at("/data/status").asText();
    }
}
