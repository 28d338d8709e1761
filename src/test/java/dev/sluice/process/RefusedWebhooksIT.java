package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reaches the address can send webhooks by the thousand: they fill no log. */
class RefusedWebhooksIT {

    private static final String PLACE = "/webhooks/hambit/default";

    @TempDir
    private Path folder;

    @Test
    void areCountedEachAndToldOnceAMinute() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        int port = ports.get(0);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder),
                        Settings.at(doubles).http(port).embedded(ports.get(1)).environment())) {
            int before = sluice.output().size();
            long begun = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(Post.status(port, PLACE, Map.of("sign", "forged"), "{}".getBytes())).isEqualTo(401);
                assertThat(Post.status(port, "/webhooks/nobody" + i + "/default", Map.of(), "{}".getBytes()))
                        .isEqualTo(404);
                assertThat(Post.status(port, PLACE, Map.of(), new byte[(64 << 10) + 1])).isEqualTo(413);
                assertThat(Post.status(port, PLACE, Map.of("Transfer-Encoding", "chunked"), "{}".getBytes()))
                        .isEqualTo(401);
                Post.aborted(port, PLACE, i % 2 == 0);
                Post.malformed(port, "/webhooks/aeterna/default", "Transfer-Encoding: chunked\r\nHost: localhost",
                        "zz\r\n{}\r\n0\r\n\r\n");
                Post.malformed(port, "/webhooks/aeterna/default/", "Content-Length: 2", "{}");
                Post.malformed(port, "/contract/index.json", "Content-Length: 2", "{}");
            }
            abandonedOverHttp2(port, PLACE, 20);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(counts(port)).containsExactlyInAnyOrderEntriesOf(Map.of(
                            "hambit signature", 200, "hambit too-large", 100, "hambit aborted", 120,
                            "none no-such-address",
                            100,
                            "aeterna aborted", 100, "aeterna malformed", 100)));
            int minutes = (int) Duration.ofNanos(System.nanoTime() - begun).toMinutes();
            assertThat(sluice.said("Webhooks were not taken: ")).as("the first at once, all others in a line a"
                    + " minute").hasSizeLessThan(4 + minutes);
            assertThat(sluice.output().stream().skip(before)).as("lines of 800 requests")
                    .hasSizeLessThan(8 + minutes);
        }
    }

    @Test
    void whatTheirSendersMadeUpNamesNoMetric() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        int port = ports.get(0);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder),
                        Settings.at(doubles).http(port).embedded(ports.get(1)).environment())) {
            for (int i = 0; i < 120; i++) {
                for (String path : List.of("/webhooks/SECRET" + i, "/webhooks/hambit/SECRET" + i, "/SECRET" + i,
                        "/contract/SECRET" + i, "/sandbox/SECRET" + i, "/webhooks/SECRET/" + i + "%0a?SECRET")) {
                    Post.status(port, path, Map.of(), "{}".getBytes());
                    Post.malformed(port, path, "Transfer-Encoding: chunked\r\nHost: localhost",
                            "zz\r\n{}\r\n0\r\n\r\n");
                }
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/x"))
                        .method("SECRET" + i, HttpRequest.BodyPublishers.noBody()).build(),
                        HttpResponse.BodyHandlers.discarding());
            }
            String metrics = metrics(port);
            assertThat(metrics).doesNotContain("SECRET").contains("uri=\"/webhooks/{provider}/{account}\"",
                    "method=\"other\"");
            HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                    + "/contract/index.json")).build(), HttpResponse.BodyHandlers.discarding());
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(metrics(port)).containsPattern(
                    "http_server_requests_seconds_count\\{.*method=\"GET\".*status=\"200\".*uri=\"/contract/.name}\""));
        }
    }

    private static String metrics(int port) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Each a stream of one connection, reset in the middle of its body. */
    private static void abandonedOverHttp2(int port, String place, int times) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        assertThat(
                client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/live")).build(),
                        HttpResponse.BodyHandlers.discarding()).version())
                .isEqualTo(HttpClient.Version.HTTP_2);
        for (int i = 0; i < times; i++) {
            try (SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>()) {
                CompletableFuture<?> answer = client.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + place))
                                .POST(HttpRequest.BodyPublishers.fromPublisher(body, 1_000)).build(),
                        HttpResponse.BodyHandlers.discarding());
                await().atMost(Duration.ofMinutes(1)).until(body::hasSubscribers);
                body.submit(ByteBuffer.wrap(new byte[10]));
                await().atMost(Duration.ofMinutes(1)).until(() -> body.estimateMaximumLag() == 0);
                body.closeExceptionally(new IOException("given up"));
                assertThat(answer).failsWithin(Duration.ofMinutes(1));
            }
        }
    }

    private static Map<String, Integer> counts(int port) throws Exception {
        String metrics = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                        .build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return Pattern.compile("(?m)^sluice_webhooks_refused_total\\{provider=\"(.+)\",reason=\"(.+)\"\\} (\\d+)")
                .matcher(metrics).results()
                .collect(Collectors.toMap(found -> found.group(1) + " " + found.group(2),
                        found -> Integer.valueOf(found.group(3))));
    }
}
