package dev.sluice.cli.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.Ran;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Delivered;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.RefusedWebhook;
import dev.sluice.ledger.WebhookRows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads of webhooks, of a ledger that a Sluice has open. */
class WebhooksTest {

    @TempDir
    private Path data;
    private GivenLedger ledger;

    @BeforeEach
    void fill() throws Exception {
        ledger = GivenLedger.in(data);
        Ledger rows = ledger.ledger(Clock.systemUTC());
        Key key = new Key("orders", "ord-1");
        rows.firstDelivery(new Delivered("a", "hook-1", "hambit", "default", "OURS", "paid\u001b[2J", key));
        rows.firstDelivery(new Delivered("a", "hook-2", "hambit", "default", "OURS", "paid", key));
        rows.firstDelivery(new Delivered("b", "hook-3", "htp", "default", "UNKNOWN", "other", null));
        rows.note(new Act("hook-1-said", key, Act.WEBHOOK, "hambit", "it is PENDING (status 2)", null));
        rows.note(new Act("person-1", key, Act.AGAIN, "ana", "ticket 3", "{\"webhook\":\"hook-1\"}"));
        new WebhookRows(ledger).keep(List.of(new RefusedWebhook("hambit", "default", "signature",
                "signature: is not that of the body", 1000)));
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    @Test
    void whatCameIsListedWithItsOrderAndHowOftenItCame() {
        assertThat(webhooks("list").out().lines().skip(1)).satisfiesExactlyInAnyOrder(
                line -> assertThat(line)
                        .matches("hook-1 +2\\S+Z +hambit/default +2 times +ord-1 +of an order \\(paid.+"),
                line -> assertThat(line).matches("hook-3 +2\\S+Z +htp/default +once +its event is not listed"
                        + " \\(other\\)"));
        assertThat(webhooks("list", "--order", "ord-1").out()).contains("hook-1").doesNotContain("hook-3");
        assertThat(webhooks("list", "--provider", "htp").out()).contains("hook-3").doesNotContain("hook-1");
        assertThat(webhooks("list", "--order", "nobody").out()).isEqualTo("No webhook is like that.\n");
        assertThat(webhooks("list").out().replace("\n", "")).doesNotContainPattern("[\\p{Cc}]");
        assertThat(Json.own(webhooks("list", "--provider", "hambit", "--json").out()).path("times").asInt())
                .isEqualTo(2);
    }

    @Test
    void whatWasRefusedIsListedWithTheReason() {
        assertThat(webhooks("list", "--refused").out().lines().skip(1)).singleElement().asString()
                .matches("1970-01-01T00:00:01Z +hambit/default +signature +signature: is not that of the body");
        assertThat(webhooks("list", "--refused", "--order", "ord-1").exitCode()).isEqualTo(2);
        assertThat(Json.own(webhooks("list", "--refused", "--json").out()).path("verified").asBoolean(true)).isFalse();
    }

    @Test
    void whatFollowedFromOneIsShown() {
        assertThat(webhooks("show", "hook-1").out()).contains("2 times").contains("only the first one counts")
                .contains("order     ord-1  (orders)").contains("hambit: it is PENDING (status 2)")
                .contains("ana: ticket 3")
                .contains("to have the provider asked about it now: ./sluice webhooks again hook-1");
        assertThat(webhooks("show", "hook-3").out()).contains("Nothing followed from it. The provider's file does not"
                + " list its event (webhook.events)");
        JsonNode json = Json.own(webhooks("show", "hook-1", "--json").out());
        assertThat(json.path("followed")).hasSize(2);
        assertThat(webhooks("show", "hook-2").err()).contains("no verified webhook hook-2 is kept");
    }

    /** It may be the only word of somebody's money. */
    @Test
    void ofOneThatIsADeadLetterThatIsToldAndNotThatNothingFollowed() {
        for (String sort : List.of("OURS", "UNREAD", "IGNORED")) {
            ledger.ledger(Clock.systemUTC()).firstDelivery(new Delivered("of " + sort, "hook-" + sort, "hambit",
                    "default", sort, null, null));
        }
        for (String dead : List.of("hook-OURS", "hook-UNREAD")) {
            assertThat(webhooks("show", dead).out()).contains("It was laid on sluice.dead: ./sluice dead list")
                    .doesNotContain("Nothing followed");
            assertThat(Json.own(webhooks("show", dead, "--json").out()).path("dead").asBoolean()).isTrue();
        }
        assertThat(webhooks("show", "hook-IGNORED").out()).contains("Nothing followed from it.\n");
        assertThat(Json.own(webhooks("show", "hook-IGNORED", "--json").out()).path("dead").asBoolean(true)).isFalse();
    }

    @Test
    void nobodyIsSentToAskAboutAnOrderThatHasEnded() {
        ledger.act("INSERT INTO request (family, request_id, provider, account, operation, content_hash, document,"
                + " envelope, claim, begun, status, final, sequence, not_found, created_at, updated_at) VALUES"
                + " ('orders', 'ord-1', 'hambit', 'default', 'fiat-to-crypto', 'h', '{}', '{}', 's', 1, 'COMPLETED', 1,"
                + " 1, 0, 1, 1)");

        assertThat(webhooks("show", "hook-1").out()).contains("./sluice orders show ord-1")
                .doesNotContain("webhooks again");
    }

    private Ran webhooks(String... arguments) {
        List<String> all = new ArrayList<>(List.of("webhooks"));
        all.addAll(List.of(arguments));
        return Ran.run(Path.of("").toAbsolutePath(), Map.of("SLUICE_DATA", data.toString()), "",
                all.toArray(String[]::new));
    }
}
