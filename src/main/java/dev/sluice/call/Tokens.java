package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.answer.Moment;
import dev.sluice.json.Json;
import dev.sluice.outcome.Failures;
import dev.sluice.outcome.Secrets;
import dev.sluice.outcome.TokenRefused;
import dev.sluice.passage.Calling;
import dev.sluice.provider.Account;
import dev.sluice.provider.PlanTaken;
import dev.sluice.provider.Provider;
import dev.sluice.provider.TokenPlaces;
import dev.sluice.provider.TokenPlan;
import dev.sluice.route.BrokenRoutes;
import dev.sluice.route.ForProviders;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one access token an account (and one each that was had with its credentials of before a rotation, where those
 * are used), renewed ahead of its end by whoever needs it first while the others wait. How a
 * token is had is a flow, which the provider's file describes or its own route is: {@code direct:<provider>-login}, and
 * {@code direct:<provider>-refresh} where it gives refresh tokens. Both get the account's credentials as members of the
 * body ({@code refreshToken} among them) and answer with {@code token}, {@code refreshToken}, {@code expiresIn}
 * (seconds) or {@code expiresAt} (a moment in any form that answers have), and {@code refused}.
 */
@Singleton
@Named("tokens")
@Unremovable
public class Tokens {

    /** Tokens and refresh tokens of an account that its answers are looked through for. */
    private static final int MOST_KNOWN = 16;

    /** The texts, and what is made of them only where they are others: every answer is looked through for them. */
    private record Proofs(List<String> texts, Secrets secrets) {

        @Override
        public String toString() {
            return "proofs";
        }
    }

    private static final class Keeper {
        private final ReentrantLock renewing = new ReentrantLock();
        private volatile @Nullable KeptToken token;
        private volatile @Nullable String refreshToken;
        /** That was refused, or old: the others may still share it. */
        private volatile @Nullable String spent;
        private @Nullable Exception failure;
        private long failedAt;

        private void keep(KeptToken newToken) {
            refreshToken = newToken.refreshToken();
            token = newToken;
        }
    }

    /** What an account had, with whichever of its credentials. */
    private static final class Known {
        /** The newest first. */
        private volatile List<String> had = List.of();
        private volatile Proofs proofs = new Proofs(List.of(), Secrets.NONE);

        private synchronized void add(KeptToken token) {
            had = Stream.concat(Stream.of(token.text(), token.refreshToken()).filter(Objects::nonNull), had.stream())
                    .distinct().limit(MOST_KNOWN).toList();
        }
    }

    private final Map<String, Keeper> keepers = new ConcurrentHashMap<>();
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final SideCalls calls;
    private final SharedTokens shared;
    private final BrokenRoutes broken;
    private final Clock clock;
    private final TokenMeters meters;

    Tokens(SideCalls calls, @Readiness BrokenRoutes broken, Clock clock, SharedTokens shared, TokenMeters meters) {
        this.meters = meters;
        this.shared = shared;
        this.calls = calls;
        this.broken = broken;
        this.clock = clock;
    }

    /** As {@link #attach}, to a call that a file alone describes, where it describes the token too. */
    @ForProviders
    public void carry(Exchange exchange) throws Exception {
        if (Calling.of(exchange).provider().describesToken()) {
            attach(exchange);
        }
    }

    /** Puts what the provider's file says of a token into the members that are read of a login's answer. */
    @ForProviders
    public void pick(Exchange exchange) {
        Calling calling = Calling.of(exchange);
        TokenPlaces places = Objects.requireNonNull(plan(calling.provider()).places(), "places");
        exchange.getMessage()
                .setBody(places.answer(exchange.getMessage().getBody(JsonNode.class), calling.http()));
    }

    /** Puts a valid token into the request's header, {@code Authorization} where the file names no other. */
    @ForProviders
    public void attach(Exchange exchange) throws Exception {
        Calling calling = Calling.of(exchange);
        Keeper keeper = keeper(calling);
        KeptToken token = keeper.token;
        if (token == null || clock.millis() >= token.renewAt()) {
            token = renewed(keeper, token, calling);
        }
        TokenPlan plan = plan(calling.provider());
        exchange.getMessage().setHeader(plan.header(), plan.shown(token.text()));
        calling.token(token);
    }

    /**
     * What the account of a call proves itself with: its credentials, the token of this call, and the last that it had.
     */
    Secrets secrets(Calling calling) {
        return secrets(calling.provider(), calling.account(), (KeptToken) calling.token());
    }

    /** The same where no call is made, as a webhook of the account may repeat it. */
    public Secrets secrets(Provider provider, String account) {
        return secrets(provider, provider.account(account), null);
    }

    private Secrets secrets(Provider provider, Account account, @Nullable KeptToken sent) {
        Known its = known(provider, account);
        List<String> texts = new ArrayList<>(account.secrets());
        texts.addAll(its.had);
        if (sent != null && !texts.contains(sent.text())) {
            texts.add(sent.text());
        }
        Proofs proofs = its.proofs;
        if (!proofs.texts().equals(texts)) {
            proofs = new Proofs(texts, new Secrets(texts));
            its.proofs = proofs;
        }
        return proofs.secrets();
    }

    /** Forgets the token that this call used, unless another one renewed it meanwhile. */
    public void forget(Exchange exchange) {
        Calling calling = Calling.of(exchange);
        Keeper keeper = keeper(calling);
        keeper.renewing.lock();
        try {
            if (keeper.token == calling.token()) {
                keeper.spent = keeper.token == null ? keeper.spent : keeper.token.text();
                keeper.token = null;
            }
        } finally {
            keeper.renewing.unlock();
        }
    }

    void forgetAll() {
        keepers.clear();
        known.clear();
    }

    /** Gives an account a token that never ends. */
    void give(Provider provider, Account account, String token) {
        KeptToken given = new KeptToken(token, null, Long.MAX_VALUE);
        known(provider, account).add(given);
        keeper(provider, Calling.keep(account, account.present())).keep(given);
    }

    /** With other addresses, or other credentials, another one is had. */
    void forget(@Observes PlanTaken event) {
        keepers.keySet().removeIf(event::changes);
    }

    private static TokenPlan plan(Provider provider) {
        return Objects.requireNonNull(provider.token(), "token");
    }

    private Keeper keeper(Calling calling) {
        return keeper(calling.provider(), calling.keep());
    }

    private Keeper keeper(Provider provider, String keep) {
        return keepers.computeIfAbsent(name(provider, keep), key -> new Keeper());
    }

    private Known known(Provider provider, Account account) {
        return known.computeIfAbsent(name(provider, account.name()), key -> new Known());
    }

    /** Which it is to all replicas: the account's, or that of its credentials of before a rotation. */
    private static String sharedName(Calling calling) {
        return name(calling.provider(),
                calling.account().name() + (calling.credentials().previous() ? "/previous" : ""));
    }

    private static String name(Provider provider, String keep) {
        return provider.name() + "/" + keep;
    }

    private KeptToken renewed(Keeper keeper, @Nullable KeptToken seen, Calling calling) throws Exception {
        long asked = System.nanoTime();
        keeper.renewing.lock();
        try {
            KeptToken token = keeper.token;
            if (token != null && token != seen && clock.millis() < token.renewAt()) {
                return token;
            }
            if (keeper.failure != null && keeper.failedAt - asked > 0) {
                throw keeper.failure;
            }
            return renew(keeper, calling);
        } finally {
            keeper.renewing.unlock();
        }
    }

    /**
     * Whoever waited while this failed shares the failure: a provider that is away is asked once, not once a caller.
     */
    private KeptToken renew(Keeper keeper, Calling calling) throws Exception {
        try {
            Provider provider = calling.provider();
            KeptToken made = shared.areOf(provider)
                    ? shared.renewed(provider, sharedName(calling), SharedTokens.madeOf(calling),
                            kept -> kept.text().equals(keeper.spent) || clock.millis() >= kept.renewAt(),
                            refreshToken -> had(calling, refreshToken))
                    : had(calling, keeper.refreshToken);
            known(provider, calling.account()).add(made);
            keeper.keep(made);
            meters.had(provider, calling.account());
            return made;
        } catch (Exception e) {
            keeper.refreshToken = null;
            keeper.failure = e;
            keeper.failedAt = System.nanoTime();
            meters.failed(calling.provider(), calling.account());
            throw e;
        }
    }

    /** A new one, by the refresh token where there is one, else by a login. */
    private KeptToken had(Calling calling, @Nullable String refreshToken) throws Exception {
        Provider provider = calling.provider();
        JsonNode answer = refreshToken == null ? null : refreshed(calling, refreshToken);
        if (answer == null || answer.path("token").asText("").isBlank()) {
            answer = ask(calling, "login", null);
        }
        String text = answer.path("token").asText("");
        if (text.isBlank()) {
            throw answer.path("refused").asBoolean(false)
                    ? new TokenRefused(provider.name(), calling.account().name())
                    : new NothingToCallWith("the login was answered without a token");
        }
        if (!SentHeaders.canBeValue(text)) {
            throw new NothingToCallWith("the login was answered with a token that no header can have");
        }
        return new KeptToken(text, answer.path("refreshToken").asText(null), renewAt(answer, provider));
    }

    /** Ahead of the end that the provider names, and of the longest life that the provider's file grants. */
    private long renewAt(JsonNode answer, Provider provider) {
        long now = clock.millis();
        long end = end(answer, now);
        TokenPlan plan = plan(provider);
        long ahead = plan.renewAhead().toMillis();
        long latest = plan.maxAge() == null ? Long.MAX_VALUE : now + plan.maxAge().toMillis();
        return Math.min(Math.max(end - ahead, now + (end - now) / 2), latest);
    }

    /** An end that is over already is none: a token that lives no moment would be fetched for every call. */
    private static long end(JsonNode answer, long now) {
        String seconds = answer.path("expiresIn").asText("");
        if (seconds.matches("0*[1-9][0-9]{0,9}")) {
            return now + Long.parseLong(seconds) * 1000;
        }
        String moment = Moment.of(answer.path("expiresAt").asText(""));
        long end = moment == null ? 0 : Instant.parse(moment).toEpochMilli();
        return end > now ? end : Long.MAX_VALUE;
    }

    private JsonNode ask(Calling calling, String how, @Nullable String refreshToken) throws Exception {
        Account account = calling.account();
        if (!account.missing().isEmpty()) {
            throw new Slip("account " + account.name() + " has no credentials any more");
        }
        ObjectNode credentials = Json.object();
        account.credentials().forEach(name -> credentials.put(name, calling.credentials().get(name)));
        credentials.put("refreshToken", refreshToken);
        return calls.ask(calling, how, credentials);
    }

    /** Nothing where it did not come about: then there is the login. */
    private @Nullable JsonNode refreshed(Calling calling, String refreshToken) {
        try {
            return ask(calling, "refresh", refreshToken);
        } catch (Exception e) {
            if (Failures.isOfFlow(e)) {
                broken.failed(calling.provider().name() + ".refresh", null,
                        Failures.outcome(e, Failures.Reached.NOTHING, " in the routes of its refresh").why()
                                .message());
            }
            return null;
        }
    }
}
