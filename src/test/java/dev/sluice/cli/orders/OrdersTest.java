package dev.sluice.cli.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Ran;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Heard;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.PlanMark;
import dev.sluice.outcome.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads of a ledger that a Sluice has open. */
class OrdersTest {

    private static final Path HOME = Path.of("").toAbsolutePath();

    @TempDir
    private Path data;
    private GivenLedger ledger;

    @BeforeEach
    void makeALedger() throws Exception {
        ledger = GivenLedger.in(data);
    }

    @AfterEach
    void closeIt() throws Exception {
        ledger.close();
    }

    @Test
    void whatNeedsAPersonIsFoundWithoutBeingAskedFor() {
        request("orders", "stuck", Duration.ofHours(3), Status.UNRESOLVED);
        request("otp", "unsure", Duration.ofMinutes(5), Status.UNKNOWN);
        request("orders", "fine", Duration.ofHours(9), Status.COMPLETED);

        Ran ran = orders("find");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines().skip(1)).satisfiesExactly(
                line -> assertThat(line).containsPattern("stuck +hambit +fiat-to-crypto +UNRESOLVED +3 h 0 min"
                        + " +REF-stuck"),
                line -> assertThat(line).containsPattern("unsure +hambit +fiat-to-crypto +UNKNOWN +5 min"));
        assertThat(orders("find", "--older", "1h").out()).contains("stuck").doesNotContain("unsure");
        assertThat(orders("find", "--family", "otp").out()).contains("unsure").doesNotContain("stuck");
        assertThat(orders("find", "--status", "completed").out()).contains("fine").doesNotContain("stuck");
        assertThat(orders("find", "ref-FI").out()).contains("fine").doesNotContain("stuck");
        assertThat(orders("find", "--limit", "1").out()).contains("stuck").contains("There are more")
                .doesNotContain("unsure");
        assertThat(orders("find", "nobody").out()).isEqualTo("No order is like that.\n");
        JsonNode found = json(orders("find", "--limit", "1", "--json").out());
        assertThat(found.path("requestId").asText()).isEqualTo("stuck");
        assertThat(found.path("providerReference").asText()).isEqualTo("REF-stuck");
        assertThat(found.path("final").isBoolean()).isTrue();
    }

    @Test
    void aNameThatIsWrittenWronglyIsNotTakenForOneWithoutOrders() {
        request("orders", "fine", Duration.ofHours(9), Status.COMPLETED);
        ledger(Duration.ofHours(1)).claim(Entry.wanted(new Key("old", "theirs"), "gone", "default", "any", "h",
                Json.object(), Json.object()), "a", false);

        assertThat(orders("find", "--family", "ordres").err())
                .contains("--family ordres: there is none such; it is one of licenses, orders, otp.");
        assertThat(orders("find", "--family", "ordres").exitCode()).isEqualTo(2);
        assertThat(orders("find", "--provider", "hambti").err())
                .contains("--provider hambti: there is none such in config/providers or in the ledger.");
        for (String[] known : new String[][]{{"--family", "otp"}, {"--provider", "hambit"},
                {"--provider", "aeterna"}}) {
            assertThat(orders("find", known[0], known[1]).out()).isEqualTo("No order needs a person.\n");
        }
        assertThat(orders("find", "--provider", "gone", "--status", "FAILED").out())
                .as("of a provider that is gone").isEqualTo("No order is like that.\n");
        assertThat(orders("find", "--family", "old", "--status", "FAILED").out()).isEqualTo("No order is like that.\n");
    }

    @Test
    void aHistoryTellsEveryStepAndEveryPersonAndWhatCanBeDoneNow() {
        request("orders", "stuck", Duration.ofHours(3), Status.UNRESOLVED);
        ledger(Duration.ofHours(2))
                .note(new Act("person-1", new Key("orders", "stuck"), "ask", "ana", "ticket 17", null));

        String told = orders("show", "stuck").out();

        assertThat(told).containsPattern("status +UNRESOLVED since .+ \\(3 h 0 min ago\\)")
                .contains("order.amount: 100.00")
                .containsSubsequence("1    UNRESOLVED                sent", "TIMEOUT 504: nobody answers",
                        "ana asked the"
                                + " provider",
                        "\"ticket 17\"")
                .contains("look up order number stuck, reference REF-stuck, at hambit")
                .contains("./sluice orders ask stuck --by NAME --why TEXT").contains("resolve stuck"
                        + " --completed|--failed");
        assertThat(told).as("the hash of a masked member").doesNotContain("mobileHash").contains("order.mobile:"
                + " +31*******78");

        ledger(Duration.ZERO).decide(
                new Act("person-2", new Key("orders", "stuck"), "resolve", "ben", "seen there", null),
                to(Status.COMPLETED));
        assertThat(orders("show", "stuck").out())
                .containsPattern("2    COMPLETED                 ben decided\\R +\"seen there\"")
                .contains("Nothing is left to do: it ended COMPLETED.");
        JsonNode json = json(orders("show", "stuck", "--json").out());
        assertThat(json.path("steps")).hasSize(2);
        assertThat(json.path("acts").findValuesAsText("who")).containsExactly("ana", "ben");
    }

    @Test
    void eachStepNamesThePlanThatItWasDoneBy() {
        claim("orders", "stuck", Duration.ofHours(3));
        ledger.ledger(Clock.systemUTC(), new PlanMark("0123456789ab")).record(new Key("orders", "stuck"), "p-1",
                to(Status.UNRESOLVED));

        assertThat(orders("show", "stuck").out()).containsPattern("SEQ +STATUS +PLAN +WHAT")
                .containsPattern("1 +UNRESOLVED +0123456789ab +");
        assertThat(json(orders("show", "stuck", "--json").out()).at("/steps/0/plan").asText())
                .isEqualTo("0123456789ab");
    }

    @Test
    void anOrderIsShownAndFoundByTheShortFormThatItsProviderKnows() {
        request("orders", "plain", Duration.ofHours(1), Status.UNRESOLVED);
        ledger(Duration.ofHours(1)).claim(Entry.wanted(new Key("orders", "long-one"), "hambit", "default",
                "fiat-to-crypto", "hash", Json.object().put("requestId", "long-one"), Json.object())
                .numbered("k3x9w2"), "step-long", false);
        ledger(Duration.ofHours(1)).record(new Key("orders", "long-one"), "step-long", to(Status.UNRESOLVED));

        assertThat(orders("show", "long-one").out())
                .containsPattern("number +k3x9w2 at hambit, a short form of the requestId")
                .contains("look up order number k3x9w2 at hambit").contains("orders resolve long-one");
        assertThat(orders("show", "plain").out()).doesNotContain("short form");
        assertThat(orders("find", "K3X9").out()).contains("long-one").doesNotContain("plain");
        assertThat(json(orders("find", "k3x9", "--json").out()).path("orderNumber").asText()).isEqualTo("k3x9w2");
        assertThat(orders("show", "k3x9w2").err()).contains("knows no request \"k3x9w2\"")
                .contains("orders find TEXT finds one by a part of its id, of its order number");
    }

    @Test
    void whatTheProviderSaidLastIsShownAsLongAsNothingElseIsKnown() {
        request("orders", "stuck", Duration.ofHours(3), Status.UNKNOWN);
        assertThat(orders("show", "stuck").out()).doesNotContain("last ask");
        ledger(Duration.ofHours(2)).asked(new Key("orders", "stuck"), 1L, false,
                "the provider answers with status 16, which its table does not list");

        assertThat(orders("show", "stuck").out()).containsPattern("last ask +told nothing:\\R +the provider answers"
                + " with status 16, which its table does not list");
        assertThat(json(orders("show", "stuck", "--json").out()).path("lastAsk").asText()).contains("status 16");

        ledger(Duration.ofHours(1)).record(new Key("orders", "stuck"), "later", to(Status.ACCEPTED));
        assertThat(orders("show", "stuck").out()).doesNotContain("last ask");
    }

    @Test
    void whatCanBeDoneFollowsFromWhereARequestStands() {
        request("orders", "waiting", Duration.ofMinutes(1), Status.ACCEPTED);
        request("orders", "unsure", Duration.ofMinutes(1), Status.UNKNOWN);
        claim("orders", "new", Duration.ofMinutes(1));
        claim("orders", "silent", Duration.ofMinutes(11));
        request("orders", "send", Duration.ofMinutes(1), Status.UNKNOWN, "messagehub");

        assertThat(next("waiting")).startsWith("Nothing is left to do: hambit has it and is asked again at ")
                .contains("orders ask waiting");
        assertThat(next("unsure")).startsWith("Sluice goes on asking hambit at ").contains("orders ask unsure")
                .contains("orders resolve unsure");
        assertThat(next("new")).isEqualTo("Nothing is left to do: it is being sent, or waits for its turn.");
        assertThat(next("silent")).startsWith("Nothing was heard of it for 11 min").contains("orders resolve silent");
        assertThat(next("send")).startsWith("messagehub cannot be asked by Sluice").doesNotContain("orders ask");
    }

    @Test
    void whatAWebhookSaidOfAnOpenRequestIsShown() {
        request("orders", "told", Duration.ofMinutes(1), Status.UNKNOWN);
        Key key = new Key("orders", "told");
        ledger(Duration.ZERO).hear(key, row -> Change.NOTHING.named("REF-told", null)
                .hearing(new Heard(true, Set.of(), null,
                        new Act("hook-1-said", key, Act.WEBHOOK, "hambit", "it is PENDING (status 2)", null))));
        assertThat(orders("show", "told").out()).containsPattern("hambit's webhook says\\R +\"it is PENDING"
                + " \\(status 2\\)\"")
                .contains("REF-told");
    }

    @Test
    void whatWasNotSentIsToldAsSuchWithThePlace() {
        claim("orders", "mapped", Duration.ofMinutes(1));
        ledger(Duration.ZERO).record(new Key("orders", "mapped"), "step-ordersmapped", Change.NOTHING.followedBy(
                "{\"step\":\"step-ordersmapped-r1\",\"submission\":true,\"at\":9000000000000,\"unsent\":\"not sent:"
                        + " the request could not be made"
                        + " in route r, step s: JsonQueryException\"}")
                .claimedBy("step-ordersmapped-r1"));
        assertThat(orders("show", "mapped").out()).containsPattern("\\d+Z +not sent\\R +not sent: the request could"
                + " not be made in route r, step s")
                .contains("to be sent again at ", "it did not take effect yet");

        ledger(Duration.ZERO).record(new Key("orders", "mapped"), "step-ordersmapped-r1",
                Change.to(Status.REJECTED, sequence -> Json.write(
                        Json.object().put("sequence", sequence).set("error",
                                Json.object().put("category", "CONFIGURATION").putNull("code")
                                        .put("message", "not sent: the request could not be made")))));
        assertThat(orders("show", "mapped").out()).containsPattern("1 +REJECTED +not sent");
    }

    @Test
    void anIdOfTwoFamiliesNeedsTheFamily() {
        request("orders", "same", Duration.ofMinutes(1), Status.UNKNOWN);
        request("otp", "same", Duration.ofMinutes(1), Status.UNKNOWN);

        Ran both = orders("show", "same");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("\"same\" is a request of orders and of otp; say which with --family.");
        assertThat(orders("show", "same", "--family", "otp").out()).contains("same  (otp)");
        assertThat(orders("show", "sam").err()).contains("knows no request \"sam\"").contains("./sluice orders find");
    }

    @Test
    void nothingThatAProviderSaysMovesTheCursor() {
        request("orders", "stuck", Duration.ofHours(3), Status.UNRESOLVED);
        ledger(Duration.ZERO).note(
                new Act("person-1", new Key("orders", "stuck"), "ask", "a\u001b[2Jna", "x\u0007\u009b2Jy\u202e", null));

        for (String[] command : new String[][]{{"show", "stuck"}, {"show", "stuck", "--json"}, {"find"},
                {"find", "--json"}}) {
            assertThat(orders(command).out().replace("\n", "")).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
        }
    }

    @Test
    void lookingAtWhatAKilledSluiceLeftShowsItsLastCommitAndWritesNothing(@TempDir Path left) throws Exception {
        request("orders", "stuck", Duration.ofHours(3), Status.UNRESOLVED);
        for (String file : new String[]{"ledger.db", "ledger.db-wal"}) {
            Files.copy(data.resolve(file), left.resolve(file));
        }
        byte[] before = Files.readAllBytes(left.resolve("ledger.db"));

        assertThat(Ran.run(HOME, Map.of("SLUICE_DATA", left.toString()), "", "orders", "find").out()).contains("stuck");

        assertThat(Files.readAllBytes(left.resolve("ledger.db"))).isEqualTo(before);
        assertThat(left.resolve("ledger.db-wal")).isNotEmptyFile();
    }

    @Test
    void aLedgerThatNobodyHasOpenIsReadToo() throws Exception {
        request("orders", "stuck", Duration.ofHours(3), Status.UNRESOLVED);
        ledger.close();

        assertThat(orders("find").out()).contains("stuck");

        makeALedger();
        assertThat(ledger.ledger(Clock.systemUTC()).find(new Key("orders", "stuck"))).isPresent();
    }

    @Test
    void aLedgerThatCannotBeReadIsOneLineThatHelps() {
        assertThat(Ran.run(HOME, Map.of("SLUICE_DATA", data + "/none"), "", "orders", "find").err().lines())
                .singleElement()
                .asString().contains("there is no ledger at " + data + "/none/ledger.db").contains("SLUICE_DATA");
        assertThat(Ran
                .run(HOME, Map.of("SLUICE_LEDGER_URL", "jdbc:postgresql://127.0.0.1:1/x?password=secret"), "", "orders",
                        "find")
                .err().lines()).singleElement().asString().contains("the ledger at jdbc:postgresql://127.0.0.1:1/x"
                        + " cannot be read")
                .contains("SLUICE_LEDGER_URL").doesNotContain("secret");
        assertThat(Ran.run(HOME, Map.of("SLUICE_LEDGER_URL", "postgresql://x"), "", "orders", "find").err())
                .contains("that is no address such as jdbc:postgresql://host:5432/sluice");
    }

    private String next(String id) {
        return json(orders("show", id, "--json").out()).path("next").asText();
    }

    private void request(String family, String id, Duration ago, Status status) {
        request(family, id, ago, status, "hambit");
    }

    private void request(String family, String id, Duration ago, Status status, String provider) {
        claim(family, id, ago, provider);
        ledger(ago).record(new Key(family, id), "step-" + family + id, Change
                .to(status, sequence -> Json.write(Json.object()
                        .put("sequence", sequence)
                        .set("error", Json.object().put("category", "TIMEOUT").put("code", "504")
                                .put("message", "nobody answers\u001b[2J"))))
                .named(provider.equals("hambit") ? "REF-" + id : null, null)
                .askedAt(status.isFinal() ? null : Long.valueOf(System.currentTimeMillis() + 60_000)));
    }

    private static Change to(Status status) {
        return Change.to(status, sequence -> "{\"sequence\":" + sequence + "}");
    }

    private void claim(String family, String id, Duration ago) {
        claim(family, id, ago, "hambit");
    }

    private void claim(String family, String id, Duration ago, String provider) {
        ObjectNode document = Json.object().put("requestId", id);
        document.putObject("order").put("amount", "100.00").put("mobile", "+31*******78").put("mobileHash", "ab12");
        ledger(ago).claim(Entry.wanted(new Key(family, id), provider, "default",
                provider.equals("hambit") ? "fiat-to-crypto" : "send",
                "hash", document, Json.object()), "step-" + family + id, false);
    }

    private Ledger ledger(Duration ago) {
        return ledger.ledger(Clock.offset(Clock.systemUTC(), ago.negated()));
    }

    private Ran orders(String... arguments) {
        List<String> all = new ArrayList<>(List.of("orders"));
        all.addAll(Arrays.asList(arguments));
        return Ran.run(HOME, Map.of("SLUICE_DATA", data.toString()), "", all.toArray(String[]::new));
    }

    private static JsonNode json(String out) {
        try {
            assertThat(Stream.of(out.split("\n"))).hasSize(1);
            return new ObjectMapper().readTree(out);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
