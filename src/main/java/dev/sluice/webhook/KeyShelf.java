package dev.sluice.webhook;

import dev.sluice.cipher.SingleFlight;
import dev.sluice.signing.CannotSign;
import dev.sluice.signing.KeyAway;
import dev.sluice.signing.KeyRequest;
import dev.sluice.signing.KnownKey;
import dev.sluice.signing.ProviderKeys;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a provider keeps for one account, each asked for once while many wait for it, and kept for its time. Who
 * sends made up ids costs the provider few questions, and those whose keys are known nothing: no is remembered for a
 * while, as is what was answered; and addresses that never had a key are asked at a slow pace, beside which the others
 * are asked again as they need.
 */
final class KeyShelf implements ProviderKeys {

    /** How a question is put to the provider. */
    interface Asked {
        KeyDocuments.Answer ask(KeyRequest request) throws IOException;
    }

    static final int MOST_KEPT = 32;
    static final int MOST_STRANGE = 10;
    static final int MOST_WAITING = 16;
    private static final int MOST_REFUSED = 256;
    private static final Duration NO_STANDS = Duration.ofSeconds(30);
    private static final Duration AWAY_STANDS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(30);
    private static final Duration ANSWER_STANDS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_STRANGE = Duration.ofMillis(100);

    private record Kept(PublicKey key, Instant end, Instant asked) {
    }

    private record No(RuntimeException why, Instant end) {
    }

    private record Answered(byte[] document, Instant at) {
    }

    /** The provider was not asked at all, which says nothing of any key. */
    private static final class NotAsked extends Exception {
    }

    private final Asked provider;
    private final Clock clock;
    private final Consumer<@Nullable String> told;
    private final Map<String, Kept> kept = bounded(MOST_KEPT);
    private final Map<String, No> refused = bounded(MOST_REFUSED);
    /** Of addresses that had a key, beside which those of made up ids come and go. */
    private final Map<String, Answered> answers = bounded(MOST_KEPT);
    private final Map<String, Answered> strangers = bounded(MOST_KEPT);
    private final SingleFlight<byte[]> questions = new SingleFlight<>();
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final Allowance strange;

    /** @param told why there was no key, each time that one was looked for in vain; and nothing when a provider answers */
    KeyShelf(Asked provider, Clock clock, Consumer<@Nullable String> told) {
        this.provider = provider;
        this.clock = clock;
        this.told = told;
        this.strange = new Allowance(MOST_STRANGE, BETWEEN_STRANGE, clock.instant());
    }

    /** The one that was used longest ago makes room. */
    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public PublicKey key(KeyRequest request, String id, Document document) {
        String name = request.name() + "/" + id;
        PublicKey known = known(name);
        if (known != null) {
            return known;
        }
        if (!waiting.tryAcquire()) {
            throw new KeyAway("many wait for keys already");
        }
        try {
            return looked(name, request, document);
        } catch (NotAsked tooMany) {
            String why = "too many unknown keys are named";
            told.accept(why);
            throw new KeyAway(why);
        } catch (CannotSign no) {
            refuse(name, no, NO_STANDS);
            throw no;
        } catch (KeyAway away) {
            refuse(name, away, AWAY_STANDS);
            throw away;
        } finally {
            waiting.release();
        }
    }

    @Override
    public boolean renewed(KeyRequest request, String id, Document document) {
        String name = request.name() + "/" + id;
        Kept before = toRenew(name);
        if (before == null || !waiting.tryAcquire()) {
            return false;
        }
        try {
            return !looked(name, request, document).equals(before.key());
        } catch (NotAsked tooMany) {
            return false;
        } catch (CannotSign withdrawn) {
            refuse(name, withdrawn, NO_STANDS);
            throw withdrawn;
        } catch (KeyAway away) {
            told.accept(away.getMessage());
            throw away;
        } finally {
            waiting.release();
        }
    }

    /** Once in a while, whatever comes of it. */
    private synchronized @Nullable Kept toRenew(String name) {
        Instant now = clock.instant();
        Kept key = kept.get(name);
        if (key == null || now.isBefore(key.asked().plus(BETWEEN_RENEWALS))) {
            return null;
        }
        kept.put(name, new Kept(key.key(), key.end(), now));
        return key;
    }

    private synchronized @Nullable PublicKey known(String name) {
        Instant now = clock.instant();
        Kept key = kept.get(name);
        if (key != null && now.isBefore(key.end())) {
            return key.key();
        }
        No no = refused.get(name);
        if (no != null && now.isBefore(no.end())) {
            throw no.why();
        }
        return null;
    }

    private PublicKey looked(String name, KeyRequest request, Document document) throws NotAsked {
        byte[] answered;
        try {
            answered = questions.result(request.name(), () -> answer(request));
        } catch (RuntimeException | NotAsked why) {
            throw why;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeyAway("Sluice stops");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        Instant now = clock.instant();
        KnownKey key = document.read(answered, now);
        Instant end = now.plus(request.maxAge());
        keep(name, new Kept(key.key(), key.end() != null && key.end().isBefore(end) ? key.end() : end, now),
                request.name(), new Answered(answered, now));
        return key.key();
    }

    private byte[] answer(KeyRequest request) throws NotAsked {
        byte[] young = young(request.name());
        if (young != null) {
            return young;
        }
        if (!mayAsk(request.name())) {
            throw new NotAsked();
        }
        KeyDocuments.Answer answer;
        try {
            answer = provider.ask(request);
        } catch (IOException e) {
            // Its text may hold the address.
            throw new KeyAway(e.getClass().getSimpleName());
        }
        return switch (answer.status()) {
            case HttpURLConnection.HTTP_OK -> answered(request.name(), answer.body());
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE ->
                throw CannotSign.key("key", "of that id is not there");
            default -> throw new KeyAway("HTTP " + answer.status());
        };
    }

    private synchronized byte @Nullable [] young(String request) {
        Answered answer = answers.containsKey(request) ? answers.get(request) : strangers.get(request);
        return answer != null && clock.instant().isBefore(answer.at().plus(ANSWER_STANDS)) ? answer.document() : null;
    }

    private synchronized byte[] answered(String request, byte[] document) {
        (answers.containsKey(request) ? answers : strangers).put(request, new Answered(document, clock.instant()));
        told.accept(null);
        return document;
    }

    private synchronized void keep(String name, Kept key, String request, Answered answered) {
        refused.remove(name);
        kept.put(name, key);
        Answered stranger = strangers.remove(request);
        answers.putIfAbsent(request, stranger == null ? answered : stranger);
    }

    private synchronized void refuse(String name, RuntimeException why, Duration stands) {
        kept.remove(name);
        refused.put(name, new No(why, clock.instant().plus(stands)));
        told.accept(String.valueOf(why.getMessage()));
    }

    /** An address that had a key before may be asked at any time. */
    private synchronized boolean mayAsk(String request) {
        return answers.containsKey(request) || strange.take(clock.instant());
    }
}
