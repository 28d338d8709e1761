package dev.sluice.sandbox;

import static dev.sluice.sandbox.HambitCaller.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
    void webhooksGoToSluiceItselfOrWhereTheyAreToldOrNowhere() {
        assertThat(settings(Map.of()).webhooks()).isEmpty();
        assertThat(settings(Map.of("sluice.sandbox.webhooks", "true")).webhooks()).isEqualTo("http://127.0.0.1:8080");
        assertThat(settings(Map.of("sluice.sandbox.webhooks", "true", "quarkus.http.port", "9090")).webhooks())
                .isEqualTo("http://127.0.0.1:9090");
        assertThat(settings(Map.of("sluice.sandbox.webhook-url", "http://sluice:8080")).webhooks())
                .isEqualTo("http://sluice:8080");
    }

    @Test
    void everySettingIsRead() {
        SandboxSettings settings = settings(Map.of("sluice.sandbox.order-duration", "7s",
                "sluice.sandbox.token-life", "8m", "sluice.sandbox.otp-life", "9m", "sluice.sandbox.aes-mode", "ecb"));
        assertThat(settings.orderDuration()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.tokenLife()).isEqualTo(Duration.ofMinutes(8));
        assertThat(settings.otpLife()).isEqualTo(Duration.ofMinutes(9));
        assertThat(settings.aesMode()).isEqualTo(AesMode.ECB);
    }

    @Test
    void credentialsAreObviouslyMadeUp() {
        assertThat(Sandbox.credentials("hambit")).containsOnlyKeys("access-key", "secret-key");
        assertThat(Sandbox.credentials("messagehub")).containsOnlyKeys("username", "password");
        assertThat(Sandbox.credentials("hambit").values()).allMatch(value -> value.startsWith("sandbox-"));
        assertThat(Sandbox.credentials("aeterna")).containsOnlyKeys("public-token", "secret-token", "email");
        assertThat(Sandbox.credentials("htp")).containsOnlyKeys("agent-id", "agent-secret", "device-id", "user-id");
        assertThat(Sandbox.credentials("authtool")).containsOnlyKeys("package-token", "aes-key");
        assertThat(Sandbox.credentials("authtool").get("aes-key")).hasSize(32);
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
            for (Mischief fault : Mischief.values()) {
                assertThat(help.at("/faults").has(fault.text)).isTrue();
            }
            assertThat(help.at("/webhooks").asText()).contains("none is sent", "SLUICE_SANDBOX_WEBHOOKS=true");
            assertThat(help.at("/mobiles/35").asText()).isEqualTo("reset-after");
            assertThat(help.at("/cards/35").asText()).isEqualTo("reset-after");
            assertThat(help.at("/providers/aeterna/invented").asText()).contains("made up");
            assertThat(help.at("/providers/authtool/keys").asText()).contains("sandbox-key-full (409)");
            assertThat(help.at("/providers/htp/invented").asText()).contains("sluice-htp-v1");
        }
    }

    @Test
    void everyWordOfTheTablesIsKnown() {
        assertThat(MobileFaults.TABLE.values()).allMatch(words -> Misbehaviour.parse(words).isPresent());
        assertThat(CardFaults.TABLE.values()).allMatch(words -> Misbehaviour.parse(words).isPresent());
    }

    @Test
    @Timeout(120)
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

    private static SandboxSettings settings(Map<String, String> values) {
        return Sandbox.settings(
                new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(values, "test", 100)).build());
    }

    private static int routesOf(boolean enabled) {
        Vertx vertx = Vertx.vertx();
        try {
            Router router = Router.router(vertx);
            new Sandbox(enabled, SandboxSettings.defaults()).mount(router, vertx);
            return router.getRoutes().size();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static JsonNode page(SandboxServer server, String path) throws IOException {
        return Http.json(Http.get("http://127.0.0.1:" + server.port() + "/sandbox/" + path, Map.of()));
    }
}
