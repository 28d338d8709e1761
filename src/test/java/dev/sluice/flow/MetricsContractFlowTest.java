package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.monitoring.Contract;
import dev.sluice.monitoring.Contract.Metric;
import dev.sluice.monitoring.Scrape;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/metrics.md promises is what a Sluice that runs tells, and all that it tells of itself. */
@QuarkusTest
@TestProfile(OnWatchedBalance.class)
class MetricsContractFlowTest extends FlowTest {

    private static final Pattern COUNTER = Pattern.compile("new Counters\\(metrics, ((?:\"[^\"]*\"[\\s,]*)+)\\)");

    @Test
    void everyMetricIsAsThePageSaysAndNoOtherIsThere() throws Exception {
        end(send(Requests.fiatToCrypto(id("metered"))));
        end(send(Requests.balance(id("metered"))));
        Map<String, Metric> promised = Contract.metrics();

        await().untilAsserted(() -> {
            Map<String, Metric> told = Scrape.metrics(scrape());
            told.keySet().removeIf(name -> !name.matches("(sluice|camel)_.*"));
            // What did not happen yet is told by whoever would count it.
            counters().forEach(told::putIfAbsent);
            assertThat(told.keySet()).isEqualTo(promised.keySet());
            told.forEach((name, metric) -> assertThat(metric).as(name)
                    .isEqualTo(new Metric(promised.get(name).type(), promised.get(name).unit(),
                            promised.get(name).labels(), "", promised.get(name).help())));
        });
        assertThat(promised.values()).allSatisfy(metric -> assertThat(metric.of()).isIn("each", "ledger"));
    }

    @Test
    void aStatusIsCountedOnceAndTheWordsOfProducersAreNoLabels() throws Exception {
        String done = "sluice_requests_total{family=\"orders\",operation=\"fiat-to-crypto\",provider=\"hambit\",status=\"COMPLETED\"}";
        double before = value(done);
        String id = id("once");
        end(send(Requests.fiatToCrypto(id)));
        replay(send(Requests.fiatToCrypto(id)));
        assertThat(value(done) - before).isEqualTo(1);

        String refused = "sluice_requests_total{family=\"orders\",operation=\"none\",provider=\"hambit\",status=\"REJECTED\"}";
        refusal(send(Requests.fiatToCrypto(id("odd")).put("provider", "hambit").put("operation", "any-word")));
        await().untilAsserted(() -> assertThat(value(refused)).isPositive());
        assertThat(scrape()).doesNotContain("any-word");
        assertThat(value("sluice_calls_seconds_count{account=\"default\",kind=\"accepted\",provider=\"hambit\"}"))
                .isPositive();
    }

    @Test
    void whatNeverHappenedIsCountedFromZero() throws Exception {
        await().untilAsserted(() -> assertThat(scrape()).contains(
                "sluice_unlisted_words_total{provider=\"authtool\",what=\"status\"} 0.0",
                "sluice_dead_letters_total{category=\"NOT_FOUND\"} ",
                "sluice_routes_failed_total{call=\"authtool."));
    }

    private static Map<String, Metric> counters() throws IOException {
        Map<String, Metric> counters = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                for (MatchResult made : COUNTER.matcher(Files.readString(file)).results().toList()) {
                    String[] texts = made.group(1).strip().replaceAll("^\"|\"$", "").split("\"\\s*,\\s*\"");
                    String name = texts[0].replace('.', '_') + "_total";
                    counters.put(name, new Metric("counter", Scrape.unit(name),
                            new TreeSet<>(Arrays.asList(texts).subList(2, texts.length)), "", texts[1]));
                }
            }
        }
        return counters;
    }

    private double value(String sample) throws Exception {
        return scrape().lines().filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).findFirst().orElse(0);
    }

    private String scrape() throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.httpPort()
                + "/q/metrics")).header("Accept", "text/plain; version=0.0.4").build(),
                HttpResponse.BodyHandlers.ofString()).body().replace(",}", "}");
    }
}
