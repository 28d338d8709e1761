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

    private JsonNode demand(String act) {
        String step = "person-" + UUID.randomUUID();
        person.send(Outgoing.to("sluice.people", "{\"act\":\"" + act + "\",\"by\":\"ana\",\"why\":\"nobody knows yet,"
                + " ticket 52\"}").with("step", step).replyTo(answerTo));
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
