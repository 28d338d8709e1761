package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request by which a provider tries whether an address is ours, and which nobody signed. It is answered by what stands
 * at one described place, where that is short and of few letters, and tells nothing else.
 */
public final class Challenge {
    private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9._~+/=:-]{1,256}");

    /** What of a request may be looked at. */
    private static final Set<Variable.Kind> SAID = EnumSet.of(Variable.Kind.QUERY, Variable.Kind.HEADER,
            Variable.Kind.FIELD);
    /** What a request has not before it is answered. */
    private static final Set<Variable.Kind> NOT_THERE = EnumSet.of(Variable.Kind.TIMESTAMP, Variable.Kind.NONCE,
            Variable.Kind.KEY_ID, Variable.Kind.SIGNATURE, Variable.Kind.NAME, Variable.Kind.VALUE);

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
        refuseOther(place, root.at("place"));
        root.entries("equal", (key, value) -> {
            TextTemplate said = root.template(key, key.substring("equal.".length()));
            refuseOther(said, key);
            TextTemplate known = root.template(key, Messages.text(key, value));
            known.visit(variable -> {
                if (NOT_THERE.contains(variable.kind)) {
                    throw new SignatureProblem(key, "cannot hold {" + variable + "}, which nobody told before");
                }
            });
            return equal.put(said, known);
        });
        this.reply = Reply.ofChallenge(root, place);
    }

    private static void refuseOther(TextTemplate said, String key) {
        Variable stands = said.only();
        if (stands == null || stands.argument == null || !SAID.contains(stands.kind)) {
            throw new SignatureProblem(key, "must be one placeholder, {query:NAME}, {header:NAME} or {field:PATH}");
        }
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

    /** Whether it looks at something of the body. */
    public boolean needsBody() {
        boolean[] needs = {reply.needsBody()};
        Stream.concat(Stream.of(place), Stream.concat(equal.keySet().stream(), equal.values().stream()))
                .forEach(template -> template.visit(variable -> needs[0] |= variable.isOfBody()));
        return needs[0];
    }

    /** The credentials that its answer is made of, without that whoever asks must know them. */
    public Set<String> shown() {
        Set<String> names = new TreeSet<>(reply.credentials());
        names.removeAll(guards());
        return names;
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
