package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cipher.PayloadCipher;
import dev.sluice.cipher.WrappedPayload;
import dev.sluice.config.Durations;
import dev.sluice.json.Format;
import dev.sluice.outcome.Kind;
import dev.sluice.signing.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider, as {@code config/providers/<name>.yaml} and the settings over it describe it.
 *
 * @param calls     those of operations and all others, by name
 * @param token     where calls need one
 * @param timeouts  how long one may take
 * @param terms     of accounts that have none of their own
 * @param signature where the provider's requests are signed
 * @param webhook   where the provider sends some
 * @param cipher    where payloads are encrypted
 * @param wrapper   where the provider has an encrypted wrapper
 * @param minorUnits where it wants amounts in them
 * @param requestIds what it takes as the number of an order
 * @param reach     how it is reached over TLS
 * @param statement how the file is written in which it says what it did, where that is known
 * @param balance   where it says how much an account has there, where it says so
 * @param reserved  characters that no value sent to the provider may hold
 */
public record Provider(String name, String family, boolean enabled, String baseUrl, Map<String, CallPlan> calls,
        @Nullable TokenPlan token, Timeouts timeouts, Terms terms,
        Map<String, Account> accounts, @Nullable Signature signature, String reserved,
        Answers answers, Map<String, Operation> operations, @Nullable Webhook webhook,
        @Nullable PayloadCipher cipher, @Nullable WrappedPayload wrapper, MinorUnits minorUnits,
        RequestIds requestIds, Reach reach, @Nullable Statement statement, @Nullable Balance balance) {

    /** How long a connection may take to be made, and an answer to come. */
    public record Timeouts(Duration connect, Duration response) {

        static Timeouts of(JsonNode node) {
            return new Timeouts(Durations.parse(node.path("connect").asText()),
                    Durations.parse(node.path("response").asText()));
        }
    }

    /** Why requests for this account are refused, if they are. Names keys, never a value. */
    public @Nullable String unusable(String account) {
        if (!enabled) {
            return name + " is switched off (sluice.providers." + name + ".enabled)";
        }
        Account known = accounts.get(account);
        if (known == null ? baseUrl.isEmpty() : known.baseUrl().isEmpty()) {
            return name + " has no base URL (sluice.providers." + name + ".base-url)";
        }
        if (known == null) {
            return name + " has no account " + account;
        }
        List<String> missing = known.missing();
        return missing.isEmpty() ? null
                : name + " has no credentials for account " + account + ": set sluice.providers." + name + ".accounts."
                        + account + "." + missing.get(0) + " or " + missing.get(0) + "-file";
    }

    /** Why an operation is refused, if it is: the operator has not set its path, or switched it off. */
    public @Nullable String unusableOperation(String operation) {
        CallPlan call = Objects.requireNonNull(calls.get(operation), operation);
        String key = "sluice.providers." + name + ".operations." + operation;
        if (call.path() != null && call.path().text().isEmpty()) {
            return operation + " of " + name + " has no path (" + key + ".path)";
        }
        return call.enabled() ? null
                : operation + " of " + name + " is switched off (" + key + ".enabled)";
    }

    /** The operation, or one that nobody can call or ask about where the file does not know it any more. */
    public Operation operation(String name) {
        Operation known = operations.get(name);
        return known != null ? known : Operation.gone(name);
    }

    /** The same where the file has the account no more: nothing may leave for it, to whichever address. */
    public Operation operation(String name, String account) {
        return accounts.containsKey(account) ? operation(name) : Operation.gone(name);
    }

    /** Why nobody can call or ask for a request, where the file has its operation or its account no more. */
    public @Nullable String gone(String operation, String account) {
        return !operations.containsKey(operation)
                ? "the file of " + name + " has no operation " + operation + " any more"
                : accounts.containsKey(account) ? null
                        : "the file of " + name + " has no account " + account + " any more";
    }

    /** Whether the provider can be asked what became of an order. */
    public boolean answersAbout(Operation operation, @Nullable String reference) {
        String path = operation.ask() == null ? null : path(operation.ask());
        return path != null && !path.isEmpty() && (reference != null || !path.contains("{reference}"));
    }

    /** The account, or one without credentials and base URL where the file does not know it any more. */
    public Account account(String account) {
        Account known = accounts.get(account);
        return known != null ? known : new Account(account, List.of("any"), terms.without(), credential -> null);
    }

    /**
     * Calls at a time, so that nobody waits for a connection after its claim: submissions and asks of each account,
     * those for accounts that are known no more, the check of connectivity, and what a person asks.
     */
    public int mostCalls() {
        return 2 + 2 * Stream.concat(Stream.of("default"), accounts.keySet().stream()).distinct()
                .mapToInt(account -> account(account).concurrency()).sum();
    }

    /** What the answer to a call is written in. A token that the file describes comes as JSON (RFC 6749). */
    public Format format(String call) {
        return describesToken() && TokenRules.CALLS.contains(call) ? Format.JSON : answers.format();
    }

    /** Whether the file says where the token is, so that no route has to. */
    public boolean describesToken() {
        return token != null && token.places() != null;
    }

    /**
     * How long one HTTP call may take from the wait for its connection to the end of its answer: connecting, sending
     * and waiting for the answer, and reading it.
     */
    public long longestCallMillis() {
        return timeouts.connect().plus(timeouts.response().multipliedBy(2)).toMillis();
    }

    /**
     * The same for all that a step may call: with the account's credentials and those before, each time with a token that
     * may be had anew, twice, each time by a refresh and a login, after another replica's where it is shared.
     */
    public long longestStepMillis() {
        return 2 * longestCallMillis() * (token == null ? 1 : token.shared() ? 10 : 6);
    }

    /** The path of a call, with {@code {name}} places still in it, where the file gives one. */
    @Nullable
    String path(String call) {
        CallPlan known = calls.get(call);
        return known == null || known.path() == null ? null : known.path().text();
    }

    /**
     * Whether a new token is a reason to call again: there are tokens, and a table says that nothing was done of this
     * code, or of the HTTP status of an answer that has none.
     */
    public boolean takesNewToken(@Nullable String code, int http) {
        Answers.Meaning meaning = code == null && answers.http().containsKey(http) ? answers.http().get(http)
                : answers.codes().get(code == null ? String.valueOf(http) : code);
        return token != null && meaning != null && meaning.kind() == Kind.UNAUTHORISED;
    }
}
