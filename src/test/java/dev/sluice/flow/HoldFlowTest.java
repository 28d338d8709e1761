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
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person holds back all submissions: requests wait, and all else goes on. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class HoldFlowTest extends FlowTest {

    private final List<Received> answers = new CopyOnWriteArrayList<>();
    private JmsUpstream person;
    private String answerTo;

    @BeforeEach
    void connect() {
        person = JmsUpstream.core(world.brokerPort());
        answerTo = person.temporaryQueue(answers::add);
    }

    @AfterEach
    void release() {
        demand("release");
        demand("release", "hambit", "");
        demand("release", "hambit", "default");
        person.close();
    }

    @Test
    void nothingIsSubmittedUntilItIsReleasedAndNothingIsRefused() throws Exception {
        String before = send(Requests.told(id("before"), "sandbox:stay"));
        status(before, "ACCEPTED");
        assertThat(demand("hold").toString()).contains("\"done\":true")
                .contains("held back from now on; calls that are under way end");

        String order = send(Requests.fiatToCrypto(id("held")));
        String mobile = mobile("12345");
        String otp = send(Requests.send(id("held"), "+" + mobile));
        String refused = id("refused");
        send(Requests.fiatToCrypto(refused).put("operation", "nothing"));

        // The provider is asked about what it has, for as long as the asking takes.
        assertThat(status(before, "UNRESOLVED").sequence()).isPositive();
        assertThat(refusal(refused).status()).isEqualTo("REJECTED");
        await().until(() -> world.waiting("sluice.submit.hambit") > 0 && world.waiting("sluice.submit.messagehub") > 0);
        assertThat(world.witness().of(order)).isEmpty();
        assertThat(world.witness().of(otp)).isEmpty();
        assertThat(created(order)).isZero();
        assertThat(otpsSent(mobile)).isZero();
        await().untilAsserted(() -> {
            assertThat(get("/q/health/ready"))
                    .containsPattern("\"held\": \"held by ana since 2\\S+: nobody knows yet, ticket 52\"");
            assertThat(get("/q/metrics")).containsPattern("(?m)^sluice_hold(\\{.*})? 1");
        });

        assertThat(demand("release").toString()).contains("\"done\":true")
                .contains("but by a replica that sluice.submissions.held holds back");
        assertThat(end(order).status()).isEqualTo("COMPLETED");
        assertThat(end(otp).status()).isEqualTo("COMPLETED");
        assertThat(created(order)).isEqualTo(1);
        assertThat(otpsSent(mobile)).isEqualTo(1);
        await().untilAsserted(() -> {
            assertThat(get("/q/health/ready")).doesNotContain("held by ana");
            assertThat(get("/q/metrics")).containsPattern("(?m)^sluice_hold(\\{.*})? 0");
        });
    }

    @Test
    void oneProviderIsHeldAndTheOthersGoOn() throws Exception {
        assertThat(demand("hold", "hambt", "").toString()).contains("\"done\":false")
                .contains("config/providers has no file of hambt; did you mean hambit?");
        assertThat(demand("hold", "hambit", "nobody").toString()).contains("\"done\":false")
                .contains("config/providers/hambit.yaml has no account nobody");
        assertThat(demand("release", "hambit", "").toString()).contains("hambit is not held by itself");
        assertThat(demand("hold", "hambit", "default").toString()).contains("\"done\":true");
        assertThat(demand("hold", "hambit", "").toString()).contains("\"done\":true");

        String order = send(Requests.fiatToCrypto(id("held")));
        String mobile = mobile("12346");
        String otp = send(Requests.send(id("other"), "+" + mobile));

        assertThat(end(otp).status()).isEqualTo("COMPLETED");
        await().untilAsserted(() -> assertThat(world.waiting("sluice.submit.hambit")).isPositive());
        assertThat(world.witness().of(order)).isEmpty();
        await().untilAsserted(() -> {
            assertThat(get("/q/health/ready")).containsPattern("\"held hambit\": \"held by ana since")
                    .containsPattern("\"held hambit/default\": \"held by ana since");
            assertThat(get("/q/metrics")).containsPattern("(?m)^sluice_hold(\\{.*})? 0")
                    .containsPattern("sluice_account_held\\{account=\"default\".*provider=\"hambit\".*} 1");
        });

        assertThat(demand("release", "hambit", "").toString())
                .contains("held still: hambit/default (./sluice release hambit default)");
        assertThat(created(order)).isZero();
        assertThat(demand("release", "hambit", "default").toString()).doesNotContain("held still");
        assertThat(end(order).status()).isEqualTo("COMPLETED");
        assertThat(created(order)).isEqualTo(1);
    }

    private JsonNode demand(String act) {
        return demand(act, "", "");
    }

    private JsonNode demand(String act, String provider, String account) {
        String of = provider.isEmpty() ? ""
                : ",\"provider\":\"" + provider + "\"" + (account.isEmpty() ? "" : ",\"account\":\"" + account + "\"");
        String step = "person-" + UUID.randomUUID();
        person.send(Outgoing.to("sluice.people", "{\"act\":\"" + act + "\",\"by\":\"ana\",\"why\":\"nobody knows yet,"
                + " ticket 52\"" + of + "}").with("step", step).replyTo(answerTo));
        await().until(() -> answers.stream().anyMatch(answer -> step.equals(answer.correlationId())));
        return Requests.read(answers.stream().filter(answer -> step.equals(answer.correlationId())).findFirst()
                .orElseThrow().text());
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + world.httpPort() + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }
}
