package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.flow.Meddler.Trick;
import dev.sluice.sandbox.Sandbox;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No text of a provider stops the ledger, nor brings a credential into it, nor is a reference kept that is another. */
@QuarkusTest
@TestProfile(OnMeddledAnswers.class)
class TextsOfProvidersFlowTest extends FlowTest {

    private static final String CREATE = "/exchange/fiat/to/wallet";
    private static final String QUESTION = "/query/exchange/orderinfo";
    private static final Pattern BEARER = Pattern.compile("Authorization: Bearer (\\S+)");
    private static final Map<String, String> ODD = Map.of("a zero", "a\\u0000b", "half a character", "a\\ud800b",
            "two halves the wrong way round", "\\udc00\\ud800", "what turns it round", "a\\u202eb",
            "a hundred kilobytes", "R".repeat(100_000), "thousands of zeros", "\\u0000".repeat(20_000));

    private LogWatch log;

    @BeforeEach
    void watch() {
        log = LogWatch.begin();
    }

    @AfterEach
    void nothingComesBackAndNoSecretIsLogged() {
        log.close();
        assertThat(log.unexpected()).isEmpty();
        assertThat(String.join("\n", log.all())).doesNotContain(Sandbox.credentials("hambit").get("secret-key"));
    }

    @Test
    void aReferenceThatCannotBeKeptIsForAPersonAtOnce() {
        Map<String, String> ids = new LinkedHashMap<>();
        ODD.forEach((what, text) -> ids.put(what, meddled(CREATE, replaced("orderId", text))));
        ids.put("our secret", meddled(CREATE, replaced("orderId", Sandbox.credentials("hambit").get("secret-key"))));
        ids.forEach((what, id) -> {
            Result end = end(id);
            assertThat(end.status()).as(what).isEqualTo("UNRESOLVED");
            assertThat(end.error()).as(what).startsWith("the provider's reference cannot be kept");
            assertThat(end.reference()).as(what).isNull();
            assertThat(history(id)).as(what).containsExactly("UNRESOLVED");
            assertThat(created(id)).as(what).isEqualTo(1);
        });
    }

    @Test
    void aRefusalIsARefusalWhateverItsWordsHold() {
        Map<String, String> ids = new LinkedHashMap<>();
        ODD.forEach((what, text) -> ids.put(what, meddled(CREATE, refused(text))));
        ids.put("our credentials",
                meddled(CREATE, refused("key " + String.join(" and ", Sandbox.credentials("hambit").values()))));
        ids.forEach((what, id) -> {
            Result end = end(id);
            assertThat(end.status()).as(what).isEqualTo("REJECTED");
            assertThat(end.code()).as(what).isEqualTo("300");
            Sandbox.credentials("hambit").values()
                    .forEach(secret -> assertThat(end.body().toString()).doesNotContain(secret));
        });
    }

    /** The question goes on being asked, and an honest answer ends it. */
    @Test
    void anOddStatusOrAnOddMemberOfDataStopsNothing() {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String member : new String[]{"orderStatus", "tradeHash", "errorMsgEn"}) {
            ODD.forEach((what, text) -> {
                String id = id("told");
                AtomicBoolean first = new AtomicBoolean(true);
                world.meddler().meddle(asked -> asked.line().contains(QUESTION) && asked.holds("\"" + id + "\"")
                        && first.getAndSet(false), replaced(member, text));
                ids.put(member + " with " + what, send(Requests.fiatToCrypto(id)));
            });
        }
        ids.forEach((what, id) -> assertThat(end(id).status()).as(what).isEqualTo("COMPLETED"));
    }

    @Test
    void aTokenThatTheProviderRepeatsIsBlanked() {
        String id = id("token");
        AtomicBoolean first = new AtomicBoolean(true);
        world.meddler().meddle(asked -> asked.line().contains("/balance/") && first.getAndSet(false),
                Tricks.body(honest -> "{\"status_code\":422,\"errors\":[{\"code\":2101,\"message\":\"not for " + token()
                        + "\"}]}"));
        Result end = end(send(Requests.balance(id).put("account", "second")));
        assertThat(end.code()).isEqualTo("2101");
        assertThat(end.error()).contains("not for ****").doesNotContain(token());
    }

    private String token() {
        return world.meddler().asked().stream().filter(call -> call.line().contains("/balance/"))
                .reduce((one, other) -> other)
                .map(call -> BEARER.matcher(call.head())).filter(Matcher::find).map(found -> found.group(1))
                .orElseThrow();
    }

    private String meddled(String call, Trick trick) {
        String id = id("text");
        world.meddler().meddle(asked -> asked.line().contains(call) && asked.holds("\"" + id + "\""), trick);
        return send(Requests.fiatToCrypto(id));
    }

    private static Trick replaced(String member, String text) {
        return Tricks.body(honest -> honest.replaceFirst("\"" + member + "\":(\"[^\"]*\"|[^,}]*)",
                Matcher.quoteReplacement("\"" + member + "\":\"" + text + "\"")));
    }

    private static Trick refused(String text) {
        return Tricks.body(honest -> "{\"code\":300,\"success\":false,\"msg\":\"" + text + "\",\"msgEn\":\"" + text
                + "\",\"data\":[]}");
    }
}
