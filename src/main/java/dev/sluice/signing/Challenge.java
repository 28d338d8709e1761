package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A request by which a provider tries whether an address is ours, and which nobody signed. It is answered by what stands
 * at one described place, where that is short and of few letters, and tells nothing else.
 */
public final class Challenge {
    private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9._~+/=:-]{1,256}");

    enum Method implements Labelled {
        GET, POST;

        @Override
        public String label() {
            return name();
        }
    }

    private final Method method;
    private final TextTemplate place;
    private final Map<TextTemplate, TextTemplate> equal = new LinkedHashMap<>();
    private final Reply reply;

    private Challenge(Description root) {
        this.method = root.choice("method", Method.class, Method.GET);
        this.place = root.template("place");
        Variable stands = place.only();
        if (stands == null || stands.argument == null || !Set.of(Variable.Kind.QUERY, Variable.Kind.HEADER,
                Variable.Kind.FIELD).contains(stands.kind)) {
            throw root.problem("place", "must be one placeholder, {query:NAME}, {header:NAME} or {field:PATH}");
        }
        root.entries("equal", (key, value) -> equal.put(root.template(key, key.substring("equal.".length())),
                root.template(key, Messages.text(key, value))));
        this.reply = Reply.ofChallenge(root, place);
    }

    /** @throws SignatureProblem as of a signature */
    public static Challenge of(JsonNode description) {
        return new Challenge(new Description("", description));
    }

    /** Of HTTP, by which it comes. */
    public String method() {
        return method.label();
    }

    /** Whether something tells it from what else comes to the address. */
    public boolean isTold() {
        return !equal.isEmpty();
    }

    /** Whether whoever asks must know a credential. */
    public boolean isGuarded() {
        return !guards().isEmpty();
    }

    public Reply reply() {
        return reply;
    }

    /** The names of all credentials that it asks for. */
    public Set<String> credentials() {
        Set<String> names = new TreeSet<>(reply.credentials());
        names.addAll(guards());
        return names;
    }

    private Set<String> guards() {
        Set<String> names = new TreeSet<>();
        equal.values().forEach(value -> value.visit(variable -> {
            if (variable.kind == Variable.Kind.CREDENTIAL) {
                names.add(String.valueOf(variable.argument));
            }
        }));
        return names;
    }

    /**
     * The answer, where the request is such a one.
     *
     * @param credentials the account's, by name
     */
    public Optional<Reply.Made> answer(Incoming request, Function<String, String> credentials, Clock clock,
            Supplier<String> nonces) {
        if (!request.method().equals(method())) {
            return Optional.empty();
        }
        try {
            Material material = reply.material(request, credentials, clock, nonces);
            boolean fits = SOUND.matcher(place.text(material)).matches();
            for (Map.Entry<TextTemplate, TextTemplate> one : equal.entrySet()) {
                fits &= MessageDigest.isEqual(one.getKey().bytes(material), one.getValue().bytes(material));
            }
            return fits ? Optional.of(reply.to(request, credentials, clock, nonces)) : Optional.empty();
        } catch (CannotSign notSuchARequest) {
            return Optional.empty();
        }
    }
}
