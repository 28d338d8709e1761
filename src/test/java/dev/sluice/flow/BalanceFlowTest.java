package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an account has at its provider falls, and rises again: an operator is told of each once. */
@QuarkusTest
@TestProfile(OnWatchedBalance.class)
class BalanceFlowTest extends FlowTest {

    private static final String OF = "{account=\"default\",currency=\"none\",provider=\"messagehub\"} ";

    private final AtomicReference<String> balance = new AtomicReference<>();
    private final List<Received> attention = new CopyOnWriteArrayList<>();
    private JmsUpstream person;

    @BeforeEach
    void connect() {
        person = JmsUpstream.core(world.brokerPort());
        person.listen("sluice.attention", attention::add);
        world.meddler().meddle(asked -> balance.get() != null && asked.line().contains("/balance/"),
                Tricks.body(text -> text.replaceFirst("(\"balance\"\\s*:\\s*\")[^\"]*", "$1" + balance.get())));
    }

    @AfterEach
    void leave() {
        balance.set(null);
        person.close();
    }

    @Test
    void eachTurnIsToldOnce() throws Exception {
        balance.set("250.1000");
        await().untilAsserted(() -> assertThat(metrics()).contains("sluice_balance" + OF + "250.1",
                "sluice_balance_low" + OF + "0.0"));
        assertThat(attention).isEmpty();

        balance.set("99.9999");
        await().until(() -> attention.size() == 1);
        assertThat(attention.get(0).properties()).containsEntry("kind", "BALANCE")
                .containsEntry("provider", "messagehub").containsEntry("account", "default");
        JsonNode low = Requests.read(attention.get(0).text());
        assertThat(low.path("low").asBoolean()).isTrue();
        assertThat(low.path("balance").asText()).isEqualTo("99.9999");
        assertThat(low.path("threshold").asText()).isEqualTo("100.00");
        assertThat(low.has("currency")).isFalse();
        assertThat(low.path("message").asText())
                .isEqualTo("the account has 99.9999 at the provider, less than the 100.00 of limits.low-balance");
        await().untilAsserted(() -> assertThat(metrics()).contains("sluice_balance_low" + OF + "1.0"));

        balance.set("50.0000");
        isReadSomeTimes();
        assertThat(attention).as("it is low as before").hasSize(1);

        try (LogWatch log = LogWatch.begin()) {
            balance.set("much");
            await().untilAsserted(() -> assertThat(log.saidBy(Balances.class))
                    .anyMatch(line -> line.startsWith("messagehub/default: its balance could not be read: ")));
        }
        String mobile = mobile("12345");
        assertThat(end(send(Requests.send(id("meanwhile"), "+" + mobile))).status()).isEqualTo("COMPLETED");
        assertThat(metrics()).as("what was read last").contains("sluice_balance" + OF + "50.0",
                "sluice_balance_low" + OF + "1.0");
        assertThat(attention).hasSize(1);

        balance.set("100.00");
        await().until(() -> attention.size() == 2);
        JsonNode enough = Requests.read(attention.get(1).text());
        assertThat(enough.path("kind").asText()).isEqualTo("BALANCE");
        assertThat(enough.path("low").asBoolean(true)).isFalse();
        assertThat(enough.path("balance").asText()).isEqualTo("100.00");
        isReadSomeTimes();
        assertThat(attention).hasSize(2);
        assertThat(metrics()).contains("sluice_balance_low" + OF + "0.0");
    }

    /** A provider may lock an account that is tried with refused credentials again and again, by each replica in turn. */
    @Test
    void oneWhoseCredentialsAreRefusedIsTriedInEverySecondTurn() {
        AtomicBoolean refuses = new AtomicBoolean(true);
        world.meddler().meddle(asked -> refuses.get() && asked.line().contains("/balance/"), Tricks.voidToken());
        try (LogWatch log = LogWatch.begin()) {
            await().until(() -> log.saidBy(Balances.class).stream()
                    .anyMatch(line -> line.startsWith("messagehub/default: its balance could not be read: ")));
            long begun = System.nanoTime();
            long before = reads();
            // Each try is two reads, with a new token between them; five tries are eight turns or more, the first of
            // which may be nearly over.
            await().until(() -> reads() >= before + 10);
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_300));
        } finally {
            refuses.set(false);
        }
        balance.set("300.00");
        await().untilAsserted(() -> assertThat(metrics()).contains("sluice_balance" + OF + "300.0"));
    }

    private void isReadSomeTimes() {
        long before = reads();
        await().until(() -> reads() >= before + 4);
    }

    private long reads() {
        return world.meddler().asked().stream().filter(asked -> asked.line().contains("/balance/")).count();
    }

    private String metrics() throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + world.httpPort()
                + "/q/metrics")).header("Accept", "text/plain; version=0.0.4").build(),
                HttpResponse.BodyHandlers.ofString()).body().replace(",}", "}");
    }
}
