package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cipher.PayloadCipher;
import dev.sluice.cipher.WrappedPayload;
import dev.sluice.config.Durations;
import dev.sluice.outcome.Kind;
import dev.sluice.signing.Signature;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A provider, as {@code config/providers/<name>.yaml} and the settings over it describe it.
 *
 * @param file      the whole description, settings applied
 * @param signature null where the provider's requests are not signed
 * @param webhook   null where the provider sends none
 * @param cipher    null where payloads are not encrypted
 * @param wrapper   null where the provider has no encrypted wrapper
 * @param reserved  characters that no value sent to the provider may hold
 */
public record Provider(String name, String family, boolean enabled, String baseUrl, JsonNode file,
                       Map<String, Account> accounts, Signature signature, String reserved,
                       Answers answers, Map<String, Operation> operations, Webhook webhook,
                       PayloadCipher cipher, WrappedPayload wrapper) {

    /** Why requests for this account are refused, null where they are served. Names keys, never a value. */
    public String unusable(String account) {
        if (!enabled) {
            return name + " is switched off (sluice.providers." + name + ".enabled)";
        }
        if (baseUrl.isEmpty()) {
            return name + " has no base URL (sluice.providers." + name + ".base-url)";
        }
        Account known = accounts.get(account);
        if (known == null) {
            return name + " has no account " + account;
        }
        List<String> missing = known.missing();
        return missing.isEmpty() ? null
                : name + " has no credentials for account " + account + ": set sluice.providers." + name + ".accounts."
                        + account + "." + missing.get(0) + " or " + missing.get(0) + "-file";
    }

    /** Why an operation is refused, null where it is served: the operator has not set its path, or switched it off. */
    public String unusableOperation(String operation) {
        JsonNode described = call(operation);
        String key = "sluice.providers." + name + ".operations." + operation;
        if (described.has("path") && described.path("path").asText().isEmpty()) {
            return operation + " of " + name + " has no path (" + key + ".path)";
        }
        return described.path("enabled").asBoolean(true) ? null
                : operation + " of " + name + " is switched off (" + key + ".enabled)";
    }

    /** Whether the provider can be asked what became of an order. */
    public boolean answersAbout(Operation operation, String reference) {
        String path = operation.ask() == null ? null : path(operation.ask());
        return path != null && !path.isEmpty() && (reference != null || !path.contains("{reference}"));
    }

    /** The account, or one without credentials where the file does not know it any more. */
    public Account account(String account) {
        Account known = accounts.get(account);
        return known != null ? known : new Account(account, List.of("any"), file, credential -> null);
    }

    /**
     * Calls at a time, so that nobody waits for a connection after its claim: submissions and asks of each account, those
     * for accounts that are known no more, the check of connectivity, and what a person asks.
     */
    int mostCalls() {
        return 2 + 2 * Stream.concat(Stream.of("default"), accounts.keySet().stream()).distinct()
                .mapToInt(account -> account(account).concurrency()).sum();
    }

    /**
     * How long one HTTP call may take from the wait for its connection to the end of its answer: connecting, sending and
     * waiting for the answer, and reading it.
     */
    public long longestCallMillis() {
        return millis("connect") + 2 * millis("response");
    }

    /** The same for all that a step may call: its token may be had anew, twice, each time by a refresh and a login. */
    public long longestStepMillis() {
        return longestCallMillis() * (file.has("token") ? 6 : 1);
    }

    private long millis(String timeout) {
        return Durations.parse(file.path("timeouts").path(timeout).asText()).toMillis();
    }

    /** The path of a call, with {@code {name}} places still in it; null where the file gives none. */
    public String path(String call) {
        return call(call).path("path").asText(null);
    }

    public String method(String call) {
        return call(call).path("method").asText("POST");
    }

    public boolean signs(String call) {
        return signature != null && call(call).path("signed").asBoolean(true);
    }

    /** Whether a new token is a reason to call again: there are tokens, and the table says of this code that nothing was done. */
    public boolean takesNewToken(String code) {
        Answers.Meaning meaning = code == null ? null : answers.codes().get(code);
        return file.has("token") && meaning != null && meaning.kind() == Kind.UNAUTHORISED;
    }

    /** What the file says of an operation or another call. */
    public JsonNode call(String call) {
        JsonNode operation = file.path("operations").path(call);
        return operation.isMissingNode() ? file.path("calls").path(call) : operation;
    }
}
