package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A provider's signature scheme, made once from the {@code signature} section of its file and used for every message,
 * by any number of threads. The page {@code config/providers/README.md} has every key of the section.
 */
public final class Signature {
    private final Scheme scheme;
    private final Set<String> credentials;

    private Signature(Scheme scheme, Set<String> credentials) {
        this.scheme = scheme;
        this.credentials = credentials;
    }

    /** @throws SignatureProblem where a key is unknown or missing, a value is wrong or a combination cannot work */
    public static Signature of(JsonNode description) {
        Scheme scheme = new SchemeReader(description).read();
        return new Signature(scheme,
                Set.copyOf(new SchemeCheck(scheme, new Description("", description)).credentials()));
    }

    /** The names of the credentials that it asks for. */
    public Set<String> credentials() {
        return credentials;
    }

    /**
     * Signs a request. The clock and the nonces are asked once, so that the message and what is sent have the same.
     *
     * @param credentials the account's, by name; asked anew for every request, because secrets rotate
     * @param nonces      a new unique text of the UUID form each time
     * @throws CannotSign where a value must not be signed or a credential is missing or no key
     */
    public Signed sign(Outgoing outgoing, Function<String, String> credentials, Clock clock, Supplier<String> nonces) {
        if (scheme.key() == null && scheme.verifyKey() != null) {
            throw new CannotSign("key", "only the key to verify with is described");
        }
        Material material = new Material(scheme, outgoing, credentials);
        Instant now = clock.instant();
        material.at(now, scheme.timestamp() == null ? null : scheme.timestamp().print(now),
                scheme.nonce() == null ? null : scheme.nonce().of(nonces.get(), now));
        scheme.plain().forEach(placement -> placement.put(material));
        byte[] signature = scheme.algorithm().sign(scheme.message().bytes(material), scheme.key(), material);
        material.signature(scheme.output().encode(signature));
        scheme.signed().forEach(placement -> placement.put(material));
        return material.result();
    }

    /**
     * Checks the signature of a delivery in constant time. Never throws for what a delivery holds.
     *
     * @param accounts credentials by name of each key that is good at the moment: two while a secret is rotated
     */
    public Verdict verify(Incoming incoming, List<Function<String, String>> accounts, Clock clock) {
        Verdict first = null;
        for (int i = 0; i < accounts.size(); i++) {
            Verdict verdict = new Verification(scheme, incoming, accounts.get(i)).verdict(i, clock.instant());
            if (verdict.outcome() != Verdict.Outcome.INVALID) {
                return verdict;
            }
            first = first == null ? verdict : first;
        }
        return first == null ? Verdict.invalid("there is no key to verify with") : first;
    }
}
