package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.Ran;
import dev.sluice.contract.PublishedResults;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Sluice whose clock is 91 days ahead of its ledger, and the person who says what day it is. */
class WrongClockIT {

    private static final long AHEAD = Duration.ofDays(91).toMillis();
    private static final Pattern RUNS = Pattern.compile("camel_exchanges_total\\{[^}]*routeId=\"prune\"[^}]*} (\\d+)");

    @TempDir
    private Path folder;
    private Map<String, String> environment;
    private int http;

    @Test
    void nothingIsForgottenUntilAPersonConfirmsTheDay() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        http = ports.get(0);
        Workplace place = new Workplace(folder);
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ZERO))) {
            environment = Settings.at(doubles).http(http).embedded(ports.get(1))
                    .set("sluice.ledger.prune-period", "200ms")
                    .set("sluice.watch.period", "200ms").environment();
            try (SluiceProcess first = SluiceProcess.start(place, environment)) {
                assertThat(first.ready()).isTrue();
                assertThat(ask(ports.get(1), "kept-1").path("replayed").asBoolean()).isFalse();
                assertThat(sluice("ledger", "clock").out()).contains("confirmed   never").contains("Nothing is left"
                        + " to do");
            }
            setBack();
            try (SluiceProcess sluice = SluiceProcess.start(place, environment)) {
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(pruned()).isGreaterThan(3));
                assertThat(ask(ports.get(1), "kept-1").path("replayed").asBoolean()).isTrue();
                assertThat(doubles.effects().count("hambit", "order-created", "kept-1")).isEqualTo(1);
                assertThat(get("/q/health/ready")).contains("\"pruning\": \"held: its clock says ");
                await().atMost(Duration.ofMinutes(1)).untilAsserted(
                        () -> assertThat(get("/q/metrics")).containsPattern("sluice_clock_off_seconds 7\\d{6}\\."));
                assertThat(sluice.said("Sluice removes nothing from the ledger")).hasSize(1);

                assertThat(sluice("ledger", "clock").out()).contains("The clock here is 91 d 0 h ahead")
                        .contains("./sluice ledger confirm-clock --date DAY --by NAME --why TEXT");
                Ran refused = confirm("2026-01-01");
                assertThat(refused.exitCode()).isEqualTo(1);
                assertThat(refused.err()).contains("clock: the Sluice that read this has ")
                        .contains(", not 2026-01-01");
                assertThat(sluice("orders", "show", "kept-1").exitCode()).isZero();

                assertThat(confirm(LocalDate.now(ZoneOffset.UTC).toString()).out()).isEqualTo("clock: confirmed\n");
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> sluice("orders", "show", "kept-1").err().contains("knows no request"));
                assertThat(get("/q/health/ready")).doesNotContain("pruning");
                assertThat(sluice("ledger", "clock").out()).containsPattern("confirmed   2\\S+ by ana: \"Sluice was"
                        + " off\"")
                        .contains("Nothing is left to do");
            }
        }
    }

    /** Every time that the ledger has, as if the clock had gone 91 days ahead since. */
    private void setBack() throws Exception {
        try (java.sql.Connection ledger = DriverManager
                .getConnection("jdbc:sqlite:" + folder.resolve("data/ledger.db"));
                Statement statement = ledger.createStatement()) {
            statement.executeUpdate("UPDATE request SET created_at = created_at - " + AHEAD + ", updated_at ="
                    + " updated_at - " + AHEAD);
            statement.executeUpdate("UPDATE journal SET at = at - " + AHEAD);
            statement.executeUpdate("UPDATE ledger_time SET at = at - " + AHEAD);
        }
    }

    /** Sends an order; its end, or its replay. */
    private static JsonNode ask(int port, String id) throws Exception {
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            session.createProducer(session.createQueue("orders.requests"))
                    .send(session.createTextMessage("{\"requestId\":\"" + id
                            + "\",\"operation\":\"fiat-to-crypto\",\"provider\":\"hambit\",\"order\":{\"amount\":\"100.00\",\"currency\":\"BRL\","
                            + "\"token\":\"USDT\",\"network\":\"ETH\",\"address\":\"0x0CBFD17AE9E1d6D881b2CAde71277f48aBf64D24\"}}"));
            while (true) {
                TextMessage message = (TextMessage) results.receive(60_000);
                assertThat(message).as("the next result").isNotNull();
                JsonNode result = PublishedResults.read(message.getText());
                if (result.path("final").asBoolean()) {
                    return result;
                }
            }
        }
    }

    private int pruned() throws Exception {
        Matcher runs = RUNS.matcher(get("/q/metrics"));
        return runs.find() ? Integer.parseInt(runs.group(1)) : 0;
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Ran confirm(String date) {
        return sluice("ledger", "confirm-clock", "--date", date, "--by", "ana", "--why", "Sluice was off", "--wait",
                "1m");
    }

    private Ran sluice(String... arguments) {
        return Ran.run(folder, environment, "", arguments);
    }
}
