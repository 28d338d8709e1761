package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery is answered with: a text as it stands, or one that is made of what the delivery says and of the
 * account's credentials, and signed as a request is. The page {@code config/providers/README.md} has every key.
 */
public final class Reply {
    /** What the answer says that it is. */
    enum Type implements Labelled {
        JSON("application/json"), TEXT("text/plain;charset=utf-8"), XML("application/xml;charset=utf-8");

        private final String media;

        Type(String media) {
            this.media = media;
        }
    }

    /** An answer over HTTP. */
    public record Made(int status, String contentType, Map<String, String> headers, byte[] body) {
    }

    /** What stands for something that the other side wrote. */
    private static final Set<Variable.Kind> SAID = EnumSet.of(Variable.Kind.METHOD, Variable.Kind.PATH,
            Variable.Kind.QUERY, Variable.Kind.TARGET, Variable.Kind.BODY, Variable.Kind.HEADER, Variable.Kind.FIELD);

    private final int status;
    private final Type type;
    private final Scheme scheme;
    private final List<Signer> signers;
    private final @Nullable Signature signature;

    private Reply(Description root, Type usual, Function<Description, Message> body) {
        Messages.parts(root);
        this.status = root.has("status") ? root.number("status", 200, 299) : 200;
        this.type = root.choice("type", Type.class, usual);
        Message message = body.apply(root);
        TimestampFormat timestamp = root.has("timestamp")
                ? TimestampFormat.of("timestamp", root.needed("timestamp")) : null;
        NonceFormat nonce = root.has("nonce") ? root.choice("nonce", NonceFormat.class) : null;
        this.scheme = new Scheme(message, Map.of("body", message),
                root.choice("body-format", FieldsFormat.class, FieldsFormat.JSON),
                root.choice("missing", Scheme.Missing.class, Scheme.Missing.REFUSE), timestamp, nonce,
                Algorithm.SHA_256, TextEncoding.HEX, new Signer(Algorithm.NONE, 0, "", null, null),
                new Scheme.Output(TextEncoding.TEXT, FieldRules.Escape.NONE), List.of(), List.of(), null);
        this.signature = root.has("signature") ? signature(root) : null;
        this.signers = root.signers();
        root.done();
        check(root);
    }

    /**
     * @param acknowledge the body as it stands, where the description has none
     * @throws SignatureProblem where a key is unknown or missing, a value is wrong or a combination cannot work
     */
    public static Reply of(JsonNode description, @Nullable String acknowledge) {
        Description root = new Description("", description);
        if (root.has("body") == (acknowledge != null)) {
            throw root.problem("body",
                    acknowledge == null ? "is needed, or acknowledge beside it, its text as it stands"
                            : "and acknowledge are both what is answered: one of them is too many");
        }
        return new Reply(root, Type.JSON, acknowledge == null ? at -> Messages.part(at, "body")
                : at -> new Message.Literal(acknowledge));
    }

    /** @param place what alone of a request it may hold, and does where nothing else is described */
    static Reply ofChallenge(Description root, TextTemplate place) {
        Reply reply = new Reply(root, Type.TEXT, at -> at.has("body") ? Messages.part(at, "body") : place);
        Set<String> known = new TreeSet<>();
        place.visit(variable -> known.add(variable.toString()));
        reply.scheme.message().visit(variable -> {
            if ((SAID.contains(variable.kind) || variable.kind == Variable.Kind.DIGEST)
                    && !known.contains(variable.toString())) {
                throw root.problem("body", "cannot hold {" + variable + "}, for nobody signed it: only what stands at"
                        + " place");
            }
        });
        if (reply.signature != null) {
            reply.signature.visit(variable -> {
                if (variable.kind == Variable.Kind.PATH || variable.kind == Variable.Kind.TARGET) {
                    throw root.problem("signature", "cannot hold {" + variable + "}: whoever asks writes it as they"
                            + " like");
                }
            });
        }
        return reply;
    }

    private static Signature signature(Description root) {
        try {
            Signature signature = Signature.of(root.needed("signature"));
            if (signature.places(Placement.Place.QUERY)) {
                throw new SignatureProblem("query", "has no place in an answer: put it into headers or body");
            }
            signature.beyondAnswers().ifPresent(variable -> {
                throw new SignatureProblem("", "cannot hold {" + variable + "}, which an answer has not: it has a body,"
                        + " Content-Type and the headers that are placed");
            });
            return signature;
        } catch (SignatureProblem wrong) {
            throw root.problem("signature" + (wrong.key().isEmpty() ? "" : "." + wrong.key()), wrong.reason());
        }
    }

    private void check(Description root) {
        Set<Variable.Kind> used = EnumSet.noneOf(Variable.Kind.class);
        scheme.message().visit(variable -> {
            used.add(variable.kind);
            if (variable.kind == Variable.Kind.KEY_ID || variable.isOfEachField()) {
                throw root.problem("body", "cannot hold {" + variable + "}, which an answer has not");
            }
        });
        if (used.contains(Variable.Kind.SIGNATURE)) {
            throw root.problem("body", "cannot hold {signature}: name where it goes in signature");
        }
        if (used.contains(Variable.Kind.TIMESTAMP) != (scheme.timestamp() != null)) {
            throw root.problem("timestamp", scheme.timestamp() == null ? "is needed, because {timestamp} is used"
                    : "nothing uses {timestamp}");
        }
        if (used.contains(Variable.Kind.NONCE) != (scheme.nonce() != null)) {
            throw root.problem("nonce", scheme.nonce() == null ? "is needed, because {nonce} is used"
                    : "nothing uses {nonce}");
        }
        Set<String> unused = new TreeSet<>(root.named().parts().keySet());
        scheme.message().visit(variable -> unused.remove(String.valueOf(variable.argument)));
        unused.forEach(name -> {
            throw root.problem("parts." + name, "nothing uses {part:" + name + "}");
        });
        if (type != Type.TEXT && !(scheme.message() instanceof JsonMembers && type == Type.JSON)
                && used.stream().anyMatch(SAID::contains)) {
            throw root.problem("body", "would hold what was sent without escapes: "
                    + (type == Type.JSON ? "say json" : "only json and text can hold it"));
        }
    }

    /**
     * @param credentials the account's, by name
     * @throws CannotSign where the delivery has not what the answer is made of
     */
    public Made to(Incoming delivery, Function<String, String> credentials, Clock clock, Supplier<String> nonces) {
        byte[] body = scheme.message().bytes(material(delivery, credentials, clock, nonces));
        if (signature == null) {
            return new Made(status, type.media, Map.of(), body);
        }
        Signed signed = signature.sign(new Outgoing(delivery.method(), delivery.path(), "",
                Map.of("Content-Type", type.media), body), credentials, clock, nonces);
        return new Made(status, type.media, signed.headers(), signed.body());
    }

    Material material(Incoming delivery, Function<String, String> credentials, Clock clock, Supplier<String> nonces) {
        Material material = new Material(scheme, new Outgoing(delivery.method(), delivery.path(), delivery.query(),
                delivery.headers(), delivery.body()), credentials);
        Instant now = clock.instant();
        material.at(now, scheme.timestamp() == null ? null : scheme.timestamp().print(now),
                scheme.nonce() == null ? null : scheme.nonce().of(nonces.get(), now));
        return material;
    }

    /** Whether it is made of something of the body. */
    public boolean needsBody() {
        boolean[] needs = {false};
        scheme.message().visit(variable -> needs[0] |= variable.isOfBody());
        return needs[0];
    }

    /** The names of the credentials that it asks for. */
    public Set<String> credentials() {
        Set<String> names = new TreeSet<>(signature == null ? Set.of() : signature.credentials());
        scheme.message().visit(variable -> {
            if (variable.kind == Variable.Kind.CREDENTIAL) {
                names.add(String.valueOf(variable.argument));
            }
        });
        return names;
    }

    /** @throws CannotSign as of a signature, where a credential that is there is no key */
    public void check(Function<String, @Nullable String> account) {
        signers.forEach(signer -> signer.check(account));
        if (signature != null) {
            signature.check(account);
        }
    }
}
