package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider reads in answer to what it delivers. */
class WebhookAnswersIT {

    private static final String PLACE = "/webhooks/aeterna/default";

    @TempDir
    private Path folder;
    private int port;

    @Test
    void theyAreMadeOfWhatCameAndSigned() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        port = ports.get(0);
        try (SandboxServer doubles = SandboxServer.start(0, SandboxSettings.defaults());
                SluiceProcess sluice = SluiceProcess.start(place(), Settings.at(doubles).http(port)
                        .embedded(ports.get(1))
                        .set("sluice.providers.aeterna.webhook.answer",
                                """
                                {"status": 201, "body": {"json": {"code": "SUCCESS", "order": "{field:order_id}"}},
                                 "signature": {"message": {"body": "raw"}, "algorithm": "HMAC-SHA256",
                                   "key": {"credential": "secret-token"}, "headers": {"X-Signature": "{signature}"}}}""")
                        .set("sluice.providers.aeterna.webhook.challenge",
                                "{\"place\": \"{query:hub.challenge}\", \"equal\": {\"{query:hub.mode}\": \"subscribe\"}}")
                        .environment())) {
            HttpResponse<String> answer = posted("{\"order_id\":\"a\\\"1\",\"status\":\"success\"}", "");
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("{\"code\":\"SUCCESS\",\"order\":\"a\\\"1\"}");
            assertThat(answer.headers().map()).containsEntry("content-type", List.of("application/json"))
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("cache-control", List.of("no-store"))
                    .containsEntry("x-signature", List.of(Deliveries.aeterna(answer.body()).get("X-Signature")));
            assertThat(posted("{\"status\":\"success\"}", "").statusCode()).as("stored").isEqualTo(500);
            HttpResponse<String> forged = posted("{\"order_id\":\"a1\"}", "0");
            assertThat(forged.statusCode()).isEqualTo(401);
            assertThat(forged.body()).isEmpty();

            HttpResponse<String> challenged = got("hub.mode=subscribe&hub.challenge=11584");
            assertThat(challenged.statusCode()).isEqualTo(200);
            assertThat(challenged.body()).isEqualTo("11584");
            assertThat(challenged.headers().map()).containsEntry("content-type", List.of("text/plain;charset=utf-8"))
                    .containsEntry("x-content-type-options", List.of("nosniff"));
            for (String query : List.of("hub.mode=unsubscribe&hub.challenge=11584", "hub.challenge=11584",
                    "hub.mode=subscribe&hub.challenge=%3Cb%3E", "hub.mode=subscribe")) {
                HttpResponse<String> none = got(query);
                assertThat(none.statusCode()).as(query).isEqualTo(401);
                assertThat(none.body()).as(query).isEmpty();
            }
        }
    }

    /** Whose file has no words of its own for it. */
    private Workplace place() throws Exception {
        Workplace place = new Workplace(folder);
        String file = Files.readString(place.file("config/providers/aeterna.yaml"));
        assertThat(file).containsPattern("(?m)^  acknowledge: .*$");
        Files.writeString(place.file("config/providers/aeterna.yaml"),
                file.replaceFirst("(?m)^  acknowledge: .*$", ""));
        return place;
    }

    private HttpResponse<String> posted(String body, String forged) throws Exception {
        return sent(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PLACE))
                .header("X-Signature", Deliveries.aeterna(body + forged).get("X-Signature"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> got(String query) throws Exception {
        return sent(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PLACE + "?" + query)));
    }

    private static HttpResponse<String> sent(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
