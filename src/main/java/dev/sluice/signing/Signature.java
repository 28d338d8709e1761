package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
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
        visit(variable -> {
            if (variable.kind == Variable.Kind.CREDENTIAL) {
                credentials.add(String.valueOf(variable.argument));
            }
        });
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

    /**
     * The text of some sections of a description, and of the parts that it names: one may hold those above it.
     *
     * @param written the text of a section
     */
    public static String text(JsonNode description, Function<JsonNode, String> written, String... sections) {
        StringBuilder text = new StringBuilder();
        for (String section : sections) {
            text.append(written.apply(description.path(section))).append('\n');
        }
        List<Map.Entry<String, JsonNode>> parts = new ArrayList<>(description.path("parts").properties());
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (text.indexOf("{part:" + parts.get(i).getKey() + "}") >= 0) {
                text.append(written.apply(parts.get(i).getValue())).append('\n');
            }
        }
        return text.toString();
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

    /** Where it has keys fetched from, by the key of the description that says so. */
    public Map<String, String> keyAddresses() {
        Map<String, String> addresses = new TreeMap<>();
        signers.stream().flatMap(signer -> signer.keys()).flatMap(key -> key.fetched().stream())
                .map(FetchedKey::address).forEach(one -> addresses.put(one.getKey(), one.getValue()));
        return addresses;
    }

    /**
     * Whether its keys sign for all customers of a provider, which keeps them, and nothing that is signed says for whom
     * a delivery is.
     */
    public boolean isForAnybody() {
        return Stream.of(scheme, withoutBody)
                .anyMatch(either -> either.signer().keys().anyMatch(key -> key.fetched().isPresent())
                        && !Addressee.isSigned(either));
    }

    /** Whether it reads the id of a key, which nothing but a delivery has. */
    public boolean readsKeyId() {
        boolean[] reads = {false};
        Stream.of(scheme, withoutBody).flatMap(Scheme::placements).forEach(placement -> placement.template
                .visit(variable -> reads[0] |= variable.kind == Variable.Kind.KEY_ID));
        return reads[0];
    }

    /** Whether a delivery that has no body is checked by something of the body, so that none would ever be taken. */
    public boolean needsBody() {
        boolean[] needs = {withoutBody.placements().anyMatch(placement -> placement.place == Placement.Place.BODY)};
        withoutBody.message().visit(variable -> needs[0] |= variable.isOfBody());
        return needs[0];
    }

    /** Whether it finds members of a body, which it reads for that. */
    public boolean findsFields() {
        boolean[] finds = {scheme.placements().anyMatch(placement -> placement.path() != null)};
        visit(variable -> finds[0] |= variable.kind == Variable.Kind.FIELD || variable.isOfJson());
        return finds[0];
    }

    /** All placeholders, wherever they are. */
    void visit(Consumer<Variable> variables) {
        Stream.of(scheme, withoutBody).forEach(either -> either.visit(variables));
    }

    /** What it is made of that an answer has not, which has no query and of headers its type and those placed. */
    Optional<Variable> beyondAnswers() {
        List<Variable> beyond = new ArrayList<>();
        for (Scheme either : List.of(scheme, withoutBody)) {
            Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            headers.add("Content-Type");
            either.plain().stream().filter(placement -> placement.place == Placement.Place.HEADER)
                    .forEach(placement -> headers.add(placement.name));
            either.visit(variable -> {
                if (variable.kind == Variable.Kind.QUERY || variable.kind == Variable.Kind.KEY_ID
                        || variable.kind == Variable.Kind.HEADER
                                && !headers.contains(String.valueOf(variable.argument))) {
                    beyond.add(variable);
                }
            });
        }
        return beyond.stream().findFirst();
    }

    boolean places(Placement.Place place) {
        return Stream.of(scheme, withoutBody).flatMap(Scheme::placements)
                .anyMatch(placement -> placement.place == place);
    }

    /** Whether its nonce is the time, of which no moment may be used twice. */
    public boolean hasGrowingNonce() {
        return scheme.nonce() == NonceFormat.MILLISECONDS || withoutBody.nonce() == NonceFormat.MILLISECONDS;
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
        Material material = begun(scheme, outgoing, credentials, clock, nonces);
        byte[] signature = scheme.signer().sign(material.signed(scheme.message()), material);
        material.signature(scheme.output().encode(signature));
        scheme.signed().forEach(placement -> placement.put(material));
        return material.result();
    }

    /** What a signature is made from, and by which algorithm. */
    public record Explained(byte[] message, String algorithm) {
    }

    /** Says what {@link #sign} signs of the same request at the same time. */
    public Explained explain(Outgoing outgoing, Function<String, String> credentials, Clock clock,
            Supplier<String> nonces) {
        Scheme scheme = of(outgoing.body());
        Material material = begun(scheme, outgoing, credentials, clock, nonces);
        return new Explained(material.signed(scheme.message()), scheme.signer().algorithm().label());
    }

    /**
     * By which other reading of its description somebody else's signature of the same request, at the same time, came
     * about.
     *
     * @param description the {@code signature} section
     * @param expected    the other signature, in hex or base64
     * @return what has to be otherwise, in words; empty where nothing was found
     */
    public static List<String> otherReadings(JsonNode description, Outgoing outgoing,
            Function<String, String> credentials, Clock clock, Supplier<String> nonces, String expected) {
        return new OtherReadings(description, credentials, (other, given) -> {
            Scheme scheme = of(other).of(outgoing.body());
            Material material = begun(scheme, outgoing, given, clock, nonces);
            return scheme.signer().sign(material.signed(scheme.message()), material);
        }, expected).found();
    }

    /** All of a request that there is before its signature. */
    private static Material begun(Scheme scheme, Outgoing outgoing, Function<String, String> credentials, Clock clock,
            Supplier<String> nonces) {
        Material material = new Material(scheme, outgoing, credentials);
        Instant now = clock.instant();
        material.at(now, scheme.timestamp() == null ? null : scheme.timestamp().print(now),
                scheme.nonce() == null ? null : scheme.nonce().of(nonces.get(), now));
        scheme.plain().forEach(placement -> placement.put(material));
        return material;
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
        return verify(incoming, accounts, clock, ProviderKeys.NONE);
    }

    /** @param keys those that the provider keeps, where the description has them fetched */
    public Verdict verify(Incoming incoming, List<Function<String, String>> accounts, Clock clock, ProviderKeys keys) {
        Verdict first = null;
        for (int i = 0; i < accounts.size(); i++) {
            Verdict verdict = new Verification(of(incoming.body()), incoming, accounts.get(i), keys)
                    .verdict(i, clock.instant());
            if (verdict.valid() || verdict.outcome() == Verdict.Outcome.STALE) {
                return verdict;
            }
            first = first == null || verdict.outcome() == Verdict.Outcome.UNDECIDED ? verdict : first;
        }
        return first == null ? Verdict.invalid("there is no key to verify with") : first;
    }
}
