package dev.sluice.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.Ran;
import dev.sluice.cli.TestBroker;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.HoldRows;
import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.PlanRows;
import dev.sluice.ledger.Replica;
import dev.sluice.ledger.Replica.Refusal;
import dev.sluice.ledger.Replica.Standing;
import dev.sluice.start.PlanFiles;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told of the plan, by a Sluice that answers and replicas that report as the test wants it. */
class ApplyTest {

    private static final PlanMark OLD = new PlanMark("0000000000aa");
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path home;
    @TempDir
    private Path data;
    private GivenLedger ledger;
    private PlanRows rows;
    private TestBroker broker;
    private PlanMark mark;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("routes")).resolve("a.camel.yaml"), "- route:\n");
        mark = PlanFiles.mark(home);
        ledger = GivenLedger.in(data);
        rows = ledger.planRows(CLOCK);
        broker = new TestBroker(0);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        ledger.close();
    }

    @Test
    void whatIsWantedGoesToSluiceAndEveryReplicaSaysThatItRunsIt() throws Exception {
        CompletableFuture<JsonNode> asked = answer(act -> {
            report("one:8080", mark, act, Standing.RUNS, "", null);
            report("two:8080", mark, act, Standing.RUNS, "", null);
        });

        Ran ran = run("apply", "--by", "ana", "--why", "ticket 17", "--leave-open");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines()).satisfiesExactly(
                line -> assertThat(line).isEqualTo("plan " + mark.text() + ": it is wanted now"),
                line -> assertThat(line).matches("one:8080 +" + mark.text() + " .* runs what is wanted"),
                line -> assertThat(line).matches("two:8080 +" + mark.text() + " .* runs what is wanted"));
        assertThat(asked.join())
                .isEqualTo(Json.read(("{\"act\":\"apply\",\"by\":\"ana\",\"why\":\"ticket 17\",\"plan\":\""
                        + mark.text() + "\",\"leaveOpen\":true}").getBytes(), Json.Numbers.ALL_AS_TEXT));
    }

    @Test
    void theMistakesOfWhatIsRefusedAreToldOnce() {
        answer(act -> {
            report("one:8080", OLD, act, Standing.REFUSED, "1 mistake", "routes/a.camel.yaml:1:1: is wrong");
            report("two:8080", OLD, act, Standing.REFUSED, "1 mistake", "routes/a.camel.yaml:1:1: is wrong");
        });

        Ran ran = run("apply", "--by", "ana", "--why", "ticket 17");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out().lines().skip(1)).satisfiesExactly(
                line -> assertThat(line).matches("one:8080 +0000000000aa .* refused: 1 mistake"),
                line -> assertThat(line).matches("two:8080 +0000000000aa .* refused: 1 mistake"),
                line -> assertThat(line).isEqualTo("routes/a.camel.yaml:1:1: is wrong"));
    }

    @Test
    void aReplicaThatDoesNotRunItInTimeIsAFailure() {
        report("three:8080", OLD, "before", Standing.RUNS, "", null);
        answer(act -> {
            report("one:8080", mark, act, Standing.RUNS, "", null);
            report("two:8080", OLD, act, Standing.OTHER_FILES, "its files are 0000000000aa", null);
        });

        Ran ran = run("apply", "--by", "ana", "--why", "ticket 17", "--wait", "20s");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out().lines().skip(1)).satisfiesExactly(
                line -> assertThat(line).contains("one:8080").endsWith("runs what is wanted"),
                line -> assertThat(line).contains("three:8080").endsWith("has not looked yet"),
                line -> assertThat(line).contains("two:8080").endsWith("its files are 0000000000aa"));
    }

    @Test
    void aDryRunTellsMistakesAndSendsNothing() {
        Ran ran = run("apply", "--dry-run");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("routes/a.camel.yaml")
                .containsPattern("The plan of this folder is " + mark.text()
                        + ", with \\d+ mistakes. Nothing was applied.\n$");
        assertThat(broker.waiting("sluice.people")).isZero();
        assertThat(Ran.run(Path.of("").toAbsolutePath(), Map.of("SLUICE_SANDBOX_ENABLED", "true"), "", "apply",
                "--dry-run").exitCode()).isZero();
    }

    @Test
    void statusTellsWhatRunsWhatIsWantedAndWhatWasRefused() throws Exception {
        assertThat(run("status").exitCode()).as("nobody runs").isEqualTo(1);
        report("one:8080", OLD, null, Standing.RUNS, "", null);
        Ran unwanted = run("status");
        assertThat(unwanted.exitCode()).isZero();
        assertThat(unwanted.out()).contains("wanted   none").containsPattern("one:8080 +0000000000aa .* /sluice ")
                .endsWith("The replica runs what it should.\n");

        rows.want(new Act("wish", null, Act.APPLY, "ana", "ticket\u001b[2J 17", null), mark, false);
        report("one:8080", OLD, "wish", Standing.REFUSED, "2 mistakes", "a.yaml:1: is wrong\nb.yaml:2: too");
        Ran refused = run("status");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).contains("wanted   " + mark.text() + " by ana").contains("ticket\\u001b[2J 17")
                .containsPattern(
                        "one:8080 refused " + mark.text() + " at .*:\n    a.yaml:1: is wrong\n    b.yaml:2: too")
                .contains("What is wanted was refused");
        JsonNode json = Json.own(run("status", "--json").out());
        assertThat(json.at("/wanted/plan").asText()).isEqualTo(mark.text());
        assertThat(json.at("/wanted/by").asText()).isEqualTo("ana");
        assertThat(json.at("/replicas/0/running").asText()).isEqualTo("0000000000aa");
        assertThat(json.at("/replicas/0/refused/lines/1").asText()).isEqualTo("b.yaml:2: too");
        assertThat(json.path("refused").asBoolean()).isTrue();
        assertThat(json.path("differ").asBoolean()).isTrue();

        report("one:8080", mark, "wish", Standing.RUNS, "", null);
        assertThat(run("status").exitCode()).isZero();
        report("two:8080", OLD, "wish", Standing.OTHER_FILES, "its files are 0000000000aa", null);
        Ran differ = run("status");
        assertThat(differ.exitCode()).isEqualTo(1);
        assertThat(differ.out()).contains("its files are 0000000000aa")
                .endsWith("Not every replica runs what is wanted.\n");
    }

    @Test
    void statusTellsWhoHoldsBackAllSubmissions() throws Exception {
        report("one:8080", OLD, null, Standing.RUNS, "", null);
        assertThat(run("status").out()).doesNotContain("submissions");
        assertThat(Json.own(run("status", "--json").out()).path("held").isNull()).isTrue();

        HoldRows holds = new HoldRows(ledger, ledger.ledger(CLOCK), CLOCK);
        holds.hold(new Act("hold", null, Act.HOLD, "ana", "ticket 52", null), HeldPlace.EVERYTHING, true);
        Ran held = run("status");
        assertThat(held.exitCode()).isZero();
        assertThat(held.out()).containsPattern("(?m)^submissions held by ana since 2\\S+: ticket 52$");
        JsonNode json = Json.own(run("status", "--json").out());
        assertThat(json.at("/held/by").asText()).isEqualTo("ana");
        assertThat(json.at("/held/why").asText()).isEqualTo("ticket 52");

        holds.hold(new Act("other", null, Act.HOLD, "ben", "ticket 53", null), new HeldPlace("gone", "second"), true);
        assertThat(run("status").out()).as("whether a plan has it or not")
                .containsPattern("(?m)^submissions of gone/second held by ben since 2\\S+: ticket 53$");
        JsonNode one = Json.own(run("status", "--json").out()).at("/heldAccounts/0");
        assertThat(one.path("provider").asText()).isEqualTo("gone");
        assertThat(one.path("account").asText()).isEqualTo("second");
        assertThat(one.path("by").asText()).isEqualTo("ben");
    }

    /** So that it answers while versions change, and where a role has not got the right yet. */
    @Test
    void statusTellsWhatRunsWhereItCannotReadWhoHoldsBack() throws Exception {
        report("one:8080", OLD, null, Standing.RUNS, "", null);
        assertThat(Json.own(run("status", "--json").out()).path("heldKnown").asBoolean()).isTrue();
        ledger.withoutHolds();
        Ran before = run("status");
        assertThat(before.exitCode()).isZero();
        assertThat(before.out()).contains("submissions may be held or not")
                .endsWith("The replica runs what it should.\n");
        JsonNode json = Json.own(run("status", "--json").out());
        assertThat(json.path("held").isNull()).isTrue();
        assertThat(json.path("heldKnown").asBoolean(true)).isFalse();
    }

    @Test
    void theMarkOfTheFolderNeedsNoLedger() {
        assertThat(Ran.run(home, Map.of("SLUICE_DATA", "nowhere"), "", "status", "--mark").out())
                .isEqualTo(mark.text() + "\n");
    }

    private void report(String name, PlanMark running, String act, Standing standing, String said, String lines) {
        rows.report(new Replica(name, running, CLOCK.millis(), "/sluice", act, standing, said,
                Optional.ofNullable(lines).map(text -> new Refusal(mark, CLOCK.millis(), text)), CLOCK.millis()));
    }

    /** Answers the next act as Sluice does, after the replicas did what they do. */
    private CompletableFuture<JsonNode> answer(Consumer<String> replicas) {
        return CompletableFuture.supplyAsync(() -> {
            try (BrokerClient client = broker.client()) {
                return client.call(session -> {
                    TextMessage act = (TextMessage) session.createConsumer(session.createQueue("sluice.people"))
                            .receive(60_000);
                    String id = act.getStringProperty("step");
                    rows.want(new Act(id, null, Act.APPLY, "ana", "ticket 17", null), mark, false);
                    replicas.accept(id);
                    Message message = session.createTextMessage("{\"done\":true,\"text\":\"it is wanted now\"}");
                    message.setJMSCorrelationID(id);
                    session.createProducer(act.getJMSReplyTo()).send(message);
                    session.commit();
                    return Json.own(act.getText());
                });
            }
        });
    }

    private Ran run(String... arguments) {
        Map<String, String> environment = new HashMap<>(broker.environment());
        environment.put("SLUICE_DATA", data.toString());
        return Ran.run(home, environment, "", arguments);
    }
}
