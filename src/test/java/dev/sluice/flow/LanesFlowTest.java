package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each account of each provider has queues, calls at a time and connections of its own. */
@QuarkusTest
@TestProfile(WithTellers.class)
class LanesFlowTest extends FlowTest {

    private static final int BACKLOG = 40;

    @Inject
    CamelContext camel;
    @Inject
    Ledger ledger;
    Tellers tellers;

    @AfterEach
    void theTellersAreWellAgain() {
        tellers.reset();
    }

    @Test
    void anAccountWhoseProviderHangsHoldsUpNeitherAnotherProviderNorAnotherAccount() {
        Teller hanging = tellers.of("default");
        hanging.is(Teller.Mood.SILENT);
        List<String> backlog = IntStream.range(0, BACKLOG).mapToObj(i -> send(Requests.payin(id("backlog")))).toList();
        await().until(() -> hanging.calls(backlog).size() >= 4);

        List<String> elsewhere = IntStream.range(0, 20).mapToObj(i -> send(Requests.fiatToCrypto(id("elsewhere"))))
                .toList();
        List<String> beside = IntStream.range(0, 20)
                .mapToObj(i -> send(Requests.payin(id("beside")).put("account", "second"))).toList();
        elsewhere.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        beside.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));

        await().untilAsserted(() -> {
            long onTheQueue = world.waiting("sluice.submit.aeterna");
            assertThat(onTheQueue).as("what is not claimed is still on the queue")
                    .isGreaterThanOrEqualTo(unclaimed(backlog).size());
        });
        List<String> unclaimed = unclaimed(backlog);
        assertThat(unclaimed).as("claims are made only for calls")
                .hasSizeGreaterThanOrEqualTo(BACKLOG - hanging.calls(backlog).size() - 1)
                .hasSizeGreaterThan(BACKLOG / 2).allSatisfy(id -> assertThat(history(id)).isEmpty());

        hanging.is(Teller.Mood.WELL);
        long well = System.nanoTime();
        backlog.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        assertThat(backlog).allSatisfy(id -> assertThat(hanging.taken(id)).isEqualTo(1));
        // What it was sent before that, to find out whether it answers again, was lost too.
        assertThat(unclaimed).filteredOn(id -> hanging.calls(List.of(id)).get(0).at() > well)
                .hasSizeGreaterThanOrEqualTo(unclaimed.size() - 4)
                .allSatisfy(id -> assertThat(history(id)).doesNotContain("UNKNOWN"));
    }

    private List<String> unclaimed(List<String> backlog) {
        return backlog.stream().filter(id -> ledger.find(new Key("orders", id)).isEmpty()).toList();
    }

    @Test
    void anAccountHasNoMoreCallsAtATimeThanItMay() {
        for (String account : new String[]{"default", "second"}) {
            tellers.of(account).takes(300);
        }
        tellers.of("default").waitsFor(4);
        tellers.of("second").waitsFor(2);
        List<String> ids = IntStream.range(0, 40).mapToObj(i -> send(Requests.payin(id("many"))
                .put("account", i % 2 == 0 ? "default" : "second"))).toList();
        ids.forEach(id -> assertThat(end(id).status()).isEqualTo("COMPLETED"));
        assertThat(tellers.of("default").mostOrders()).isEqualTo(4);
        assertThat(tellers.of("default").mostQuestions()).isBetween(1, 4);
        assertThat(tellers.of("second").mostOrders()).isEqualTo(2);
        assertThat(tellers.of("second").mostQuestions()).isBetween(1, 2);
    }

    @Test
    void eachProviderHasConnectionsOfItsOwnAndEnoughForAllItsAccounts() {
        List<HttpEndpoint> providers = camel.getEndpoints().stream().filter(HttpEndpoint.class::isInstance)
                .map(HttpEndpoint.class::cast).toList();
        Set<Object> pools = providers.stream().map(HttpEndpoint::getClientConnectionManager)
                .collect(Collectors.toSet());
        assertThat(providers).hasSize(5);
        assertThat(pools).hasSize(5);
        assertThat(providers).filteredOn(endpoint -> endpoint.getEndpointUri().contains("aeterna")).singleElement()
                .satisfies(
                        endpoint -> {
                            PoolingHttpClientConnectionManager pool = (PoolingHttpClientConnectionManager) endpoint
                                    .getClientConnectionManager();
                            assertThat(pool.getMaxTotal()).isEqualTo(2 * (4 + 2) + 2);
                            assertThat(pool.getDefaultMaxPerRoute()).isEqualTo(pool.getMaxTotal());
                        });
    }
}
