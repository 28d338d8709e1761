package dev.sluice.process;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Ran;
import dev.sluice.contract.PublishedResults;
import dev.sluice.given.Patience;
import dev.sluice.json.Json;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand orders that are resolved in one act, while Sluice is ended again and again as kill -9 ends it: each is
 * acted upon once or not at all, and the report says which. {@code ./mvnw verify -Pfaults} kills it thirty times.
 */
class BulkIT {

    private static final boolean LONG = "long".equals(System.getProperty("sluice.faults"));
    private static final long SEED = Long.getLong("sluice.faults.seed", System.nanoTime());
    private static final int ORDERS = 1000;
    /** At one a second they are under way long enough for whoever stops them. */
    private static final int FEW = 25;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @TempDir
    private Path folder;
    private final Random random = new Random(SEED);
    private Map<String, String> environment;
    private List<Integer> ports;

    @Test
    void eachOfAThousandIsResolvedOnceAndPublishedOnceWhoeverDies() throws Exception {
        GivenStuck.in(folder.resolve("data"), ORDERS);
        killed(false);
    }

    @Test
    @EnabledIfSystemProperty(named = "sluice.faults", matches = "long")
    void theSameOnPostgresql() throws Exception {
        GivenStuck.in(folder.resolve("data"), ORDERS);
        killed(true);
    }

    @Test
    void aPersonAsksAboutAllThenEndsThemAndStopsThatAndGoesOn() throws Exception {
        GivenStuck.in(folder.resolve("data"), FEW);
        ports = Workplace.freePorts(2);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults())) {
            environment = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1)).environment();
            try (SluiceProcess sluice = SluiceProcess.start(new Workplace(folder), environment)) {
                String[] ask = {"orders", "ask", "--provider", "hambit", "--by", "ana", "--why", "ticket 17"};
                String seen = yes(ask);
                Ran asked = sluice(with(ask, "--yes", seen));
                assertThat(asked.out()).contains(": it begins\nLeaving this (Ctrl-C) stops nothing")
                        .endsWith(FEW + " of " + FEW + " done, 0 refused, 0 waiting\n");
                for (int n = 0; n < FEW; n++) {
                    String order = "stuck-" + n;
                    await().untilAsserted(() -> assertThat(sluice("orders", "show", order).out())
                            .contains("ana asked the provider").contains("ORDER NOT FOUND"));
                }
                String[] resolve = {"orders", "resolve", "--completed", "--provider", "hambit", "--by", "ana", "--why",
                        "x", "--rate", "1"};
                assertThat(sluice(with(resolve, "--yes", seen)).err())
                        .contains("nothing was done: --yes " + seen + " was shown for something else");

                String all = yes(resolve);
                CompletableFuture<Ran> resolving = CompletableFuture
                        .supplyAsync(() -> sluice(with(resolve, "--yes", all)));
                await().until(() -> sluice("orders", "bulk", "list").out().lines().count() == 2);
                String id = sluice("orders", "bulk", "list").out().replaceAll("(?s) .*", "");
                await().until(() -> report(id).path("done").asInt() > 0);
                assertThat(sluice("orders", "bulk", "stop", id, "--by", "ben", "--why", "wait").out())
                        .isEqualTo(id + ": it is stopped; no more of it is done, and what was done stays\n");
                assertThat(resolving.join().exitCode()).isEqualTo(1);
                assertThat(report(id).path("stopped").asBoolean()).isTrue();
                assertThat(report(id).path("waiting").asInt()).isPositive();
                assertThat(sluice("orders", "bulk", "report", id).out()).contains(", and it is stopped: ");
                for (int twice = 0; twice < 2; twice++) {
                    assertThat(sluice("orders", "bulk", "resume", id, "--by", "ben", "--why", "go").out())
                            .endsWith(FEW + " of " + FEW + " done, 0 refused, 0 waiting\n");
                }
                assertThat(published(FEW)).hasSize(FEW)
                        .allSatisfy((order, ends) -> assertThat(ends).containsExactly("COMPLETED by ana"));
                assertThat(sluice("orders", "bulk", "stop", "bulk-none", "--by", "ben", "--why", "x").err())
                        .contains("the ledger knows no act in bulk bulk-none");
            }
        }
    }

    private void killed(boolean server) throws Exception {
        System.out.println("BulkIT: repeat with -Dsluice.faults.seed=" + SEED);
        ports = Workplace.freePorts(2);
        try (Postgres postgres = server ? new Postgres() : null;
                SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults())) {
            Settings settings = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1))
                    .set("sluice.providers.hambit.limits.rate", "200");
            Workplace place = new Workplace(folder);
            if (postgres != null) {
                environment = Postgres.under(settings, postgres.port()).environment();
                assertThat(sluice("ledger", "move").err()).isEmpty();
            }
            environment = settings.environment();
            String id = begin(place);
            int kills = LONG ? 30 : 3;
            for (int kill = 0; kill < kills; kill++) {
                try (SluiceProcess sluice = SluiceProcess.start(place, environment)) {
                    int done = report(id).path("done").asInt();
                    await().atMost(LONGEST).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20))
                            .until(() -> report(id).path("done").asInt() > done
                                    || report(id).path("waiting").asInt() == 0);
                    Pause.millis(random.nextInt(LONG ? 700 : 1500));
                    sluice.kill();
                }
                assertThat(report(id).path("waiting").asInt()).as("in the middle of it, at kill " + kill)
                        .isPositive();
            }
            try (SluiceProcess sluice = SluiceProcess.start(place, environment)) {
                await().atMost(LONGEST).until(() -> report(id).path("waiting").asInt() == 0);
                assertEnd(id);
            }
        }
    }

    /** Five end otherwise before it is their turn. */
    private String begin(Workplace place) throws Exception {
        try (SluiceProcess sluice = SluiceProcess.start(place, environment)) {
            String[] resolve = {"orders", "resolve", "--failed", "--provider", "hambit", "--older", "2h", "--by", "ana",
                    "--why", "ticket 17", "--rate", LONG ? "5" : "20", "--wait", "1m"};
            Ran preview = sluice(resolve);
            assertThat(preview.out()).startsWith("1000 requests would be resolved as FAILED:")
                    .contains("1000 hambit/default", "1000 nobody answers", "100500.00 BRL", "and 990 more")
                    .containsPattern("Nothing was done. .* --yes 1000-[0-9a-f]{12}\\.");
            assertThat(sluice("orders", "bulk", "list").out()).isEqualTo("Nothing was done in bulk.\n");
            String yes = yes(resolve);
            CompletableFuture<Ran> command = CompletableFuture.supplyAsync(() -> sluice(with(resolve, "--yes", yes)));
            await().atMost(LONGEST).until(() -> sluice("orders", "bulk", "list").out().startsWith("bulk-"));
            for (int n = ORDERS - 5; n < ORDERS; n++) {
                assertThat(sluice("orders", "resolve", "stuck-" + n, "--completed", "--by", "ben", "--why", "seen")
                        .out()).endsWith("it is COMPLETED\n");
            }
            assertThat(command).isNotDone();
            return sluice("orders", "bulk", "list").out().replaceAll("(?s) .*", "");
        }
    }

    private void assertEnd(String id) throws Exception {
        Map<String, List<String>> published = published(ORDERS);
        List<JsonNode> items = items(id);
        assertThat(items).hasSize(ORDERS);
        for (JsonNode item : items) {
            String order = item.path("requestId").asText();
            boolean done = item.path("state").asText().equals("DONE");
            assertThat(published.get(order)).as(item.toString()).containsExactly(done ? "FAILED by ana"
                    : "COMPLETED by ben");
            assertThat(item.path("status").asText()).isEqualTo(done ? "FAILED" : "COMPLETED");
        }
        assertThat(published).hasSize(ORDERS);
        assertThat(report(id).path("done").asInt()).isEqualTo(ORDERS - 5);
        assertThat(report(id).path("refused").asInt()).isEqualTo(5);
        assertThat(sluice("orders", "bulk", "report", id).out()).contains("now      5 COMPLETED, 995 FAILED",
                "refused  stuck-999  it ended as COMPLETED already");
        assertThat(sluice("orders", "show", "stuck-0").out()).contains("ana decided")
                .contains("see the act in bulk " + id);
        assertThat(sluice("acts", "export").exitCode()).isZero();
    }

    /** All that ever left but for replays, by order; what is decided may leave a little later. */
    private Map<String, List<String>> published(int orders) throws Exception {
        Map<String, List<String>> published = new HashMap<>();
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + ports.get(1));
                Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer results = session.createConsumer(session.createQueue("orders.results"));
            long patience = Patience.PATIENCE.toMillis();
            for (TextMessage next = (TextMessage) results.receive(patience); next != null; next = (TextMessage) results
                    .receive(published.size() < orders ? patience : 1_000)) {
                JsonNode result = PublishedResults.read(next.getText());
                if (!result.path("replayed").asBoolean()) {
                    published.computeIfAbsent(result.path("requestId").asText(), any -> new ArrayList<>())
                            .add(result.path("status").asText() + " by " + result.path("resolvedBy").asText());
                }
            }
        }
        return published;
    }

    private ObjectNode report(String id) {
        return Json.own(sluice("orders", "bulk", "report", id, "--json").out().lines().findFirst().orElseThrow());
    }

    private List<JsonNode> items(String id) {
        return sluice("orders", "bulk", "report", id, "--json").out().lines().skip(1).<JsonNode>map(Json::own).toList();
    }

    /** As the preview writes it. */
    private String yes(String... command) {
        return sluice(command).out().replaceAll("(?s).*--yes (\\S+)\\.\\s*", "$1");
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    private Ran sluice(String... arguments) {
        return Ran.run(folder, environment, "", Patient.of(arguments));
    }
}
