package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts without credentials, and what the HTTP port serves and does not serve. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class SettingsFlowTest extends FlowTest {

    @Test
    void anAccountWithoutCredentialsIsRefusedAndTheOthersWork() {
        Result half = refusal(send(Requests.fiatToCrypto(id("half")).put("account", "half")));
        assertThat(half.category()).isEqualTo("CONFIGURATION");
        assertThat(half.error()).contains("secret-key").doesNotContain("there-is-no-secret-key");
        Result nobody = refusal(send(Requests.fiatToCrypto(id("nobody")).put("account", "nobody")));
        assertThat(nobody.category()).isEqualTo("CONFIGURATION");
        assertThat(end(send(Requests.fiatToCrypto(id("whole")))).status()).isEqualTo("COMPLETED");
        assertThat(end(send(Requests.fiatToCrypto(id("whole")).put("account", "second"))).status())
                .isEqualTo("COMPLETED");
    }

    @Test
    void theContractIsServed() throws Exception {
        HttpResponse<String> index = get("/contract");
        assertThat(index.statusCode()).isEqualTo(200);
        assertThat(index.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        JsonNode read = new ObjectMapper().readTree(index.body());
        assertThat(read.isObject()).isTrue();
        for (String name : new String[]{"asyncapi.yaml", "orders.request.schema.json", "orders.result.schema.json",
                "otp.request.schema.json"}) {
            assertThat(get("/contract/" + name).statusCode()).as(name).isEqualTo(200);
        }
        assertThat(get("/contract/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/contract/..%2fapplication.properties").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sandbox/", "/sandbox", "/sandbox/effects", "/sandbox/hambit/ping",
            "/sandbox/messagehub/otp/v3/balance/"})
    void theSandboxCannotBeReachedWhenItIsOff(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void itSaysThatItIsReady() throws Exception {
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(get("/q/health/ready").statusCode()).isEqualTo(200));
        assertThat(get("/q/health").body()).doesNotContain("sandbox-hambit").doesNotContain("sandbox-messagehub");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.httpPort() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
