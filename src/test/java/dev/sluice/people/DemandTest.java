package dev.sluice.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.intake.Arrival;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Bulk;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.PlanMark;
import dev.sluice.ledger.Search;
import dev.sluice.ledger.Selection;
import dev.sluice.outcome.Status;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be asked for about the plan. */
class DemandTest {

    @Test
    void aWishForAPlanIsNotedWithAllThatItSays() throws Exception {
        Demand demand = read("""
                {"act": "apply", "by": "ana", "why": "ticket 31", "plan": "0123456789ab", "leaveOpen": true}""");

        assertThat(demand.plan()).isEqualTo(new PlanMark("0123456789ab"));
        assertThat(demand.leaveOpen()).isTrue();
        assertThat(demand.isAboutRequest()).isFalse();
        assertThat(demand.act()).isEqualTo(new Act("person-1", null, Act.APPLY, "ana", "ticket 31",
                "{\"plan\":\"0123456789ab\",\"leaveOpen\":\"true\"}"));
        assertThat(read("""
                {"act": "apply", "by": "ana", "why": "ticket 31", "plan": "0123456789ab"}""").leaveOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789a", "0123456789xy", "0123456789AB", "../0123456789ab"})
    void whatIsNoFingerprintIsNotWanted(String plan) {
        assertThatThrownBy(
                () -> read("{\"act\": \"apply\", \"by\": \"ana\", \"why\": \"x\", \"plan\": \"" + plan + "\"}"))
                .isInstanceOf(Demand.Unusable.class).hasMessage("plan: must be the fingerprint of a plan");
    }

    @ParameterizedTest
    @ValueSource(strings = {Act.HOLD, Act.RELEASE})
    void aStopForEverythingNeedsNothingButWhoAndWhy(String act) throws Exception {
        Demand demand = read("{\"act\": \"" + act + "\", \"by\": \"ana\", \"why\": \"ticket 52\"}");

        assertThat(demand.isAboutSubmissions()).isTrue();
        assertThat(demand.isAboutRequest()).isFalse();
        assertThat(demand.act()).isEqualTo(new Act("person-1", null, act, "ana", "ticket 52", null));
        assertThatThrownBy(() -> read("{\"act\": \"" + act + "\", \"by\": \"ana\"}"))
                .isInstanceOf(Demand.Unusable.class).hasMessage("why: is required");
    }

    @Test
    void aHoldMayBeOfOneProviderOrOneOfItsAccounts() throws Exception {
        assertThat(read("""
                {"act": "hold", "by": "ana", "why": "x", "provider": "hambit"}""").place())
                .isEqualTo(new HeldPlace("hambit", ""));
        Demand demand = read("""
                {"act": "hold", "by": "ana", "why": "x", "provider": "hambit", "account": "second"}""");
        assertThat(demand.place()).isEqualTo(new HeldPlace("hambit", "second"));
        assertThat(demand.act().detail()).isEqualTo("{\"provider\":\"hambit\",\"account\":\"second\"}");
        assertThatThrownBy(() -> read("""
                {"act": "hold", "by": "ana", "why": "x", "account": "second"}"""))
                .isInstanceOf(Demand.Unusable.class).hasMessage("provider: is required where account is given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "null", "{}", "[\"hambit\"]", "true"})
    void aNameThatSaysNothingIsNotEverything(String name) {
        for (String act : List.of(Act.HOLD, Act.RELEASE)) {
            String begin = "{\"act\": \"" + act + "\", \"by\": \"ana\", \"why\": \"x\", ";
            assertThatThrownBy(() -> read(begin + "\"provider\": " + name + "}"))
                    .isInstanceOf(Demand.Unusable.class).hasMessage("provider: must be a name where it is there");
            assertThatThrownBy(() -> read(begin + "\"provider\": \"hambit\", \"account\": " + name + "}"))
                    .isInstanceOf(Demand.Unusable.class).hasMessage("account: must be a name where it is there");
        }
    }

    @Test
    void aWebhookIsNamedByItsId() throws Exception {
        Demand demand = read("""
                {"act": "again", "by": "ana", "why": "x", "webhook": "hook-1"}""");
        assertThat(demand.webhook()).isEqualTo("hook-1");
        assertThat(demand.isAboutRequest()).isFalse();
        Demand about = demand.about(new Key("orders", "r-1"));
        assertThat(about.isAboutRequest()).isTrue();
        assertThat(about.act()).isEqualTo(new Act("person-1", new Key("orders", "r-1"), Act.AGAIN, "ana", "x",
                "{\"webhook\":\"hook-1\"}"));
        assertThatThrownBy(() -> read("""
                {"act": "again", "by": "ana", "why": "x", "webhook": "../x"}"""))
                .isInstanceOf(Demand.Unusable.class).hasMessage("webhook: must be the id of a webhook");
    }

    private static final String ALL = """
            {"statuses": ["UNRESOLVED"], "provider": "hambit", "account": null, "family": null, "tenant": null,
             "older": 7200000, "at": 1764000000000, "count": 1000, "set": "0123456789ab", "rate": 20}""";

    private static final String NO_STATUSES = "|all.statuses: must be some of UNKNOWN, UNRESOLVED, SILENT, DOUBTED,"
            + " PENDING, ACCEPTED";

    @Test
    void anActInBulkSaysWhatItWasSeenToBeAbout() throws Exception {
        Demand demand = read("{\"act\": \"resolve\", \"status\": \"FAILED\", \"by\": \"ana\", \"why\": \"x\", \"all\": "
                + ALL + "}");

        assertThat(demand.isAboutRequest()).isFalse();
        assertThat(demand.status()).isEqualTo(Status.FAILED);
        assertThat(demand.act().key()).isNull();
        assertThat(demand.act().detail()).contains("\"count\":1000", "\"provider\":\"hambit\"");
        assertThat(demand.many()).isEqualTo(new BulkDemand(new Selection(new Search(null, List.of("UNRESOLVED"),
                "hambit", null, null, 7_200_000, Bulk.MOST + 1), 1_764_000_000_000L, 1000, "0123456789ab"), 20));
        assertThat(Json.write(Objects.requireNonNull(demand.many()).json()))
                .isEqualTo(ALL.replaceAll("\\s", ""));
    }

    @Test
    void theCauseThatTheyHaveIsOneOfItsFilters() throws Exception {
        String all = ALL.replace("\"provider\":", "\"fingerprint\": \"01ab45ef\", \"provider\":");
        BulkDemand many = Objects.requireNonNull(
                read("{\"act\": \"ask\", \"by\": \"ana\", \"why\": \"x\", \"all\": " + all + "}").many());

        assertThat(many.selection().search().cause()).isEqualTo("01ab45ef");
        assertThat(many.json().path("fingerprint").asText()).isEqualTo("01ab45ef");
        String wrong = all.replace("01ab45ef", "01AB45EF");
        assertThatThrownBy(() -> read("{\"act\": \"ask\", \"by\": \"ana\", \"why\": \"x\", \"all\": " + wrong + "}"))
                .hasMessage("all.fingerprint: must be 8 hex digits");
    }

    @Test
    void theErrorThatTheyHaveIsOneOfItsFilters() throws Exception {
        String all = ALL.replace("\"provider\":", "\"error\": \"E 504\", \"provider\":");
        BulkDemand many = Objects.requireNonNull(
                read("{\"act\": \"ask\", \"by\": \"ana\", \"why\": \"x\", \"all\": " + all + "}").many());

        assertThat(many.selection().search().error()).isEqualTo("E 504");
        assertThat(many.json().path("error").asText()).isEqualTo("E 504");
        for (String wrong : List.of("", "x".repeat(129))) {
            assertThatThrownBy(() -> read("{\"act\": \"ask\", \"by\": \"ana\", \"why\": \"x\", \"all\": "
                    + all.replace("E 504", wrong) + "}")).isInstanceOf(Demand.Unusable.class)
                    .hasMessage("all.error: must have 1 to 128 characters");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1000, \"set\"|0, \"set\"|all.count: must be a number from 1 to 10000",
            "1000, \"set\"|10001, \"set\"|all.count: must be a number from 1 to 10000",
            "20}|201}|all.rate: must be a number from 1 to 200",
            "[\"UNRESOLVED\"]|[]" + NO_STATUSES,
            "\"hambit\"|\"ham\\u0000bit\"|all.provider: must be a name",
            "\"hambit\"|[\"hambit\"]|all.provider: must be a text", "\"hambit\"|true|all.provider: must be a text",
            "\"tenant\": null|\"tenant\": {}|all.tenant: must be a text",
            "[\"UNRESOLVED\"]|[\"UNRESOLVED\", \"COMPLETED\"]" + NO_STATUSES,
            "[\"UNRESOLVED\"]|[null]" + NO_STATUSES,
            "[\"UNRESOLVED\"]|{\"a\": \"UNRESOLVED\"}" + NO_STATUSES,
            "7200000|-1|all.older: must be a number",
            "\"tenant\": null|\"tenant\": \"Acme\"|all.tenant: must be a tenant, or empty",
            "\"set\": \"0123456789ab\"|\"set\": null|all.set: is required"})
    void whatDoesNotSayWhichIsNotDone(String text, String instead, String said) {
        assertThatThrownBy(() -> read("{\"act\": \"ask\", \"by\": \"ana\", \"why\": \"x\", \"all\": "
                + ALL.replace(text, instead) + "}")).isInstanceOf(Demand.Unusable.class).hasMessage(said);
    }

    @Test
    void whatNobodyReadsOfManyIsNeitherTakenNorKept() throws Exception {
        for (String unknown : List.of(ALL.replace("\"provider\"", "\"providers\""), "[]", "7")) {
            assertThatThrownBy(
                    () -> read("{\"act\": \"ask\", \"by\": \"ana\", \"why\": \"x\", \"all\": " + unknown + "}"))
                    .isInstanceOf(Demand.Unusable.class)
                    .hasMessage("all: must be an object with no members but account,"
                            + " at, count, error, family, fingerprint, older, provider, rate, set, statuses, tenant");
        }
        assertThat(read("{\"act\": \"hold\", \"by\": \"ana\", \"why\": \"x\", \"all\": {\"a\": \"" + "b".repeat(99)
                + "\"}}").act().detail()).isNull();
    }

    @Test
    void anActIsAboutOneOrAboutMany() {
        assertThatThrownBy(() -> read("{\"act\": \"ask\", \"by\": \"ana\", \"why\": \"x\", \"family\": \"orders\","
                + " \"requestId\": \"a\", \"all\": " + ALL + "}"))
                .hasMessage("all: is there beside a family and a requestId");
        assertThatThrownBy(() -> read("{\"act\": \"ask\", \"by\": \"ana\", \"why\": \"x\"}"))
                .hasMessage("family and requestId: are required");
        assertThatThrownBy(() -> read("{\"act\": \"bulk-stop\", \"by\": \"ana\", \"why\": \"x\"}"))
                .hasMessage("bulk: must be the id of an act in bulk");
    }

    @ParameterizedTest
    @ValueSource(strings = {Act.APPROVE, Act.WITHDRAW})
    void whatIsApprovedOrWithdrawnIsNamed(String act) throws Exception {
        Demand demand = read("{\"act\": \"" + act + "\", \"by\": \"ben\", \"why\": \"x\", \"bulk\": \"person-7\"}");
        assertThat(demand.bulk()).isEqualTo("person-7");
        assertThat(demand.isAboutRequest()).isFalse();
        assertThat(demand.status()).isNull();
        assertThat(demand.act()).isEqualTo(new Act("person-1", null, act, "ben", "x", "{\"bulk\":\"person-7\"}"));
        assertThatThrownBy(() -> read("{\"act\": \"" + act + "\", \"by\": \"ben\", \"why\": \"x\"}"))
                .hasMessage("bulk: must be the id of an act in bulk");
    }

    /** It is what Sluice notes, and nothing that a message asks for. */
    @Test
    void nobodyAsksForAWish() {
        assertThatThrownBy(() -> read("{\"act\": \"want\", \"by\": \"ben\", \"why\": \"x\"}"))
                .hasMessageStartingWith("act: must be ");
    }

    private static Demand read(String body) throws Demand.Unusable {
        return Demand.read(Arrival.unasked(body), "person-1");
    }
}
