package dev.sluice.cli.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Ran;
import dev.sluice.text.Fingerprint;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.ApprovalRows;
import dev.sluice.ledger.BulkRows;
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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
                        + " +REF-stuck +TIMEOUT 504 nobody answers"),
                line -> assertThat(line).containsPattern("unsure +hambit +fiat-to-crypto +UNKNOWN +5 min"),
                line -> assertThat(line).isEqualTo("What can be done about one: ./sluice orders show ID"));
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
    void moneyAtRiskComesFirstThenWhatFailsThenWhatIsSlow() {
        request("orders", "slow", Duration.ofHours(2), Status.UNKNOWN);
        claim("orders", "silent", Duration.ofMinutes(11));
        request("orders", "failing", Duration.ofMinutes(5), Status.UNKNOWN);
        claim("orders", "unsent", Duration.ofMinutes(1));
        ledger(Duration.ZERO).record(new Key("orders", "unsent"), "step-ordersunsent", Change.NOTHING
                .followedBy("{\"step\":\"x\",\"at\":9,\"unsent\":\"not sent: no route\"}").claimedBy("x"));
        claim("orders", "waiting", Duration.ofMinutes(12));
        ledger(Duration.ofMinutes(11)).record(new Key("orders", "waiting"), "step-orderswaiting", Change.NOTHING
                .followedBy("{\"step\":\"y\",\"at\":9,\"unsent\":\"not sent: no way\"}").claimedBy("y"));
        claim("orders", "sending", Duration.ofMinutes(1));
        claim("orders", "doubted", Duration.ofMinutes(1));
        ledger(Duration.ZERO).record(new Key("orders", "doubted"), "step-ordersdoubted",
                to(Status.UNRESOLVED).hearing(new Heard(true, Set.of("amount"), null, null)));
        request("orders", "ended", Duration.ofHours(4), Status.FAILED);
        contradict("ended", true);
        request("orders", "confirmed", Duration.ofHours(4), Status.FAILED);
        contradict("confirmed", false);
        request("orders", "stuck", Duration.ofMinutes(1), Status.UNRESOLVED);

        assertThat(orders("find").out().lines().skip(1)).satisfiesExactly(
                line -> assertThat(line).startsWith("stuck ").contains("UNRESOLVED"),
                line -> assertThat(line).startsWith("ended ").containsPattern("CONTRADICTED .*it ended FAILED; the"
                        + " provider says: it is COMPLETED"),
                line -> assertThat(line).startsWith("doubted ").containsPattern("DOUBTED .*an answer repeated"
                        + " otherwise: amount"),
                line -> assertThat(line).startsWith("silent ").containsPattern("SILENT .*it may have been sent, and"
                        + " nothing was heard of it since"),
                line -> assertThat(line).startsWith("failing ").contains("UNKNOWN"),
                line -> assertThat(line).startsWith("unsent ").containsPattern("NOT SENT .*not sent: no route"),
                line -> assertThat(line).startsWith("slow ").contains("UNKNOWN"),
                line -> assertThat(line).startsWith("waiting ").containsPattern("SILENT .*not sent: no way"),
                line -> assertThat(line).startsWith("What can be done"));
        assertThat(orders("find", "--status", "unresolved").out().lines().skip(1)).satisfiesExactlyInAnyOrder(
                line -> assertThat(line).startsWith("stuck ").contains(" UNRESOLVED "),
                line -> assertThat(line).startsWith("doubted ").contains(" DOUBTED "));
        assertThat(orders("resolve", "--status", "UNRESOLVED", "--failed", "--by", "ana", "--why", "x").out())
                .contains("1 request would be resolved as FAILED:", "stuck ").doesNotContain("doubted ");
        assertThat(orders("resolve", "--status", "DOUBTED", "--failed", "--by", "ana", "--why", "x").out())
                .contains("1 request would be resolved as FAILED:", "  status    1 DOUBTED\n");
        assertThat(orders("find", "--json").out().lines().map(OrdersTest::json).map(one -> one.path("risk").asText()))
                .containsExactly("MONEY", "MONEY", "MONEY", "MONEY", "FAILING", "FAILING", "SLOW", "SLOW");
    }

    @Test
    void whatTheProviderContradictedIsOffTheListOnceAPersonNotedIt() {
        request("orders", "ended", Duration.ofHours(4), Status.FAILED);
        contradict("ended", true);
        request("orders", "other", Duration.ofHours(4), Status.FAILED);
        assertThat(orders("find").out()).contains("ended");
        assertThat(orders("find", "--status", "contradicted").out()).contains("ended").doesNotContain("other");
        assertThat(orders("find", "--status", "contradicted", "--status", "silent").out()).contains("ended");
        assertThat(next("ended")).isEqualTo("It ended FAILED, and hambit says otherwise since: look up order number"
                + " ended, reference REF-ended, there, do what has to be done, and say so with ./sluice orders note ended"
                + " --by NAME --why TEXT.");
        assertThat(next("other")).isEqualTo("Nothing is left to do: it ended FAILED.");

        ledger(Duration.ZERO).note(
                new Act("person-1", new Key("orders", "ended"), Act.NOTE, "ana", "paid by hand, ticket 9", null));

        assertThat(orders("find").out()).isEqualTo("No order needs a person.\n");
        assertThat(orders("find", "--status", "CONTRADICTED").out()).isEqualTo("No order is like that.\n");
        assertThat(next("ended")).isEqualTo("Nothing is left to do: it ended FAILED.");
        assertThat(orders("show", "ended").out()).containsPattern("ana noted\\R +\"paid by hand, ticket 9\"");
    }

    @Test
    void whatTheProviderContradictedTwiceIsOneOrderWithItsNewestWord() {
        request("orders", "ended", Duration.ofHours(4), Status.FAILED);
        contradict("ended", true);
        ledger(Duration.ofMinutes(5)).noteWord(new Act("hook-newer-word", new Key("orders", "ended"), Act.WORD,
                "hambit", "it is PENDING", "{\"contradicts\":true}"));

        JsonNode group = json(orders("find", "--json").out());
        assertThat(group.path("count").asInt()).isEqualTo(1);
        assertThat(group.path("cause").asText()).isEqualTo("it ended FAILED; the provider says: it is PENDING");
        assertThat(group.path("next").asText()).isEqualTo("./sluice orders show ended");
        assertThat(group.at("/amounts/BRL").asText()).isEqualTo("100.00");
    }

    @Test
    void manyAreGroupedByCauseEachWithTheNextCommand() {
        for (int i = 0; i < 20; i++) {
            request("orders", "stuck-" + i, Duration.ofHours(i + 1), Status.UNRESOLVED);
        }
        request("orders", "unsure", Duration.ofMinutes(5), Status.UNKNOWN);

        String fingerprint = Fingerprint.of(List.of("fiat-to-crypto", "504"), "TIMEOUT 504 nobody answers\u001b[2J");
        assertThat(orders("find").out().lines()).containsExactly("Money at risk",
                "  20 × UNRESOLVED  hambit/default  fiat-to-crypto  oldest 20 h 0 min  2000.00 BRL",
                "      TIMEOUT 504 nobody answers\\u001b[2J",
                "      ./sluice orders find --status UNRESOLVED --provider hambit --account default --fingerprint "
                        + fingerprint,
                "Failing now",
                "  1 × UNKNOWN  hambit/default  fiat-to-crypto  oldest 5 min  100.00 BRL",
                "      TIMEOUT 504 nobody answers\\u001b[2J",
                "      ./sluice orders show unsure");
        JsonNode group = json(orders("find", "--json").out().lines().findFirst().orElseThrow());
        assertThat(group.path("count").asInt()).isEqualTo(20);
        assertThat(group.at("/amounts/BRL").asText()).isEqualTo("2000.00");
        assertThat(group.path("requests")).hasSize(3);
        assertThat(group.path("next").asText()).startsWith("./sluice orders find --status UNRESOLVED");
    }

    @Test
    void ordersAreFoundByWhenTheyCameInAndByTheirError() {
        request("orders", "old", Duration.ofDays(9), Status.COMPLETED);
        request("orders", "between", Duration.ofDays(5), Status.COMPLETED);
        request("orders", "young", Duration.ofHours(1), Status.UNRESOLVED);
        claim("orders", "silent", Duration.ofDays(5));
        String sixDaysAgo = Instant.now().minus(Duration.ofDays(6)).toString();
        String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();

        assertThat(orders("find", "--from", sixDaysAgo, "--to", yesterday).out()).contains("between", "silent")
                .doesNotContain("old", "young");
        assertThat(orders("find", "--error", "TIMEOUT").out()).contains("young").doesNotContain("between", "silent");
        assertThat(orders("find", "--error", "504", "--status", "COMPLETED", "--from", sixDaysAgo).out())
                .contains("between").doesNotContain("old", "young");
        assertThat(orders("find", "--error", "timeout").out()).contains("young");
        request("orders", "other", Duration.ofHours(1), Status.UNKNOWN);
        unresolved("of-another-cause", "505", null, "x");
        assertThat(orders("ask", "--error", "505", "--by", "ana", "--why", "x").out())
                .contains("1 request would be asked about:", "of-another-cause").doesNotContain("other ");
        assertThat(orders("find", "--error", "5%4").out()).contains("SILENT order is like that.");
        assertThat(orders("find", "--metadata", "tenant=none").out()).contains("SILENT order is like that.",
                "--from TIME or --status COMPLETED looks at the others.");
        assertThat(orders("find", "--metadata", "tenant").err()).contains("--metadata must be a member and its value");
        assertThat(orders("find", "--metadata", "a\"b=c").err()).contains("--metadata takes no name with");
        assertThat(orders("find", "--from", "yesterday").err()).contains("--from must be a day, such as 2026-11-28");
        assertThat(orders("find", "--to", "2026-13-01T").exitCode()).isEqualTo(2);
    }

    @Test
    void amountsAreSummedInWhatTheyAreInAndNothingElse() {
        for (int i = 0; i < 20; i++) {
            stuck("of-token-" + i, "hambit", "crypto-to-fiat",
                    order("7.5").put("currency", "BRL").put("token", "USDT"));
        }
        stuck("unread", "hambit", "crypto-to-fiat", order("about 7").put("currency", "BRL").put("token", "USDT"));
        stuck("unclear", "gone", "payout", order("5").put("currency", "BRL").put("token", "USDT"));
        stuck("clear", "gone", "payin", order("5").put("currency", "BRL"));
        stuck("of-nothing", "htp", "payment", order("5").put("cardId", "c-1"));

        assertThat(orders("find").out().lines().filter(line -> line.contains(" × ")))
                .anyMatch(line -> line.endsWith("crypto-to-fiat  oldest 1 h 0 min  150.0 USDT of 20 of 21"))
                .anyMatch(line -> line.endsWith("payin  oldest 1 h 0 min  5 BRL"))
                .anyMatch(line -> line.endsWith("payout  oldest 1 h 0 min"))
                .anyMatch(line -> line.endsWith("payment  oldest 1 h 0 min"));
        JsonNode largest = json(orders("find", "--json").out().lines().findFirst().orElseThrow());
        assertThat(largest.path("amounts").toString()).isEqualTo("{\"USDT\":\"150.0\"}");
        assertThat(largest.path("summed").asInt()).isEqualTo(20);

        Ran preview = orders("resolve", "--status", "UNRESOLVED", "--provider", "hambit", "--completed", "--by", "ana",
                "--why", "ticket 17");
        assertThat(preview.out()).contains("21 requests would be resolved as COMPLETED:",
                "  together  150.0 USDT of 20 of 21\n").containsPattern("of-token-0 +hambit +UNRESOLVED .* 7\\.5 USDT")
                .doesNotContain("BRL");
    }

    @Test
    void whatTellsTwoGroupsApartIsShown() {
        for (int nth = 0; nth < 11; nth++) {
            unresolved("first-" + nth, null, "1", "the asking ended after PT10S");
            unresolved("second-" + nth, null, "2", "the asking ended after PT10S");
        }
        assertThat(orders("find").out()).contains("the asking ended after PT10S (provider: 1)\n",
                "the asking ended after PT10S (provider: 2)\n");
    }

    @Test
    void aNumberThatIsACodeIsACauseOfItsOwnAndOneThatIsAnIdIsNot() {
        unresolved("one", "500", null, "order 17 is lost");
        unresolved("two", "500", null, "order 18 is lost");
        unresolved("other-code", "504", null, "order 19 is lost");
        unresolved("other-status", "500", "3", "order 20 is lost");
        unresolved("http", null, null, "the provider answers HTTP 500, code 7: x 21");
        unresolved("other-http", null, null, "the provider answers HTTP 503, code 7: x 22");

        assertThat(orders("find", "--json").out().lines().map(OrdersTest::json)
                .map(group -> group.path("count").asInt() + " " + group.path("codes")))
                .containsExactlyInAnyOrder("2 [\"500\"]", "1 [\"504\"]", "1 [\"500\",\"3\"]",
                        "1 [\"the provider answers HTTP 500, code 7\"]",
                        "1 [\"the provider answers HTTP 503, code 7\"]");
        JsonNode two = orders("find", "--json").out().lines().map(OrdersTest::json)
                .filter(group -> group.path("count").asInt() == 2).findFirst().orElseThrow();
        String next = two.path("next").asText();
        assertThat(next).endsWith(" --fingerprint " + two.path("fingerprint").asText());
        assertThat(orders(next.replace("./sluice orders ", "").split(" ")).out().lines().skip(1)).satisfiesExactly(
                line -> assertThat(line).startsWith("one "), line -> assertThat(line).startsWith("two "),
                line -> assertThat(line).isEqualTo(
                        "All of them at once: ./sluice orders ask, or resolve, with the same filters."));
        List<String> all = new ArrayList<>(List.of(next.replace("./sluice orders find ", "ask ").split(" ")));
        all.addAll(List.of("--by", "ana", "--why", "x"));
        assertThat(orders(all.toArray(String[]::new)).out())
                .contains("2 requests would be asked about:", "one ", "two ")
                .doesNotContain("three ");
        assertThat(orders("ask", "--fingerprint", "none", "--by", "ana", "--why", "x").err())
                .contains("--fingerprint none: it has 8 hex digits");
        String fingerprint = two.path("fingerprint").asText();
        assertThat(orders("find", "--fingerprint", fingerprint, "--status", "UNKNOWN").out())
                .isEqualTo("No order that needs a person has this fingerprint there.\n");
        assertThat(orders("find", "--fingerprint", fingerprint, "--provider", "htp").out()).startsWith("No order ");
        assertThat(orders("find", "--fingerprint", fingerprint, "--limit", "1").out()).contains("There are more");
        assertThat(orders("find", "--fingerprint", fingerprint, "--error", "500").exitCode()).isEqualTo(2);
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
            assertThat(orders("find", known[0], known[1]).out()).startsWith("No UNRESOLVED, DOUBTED, UNKNOWN or SILENT"
                    + " order is like that. ./sluice orders find alone lists all that needs a person;");
        }
        for (String[] wrong : new String[][]{{"--account", "defualt"}, {"--provider", "gone", "--account", "shop"}}) {
            Ran ran = orders(Stream.concat(Stream.of("find"), Stream.of(wrong)).toArray(String[]::new));
            assertThat(ran.err()).contains(": there is none such in config/providers or in the ledger.");
            assertThat(ran.exitCode()).isEqualTo(2);
        }
        assertThat(orders("find", "--provider", "gone", "--account", "default").exitCode()).isZero();
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
    void whatWasSaidToTheProviderStandsInTheOrderOfTimeAmongStepsAndPeople() {
        request("orders", "stuck", Duration.ofHours(3), Status.PENDING);
        ledger(Duration.ofHours(2))
                .note(new Act("person-1", new Key("orders", "stuck"), "ask", "ana", "ticket 17", null));
        said("stuck", "first", Duration.ofHours(4), "{\"asks\":false,\"attempt\":2,\"lostBefore\":1,\"exchanges\":"
                + "[{\"call\":\"pay\",\"at\":@at@,\"millis\":12,\"method\":\"POST\",\"path\":\"/pay\",\"kind\":\"unknown\","
                + "\"why\":\"no answer came\",\"sent\":{\"amount\":\"100.00\",\"pin\":\"number(6)\"}}]}");
        said("stuck", "second", Duration.ofHours(1), "{\"asks\":true,\"attempt\":1,\"lostBefore\":0,\"exchanges\":"
                + "[{\"call\":\"payment\",\"at\":@at@,\"millis\":7,\"method\":\"GET\",\"path\":\"/pay/{reference}\","
                + "\"http\":200,\"type\":\"application/json\",\"length\":31,\"unread\":null,\"kind\":\"progress\","
                + "\"answer\":{\"owner\":\"text(14)\"}}]}");

        assertThat(orders("show", "stuck").out()).containsSubsequence(
                "calls pay, attempt 2, 1 lost before, no answer",
                "POST /pay {\"amount\":\"100.00\",\"pin\":\"number(6)\"}",
                "it came to unknown: no answer came", "1    PENDING", "ana asked the provider",
                "asks payment, HTTP 200 after", "GET /pay/{reference}",
                "answered application/json, 31 bytes: {\"owner\":\"text(14)\"}", "it came to progress");
        JsonNode json = json(orders("show", "stuck", "--json").out());
        assertThat(json.path("exchanges").findValuesAsText("step")).containsExactly("first", "second");
        assertThat(json.at("/exchanges/1/answer/owner").asText()).isEqualTo("text(14)");
    }

    @Test
    void allThatIsKnownOfAnOrderGoesIntoOneFile() throws Exception {
        request("orders", "stuck", Duration.ofHours(3), Status.PENDING);
        said("stuck", "first", Duration.ofHours(1), "{\"asks\":true,\"exchanges\":[{\"call\":\"payment\",\"at\":@at@,"
                + "\"why\":\"Bearer 0123456789abcdef0123\"},{\"call\":\"payment\",\"at\":@at@,\"why\":\"it sends"
                + " -----BEGIN RSA PRIVATE KEY-----\\nMIIEvQIBADANBg\\nkqhkiG9w0BAQ==\"}]}");
        Path file = data.resolve("stuck.json");

        Ran ran = orders("show", "stuck", "--export", file.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("Wrote " + file);
        ObjectNode all = Json.own(Files.readString(file));
        assertThat(all.at("/history/steps/0/status").asText()).isEqualTo("PENDING");
        assertThat(all.at("/history/request/order/amount").asText()).isEqualTo("100.00");
        assertThat(all.at("/history/exchanges/0/call").asText()).isEqualTo("payment");
        assertThat(all.at("/history/exchanges/0/why").asText()).isEqualTo("****");
        assertThat(all.at("/history/exchanges/1/why").asText()).isEqualTo("it sends ****");
        assertThat(all.at("/versions/java").asText()).isNotEmpty();
        assertThat(all.at("/versions/tables").asText()).isNotEmpty();
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        Ran again = orders("show", "stuck", "--export", file.toString());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("there is a file");
        assertThat(orders("show", "stuck", "--export", data.resolve("none/x").toString()).err())
                .contains("there is no such folder");
    }

    /** A ledger of the version before, on which this one was not started yet. */
    @Test
    void aLedgerThatKeptNoneIsShownToo() {
        request("orders", "stuck", Duration.ofHours(3), Status.PENDING);
        ledger.act("DROP TABLE exchange");

        assertThat(json(orders("show", "stuck", "--json").out()).path("exchanges")).isEmpty();
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
        claim("orders", "unsent", Duration.ofMinutes(11));
        ledger(Duration.ofMinutes(11)).record(new Key("orders", "unsent"), "step-ordersunsent", Change.NOTHING
                .followedBy("{\"step\":\"next\",\"submission\":true,\"at\":9}").claimedBy("next"));
        request("orders", "send", Duration.ofMinutes(1), Status.UNKNOWN, "messagehub");

        assertThat(next("waiting")).startsWith("Nothing is left to do: hambit has it and is asked again at ")
                .contains("orders ask waiting");
        assertThat(next("unsure")).startsWith("Sluice goes on asking hambit at ").contains("orders ask unsure")
                .contains("orders resolve unsure");
        assertThat(next("new")).isEqualTo("Nothing is left to do: it is being sent, or waits for its turn.");
        assertThat(next("silent")).startsWith("Nothing was heard of it for 11 min").contains("orders resolve silent");
        assertThat(next("unsent")).isEqualTo("Nobody got it, and it is sent once hambit takes calls. Only if its"
                + " message was lost with a queue, end it with ./sluice orders resolve unsent --failed --by NAME"
                + " --why TEXT.");
        assertThat(next("send")).startsWith("messagehub cannot be asked by Sluice").doesNotContain("orders ask");
    }

    @Test
    void aCommandAboutAnIdThatBeginsLikeAnOptionCanBePasted() {
        request("orders", "-v1", Duration.ofHours(1), Status.UNRESOLVED);

        assertThat(json(orders("find", "--json").out()).path("next").asText()).isEqualTo("./sluice orders show -- -v1");
        String next = json(orders("show", "--json", "--", "-v1").out()).path("next").asText();
        assertThat(next).contains("./sluice orders ask --by NAME --why TEXT -- -v1")
                .contains("./sluice orders resolve --completed|--failed --by NAME --why TEXT -- -v1");
    }

    @Test
    void whatAWebhookSaidOfAnOpenRequestIsShown() {
        request("orders", "told", Duration.ofMinutes(1), Status.UNKNOWN);
        Key key = new Key("orders", "told");
        ledger(Duration.ZERO).hear(key, row -> Change.NOTHING.named("REF-told", null)
                .hearing(new Heard(true, Set.of(), null,
                        new Act("hook-1-said", key, Act.WEBHOOK, "hambit", "it is PENDING (status 2)", null))));
        ledger(Duration.ZERO).note(new Act("person-1", key, Act.AGAIN, "ana", "ticket 3", "{\"webhook\":\"hook-1\"}"));
        assertThat(orders("show", "told").out()).contains("ana had the provider asked because of a webhook")
                .containsPattern("hambit's webhook says\\R +\"it is PENDING"
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

        claim("orders", "silent", Duration.ofMinutes(11));
        claim("orders", "repeated", Duration.ofMinutes(1));
        ledger.act("INSERT INTO account_hold (provider, account, act, held, who, why, at) VALUES ('hambit', '', 'act',"
                + " 1, 'ana', 'why', 0)");
        assertThat(next("mapped")).isEqualTo("It waits to be sent, and hambit is held: ./sluice release hambit"
                + " --by NAME --why TEXT lets it go on.");
        assertThat(next("silent")).isEqualTo("It may have been sent, and its message waits while hambit is held: look"
                + " up order number silent at hambit, then end it with ./sluice orders resolve silent"
                + " --completed|--failed --by NAME --why TEXT; ./sluice release hambit --by NAME --why TEXT lets it"
                + " go on.");
        ledger(Duration.ZERO).record(new Key("orders", "repeated"), "step-ordersrepeated", to(Status.UNKNOWN)
                .followedBy("{\"step\":\"step-ordersrepeated-r1\",\"submission\":true,\"at\":9000000000000}")
                .claimedBy("step-ordersrepeated-r1"));
        assertThat(next("repeated")).as("what may have taken effect").contains("orders resolve repeated")
                .doesNotContain("It waits to be sent");

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
    void whatTheLedgerDoesNotKnowMayWaitForARelease() {
        assertThat(orders("show", "held").err()).endsWith("What could not be processed is a dead letter:"
                + " ./sluice dead list\n").doesNotContain("release");
        ledger.act("INSERT INTO account_hold (provider, account, act, held, who, why, at) VALUES ('hambit', 'second',"
                + " 'act', 1, 'ana', 'why', 0), ('htp', '', 'act', 0, 'ana', 'why', 0)");
        assertThat(orders("show", "held").err()).contains("knows no request \"held\"").endsWith("Held now:"
                + " hambit/second (./sluice status); a request that waits for the release is not in the ledger yet.\n")
                .doesNotContain("dead list");
        ledger.withoutHolds();
        assertThat(orders("show", "held").err()).as("who cannot read of holds").contains("./sluice dead list");
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

    @Test
    void whatWaitsForASecondPersonIsSeenByEverybody() {
        request("orders", "stuck", Duration.ofHours(3), Status.UNRESOLVED);
        request("orders", "other", Duration.ofHours(3), Status.UNRESOLVED);
        ApprovalRows rows = want("stuck", "person-1", Duration.ofMinutes(5));
        want("other", "person-2", Duration.ofHours(25));

        assertThat(orders("find").out().lines()).startsWith("Waiting for a second person",
                "  ana wants stuck resolved as FAILED: \"ticket 17\", 5 min ago", "      ./sluice orders show stuck");
        assertThat(orders("find").out()).as("its time is over").doesNotContain("person-2");
        JsonNode first = json(orders("find", "--json").out().lines().findFirst().orElseThrow());
        assertThat(first.path("wanted").asText()).isEqualTo("person-1");
        assertThat(first.path("count").asInt()).isEqualTo(1);
        assertThat(first.path("requestId").asText()).isEqualTo("stuck");
        assertThat(first.path("next").asText()).isEqualTo("./sluice orders show stuck");
        assertThat(next("stuck")).startsWith("ana wants stuck resolved as FAILED: \"ticket 17\"")
                .contains("./sluice orders approve person-1 --by NAME", "./sluice orders withdraw person-1 --by NAME");
        assertThat(next("other")).startsWith("A person must decide: ");
        assertThat(orders("show", "stuck").out()).contains("ana wants it ended as FAILED");
        assertThat(orders("bulk", "report", "person-1").out()).containsPattern("approval +none yet; until ")
                .containsPattern("(?m)^waiting +1$").containsPattern("(?m)^wanted +stuck  hambit/default  UNRESOLVED$")
                .containsPattern("(?m)^  of +1 hambit/default$").containsPattern("(?m)^  together +100.00 BRL$");
        JsonNode item = json(orders("bulk", "report", "person-1", "--json").out().lines().skip(1).findFirst()
                .orElseThrow());
        assertThat(item.path("provider").asText()).isEqualTo("hambit");
        assertThat(item.path("amount").asText()).isEqualTo("100.00");
        assertThat(item.path("unit").asText()).isEqualTo("BRL");
        assertThat(orders("bulk", "report", "person-2").out()).contains("none within its time, so that it ended");
        assertThat(orders("bulk", "list").out()).contains("1 not approved");
        assertThat(run("status").out()).contains("approvals 1 to give: ./sluice orders find");

        rows.approve(new Act("person-3", new Key("orders", "stuck"), Act.APPROVE, "ben", "seen", null), "person-1");

        assertThat(orders("find").out()).doesNotContain("Waiting for");
        assertThat(orders("show", "stuck").out()).contains("ben approved that");
        assertThat(json(orders("bulk", "report", "person-1", "--json").out().lines().findFirst().orElseThrow())
                .at("/approval/who").asText()).isEqualTo("ben");
        assertThat(run("status").out()).doesNotContain("approvals");
    }

    @Test
    void whatOneBeganAndTakesTwoSinceIsNotToBeResumed() {
        request("orders", "stuck", Duration.ofHours(3), Status.UNRESOLVED);
        want("stuck", "person-1", Duration.ofMinutes(5));
        ledger.act("DELETE FROM approval");
        assertThat(orders("bulk", "report", "person-1").out()).contains("./sluice orders bulk resume person-1 --by");

        new BulkRows(ledger, ledger(Duration.ZERO), Clock.systemUTC()).halt("person-1");

        assertThat(orders("bulk", "report", "person-1").out()).contains("waiting  1, and it is stopped, for it takes"
                + " two people now, and it began with one: resolve it anew").doesNotContain("resume");
    }

    /** Whoever ended it as COMPLETED would have somebody believe that it was paid. */
    @Test
    void whatWasNotSentIsToldBeforeManyAreResolved() {
        Duration ago = Duration.ofMinutes(11);
        claim("orders", "called", ago);
        claim("orders", "waiting", ago);
        ledger(ago).record(new Key("orders", "waiting"), "step-orderswaiting", Change.NOTHING
                .followedBy("{\"step\":\"next\",\"submission\":true,\"at\":9}").claimedBy("next"));

        assertThat(orders("resolve", "--completed", "--provider", "hambit", "--by", "ana", "--why", "ticket 17").out())
                .contains("2 requests would be resolved as COMPLETED", "  unsent    1 of them were not sent, and wait");
    }

    @Test
    void ofManyThatAreWantedAllAreToBeLookedAt() {
        request("orders", "one", Duration.ofHours(3), Status.UNRESOLVED);
        request("orders", "two", Duration.ofHours(3), Status.UNRESOLVED);
        want("one", "person-1", Duration.ofMinutes(5));
        ledger.act("INSERT INTO bulk_item SELECT bulk, 1, family, 'two', sequence, provider, account, status, claim,"
                + " begun, known, provider_reference, told, state, step, said FROM bulk_item");
        ledger.act("UPDATE bulk SET items = 2");

        assertThat(orders("find").out()).contains("ana wants 2 requests resolved as FAILED",
                "      ./sluice orders bulk report person-1");
        assertThat(next("two")).contains("this one among them", "./sluice orders bulk report person-1")
                .doesNotContain("orders approve");
        assertThat(orders("bulk", "report", "person-1").out()).containsPattern("(?m)^  together +200.00 BRL$")
                .containsPattern("(?m)^approval .*\\./sluice orders approve person-1");
    }

    @Test
    void whatChangedSinceItWasWantedIsToBeWithdrawn() {
        request("orders", "stuck", Duration.ofHours(3), Status.UNRESOLVED);
        want("stuck", "person-1", Duration.ofMinutes(5));
        ledger.act("UPDATE request SET provider_reference = 'REF-9'");

        assertThat(orders("find").out()).contains("it changed since, and is not approved",
                "./sluice orders withdraw person-1 --by NAME --why TEXT").doesNotContain("orders approve");
        assertThat(next("stuck")).contains("It changed since, so that this is not approved any more", "REF-9",
                "A person must decide").doesNotContain("orders approve");
    }

    private ApprovalRows want(String id, String act, Duration ago) {
        Clock then = Clock.offset(Clock.systemUTC(), ago.negated());
        Ledger own = ledger.ledger(then);
        ApprovalRows rows = new ApprovalRows(ledger, own, new BulkRows(ledger, own, then), then);
        assertThat(rows.want(new Act(act, new Key("orders", id), "resolve", "ana", "ticket 17",
                "{\"status\":\"FAILED\"}"), Status.FAILED, "it cannot be")).isEmpty();
        return rows;
    }

    @Test
    void aRightThatIsMissingIsNamedWithItsTable() {
        assertThat(LedgerAccess.why(new SQLException("ERROR: permission denied for table exchange", "42501"), false))
                .startsWith("ERROR: permission denied for table exchange; grant the user")
                .doesNotContain("SLUICE_LEDGER_URL");
    }

    private void said(String id, String step, Duration ago, String text) {
        long at = System.currentTimeMillis() - ago.toMillis();
        ledger.act(
                "INSERT INTO exchange (family, request_id, step_id, said, at) VALUES ('orders', '%s', '%s', '%s', %d)"
                        .formatted(id, step, text.replace("@at@", Long.toString(at)), at));
    }

    private void contradict(String id, boolean contradicts) {
        ledger(Duration.ofHours(1)).noteWord(new Act("hook-" + id + "-word", new Key("orders", id), Act.WORD, "hambit",
                "it is COMPLETED", contradicts ? "{\"contradicts\":true}" : null));
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

    private void stuck(String id, String provider, String operation, ObjectNode order) {
        Key key = new Key("orders", id);
        ledger(Duration.ofHours(1)).claim(Entry.wanted(key, provider, "default", operation, "hash",
                Json.object().put("requestId", id).set("order", order), Json.object()), "step-" + id, false);
        ledger(Duration.ofHours(1)).record(key, "step-" + id, to(Status.UNRESOLVED));
    }

    private void unresolved(String id, @Nullable String code, @Nullable String providerStatus, String message) {
        claim("orders", id, Duration.ofHours(1));
        ledger(Duration.ofHours(1)).record(new Key("orders", id), "step-orders" + id, Change
                .to(Status.UNRESOLVED, sequence -> Json.write(Json.object().put("sequence", sequence).set("error",
                        Json.object().put("category", "OUTCOME_UNKNOWN").put("code", code).put("message", message))))
                .named(null, providerStatus));
    }

    private static ObjectNode order(String amount) {
        return Json.object().put("amount", amount);
    }

    private static Change to(Status status) {
        return Change.to(status, sequence -> "{\"sequence\":" + sequence + "}");
    }

    private void claim(String family, String id, Duration ago) {
        claim(family, id, ago, "hambit");
    }

    private void claim(String family, String id, Duration ago, String provider) {
        ObjectNode document = Json.object().put("requestId", id);
        document.putObject("order").put("amount", "100.00").put("currency", "BRL").put("mobile", "+31*******78")
                .put("mobileHash", "ab12");
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
        return run(all.toArray(String[]::new));
    }

    private Ran run(String... arguments) {
        return Ran.run(HOME, Map.of("SLUICE_DATA", data.toString()), "", arguments);
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
