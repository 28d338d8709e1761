package dev.sluice.cli.dead;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.GivenUsers;
import dev.sluice.cli.GivenDead;
import dev.sluice.cli.GivenDead.Taken;
import dev.sluice.cli.Ran;
import dev.sluice.cli.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadTest {

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final String ORDER = "{ \"requestId\": \"ord-1\", \"order\": {\"amount\": 1.00} }\n";

    private TestBroker broker;
    private GivenDead dead;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new TestBroker(0);
        dead = new GivenDead(broker);
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void listingShowsWhereAndWhyAndTakesNothing() {
        String first = dead.text(ORDER, "orders.requests", Map.of("requestId", "ord-1"));
        dead.text("{}", "otp.requests", Map.of("deadFingerprint", "ffffffff", "deadReason", "so\u001b[2Jso"));

        for (int i = 0; i < 2; i++) {
            assertThat(dead("list").out()).containsPattern(
                    first.substring(0, 8) + " +2026-11-22T00:10:41Z +orders.requests +ord-1 +0a1b2c3d +order: is"
                            + " required")
                    .contains("so\\u001b[2Jso").doesNotContain("\u001b");
        }
        assertThat(dead("list", "--fingerprint", "ffffffff").out()).contains("otp.requests").doesNotContain("ord-1");
        assertThat(dead("list", "--queue", "orders.requests").out()).contains("ord-1").doesNotContain("otp.requests");
        assertThat(dead("list", "--limit", "1").out()).contains("ord-1").doesNotContain("otp.requests")
                .contains("There are more");
        assertThat(dead("list", "--queue", "no' OR '1'='1").out()).isEqualTo("Nothing like that is on sluice.dead.\n");
        assertThat(dead("list", "--json").out().lines()).hasSize(2).first().asString()
                .contains("\"id\":\"" + first + "\"").doesNotContain("amount");
        assertThat(broker.waiting("sluice.dead")).isEqualTo(2);
    }

    @Test
    void aBodyIsShownWithoutWhatTheContractHides() {
        String id = dead.text("{\"otp\":{\"mobile\":\"+31612345678\",\"pin\":\"123\"},\"Key\":\"ABCD-EFGH-IJKL\"}",
                "otp.requests", Map.of());

        Ran shown = dead("show", id.substring(0, 8));

        assertThat(shown.err()).isEmpty();
        // Its id may have any digits.
        assertThat(shown.out().replace(id, "").replace(id.substring(0, 8), ""))
                .contains("VALIDATION: order: is required").contains("+31*******78")
                .contains("\"pin\" : \"****\"")
                .doesNotContain("345").doesNotContain("123").doesNotContain("EFGH").contains("./sluice dead"
                        + " replay|discard");
        assertThat(dead("show", id, "--json").out()).contains("\"mobile\":\"+31*******78\"")
                .contains("\"pin\":\"****\"");
        assertThat(broker.waiting("sluice.dead")).isEqualTo(1);
    }

    @Test
    void aReplayIsTheProducersMessageAndIsNoted() throws Exception {
        byte[] bytes = {'{', (byte) 0xff, 0, '}'};
        String text = dead.text(ORDER, "orders.requests",
                Map.of("requestId", "ord-1", "correlationId", "c-1", "deadReplyTo", "replies.me"));
        String raw = dead.bytes(bytes, "otp.requests", Map.of());

        Ran ran = dead("replay", "ID:" + text.toUpperCase(), raw, "--by", "ana", "--why", "mended");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).containsExactly("replayed  " + text.substring(0, 8) + "  to orders.requests "
                + " ord-1",
                "replayed  " + raw.substring(0, 8) + "  to otp.requests");
        assertThat(dead.taken("orders.requests")).singleElement().satisfies(order -> {
            assertThat(order.text()).isEqualTo(ORDER);
            assertThat(order.kind()).isEqualTo("text");
            assertThat(order.correlationId()).isEqualTo("c-1");
            assertThat(order.replyTo()).isEqualTo("replies.me");
            assertThat(order.properties().keySet())
                    .noneMatch(name -> name.startsWith("dead") || name.equals("requestId"));
        });
        assertThat(dead.taken("otp.requests")).singleElement().satisfies(otp -> {
            assertThat(otp.body()).isEqualTo(bytes);
            assertThat(otp.kind()).isEqualTo("bytes");
            assertThat(otp.replyTo()).isNull();
        });
        await().untilAsserted(() -> assertThat(broker.waiting("sluice.dead")).isZero());
        List<Taken> acts = dead.taken("sluice.people");
        assertThat(acts.get(0).properties().get("step").toString()).matches("person-[0-9a-f-]{36}");
        assertThat(json(acts.get(0))).isEqualTo(new ObjectMapper().readTree("""
                {"act": "replay", "by": "ana", "why": "mended", "family": "orders", "requestId": "ord-1", "queue": "orders.requests",
                 "fingerprint": "0a1b2c3d", "deadAt": "2026-11-22T00:10:41.149Z", "to": "orders.requests"}"""));
        assertThat(json(acts.get(1)).has("requestId")).isFalse();
        assertThat(acts).hasSize(2);
    }

    @Test
    void aCorrelationIdOfBytesIsShownAndReplayedAsItIs() {
        byte[] correlationId = {0, (byte) 0xff, 0x10};
        String id = dead.text(ORDER, "orders.requests", Map.of("correlationId", correlationId));

        assertThat(dead("show", id).out()).contains("ID:AMQP_BINARY:00FF10");
        assertThat(dead("replay", id, "--by", "ana", "--why", "mended").exitCode()).isZero();

        assertThat(dead.taken("orders.requests")).singleElement()
                .satisfies(order -> assertThat(order.correlationIdBytes()).isEqualTo(correlationId));
    }

    @Test
    void aDeadResultKeepsWhatConsumersSelectBy() {
        String id = dead.text("{}", "orders.results",
                Map.of("requestId", "ord-1", "family", "orders", "status", "COMPLETED",
                        "isFinal", true, "sequence", 2));

        assertThat(dead("replay", id, "--to", "otp.results", "--by", "ana", "--why", "x").exitCode()).isZero();

        assertThat(dead.taken("otp.results")).singleElement().satisfies(result -> assertThat(result.properties())
                .containsEntry("requestId", "ord-1").containsEntry("family", "orders")
                .containsEntry("status", "COMPLETED")
                .containsEntry("isFinal", true).containsEntry("sequence", 2)
                .containsEntry("_AMQ_CONTENT_TYPE", "application/json")
                .doesNotContainKey("deadQueue"));
    }

    @Test
    void aTemporaryReplyToThatIsGoneIsLeftOut() {
        dead.text(ORDER, "orders.requests", Map.of("deadReplyTo", UUID.randomUUID().toString()));

        assertThat(dead("replay", "--fingerprint", "0A1B2C3D", "--by", "ana", "--why", "x").out())
                .contains("its reply-to is gone");

        assertThat(dead.taken("orders.requests")).singleElement().extracting(Taken::replyTo).isNull();
    }

    @Test
    void whatCannotBeNotedStaysWhereItWas() {
        String id = dead.text(ORDER, "orders.requests", Map.of());
        broker.fill("sluice.people");
        dead("replay", dead.text("{}", "otp.requests", Map.of()), "--by", "ana", "--why", "fills it");

        Ran ran = dead("replay", id, "--by", "ana", "--why", "x");
        Ran discarded = dead("discard", id, "--by", "ana", "--why", "x");

        assertThat(List.of(ran.exitCode(), discarded.exitCode())).containsExactly(1, 1);
        assertThat(broker.waiting("orders.requests")).isZero();
        assertThat(dead("list").out()).contains(id.substring(0, 8));
    }

    @Test
    void discardingTakesAwayAllOfOneErrorAndLeavesTheRest() {
        dead.text("{}", "orders.requests", Map.of());
        dead.text("{}", "orders.requests", Map.of());
        String other = dead.text("{}", "orders.requests", Map.of("deadFingerprint", "ffffffff"));

        assertThat(dead("discard", "--fingerprint", "0a1b2c3d", "--by", "ana", "--why", "a test").out().lines())
                .hasSize(2);

        assertThat(dead("list", "--json").out().lines()).singleElement().asString().contains(other);
        assertThat(dead.taken("sluice.people")).hasSize(2)
                .allSatisfy(act -> assertThat(json(act).path("act").asText()).isEqualTo("discard"));
        assertThat(broker.waiting("orders.requests")).isZero();
    }

    @Test
    void whatIsSluicesOwnIsNotReplayedAndNothingElseOfTheSameCommandIs() {
        String order = dead.text(ORDER, "orders.requests", Map.of());
        String hook = dead.text("{}", "sluice.webhooks.hambit", Map.of());

        Ran ran = dead("replay", order, hook, "--by", "ana", "--why", "x");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).singleElement().asString().contains("sluice.webhooks.hambit")
                .contains("./sluice orders ask");
        for (String queue : List.of("sluice.people", "orders.requests::sluice.submit.hambit")) {
            assertThat(dead("replay", order, "--to", queue, "--by", "ana", "--why", "x").err())
                    .contains("--to " + queue);
        }
        assertThat(dead("replay", order, "--to", "orders.requests.hambti", "--by", "ana", "--why", "x").err())
                .contains("no queue \"orders.requests.hambti\"");
        assertThat(broker.waiting("sluice.dead")).isEqualTo(2);
    }

    @Test
    void anIdMustNameOneMessage() {
        List<String> ids = new ArrayList<>();
        for (int nth = 0; nth < 3; nth++) {
            ids.add(dead.text("{}", "orders.requests", Map.of()));
        }
        String id = ids.get(1);

        assertThat(dead("show", "").err()).contains("no message on sluice.dead has an id that begins with \"\"");
        assertThat(dead("show", "zz").err()).contains("no message on sluice.dead has an id that begins with \"zz\"");
        assertThat(dead("show", common(ids)).err()).contains("begins several ids").contains(id);
        assertThat(dead("discard", "--by", "ana", "--why", "x").exitCode()).isEqualTo(2);
        assertThat(dead("discard", id, "--fingerprint", "0a1b2c3d", "--by", "ana", "--why", "x").exitCode())
                .isEqualTo(2);
        assertThat(broker.waiting("sluice.dead")).isEqualTo(3);
    }

    @Test
    void nobodyActsWithoutANameAndAReason() {
        String id = dead.text("{}", "orders.requests", Map.of());

        assertThat(dead("discard", id, "--why", "x").err()).contains("--by NAME").contains("SLUICE_OPERATOR");
        assertThat(dead("discard", id, "--by", "ana").err()).contains("--why");
        assertThat(dead("discard", id, "--by", "ana", "--why", "  ").err()).contains("--why must have 1 to 200"
                + " characters");
        assertThat(broker.waiting("sluice.dead")).isEqualTo(1);

        Ran ran = Ran.run(HOME, Map.of("SLUICE_BROKER_PORT", Integer.toString(broker.port()), "SLUICE_OPERATOR", "ben"),
                "",
                "dead", "discard", id, "--why", "x");
        assertThat(ran.exitCode()).isZero();
        assertThat(dead.taken("sluice.people")).singleElement()
                .satisfies(act -> assertThat(json(act).path("by").asText()).isEqualTo("ben"));
    }

    /** Also where the file that says whether there are any cannot be used. */
    @Test
    void whereThereAreTenantsARequestOfNoneIsSentOnlyWhereThatIsSaid(@TempDir Path folder) throws Exception {
        Path users = GivenUsers.file(folder, Map.of("shop-7", BrokerRole.UPSTREAM), Map.of("shop-7", "acme"),
                "said-to-nobody");
        for (Path file : List.of(users, folder.resolve("none.yaml"))) {
            Map<String, String> environment = new HashMap<>(broker.environment());
            environment.put("SLUICE_BROKER_USERS", file.toString());
            environment.putIfAbsent("SLUICE_BROKER_USERNAME", "sluice");
            environment.putIfAbsent("SLUICE_BROKER_PASSWORD", "secret");
            String id = dead.text(ORDER, "orders.requests", Map.of("deadCategory", "UNAVAILABLE"));
            String[] replay = {"dead", "replay", id, "--by", "ana", "--why", "mended"};

            assertThat(Ran.run(HOME, environment, "", replay).err()).contains("--tenant", "--no-tenant");
            String[] said = Arrays.copyOf(replay, replay.length + 1);
            said[replay.length] = "--no-tenant";
            Ran ran = Ran.run(HOME, environment, "", said);
            assertThat(ran.exitCode()).as(ran.err()).isZero();
        }
    }

    private Ran dead(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dead"));
        all.addAll(Arrays.asList(arguments));
        return Ran.run(HOME, broker.environment(), "", all.toArray(String[]::new));
    }

    /** With the digits of the time that two of them begin with; the first one changes between two of three at most. */
    private static String common(List<String> ids) {
        String before = common(ids.get(0), ids.get(1));
        String behind = common(ids.get(1), ids.get(2));
        return before.length() > behind.length() ? before : behind;
    }

    private static String common(String one, String other) {
        int length = 0;
        while (one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return one.substring(0, length);
    }

    private static JsonNode json(Taken message) {
        try {
            return new ObjectMapper().readTree(new String(message.body(), StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
