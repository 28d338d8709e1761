package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** What people do about requests: whom attention calls, what their decisions end, and what they are told. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class PeopleFlowTest extends FlowTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Received> attention = new CopyOnWriteArrayList<>();
    private final List<Received> answers = new CopyOnWriteArrayList<>();
    private JmsUpstream person;
    private String answerTo;

    @BeforeEach
    void connect() {
        person = JmsUpstream.core(world.brokerPort());
        answerTo = person.temporaryQueue(answers::add);
    }

    @AfterEach
    void disconnect() {
        person.close();
    }

    @Test
    void attentionIsCalledOnceForAnOrderThatNeedsAPersonWhoThenEndsIt() {
        person.listen("sluice.attention", attention::add);
        String id = send(Requests.told(id("stuck"), "sandbox:reset-before"));
        Result unresolved = status(id, "UNRESOLVED");
        assertThat(called(id)).singleElement().satisfies(call -> {
            assertThat(json(call)).isEqualTo(unresolved.body());
            assertThat(call.properties()).containsEntry("requestId", id).containsEntry("status", "UNRESOLVED");
        });

        assertThat(demand(resolve(id, "FAILED")).toString()).contains("\"done\":true").contains("it is FAILED");

        Result end = status(id, "FAILED");
        assertThat(history(id)).containsExactly("UNKNOWN", "UNRESOLVED", "FAILED");
        assertThat(end.isFinal()).isTrue();
        assertThat(end.category()).isEqualTo("PROVIDER");
        assertThat(end.error()).isEqualTo("a person decided that it failed: the provider never saw it, ticket 48213");
        assertThat(end.body().path("resolvedBy").asText()).isEqualTo("ana");
        assertThat(demand(resolve(id, "COMPLETED")).path("text").asText()).isEqualTo("it ended as FAILED already");
        assertThat(replay(send(Requests.told(id, "sandbox:reset-before"))).status()).isEqualTo("FAILED");
        assertThat(called(id)).hasSize(1);
    }

    @Test
    void whatIsUnknownIsEndedWhileItIsStillAskedAbout() {
        String id = send(Requests.told(id("unknown"), "sandbox:error-500").put("account", "second"));
        status(id, "UNKNOWN");
        assertThat(demand(resolve(id, "COMPLETED")).path("done").asBoolean()).isTrue();
        assertThat(status(id, "COMPLETED").body().path("error").isNull()).isTrue();
        assertThat(history(id)).containsExactly("UNKNOWN", "COMPLETED");
    }

    @Test
    void nobodyEndsWhatTheProviderHas() {
        String id = send(Requests.told(id("under-way"), "sandbox:stay").put("account", "second"));
        status(id, "ACCEPTED");
        JsonNode answer = demand(resolve(id, "FAILED"));
        assertThat(answer.path("done").asBoolean()).isFalse();
        assertThat(answer.path("text").asText()).endsWith("only what is UNKNOWN or UNRESOLVED can be resolved");
        assertThat(demand(resolve("never-seen", "FAILED")).path("text").asText())
                .isEqualTo("the ledger knows no request never-seen of orders");
    }

    @Test
    void theProviderIsAskedWhenAPersonWantsToKnow() {
        String id = send(Requests.told(id("asked"), "sandbox:stay"));
        status(id, "UNRESOLVED");
        JsonNode answer = demand(act("ask", "orders", id));
        assertThat(answer.path("done").asBoolean()).isTrue();
        assertThat(answer.path("text").asText()).startsWith("the provider says PROGRESS").endsWith("it is UNRESOLVED");
        assertThat(history(id)).endsWith("UNRESOLVED");
    }

    @Test
    void whatTheProviderCannotBeAskedAboutIsSaidToBeSo() {
        String id = send(Requests.send(id("otp"), "+" + mobile("99935")));
        status(id, "UNKNOWN");
        assertThat(demand(act("ask", "otp", id)).path("text").asText())
                .isEqualTo("the provider cannot be asked about it; look there, then resolve it");
    }

    @Test
    void healthAndMetricsTellWhatWaitsForWhomAndSinceWhen() throws Exception {
        String id = send(Requests.send(id("otp"), "+" + mobile("99935")));
        status(id, "UNRESOLVED");
        String unresolved = "\\{[^}]*provider=\"messagehub\"[^}]*status=\"UNRESOLVED\"[^}]*} [1-9]";
        await().untilAsserted(() -> assertThat(get("/q/metrics"))
                .containsPattern("sluice_undecided_requests" + unresolved)
                .containsPattern("sluice_undecided_oldest_seconds" + unresolved));
        assertThat(get("/q/health/ready")).containsPattern("\"messagehub.UNRESOLVED\": \"\\d+, the oldest since 2");
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + world.httpPort() + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void anActThatSaysTooLittleIsADeadLetterAndWhoAsksIsTold() {
        ObjectNode nameless = resolve("any", "FAILED").without("by");
        JsonNode answer = demand(nameless);
        assertThat(answer.path("done").asBoolean(true)).isFalse();
        assertThat(answer.path("text").asText()).isEqualTo("by: must be a name of 1 to 64 characters");
        assertThat(world.witness().awaitDead(nameless.toString().getBytes()).properties())
                .containsEntry("deadQueue", "sluice.people").containsEntry("deadReason", "by: must be a name of 1"
                        + " to 64 characters");
    }

    private JsonNode demand(ObjectNode demand) {
        String step = "person-" + UUID.randomUUID();
        person.send(Outgoing.to("sluice.people", demand).with("step", step).replyTo(answerTo));
        await().until(() -> answers.stream().anyMatch(answer -> step.equals(answer.correlationId())));
        return json(answers.stream().filter(answer -> step.equals(answer.correlationId())).findFirst().orElseThrow());
    }

    private List<Received> called(String id) {
        await().until(() -> attention.stream().anyMatch(call -> id.equals(call.correlationId())));
        return attention.stream().filter(call -> id.equals(call.correlationId())).toList();
    }

    private static JsonNode json(Received message) {
        return Requests.read(message.text());
    }

    private static ObjectNode resolve(String id, String status) {
        return act("resolve", "orders", id).put("status", status);
    }

    private static ObjectNode act(String act, String family, String id) {
        return MAPPER.createObjectNode().put("act", act).put("family", family).put("requestId", id).put("by", "ana")
                .put("why", "the provider never saw it, ticket 48213");
    }
}
