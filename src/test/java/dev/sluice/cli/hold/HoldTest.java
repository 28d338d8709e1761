package dev.sluice.cli.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.Act;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.HoldRows;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Status;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.Ran;
import dev.sluice.cli.TestBroker;
import dev.sluice.json.Json;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop for everything and its end, asked for of a Sluice that answers as the test wants it. */
class HoldTest {

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"hold", "release"})
    void theActGoesToSluiceAndItsAnswerIsTold(String command) throws Exception {
        try (TestBroker broker = new TestBroker(0)) {
            CompletableFuture<JsonNode> asked = CompletableFuture.supplyAsync(() -> answer(broker));

            Ran ran = Ran.run(home, broker.environment(), "", command, "--by", "ana", "--why", "ticket 52", "--wait",
                    "60s");

            assertThat(ran.err()).isEmpty();
            assertThat(ran.exitCode()).isZero();
            assertThat(ran.out()).isEqualTo("submissions: as it was asked for\n");
            assertThat(asked.join().toString())
                    .isEqualTo("{\"act\":\"" + command + "\",\"by\":\"ana\",\"why\":\"ticket 52\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "release"})
    void nobodyDoesItWithoutAReason(String command) {
        assertThat(Ran.run(home, Map.of(), "", command, "--by", "ana").exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "release"})
    void oneProviderOrOneOfItsAccountsIsNamed(String command) throws Exception {
        try (TestBroker broker = new TestBroker(0)) {
            CompletableFuture<JsonNode> asked = CompletableFuture.supplyAsync(() -> answer(broker));

            Ran ran = Ran.run(home, broker.environment(), "", command, "hambit", "second", "--by", "ana", "--why", "x",
                    "--wait", "60s");

            assertThat(ran.out()).isEqualTo("hambit/second: as it was asked for\n");
            assertThat(asked.join().toString()).isEqualTo("{\"act\":\"" + command
                    + "\",\"by\":\"ana\",\"why\":\"x\",\"provider\":\"hambit\",\"account\":\"second\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "release", "drain"})
    void anEmptyNameIsNotEverything(String command) {
        for (String[] names : new String[][]{{""}, {" "}, {"", "second"}, {"hambit", ""}}) {
            List<String> all = new ArrayList<>(List.of(command));
            all.addAll(List.of(names));
            all.addAll(List.of("--by", "ana", "--why", "x"));
            Ran ran = Ran.run(home, Map.of(), "", all.toArray(String[]::new));

            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err()).contains(names[0].equals("hambit") ? "ACCOUNT is empty" : "PROVIDER is empty");
        }
    }

    @Test
    void whoDrainsIsToldWhatIsLeftAndWhatAPersonHasToEnd() throws Exception {
        try (TestBroker broker = new TestBroker(0); GivenLedger ledger = GivenLedger.in(home)) {
            Ran drained = drain(broker, "hambit");
            assertThat(drained.err()).isEmpty();
            assertThat(drained.out()).isEqualTo("hambit: as it was asked for\nhambit: nothing of it is open; it stays"
                    + " held until ./sluice release hambit\n");

            open(ledger, "stuck", Status.UNRESOLVED);
            Ran standing = drain(broker, "hambit", "default");
            assertThat(standing.exitCode()).isZero();
            assertThat(standing.out()).contains("hambit/default: open: 1 UNRESOLVED\n"
                    + "hambit/default: nothing of it is under way; it stays held until ./sluice release hambit"
                    + " default\na person has to look at the others: ./sluice orders find --provider hambit"
                    + " --account default\n");

            open(ledger, "asked", Status.ACCEPTED);
            Ran late = drain(broker, "hambit", "default", "--within", "1ms");
            assertThat(late.exitCode()).isEqualTo(1);
            assertThat(late.err()).contains("1ms is over, and these are open still: 1 ACCEPTED, 1 UNRESOLVED");
            assertThat(drain(broker, "hambit", "second").exitCode()).isZero();
            assertThat(Ran.run(home, Map.of(), "", "drain", "--by", "ana", "--why", "x").err())
                    .contains("say of which provider");
        }
    }

    @Test
    void whatTheHoldItselfKeepsBackIsNotWaitedForAndNotCalledLost() throws Exception {
        try (TestBroker broker = new TestBroker(0); GivenLedger ledger = GivenLedger.in(home)) {
            Ledger before = ledger.ledger(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-11)));
            toBeSent(before, "unsent", Change.NOTHING);

            Ran held = drain(broker, "hambit");
            assertThat(held.err()).isEmpty();
            assertThat(held.exitCode()).isZero();
            assertThat(held.out()).contains("hambit: open: 1 waiting to be sent again (held)\n"
                    + "hambit: nothing of it is under way; it stays held until ./sluice release hambit, and what"
                    + " waits to be sent again goes on then\n").doesNotContain("SILENT", "a person has");
        }
    }

    /** Whoever changes the account before it is released has it done twice. */
    @Test
    void whatMayHaveTakenEffectIsUnderWayAlsoWhereItIsToBeRepeated() throws Exception {
        try (TestBroker broker = new TestBroker(0); GivenLedger ledger = GivenLedger.in(home)) {
            Ledger rows = ledger.ledger(Clock.systemUTC());
            toBeSent(rows, "unsent", Change.NOTHING);
            toBeSent(rows, "repeated", Change.to(Status.UNKNOWN, sequence -> "{}"));
            Ran waiting = drain(broker, "hambit", "--within", "1ms");
            assertThat(waiting.exitCode()).isEqualTo(1);
            assertThat(waiting.err()).contains("open still: 1 waiting to be sent again (held), 1 UNKNOWN");

            rows.claim(request("repeated"), "next-repeated", true);
            assertThat(drain(broker, "hambit", "--within", "1ms").err()).contains("1 UNKNOWN");
        }
    }

    /** Its message came back of a replica that died in the call, and is kept back by the hold. */
    @Test
    void whatWasNotHeardOfMayHaveBeenSentAndGoesOnWhenItIsReleased() throws Exception {
        try (TestBroker broker = new TestBroker(0); GivenLedger ledger = GivenLedger.in(home)) {
            ledger.ledger(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-11))).claim(request("called"),
                    "step-called", false);

            Ran waiting = drain(broker, "hambit", "--within", "1ms");

            assertThat(waiting.exitCode()).isEqualTo(1);
            assertThat(waiting.err()).contains("open still: 1 SILENT; it stays held, and the same command waits on."
                    + " What is SILENT may have been sent, and goes on when it is released: look it up and resolve it"
                    + " (./sluice orders find --provider hambit), or release before anything of the account is"
                    + " changed.");
        }
    }

    /** A replica may have claimed it before it knew of the hold. */
    @Test
    void oneLookIsNotEnough() throws Exception {
        try (TestBroker broker = new TestBroker(0); GivenLedger ledger = GivenLedger.in(home)) {
            open(ledger, "stuck", Status.UNRESOLVED);

            Ran late = drain(broker, line -> {
                if (line.equals("hambit: open: 1 UNRESOLVED")) {
                    open(ledger, "late", Status.ACCEPTED);
                }
            }, "hambit", "--within", "1ms");

            assertThat(late.exitCode()).isEqualTo(1);
            assertThat(late.err()).contains("open still: 1 ACCEPTED, 1 UNRESOLVED");
        }
    }

    @Test
    void whatSomebodyReleasedMeanwhileIsNotToldAsHeld() throws Exception {
        try (TestBroker broker = new TestBroker(0); GivenLedger ledger = GivenLedger.in(home)) {
            open(ledger, "asked", Status.ACCEPTED);
            Ran released = drain(broker, line -> {
                if (line.equals("hambit: open: 1 ACCEPTED")) {
                    ledger.act("UPDATE account_hold SET held = 0");
                }
            }, "hambit");
            assertThat(released.exitCode()).isEqualTo(1);
            assertThat(released.err()).contains("hambit: somebody released it meanwhile, and what comes is submitted.");
        }
    }

    private static void toBeSent(Ledger ledger, String id, Change change) {
        ledger.claim(request(id), "step-" + id, false);
        ledger.record(request(id).key(), "step-" + id, change.followedBy("{\"step\":\"next-" + id
                + "\",\"submission\":true,\"at\":9}").claimedBy("next-" + id));
    }

    private static Entry request(String id) {
        return Entry.wanted(new Key("orders", id), "hambit", "default", "fiat-to-crypto", "hash", Json.object(),
                Json.object());
    }

    private Ran drain(TestBroker broker, String... arguments) {
        return drain(broker, line -> {}, arguments);
    }

    private Ran drain(TestBroker broker, Consumer<String> listener, String... arguments) {
        hold(arguments[0], arguments.length > 1 && !arguments[1].startsWith("-") ? arguments[1] : "");
        return told(broker, listener, arguments);
    }

    /** As Sluice does it when it is asked to. */
    private void hold(String provider, String account) {
        try (GivenLedger ledger = GivenLedger.in(home)) {
            new HoldRows(ledger, ledger.ledger(Clock.systemUTC()), Clock.systemUTC()).hold(
                    new Act("act-" + UUID.randomUUID(), null, Act.HOLD, "ana", "x", null),
                    new HeldPlace(provider, account), true);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Ran told(TestBroker broker, Consumer<String> listener, String... arguments) {
        CompletableFuture<JsonNode> asked = CompletableFuture.supplyAsync(() -> answer(broker));
        Map<String, String> environment = new HashMap<>(broker.environment());
        environment.put("SLUICE_DATA", home.toString());
        List<String> all = new ArrayList<>(List.of("drain"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--by", "ana", "--why", "x", "--wait", "60s"));
        Ran ran = Ran.run(home, environment, "", listener, all.toArray(String[]::new));
        assertThat(asked.join().path("act").asText()).isEqualTo("hold");
        return ran;
    }

    /** It was claimed before any hold. */
    private static void open(GivenLedger ledger, String id, Status status) {
        Ledger rows = ledger.ledger(Clock.systemUTC());
        ledger.act("UPDATE account_hold SET held = 2 WHERE held = 1");
        rows.claim(request(id), "step-" + id, false);
        ledger.act("UPDATE account_hold SET held = 1 WHERE held = 2");
        rows.record(request(id).key(), "step-" + id, Change.to(status, sequence -> "{}"));
    }

    private static JsonNode answer(TestBroker broker) {
        try (BrokerClient client = broker.client()) {
            return client.call(session -> {
                TextMessage act = (TextMessage) session.createConsumer(session.createQueue("sluice.people"))
                        .receive(60_000);
                Message message = session.createTextMessage("{\"done\":true,\"text\":\"as it was asked for\"}");
                message.setJMSCorrelationID(act.getStringProperty("step"));
                session.createProducer(act.getJMSReplyTo()).send(message);
                session.commit();
                return Json.own(act.getText());
            });
        }
    }
}
