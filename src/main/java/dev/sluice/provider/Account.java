package dev.sluice.provider;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One account at a provider. Credentials are read where they are kept each time they are needed, so that a mounted file
 * that changes counts at once; while one is replaced it may be gone for a moment, and counts as it was.
 */
public final class Account {

    private static final Logger LOG = Logger.getLogger(Account.class);
    private static final int MOST_LOOKS = 3;

    private final String name;
    private final List<String> required;
    private final Terms terms;
    private final Function<String, String> credentials;
    private final Map<String, String> last = new ConcurrentHashMap<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();
    private final Map<Boolean, Credentials> settled = new ConcurrentHashMap<>();
    private volatile boolean looked;

    Account(String name, List<String> required, Terms terms, Function<String, String> credentials) {
        this.name = name;
        this.required = required;
        this.terms = terms;
        this.credentials = credentials;
    }

    /** Everything before the path of a call that has no base URL of its own; empty where there is none. */
    public String baseUrl() {
        return terms.baseUrl();
    }

    /** When the provider is asked what became of an order. */
    public Schedule poll() {
        return terms.poll();
    }

    /** When a call that certainly did nothing is made again. */
    public Schedule retry() {
        return terms.retry();
    }

    /** Submissions at a time, and as many asks beside them. */
    public int concurrency() {
        return terms.concurrency();
    }

    /** Calls a second. */
    public int rate() {
        return terms.rate();
    }

    /** How large an order may be, and all of a day. */
    public Caps caps() {
        return terms.caps();
    }

    /**
     * What it should have at the provider at least, by currency; {@link Balance#UNNAMED} where the provider names none.
     * Nothing where nobody watches that.
     */
    public Map<String, BigDecimal> lowBalance() {
        return terms.lowBalance();
    }

    /** When nothing is sent for a while, because calls fail. */
    public Breaker breaker() {
        return terms.breaker();
    }

    public String name() {
        return name;
    }

    /** The credential's text, once there was one. */
    public @Nullable String credential(String credential) {
        String text = credentials.apply(credential);
        if (text == null && last.containsKey(credential)) {
            if (gone.add(credential)) {
                LOG.warnf("account %s: the file of %s is not there or empty; what it held last counts until it"
                        + " holds something", name, credential);
            }
            return last.get(credential);
        }
        if (text != null) {
            if (required.contains(credential)) {
                last.put(credential, text);
                gone.remove(credential);
            }
            seen.computeIfAbsent(credential, first -> ConcurrentHashMap.newKeySet()).add(text);
        }
        return text;
    }

    /** All of them as they are now. */
    public Credentials present() {
        return credentials(false);
    }

    /** All of them as they were before the last rotation, those that the operator keeps; the others as they are now. */
    public Credentials previous() {
        return credentials(true);
    }

    /** By which what the provider signs is verified: two while a credential is rotated, the new ones first. */
    public List<Function<String, String>> good() {
        Credentials present = present();
        Credentials previous = previous();
        return previous.differFrom(present) ? List.of(present::get, previous::get) : List.of(present::get);
    }

    /** What comes of the present credentials; where nothing does, of the previous ones, which are read only then. */
    public <T> Optional<T> firstOf(Function<Credentials, Optional<T>> use) {
        Credentials present = present();
        Optional<T> first = use.apply(present);
        if (first.isPresent()) {
            return first;
        }
        Credentials previous = previous();
        return previous.differFrom(present) ? use.apply(previous) : first;
    }

    /**
     * Files that are replaced one after the other are read so too. What is seen for the first time is looked at twice,
     * which catches most mixtures, not all: operators replace the files of an account together.
     */
    private Credentials credentials(boolean previous) {
        Credentials seen = read(previous);
        if (!seen.equals(settled.get(previous))) {
            Credentials again = read(previous);
            for (int look = 1; look < MOST_LOOKS && !again.equals(seen); look++) {
                seen = again;
                again = read(previous);
            }
            settled.put(previous, again);
            return again;
        }
        return seen;
    }

    private Credentials read(boolean previous) {
        Map<String, String> texts = new HashMap<>();
        for (String name : required) {
            String text = previous ? previous(name) : credential(name);
            if (text != null) {
                texts.put(name, text);
            }
        }
        return new Credentials(texts, previous);
    }

    private @Nullable String previous(String credential) {
        String previous = credential(credential + "-previous");
        return previous == null ? credential(credential) : previous;
    }

    /** The names of the credentials that it needs. */
    public List<String> credentials() {
        return required;
    }

    /** All credentials that a call may be made with now. */
    public List<String> presentSecrets() {
        return required.stream().flatMap(name -> Arrays.asList(credential(name), previous(name)).stream())
                .filter(Objects::nonNull).toList();
    }

    /**
     * All credentials that it has or had since the start: those of a changed file are known since they were first used.
     */
    public List<String> secrets() {
        if (!looked) {
            required.forEach(this::credential);
            required.forEach(this::previous);
            looked = true;
        }
        return seen.values().stream().flatMap(Set::stream).toList();
    }

    /** Names of required credentials that nobody has set. */
    public List<String> missing() {
        return required.stream().filter(credential -> credential(credential) == null).toList();
    }
}
