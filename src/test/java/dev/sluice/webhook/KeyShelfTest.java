package dev.sluice.webhook;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.given.MovedClock;
import dev.sluice.signing.CannotSign;
import dev.sluice.signing.KeyAway;
import dev.sluice.signing.KeyRequest;
import dev.sluice.signing.KnownKey;
import dev.sluice.signing.ProviderKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a provider is asked for keys. */
class KeyShelfTest {

    private final MovedClock clock = new MovedClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private PublicKey key;
    private Instant end;
    private volatile KeyShelf.Asked provider = request -> ok("kid-1");
    private KeyShelf shelf;

    @BeforeEach
    void start() throws Exception {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        shelf = new KeyShelf(request -> {
            asked.incrementAndGet();
            return provider.ask(request);
        }, clock, failure -> {
            if (failure != null) {
                failures.add(failure);
            }
        });
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aKeyIsAskedForOnceInItsTime() {
        assertThat(key("kid-1")).isSameAs(key);
        clock.advance(Duration.ofMinutes(59));
        assertThat(key("kid-1")).isSameAs(key);
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofMinutes(1));
        assertThat(key("kid-1")).isSameAs(key);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aKeyThatEndsEarlierIsKeptNoLonger() {
        end = clock.instant().plusSeconds(60);
        key("kid-1");
        clock.advance(Duration.ofSeconds(60));
        end = null;
        key("kid-1");
        assertThat(asked).hasValue(2);
    }

    @Test
    void manyWhoNeedAKeyAtOnceAskOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        provider = request -> {
            awaited(go);
            return ok("kid-1");
        };
        List<Future<PublicKey>> callers = new ArrayList<>();
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        for (int i = 0; i < KeyShelf.MOST_WAITING; i++) {
            callers.add(threads.submit(() -> {
                waiting.add(Thread.currentThread());
                return key("kid-1");
            }));
        }
        await().until(() -> waiting.size() == KeyShelf.MOST_WAITING
                && waiting.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING));
        assertThatThrownBy(() -> key("kid-1")).as("one more takes no thread").isInstanceOf(KeyAway.class)
                .hasMessage("many wait for keys already");
        go.countDown();
        for (Future<PublicKey> caller : callers) {
            assertThat(caller.get(60, TimeUnit.SECONDS)).isSameAs(key);
        }
        assertThat(asked).hasValue(1);
        assertThat(key("kid-1")).isSameAs(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 401, 403, 429, 500, 503})
    void aProviderThatHasNoAnswerIsLeftAloneForAMomentAndThenAskedAgain(int status) {
        provider = request -> new KeyDocuments.Answer(status, new byte[0]);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> key("kid-1")).isInstanceOf(KeyAway.class).hasMessage("HTTP " + status);
        }
        assertThat(asked).hasValue(1);
        assertThat(failures).containsExactly("HTTP " + status);
        clock.advance(Duration.ofSeconds(5));
        provider = request -> ok("kid-1");
        assertThat(key("kid-1")).isSameAs(key);
    }

    @Test
    void soIsOneThatCannotBeReachedAndItsAddressIsInNoText() {
        provider = request -> {
            throw new IOException("connect to https://keys.test/kid-1");
        };
        assertThatThrownBy(() -> key("kid-1")).isInstanceOf(KeyAway.class).hasMessage("IOException");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void noIsRememberedAndNotForEver(int status) {
        provider = request -> new KeyDocuments.Answer(status, new byte[0]);
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> key("kid-1")).isInstanceOf(CannotSign.class);
        }
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofSeconds(30));
        provider = request -> ok("kid-1");
        assertThat(key("kid-1")).isSameAs(key);
    }

    /** A set is one answer for all ids. */
    @Test
    void anUnknownIdOfASetHasItAskedForAgainOnceInAWhile() {
        provider = request -> ok("kid-1");
        assertThat(set("kid-1")).isSameAs(key);
        for (int i = 0; i < 1000; i++) {
            String id = "made-up-" + i;
            assertThatThrownBy(() -> set(id)).isInstanceOf(CannotSign.class);
        }
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofSeconds(10));
        provider = request -> ok("kid-1 kid-2");
        assertThat(set("kid-2")).as("a new key of the set").isSameAs(key);
        assertThat(asked).hasValue(2);
    }

    @Test
    void madeUpIdsAreAskedForSlowlyAndKnownOnesAllTheSame() {
        key("kid-1");
        provider = request -> request.uri().getPath().endsWith("kid-1") ? ok("kid-1")
                : new KeyDocuments.Answer(404, new byte[0]);
        int before = asked.get();
        for (int i = 0; i < 1000; i++) {
            String id = "made-up-" + i;
            assertThatThrownBy(() -> key(id)).isInstanceOfAny(CannotSign.class, KeyAway.class);
        }
        assertThat(asked.get() - before).isLessThanOrEqualTo(KeyShelf.MOST_STRANGE);
        assertThat(key("kid-1")).isSameAs(key);
        clock.advance(Duration.ofMinutes(61));
        for (int i = 0; i < 1000; i++) {
            String id = "again-" + i;
            assertThatThrownBy(() -> key(id)).isInstanceOfAny(CannotSign.class, KeyAway.class);
        }
        assertThat(key("kid-1")).as("one that was a key").isSameAs(key);
        assertThatThrownBy(() -> key("strange")).isInstanceOf(KeyAway.class)
                .hasMessage("too many unknown keys are named");
        clock.advance(Duration.ofSeconds(5));
        assertThatThrownBy(() -> key("strange")).as("it is asked for in its turn").isInstanceOf(CannotSign.class);
    }

    /** Also where the provider answers them with a document that has no key. */
    @Test
    void madeUpIdsDoNotMakeAKnownAddressStrange() {
        key("kid-1");
        provider = request -> ok("kid-1");
        for (int i = 0; i < 2 * KeyShelf.MOST_KEPT; i++) {
            String id = "made-up-" + i;
            clock.advance(Duration.ofMillis(100));
            assertThatThrownBy(() -> key(id)).isInstanceOf(CannotSign.class);
        }
        clock.advance(Duration.ofMinutes(61));
        for (int i = 0; i < 2 * KeyShelf.MOST_STRANGE; i++) {
            String id = "again-" + i;
            assertThatThrownBy(() -> key(id)).isInstanceOfAny(CannotSign.class, KeyAway.class);
        }
        assertThat(key("kid-1")).isSameAs(key);
    }

    /** As after a start, when all are strange. */
    @Test
    void whatWasNotAskedForIsAskedForAsSoonAsThereIsRoom() {
        for (int i = 0; i < 2 * KeyShelf.MOST_STRANGE; i++) {
            String id = "made-up-" + i;
            assertThatThrownBy(() -> key(id)).isInstanceOfAny(CannotSign.class, KeyAway.class);
        }
        assertThatThrownBy(() -> key("kid-1")).isInstanceOf(KeyAway.class);
        assertThat(failures).contains("too many unknown keys are named");
        clock.advance(Duration.ofMillis(100));
        assertThat(key("kid-1")).isSameAs(key);
    }

    @Test
    void aKeyWithWhichNothingMatchedIsAskedForAgainOnceInAWhile() throws Exception {
        PublicKey first = key("kid-1");
        PublicKey next = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        clock.advance(Duration.ofSeconds(29));
        assertThat(renewed("kid-1")).isFalse();
        assertThat(renewed("never-had")).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(renewed("kid-1")).as("it is the same").isFalse();
        assertThat(asked).hasValue(2);
        key = next;
        clock.advance(Duration.ofSeconds(29));
        assertThat(renewed("kid-1")).isFalse();
        assertThat(key("kid-1")).isSameAs(first);
        assertThat(asked).hasValue(2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(renewed("kid-1")).isTrue();
        assertThat(key("kid-1")).isSameAs(next);
    }

    @Test
    void aKeyCountsWhileItCannotBeAskedForAgainAndNotWhereItIsWithdrawn() {
        key("kid-1");
        clock.advance(Duration.ofSeconds(30));
        provider = request -> new KeyDocuments.Answer(500, new byte[0]);
        assertThatThrownBy(() -> renewed("kid-1")).isInstanceOf(KeyAway.class).hasMessage("HTTP 500");
        assertThat(renewed("kid-1")).isFalse();
        assertThat(key("kid-1")).isSameAs(key);
        clock.advance(Duration.ofSeconds(30));
        provider = request -> new KeyDocuments.Answer(404, new byte[0]);
        assertThatThrownBy(() -> renewed("kid-1")).isInstanceOf(CannotSign.class);
        assertThatThrownBy(() -> key("kid-1")).isInstanceOf(CannotSign.class);
        assertThat(asked).hasValue(3);
    }

    @Test
    void noMoreAreKeptThanThereIsRoomFor() {
        clock.advance(Duration.ofMinutes(10));
        for (int i = 0; i <= KeyShelf.MOST_KEPT; i++) {
            String id = "kid-" + i;
            provider = request -> ok(id);
            assertThat(key(id)).isSameAs(key);
            clock.advance(Duration.ofSeconds(2));
        }
        int before = asked.get();
        key("kid-" + KeyShelf.MOST_KEPT);
        assertThat(asked.get()).isEqualTo(before);
        provider = request -> ok("kid-0");
        key("kid-0");
        assertThat(asked.get()).as("the one that was used longest ago").isEqualTo(before + 1);
    }

    private PublicKey key(String id) {
        return shelf.key(new KeyRequest(URI.create("https://keys.test/" + id), "GET", Map.of(), new byte[0],
                Duration.ofHours(1)), id, document(id));
    }

    private boolean renewed(String id) {
        return shelf.renewed(new KeyRequest(URI.create("https://keys.test/" + id), "GET", Map.of(), new byte[0],
                Duration.ofHours(1)), id, document(id));
    }

    private PublicKey set(String id) {
        return shelf.key(new KeyRequest(URI.create("https://keys.test/jwks"), "GET", Map.of(), new byte[0],
                Duration.ofHours(1)), id, document(id));
    }

    private ProviderKeys.Document document(String id) {
        return (bytes, now) -> {
            if (!List.of(new String(bytes, StandardCharsets.UTF_8).split(" ")).contains(id)) {
                throw CannotSign.key("key", "of that id is not there");
            }
            return new KnownKey(key, end);
        };
    }

    private static KeyDocuments.Answer ok(String ids) {
        return new KeyDocuments.Answer(200, ids.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaited(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
