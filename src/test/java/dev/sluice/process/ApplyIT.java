package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.Ran;
import dev.sluice.json.Json;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person applies to a Sluice that runs, and sees of it. */
class ApplyIT {

    private static final String FILE = "config/providers/hambit.yaml";
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void aChangedSetIsTakenAndABrokenOneIsNamedWhileWhatRunsRunsOn() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults())) {
            Map<String, String> settings = Settings.at(doubles).http(ports.get(0)).embedded(ports.get(1)).environment();
            Workplace place = new Workplace(folder);
            String second;
            try (SluiceProcess sluice = SluiceProcess.start(place, settings)) {
                await().atMost(LONGEST)
                        .untilAsserted(() -> assertThat(run(folder, settings, "status").exitCode()).isZero());
                String first = running(settings);

                place.edit(FILE, "first-delay: 3s", "first-delay: 4s");
                second = mark(folder, settings);
                Ran taken = apply(folder, settings);
                assertThat(taken.out()).contains("plan " + second + ": it is wanted now").contains("runs what is"
                        + " wanted");
                assertThat(taken.exitCode()).as(taken.err()).isZero();
                assertThat(running(settings)).isEqualTo(second).isNotEqualTo(first);
                assertThat(run(folder, settings, "diff").out()).startsWith("Nothing changes against what runs");
                await().atMost(LONGEST).until(() -> sluice.metric("sluice_plan_running{plan=\"" + second) == 1);

                int line = place.edit(FILE, "first-delay: 4s", "first-delay: soon");
                Ran refused = apply(folder, settings);
                assertThat(refused.exitCode()).isEqualTo(1);
                assertThat(refused.out()).contains("refused: 1 mistake")
                        .contains(FILE + ":" + line + ":").contains("poll.first-delay: must be a duration");
                assertThat(health(ports.get(0))).contains("\"refused\": \"" + mark(folder, settings))
                        .contains("\"refused.1\": \"" + FILE + ":" + line + ":");
                await().atMost(LONGEST).until(sluice::ready);
                assertThat(running(settings)).isEqualTo(second);
                assertThat(sluice.said("is refused, and " + second + " runs on")).hasSize(1);
                await().atMost(LONGEST).until(() -> sluice.metric("sluice_plan_refused") == 1);
                Ran status = run(folder, settings, "status");
                assertThat(status.exitCode()).isEqualTo(1);
                assertThat(status.out()).contains("poll.first-delay: must be a duration");

                place.edit(FILE, "first-delay: soon", "first-delay: 4s");
                assertThat(apply(folder, settings).exitCode()).isZero();
                await().atMost(LONGEST).until(() -> sluice.metric("sluice_plan_refused") == 0);

                Path own = folder.resolve("config/application.properties");
                Files.writeString(own, "sluice.providers.hambit.limits.rate=7\n");
                assertThat(apply(folder, settings).exitCode()).isZero();
                assertThat(sluice.said("The plan " + second + " runs in place of " + second)).hasSize(1);
                Files.writeString(own, "sluice.providers.hambit.limits.rat=7\n");
                assertThat(apply(folder, settings).out()).contains("refused: 1 mistake").contains("limits.rat");
                Files.writeString(own, "sluice.providers.hambit.limits.rate=7\n");
                assertThat(apply(folder, settings).exitCode()).isZero();
                sluice.kill();
            }
            try (SluiceProcess again = SluiceProcess.start(place, settings)) {
                await().atMost(LONGEST)
                        .untilAsserted(() -> assertThat(run(folder, settings, "status").exitCode()).isZero());
                assertThat(running(settings)).as("a restart gives the same").isEqualTo(second);
            }
        }
    }

    @Test
    void everyReplicaTakesItWhenItsFilesAreThatAndDifferencesShow() throws Exception {
        List<Integer> ports = Workplace.freePorts(3);
        Workplace one = new Workplace(Files.createDirectories(folder.resolve("one")));
        Workplace other = new Workplace(Files.createDirectories(folder.resolve("other")));
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                Postgres postgres = new Postgres();
                OutsideBroker broker = new OutsideBroker(ports.get(0), folder.resolve("broker"))) {
            Map<String, String> ofOne = at(doubles, postgres, ports, 1);
            Map<String, String> ofOther = at(doubles, postgres, ports, 2);
            try (SluiceProcess first = SluiceProcess.start(one, ofOne);
                    SluiceProcess second = SluiceProcess.start(other, ofOther)) {
                await().atMost(LONGEST).untilAsserted(() -> assertThat(run(one.folder(), ofOne, "status").out())
                        .contains("All 2 replicas run the same."));

                one.edit(FILE, "first-delay: 3s", "first-delay: 4s");
                String wanted = mark(one.folder(), ofOne);
                await().atMost(LONGEST).untilAsserted(() -> {
                    Ran half = run(one.folder(), ofOne, "apply", "--by", "ana", "--why", "ticket 31", "--wait", "8s");
                    assertThat(half.exitCode()).isEqualTo(1);
                    assertThat(half.out()).containsPattern(":" + ports.get(1) + " .* runs what is wanted")
                            .containsPattern(":" + ports.get(2) + " .* its files are ");
                });
                await().atMost(LONGEST).untilAsserted(() -> assertThat(health(ports.get(1)))
                        .containsPattern("\"[^\"]+:" + ports.get(2) + "\": \"runs "));
                assertThat(first.metric("sluice_plan_differs")).isOne();

                other.edit(FILE, "first-delay: 3s", "first-delay: 4s");
                await().atMost(LONGEST).untilAsserted(() -> assertThat(run(one.folder(), ofOne, "status")
                        .exitCode()).isZero());
                JsonNode status = Json.own(run(one.folder(), ofOne, "status", "--json").out());
                assertThat(status.findValuesAsText("running")).containsExactly(wanted, wanted);
                await().atMost(LONGEST).until(() -> first.metric("sluice_plan_differs") == 0);
                assertThat(second.terminate(Duration.ofSeconds(60))).isEqualTo(143);
                assertThat(Json.own(run(one.folder(), ofOne, "status", "--json").out()).path("replicas"))
                        .as("who ends is told of no more").hasSize(1);
            }
        }
    }

    private static Map<String, String> at(SandboxServer doubles, Postgres postgres, List<Integer> ports, int own) {
        return Postgres.under(Settings.at(doubles).http(ports.get(own)).outside("tcp://127.0.0.1:" + ports.get(0)),
                postgres.port()).environment();
    }

    private static Ran apply(Path home, Map<String, String> settings) {
        return run(home, settings, "apply", "--by", "ana", "--why", "ticket 31", "--wait", "3m");
    }

    private String running(Map<String, String> settings) {
        return Json.own(run(folder, settings, "status", "--json").out()).at("/replicas/0/running").asText();
    }

    private static String mark(Path home, Map<String, String> settings) {
        return run(home, settings, "status", "--mark").out().strip();
    }

    private static Ran run(Path home, Map<String, String> settings, String... arguments) {
        return Ran.run(home, settings, "", arguments);
    }

    private static String health(int port) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/q/health/ready")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }
}
