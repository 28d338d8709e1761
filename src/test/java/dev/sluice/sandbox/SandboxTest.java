package dev.sluice.sandbox;

import static dev.sluice.sandbox.HambitCaller.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SandboxTest {

    @Test
    void nothingIsMountedWhenItIsOff() {
        assertThat(routesOf(false)).isZero();
        assertThat(routesOf(true)).isPositive();
    }

    @Test
    void credentialsAreObviouslyMadeUp() {
        assertThat(Sandbox.credentials("hambit")).containsOnlyKeys("access-key", "secret-key");
        assertThat(Sandbox.credentials("messagehub")).containsOnlyKeys("username", "password");
        assertThat(Sandbox.credentials("hambit").values()).allMatch(value -> value.startsWith("sandbox-"));
        assertThat(Sandbox.credentials("nobody")).isEmpty();
    }

    @Test
    void theEffectsPageShowsWhatHappenedAndMasksMobiles() throws IOException {
        try (SandboxServer server = SandboxServer.start(0, SandboxSettings.defaults())) {
            HambitCaller hambit = new HambitCaller(server, Clock.systemUTC());
            hambit.create(order("shown"));
            hambit.create(order("shown"));
            MessagehubCaller messagehub = new MessagehubCaller(server);
            JsonNode tokens = messagehub.login();
            messagehub.generate(tokens, "447546756743");
            messagehub.generate(tokens, "447546756743");
            JsonNode page = page(server, "effects");
            assertThat(page.at("/counts").toString()).isEqualTo(
                    "{\"hambit\":{\"order-created\":1},\"messagehub\":{\"login\":1,\"otp-sent\":2}}");
            assertThat(page.at("/doubled")).isEmpty();
            assertThat(page.at("/attempts/0/about").asText()).isEqualTo("shown");
            assertThat(page.at("/resent/0/times").asInt()).isEqualTo(2);
            assertThat(page.at("/effects/0/amount").asText()).isEqualTo("1");
            assertThat(page.at("/effects/2/about").asText()).isEqualTo("********6743");
            assertThat(page.toString()).doesNotContain("447546756743", "059647");
            assertThat(page(server, "effects?last=1").at("/effects")).hasSize(1);
        }
    }

    @Test
    void theHelpNamesEveryFault() throws IOException {
        try (SandboxServer server = SandboxServer.start(0, SandboxSettings.defaults())) {
            JsonNode help = page(server, "");
            for (Fault fault : Fault.values()) {
                assertThat(help.at("/faults").has(fault.text)).isTrue();
            }
            assertThat(help.at("/mobiles/35").asText()).isEqualTo("reset-after");
        }
    }

    @Test
    void everyWordOfTheMobileTableIsKnown() {
        assertThat(MobileFaults.TABLE.values()).allMatch(words -> Misbehaviour.parse(words).isPresent());
    }

    @Test
    @Timeout(60)
    void theDoublesRunAsAProcessOfTheirOwn() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
                "-Dsluice.sandbox.order-duration=500ms", SandboxServer.class.getName(), "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            assertThat(line).startsWith("sandbox at http://127.0.0.1:");
            String base = line.substring("sandbox at ".length());
            assertThat(Http.get(base + "hambit/ping", Map.of()).statusCode()).isEqualTo(200);
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static int routesOf(boolean enabled) {
        Vertx vertx = Vertx.vertx();
        try {
            Router router = Router.router(vertx);
            new Sandbox(enabled, "3s", "30m", "5m").mount(router, vertx);
            return router.getRoutes().size();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static JsonNode page(SandboxServer server, String path) throws IOException {
        return Http.json(Http.get("http://127.0.0.1:" + server.port() + "/sandbox/" + path, Map.of()));
    }
}
