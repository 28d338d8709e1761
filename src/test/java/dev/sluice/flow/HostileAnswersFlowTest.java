package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.flow.Meddler.Asked;
import dev.sluice.flow.Meddler.Trick;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever answers a call: a create is made once and unknown until the provider tells, and Sluice goes on. */
@QuarkusTest
@TestProfile(OnMeddledAnswers.class)
class HostileAnswersFlowTest extends FlowTest {

    private static final String CREATE = "/exchange/fiat/to/wallet";
    private static final String QUESTION = "/query/exchange/orderinfo";
    private static final String LOGIN = "/auth/";

    private LogWatch log;

    @BeforeEach
    void watch() {
        log = LogWatch.begin();
    }

    @AfterEach
    void goesOnAndSaysNothingUnexpected() {
        assertThat(end(send(Requests.fiatToCrypto(id("after")))).status()).isEqualTo("COMPLETED");
        log.close();
        assertThat(log.unexpected()).isEmpty();
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUpSoonAndCostsNothing() throws Exception {
        Map<String, String> ids = new LinkedHashMap<>();
        Map<String, CompletableFuture<Void>> cuts = new LinkedHashMap<>();
        Tricks.endless().forEach((what, trick) -> {
            ids.put(what, id("endless"));
            cuts.put(what, world.meddler().meddle(create(ids.get(what)), trick));
            send(Requests.fiatToCrypto(ids.get(what)));
        });
        for (CompletableFuture<Void> cut : cuts.values()) {
            cut.get(60, TimeUnit.SECONDS);
        }
        ids.forEach(this::isUnknownUntilTheProviderTells);
    }

    @Test
    void anAnswerThatCannotBeReadSaysNothing() {
        meddled(Tricks.unreadable()).forEach(this::isUnknownUntilTheProviderTells);
    }

    @Test
    void anAnswerInOddClothesIsRead() {
        meddled(Tricks.odd()).forEach((what, id) -> {
            assertThat(end(id).status()).as(what).isEqualTo("COMPLETED");
            assertThat(history(id)).as(what).startsWith("ACCEPTED");
            assertThat(created(id)).as(what).isEqualTo(1);
        });
        end(send(Requests.fiatToCrypto(id("without-cookie"))));
        assertThat(world.meddler().asked()).noneMatch(call -> call.head().toLowerCase().contains("\r\ncookie:"));
    }

    /** The question is asked again by the step that follows it, not by its message coming back. */
    @Test
    void aQuestionWhoseAnswerSaysNothingIsAskedAgain() {
        Map<String, String> ids = new LinkedHashMap<>();
        Tricks.unreadable().forEach((what, trick) -> {
            String id = id("asked");
            AtomicBoolean first = new AtomicBoolean(true);
            world.meddler().meddle(asked -> asked.line().contains(QUESTION) && asked.holds("\"" + id + "\"")
                    && first.getAndSet(false), trick);
            ids.put(what, send(Requests.fiatToCrypto(id)));
        });
        ids.forEach((what, id) -> {
            assertThat(end(id).status()).as(what).isEqualTo("COMPLETED");
            assertThat(history(id)).as(what).startsWith("ACCEPTED").doesNotContain("UNKNOWN");
        });
    }

    /** Nothing was sent yet, so the request is tried again until a token comes. */
    @Test
    void aLoginWhoseAnswerSaysNothingIsTriedAgain() {
        Map<String, Trick> tricks = Tricks.unreadable();
        tricks.keySet().removeIf(what -> what.startsWith("data as") || what.equals("a challenge"));
        tricks.put("a text in the payload's place", Tricks.body(text -> "{\"status_code\":200,\"payload\":\"done\"}"));
        tricks.forEach((what, trick) -> {
            AtomicBoolean on = new AtomicBoolean(true);
            AtomicBoolean played = new AtomicBoolean();
            world.meddler().meddle(asked -> on.get() && asked.line().contains(LOGIN), told(trick, played));
            world.meddler().meddle(asked -> on.get() && asked.line().contains("/balance/"), Tricks.voidToken());
            String id = send(Requests.balance(id("login")));
            await().untilTrue(played);
            on.set(false);
            assertThat(end(id).status()).as(what).isEqualTo("COMPLETED");
            assertThat(history(id)).as(what).containsExactly("COMPLETED");
        });
    }

    @Test
    void noCallFollowsARedirect() {
        try (Meddler elsewhere = new Meddler(1)) {
            Map<String, Trick> tricks = new LinkedHashMap<>();
            for (int status : new int[]{300, 301, 302, 303, 305, 307, 308}) {
                tricks.put("HTTP " + status,
                        Tricks.redirect(status, "http://127.0.0.1:" + elsewhere.port() + "/elsewhere"));
            }
            meddled(tricks).forEach(this::isUnknownUntilTheProviderTells);
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    /** A question, a login and the check of connectivity are calls like any other. */
    @Test
    void noQuestionAndNoLoginFollowsOneEither() {
        try (Meddler elsewhere = new Meddler(1)) {
            List<String> calls = List.of(QUESTION, LOGIN, "/ping");
            Trick away = Tricks.redirect(307, "http://127.0.0.1:" + elsewhere.port() + "/elsewhere");
            String id = send(Requests.told(id("asked"), "sandbox:stay"));
            status(id, "ACCEPTED");
            AtomicBoolean on = new AtomicBoolean(true);
            List<AtomicBoolean> played = calls.stream().map(call -> new AtomicBoolean()).toList();
            for (int call = 0; call < calls.size(); call++) {
                String line = calls.get(call);
                world.meddler().meddle(asked -> on.get() && asked.line().contains(line), told(away, played.get(call)));
            }
            String otp = send(Requests.balance(id("balance")).put("account", "second"));
            await().until(() -> played.stream().allMatch(AtomicBoolean::get));
            on.set(false);
            assertThat(end(otp).status()).isEqualTo("COMPLETED");
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    /** Line ends in all the ways in which they might become some; the last are made of the bytes of other letters. */
    @Test
    void aLineEndInATokenBeginsNoHeader() {
        String lines = "key\\r\\nX-Evil: 1\\nX-Evil: 2\\rX-Evil: 3\u560d\u560aX-Evil: 4\u010d\u010aX-Evil:"
                + " 5\u2028X-Evil: 6";
        AtomicBoolean on = new AtomicBoolean(true);
        world.meddler().meddle(asked -> on.get() && asked.line().contains("/balance/"), Tricks.voidToken());
        AtomicBoolean played = new AtomicBoolean();
        world.meddler().meddle(asked -> on.get() && asked.line().contains(LOGIN), told(Tricks.body(text -> text
                .replaceFirst("\"access_token\":\"[^\"]*", Matcher.quoteReplacement("\"access_token\":\"" + lines))),
                played));
        String lined = send(Requests.balance(id("lines")));
        await().untilTrue(played);
        on.set(false);
        assertThat(end(lined).status()).as("with the next token").isEqualTo("COMPLETED");
        assertThat(world.meddler().asked().stream().flatMap(call -> call.head().lines()))
                .noneMatch(line -> line.startsWith("Authorization: Bearer key"))
                .noneMatch(line -> line.toLowerCase().startsWith("x-evil"));
    }

    /** An order for each trick, by what the trick is called. */
    private Map<String, String> meddled(Map<String, Trick> tricks) {
        Map<String, String> ids = new LinkedHashMap<>();
        tricks.forEach((what, trick) -> {
            String id = id("meddled");
            world.meddler().meddle(create(id), trick);
            ids.put(what, send(Requests.fiatToCrypto(id)));
        });
        return ids;
    }

    private void isUnknownUntilTheProviderTells(String what, String id) {
        assertThat(status(id, "UNKNOWN").sequence()).as(what).isEqualTo(1);
        assertThat(end(id).status()).as(what).isEqualTo("COMPLETED");
        assertThat(created(id)).as(what).isEqualTo(1);
    }

    /** The trick, which says that it has its turn. */
    private static Trick told(Trick trick, AtomicBoolean played) {
        return (honest, out) -> {
            played.set(true);
            trick.play(honest, out);
        };
    }

    private static Predicate<Asked> create(String id) {
        return asked -> asked.line().contains(CREATE) && asked.holds("\"" + id + "\"");
    }
}
