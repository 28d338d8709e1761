package dev.sluice.cli;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.MessageProducer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final Path HOME = Path.of("nowhere");
    private static final String COMPLETED = """
            {"requestId":"ord-1","family":"orders","provider":"p","operation":"buy","sequence":2,"status":"COMPLETED",
            "final":true,"providerReference":"REF-9","error":null,"replayed":true,"occurredAt":"2026-11-21T11:03:13Z"}""";
    private static final String REJECTED = """
            {"requestId":"otp-1","provider":"q","operation":"send","sequence":0,"status":"REJECTED","final":true,\
            "providerReference":null,"error":{"category":"VALIDATION","message":"otp.mobile is wrong"}}""";

    private TestBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new TestBroker(0);
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void lookingShowsEveryResultAndTakesNone() {
        publish("orders.results", COMPLETED);
        publish("otp.results", REJECTED);

        for (int i = 0; i < 2; i++) {
            Ran ran = Ran.run(HOME, broker.environment(), "", "results");
            assertThat(ran.exitCode()).isZero();
            assertThat(ran.out()).containsPattern("ord-1 +p +buy +2 +COMPLETED \\(replayed\\) +REF-9"
                    + " +2026-11-21T11:03:13Z")
                    .containsPattern("otp-1 +q +send +0 +REJECTED +VALIDATION otp.mobile is wrong");
        }
        assertThat(broker.waiting("orders.results")).isEqualTo(1);
    }

    /** Of a long queue the broker says that nothing is left before it has read on. */
    @Test
    void aLongQueueIsShownWhole() {
        int many = 6_000;
        String pad = "x".repeat(900);
        try (BrokerClient client = broker.client()) {
            client.run(session -> {
                MessageProducer producer = session.createProducer(session.createQueue("orders.results"));
                for (int nth = 0; nth < many; nth++) {
                    producer.send(
                            session.createTextMessage("{\"requestId\":\"ord-" + nth + "\",\"pad\":\"" + pad + "\"}"));
                }
            });
            client.commit();
        }
        for (int look = 0; look < 5; look++) {
            assertThat(Ran.run(HOME, broker.environment(), "", "results", "--json").out().lines()).hasSize(many);
        }
    }

    @Test
    void takingEmptiesTheQueue() {
        publish("orders.results", COMPLETED);

        Ran ran = Ran.run(HOME, broker.environment(), "", "results", "--take", "--json");

        assertThat(ran.out().lines()).containsExactly(COMPLETED.replace("\n", " "));
        await().untilAsserted(() -> assertThat(broker.waiting("orders.results")).isZero());
    }

    @Test
    void nothingWaitingIsSaidAndNoQueueIsMade() {
        Ran ran = Ran.run(HOME, broker.environment(), "", "results", "--queue", "replies.x");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("Nothing waits on replies.x");
        try (BrokerClient client = broker.client()) {
            assertThat(client.has("replies.x")).isFalse();
        }
    }

    @Test
    void whatIsNoResultIsShownAndCannotMoveTheCursor() {
        publish("orders.results", "so\u001b[2Jso");

        assertThat(Ran.run(HOME, broker.environment(), "", "results").out())
                .contains("(not a result)").contains("so\\u001b[2Jso").doesNotContain("\u001b");
    }

    @Test
    void jsonHasTheSameDataAndMovesNoCursorEither() throws Exception {
        String evil = "{\n \"requestId\": \"a\u007f\u009b2J\u202e\u2028\u200b😀\", \"b\u0085\": \"\\u001b[2J\"\r\n}";
        publish("orders.results", evil);
        publish("orders.results", "none\u001b[2J\u009b");

        List<String> lines = Ran.run(HOME, broker.environment(), "", "results", "--json").out().lines().toList();

        assertThat(lines).hasSize(2)
                .noneMatch(line -> Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]").matcher(line).find());
        assertThat(new ObjectMapper().readTree(lines.get(0))).isEqualTo(new ObjectMapper().readTree(evil));
        assertThat(lines.get(1)).isEqualTo("none\\u001b[2J\\u009b");
    }

    @Test
    void whatIsOnSluicesOwnQueuesIsNotShownButForWhatCallsAttention() {
        publish("sluice.dead", "{\"otp\":{\"pin\":\"0042\"}}");
        publish("sluice.attention", REJECTED);

        for (String queue : new String[]{"sluice.dead", "sluice.dead::sluice.dead", "orders.results::sluice.dead",
                "sluice.attention::sluice.dead", "sluice.submit.hambit"}) {
            Ran ran = Ran.run(HOME, broker.environment(), "", "results", "--queue", queue, "--json");
            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).contains("./sluice dead list");
        }
        assertThat(Ran.run(HOME, broker.environment(), "", "results", "--queue", "sluice.attention").out())
                .contains("otp-1");
    }

    @Test
    void followingShowsEachResultOnceAsItArrivesAndTakesNone() throws Exception {
        publish("orders.results", COMPLETED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(HOME, HOME, broker.environment(), InputStream.nullInputStream(),
                print, print, Terminal.plain(true));
        Thread following = new Thread(() -> Launcher.run(surroundings, "results", "--follow"));
        following.start();
        try {
            await().until(() -> out.toString(StandardCharsets.UTF_8).contains("ord-1"));
            publish("otp.results", REJECTED);
            await().until(() -> out.toString(StandardCharsets.UTF_8).contains("otp-1"));
            publish("orders.results", REJECTED.replace("otp-1", "ord-2"));
            await().until(() -> out.toString(StandardCharsets.UTF_8).contains("ord-2"));
        } finally {
            following.interrupt();
            following.join();
        }
        assertThat(out.toString(StandardCharsets.UTF_8).split("ord-1", -1)).hasSize(2);
        assertThat(broker.waiting("orders.results")).isEqualTo(2);
    }

    private void publish(String queue, String body) {
        try (BrokerClient client = broker.client()) {
            client.send(queue, Body.of(body), null, "c");
            client.commit();
        }
    }
}
