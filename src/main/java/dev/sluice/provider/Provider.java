package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.signing.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A provider, as {@code config/providers/<name>.yaml} and the settings over it describe it.
 *
 * @param file      the whole description, settings applied
 * @param signature null where the provider's requests are not signed
 * @param reserved  characters that no value sent to the provider may hold
 */
public record Provider(String name, String family, boolean enabled, String baseUrl, JsonNode file,
                       Map<String, Account> accounts, Signature signature, String reserved, Duration renewAhead,
                       Schedule poll, Schedule retry, Answers answers, Map<String, Operation> operations) {

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

    private JsonNode call(String call) {
        JsonNode operation = file.path("operations").path(call);
        return operation.isMissingNode() ? file.path("calls").path(call) : operation;
    }
}
