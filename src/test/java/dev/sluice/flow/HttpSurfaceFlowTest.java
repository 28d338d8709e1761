package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every address that HTTP reaches, as the router has them: one more would be one that nobody thought about. */
@QuarkusTest
@TestProfile(OnMeddledAnswers.class)
class HttpSurfaceFlowTest extends FlowTest {

    @Inject
    Router router;

    @Test
    void nothingIsReachedButTheContractWebhooksHealthAndMetrics() {
        Set<String> addresses = new TreeSet<>();
        collect("", router, addresses);
        assertThat(addresses).containsExactly("GET /contract", "GET POST /webhooks", "any ", "any /q/health",
                "any /q/health-ui",
                "any /q/health/group", "any /q/health/group/", "any /q/health/live", "any /q/health/ready",
                "any /q/health/started",
                "any /q/health/well", "any /q/metrics", "any /q/metrics/", "any /webhooks/");
    }

    /**
     * What every request passes has no path; what webhooks pass tells how their bodies are read; health-ui is of tests.
     */
    private static void collect(String prefix, Router router, Set<String> addresses) {
        for (Route route : router.getRoutes()) {
            String path = prefix + (route.getPath() == null ? "" : route.getPath());
            if (route.getSubRouter() != null) {
                collect(path.replaceFirst("/$", ""), route.getSubRouter(), addresses);
            } else {
                addresses.add(methods(route) + " " + path);
            }
        }
    }

    private static String methods(Route route) {
        return route.methods() == null ? "any"
                : route.methods().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(" "));
    }
}
