package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider's signature scheme, made once from the {@code signature} section of its file and used for every message,
 * by any number of threads. The page {@code config/providers/README.md} has every key of the section.
 */
public final class Signature {
    private static final String WITHOUT_BODY = "without-body";

    private final Scheme scheme;
    private final Scheme withoutBody;
    private final List<Signer> signers;
    private final Set<String> credentials = new TreeSet<>();

    private Signature(Scheme scheme, Scheme withoutBody, List<Signer> signers) {
        this.scheme = scheme;
        this.withoutBody = withoutBody;
        this.signers = signers;
        Stream.of(scheme, withoutBody).forEach(either -> either.visit(variable -> {
            if (variable.kind == Variable.Kind.CREDENTIAL) {
                credentials.add(String.valueOf(variable.argument));
            }
        }));
    }

    /** @throws SignatureProblem where a key is unknown or missing, a value is wrong or a combination cannot work */
    public static Signature of(JsonNode description) {
        if (!(description instanceof ObjectNode whole) || !whole.has(WITHOUT_BODY)) {
            Description root = new Description("", description);
            Scheme scheme = new SchemeReader(root).read();
            return new Signature(scheme, scheme, root.signers()).refusingUnused(root);
        }
        ObjectNode usual = whole.deepCopy();
        JsonNode over = usual.remove(WITHOUT_BODY);
        if (!over.isObject() || over.isEmpty()) {
            throw new SignatureProblem(WITHOUT_BODY, "must be a section of what is different where there is no body");
        }
        Description root = new Description("", usual);
        Scheme scheme = new SchemeReader(root).read();
        Description other = new Description("", described(description, false));
        Scheme withoutBody;
        try {
            withoutBody = new SchemeReader(other).read();
        } catch (SignatureProblem wrong) {
            throw new SignatureProblem(WITHOUT_BODY + "." + wrong.key(), wrong.reason());
        }
        List<Signer> signers = Stream.of(root, other).flatMap(each -> each.signers().stream()).toList();
        return new Signature(scheme, withoutBody, signers).refusingUnused(root);
    }

    /** What a description says where there is a body, or where there is none. */
    public static JsonNode described(JsonNode description, boolean body) {
        if (!(description instanceof ObjectNode whole) || !whole.has(WITHOUT_BODY)) {
            return description;
        }
        ObjectNode usual = whole.deepCopy();
        JsonNode over = usual.remove(WITHOUT_BODY);
        return body ? usual : Messages.over(usual, over);
    }

    private Signature refusingUnused(Description root) {
        refuseUnused("parts", Variable.Kind.PART, root.named().parts().keySet());
        refuseUnused("timestamps", Variable.Kind.TIMESTAMP, root.named().times().keySet());
        return this;
    }

    private void refuseUnused(String section, Variable.Kind kind, Set<String> names) {
        Set<String> unused = new TreeSet<>(names);
        Stream.of(scheme, withoutBody).forEach(either -> either.visit(variable -> {
            if (variable.kind == kind) {
                unused.remove(String.valueOf(variable.argument));
            }
        }));
        unused.forEach(name -> {
            throw new SignatureProblem(section + "." + name, "nothing uses {" + kind.label() + ":" + name + "}");
        });
    }

    /**
     * Reads the keys that are there already; of those that are not yet nothing is said.
     *
     * @param account credentials by name
     * @throws CannotSign where one is no key for its algorithm
     */
    public void check(Function<String, @Nullable String> account) {
        signers.forEach(signer -> signer.check(account));
    }

    /** The names of the credentials that it asks for. */
    public Set<String> credentials() {
        return Set.copyOf(credentials);
    }

    /**
     * Signs a request. The clock and the nonces are asked once, so that the message and what is sent have the same.
     *
     * @param credentials the account's, by name; asked anew for every request, because secrets rotate
     * @param nonces      a new unique text of the UUID form each time
     * @throws CannotSign where a value must not be signed or a credential is missing or no key
     */
    public Signed sign(Outgoing outgoing, Function<String, String> credentials, Clock clock, Supplier<String> nonces) {
        Scheme scheme = of(outgoing.body());
        Material material = new Material(scheme, outgoing, credentials);
        Instant now = clock.instant();
        material.at(now, scheme.timestamp() == null ? null : scheme.timestamp().print(now),
                scheme.nonce() == null ? null : scheme.nonce().of(nonces.get(), now));
        scheme.plain().forEach(placement -> placement.put(material));
        byte[] signature = scheme.signer().sign(scheme.message().bytes(material), material);
        material.signature(scheme.output().encode(signature));
        scheme.signed().forEach(placement -> placement.put(material));
        return material.result();
    }

    private Scheme of(byte[] body) {
        return body.length == 0 ? withoutBody : scheme;
    }

    /**
     * Checks the signature of a delivery in constant time. Never throws for what a delivery holds.
     *
     * @param accounts credentials by name of each key that is good at the moment: two while a secret is rotated
     */
    public Verdict verify(Incoming incoming, List<Function<String, String>> accounts, Clock clock) {
        Verdict first = null;
        for (int i = 0; i < accounts.size(); i++) {
            Verdict verdict = new Verification(of(incoming.body()), incoming, accounts.get(i)).verdict(i,
                    clock.instant());
            if (verdict.outcome() != Verdict.Outcome.INVALID) {
                return verdict;
            }
            first = first == null ? verdict : first;
        }
        return first == null ? Verdict.invalid("there is no key to verify with") : first;
    }
}
