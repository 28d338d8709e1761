package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics at a port of their own are there and nowhere else, and nothing else is there. */
@QuarkusTest
@TestProfile(OnManagementPort.class)
class ManagementPortFlowTest extends FlowTest {

    @ConfigProperty(name = "sluice.management.port")
    int management;

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics"})
    void healthAndMetricsAreThere(String path) throws Exception {
        await().untilAsserted(() -> {
            HttpResponse<String> answer = get(management, path);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains(path.contains("health") ? "\"status\": \"UP\"" : "sluice_breaker_open");
        });
        for (String way : new String[]{"", "/webhooks/..", "/contract/../"}) {
            assertThat(get(world.httpPort(), way + path).statusCode()).as(way).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/contract/index.json", "/webhooks/hambit/default", "/q/../contract/index.json", "/"})
    void nothingElseIs(String path) throws Exception {
        assertThat(get(management, path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = "/contract/index.json")
    void allElseIsWhereItWas(String path) throws Exception {
        assertThat(get(world.httpPort(), path).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
