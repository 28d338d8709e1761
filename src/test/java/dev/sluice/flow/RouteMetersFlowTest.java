package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What is told of the routes, under the names and labels that dashboards and alerts know. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class RouteMetersFlowTest extends FlowTest {

    @Test
    void everyRouteIsCountedAndTimedAndNoEndpointIs() throws Exception {
        String labels = "\\{camelContext=\"[^\"]+\",eventType=\"route\",kind=\"CamelRoute\",routeId=\"orders-hambit-submit\"} ";
        double before = value("camel_exchanges_total" + labels);
        end(send(Requests.fiatToCrypto(id("metered"))));

        await().untilAsserted(() -> {
            assertThat(value("camel_exchanges_total" + labels)).isGreaterThan(before);
            assertThat(value("camel_exchanges_succeeded_total" + labels)).isPositive();
            assertThat(value("camel_exchanges_failed_total" + labels)).isNotNegative();
            assertThat(value("camel_exchanges_failures_handled_total" + labels)).isNotNegative();
            assertThat(value("camel_exchanges_external_redeliveries_total" + labels)).isNotNegative();
            assertThat(value("camel_route_policy_seconds_count" + labels)).isPositive();
            assertThat(value("camel_route_policy_seconds_sum" + labels)).isPositive();
            assertThat(value("camel_route_policy_seconds_max" + labels)).isNotNegative();
            assertThat(value("camel_exchanges_inflight\\{camelContext=\"[^\"]+\",kind=\"CamelExchangeEvent\","
                    + "routeId=\"orders-hambit-submit\"} ")).isNotNegative();
        });
        assertThat(metrics()).doesNotContain("camel_exchange_event_notifier");
    }

    private double value(String meter) throws Exception {
        return metrics().lines().filter(line -> line.matches(meter + ".*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).findFirst().orElse(-1);
    }

    private String metrics() throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.httpPort()
                + "/q/metrics")).build(), HttpResponse.BodyHandlers.ofString()).body();
    }
}
