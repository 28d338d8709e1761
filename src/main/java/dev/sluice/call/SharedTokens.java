package dev.sluice.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cipher.Seal;
import dev.sluice.json.Json;
import dev.sluice.ledger.LedgerUnavailable;
import dev.sluice.ledger.TokenRows;
import dev.sluice.passage.Calling;
import dev.sluice.provider.Provider;
import dev.sluice.watch.Tally;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens that replicas share through the ledger, where settings have a key to seal them with: one replica has a
 * new one while the others wait for it. Where the ledger is away, or whoever is having one does not come back, each has
 * its own, as without a key.
 */
@Singleton
class SharedTokens {

    /** Has a new token of the provider. */
    interface Login {
        /** @param refreshToken that of the token before, where there is one */
        KeptToken have(@Nullable String refreshToken) throws Exception;
    }

    private static final long PAUSE_MILLIS = 50;

    private final @Nullable TokenRows rows;
    private final Optional<Seal> seal;
    private final Clock clock;
    private final String holder = UUID.randomUUID().toString();
    private final Tally unread = new Tally("Tokens in the ledger were sealed with another sluice.tokens.key: %s");
    private final Tally alone = new Tally(
            "Tokens were not shared with other replicas, for the ledger is away or whoever"
                    + " was having one did not come back: %s");

    @Inject
    SharedTokens(TokenRows rows, @ConfigProperty(name = "sluice.tokens.key") Optional<String> key, Clock clock) {
        this(key.filter(text -> !text.isBlank()).map(Seal::new), rows, clock);
    }

    private SharedTokens(Optional<Seal> seal, @Nullable TokenRows rows, Clock clock) {
        this.seal = seal;
        this.rows = rows;
        this.clock = clock;
    }

    /** Where there is no ledger, nothing is shared. */
    static SharedTokens none(Clock clock) {
        return new SharedTokens(Optional.empty(), null, clock);
    }

    private TokenRows rows() {
        return Objects.requireNonNull(rows);
    }

    boolean areOf(Provider provider) {
        return seal.isPresent() && provider.token() != null && provider.token().shared();
    }

    /**
     * How long one may be had, which a replica that waits for it waits too: a refresh that fails, a login, and as much
     * again as one of them to write it down.
     */
    private static long longestMillis(Provider provider) {
        return 3 * provider.longestCallMillis();
    }

    /** The credentials and addresses that a token is of: with others it is not used, as after a change of settings. */
    static String madeOf(Calling calling) {
        Provider provider = calling.provider();
        ObjectNode all = Json.object().put("base-url", calling.account().baseUrl());
        ObjectNode calls = all.putObject("calls");
        provider.calls().forEach((name, call) -> calls.put(name, call.baseUrl()));
        ObjectNode credentials = all.putObject("credentials");
        calling.credentials().texts().forEach(credentials::put);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(Json.write(Json.sorted(all)).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException("SHA-256 is missing in this Java", everyJdkHasIt);
        }
    }

    /**
     * A token that is good: one that another replica had, or a new one, which the others then have too. Where the ledger
     * cannot tell the newest it is had by a login: a refresh token may be in use by another replica, and a provider that
     * sees one twice may end them all.
     *
     * @param name   of the account
     * @param madeOf as of the call that needs it
     * @param isOld  whether it is one that serves no more
     */
    KeptToken renewed(Provider provider, String name, String madeOf, Predicate<KeptToken> isOld, Login login)
            throws Exception {
        long longest = longestMillis(provider);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longest);
        try {
            while (rows().areThere() && System.nanoTime() - end < 0) {
                Optional<KeptToken> newest = newest(name, madeOf).filter(isOld.negate());
                if (newest.isPresent()) {
                    return newest.get();
                }
                if (rows().lease(name, holder, clock, longest)) {
                    return leased(name, madeOf, isOld, login);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (LedgerUnavailable e) {
            // Told below.
        }
        alone.count(name);
        return login.have(null);
    }

    /** Another one may have had it between the look and the lease. */
    private KeptToken leased(String name, String madeOf, Predicate<KeptToken> isOld, Login login) throws Exception {
        boolean kept = false;
        try {
            Optional<KeptToken> newest = newest(name, madeOf);
            if (newest.filter(isOld.negate()).isPresent()) {
                return newest.get();
            }
            KeptToken made = login.have(newest.map(KeptToken::refreshToken).orElse(null));
            kept = keep(name, madeOf, made);
            return made;
        } finally {
            if (!kept) {
                release(name);
            }
        }
    }

    private Optional<KeptToken> newest(String name, String madeOf) {
        Optional<String> sealed = rows().newest(name);
        Optional<String> opened = sealed.flatMap(text -> seal.orElseThrow().open(text, name));
        if (sealed.isPresent() && opened.isEmpty()) {
            unread.count(name);
        }
        return opened.filter(text -> text.startsWith(madeOf))
                .map(text -> KeptToken.read(text.substring(madeOf.length())));
    }

    /** It serves this replica also where the ledger does not take it. */
    private boolean keep(String name, String madeOf, KeptToken made) {
        try {
            return rows().areThere()
                    && rows().keep(name, holder, seal.orElseThrow().seal(madeOf + made.written(), name));
        } catch (LedgerUnavailable e) {
            return false;
        }
    }

    /** What is not given back is over after its time. */
    private void release(String name) {
        try {
            if (rows().areThere()) {
                rows().release(name, holder);
            }
        } catch (LedgerUnavailable e) {
            // then so
        }
    }
}
