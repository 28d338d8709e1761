package dev.sluice.signing;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Combinations that read well and cannot work. */
final class SchemeCheck {
    private final Scheme scheme;
    private final Description root;
    private final Set<Variable.Kind> inMessage = EnumSet.noneOf(Variable.Kind.class);
    private final Set<Variable.Kind> placed = EnumSet.noneOf(Variable.Kind.class);
    private boolean wholeBody;

    SchemeCheck(Scheme scheme, Description root) {
        this.scheme = scheme;
        this.root = root;
        scheme.readings().values().forEach(message -> message.visit(variable -> {
            inMessage.add(variable.kind);
            wholeBody |= variable.kind == Variable.Kind.DIGEST || variable.kind == Variable.Kind.BODY
                    && !"minified".equals(variable.argument) && !"sorted".equals(variable.argument);
        }));
        Stream.of(scheme.key(), scheme.verifyKey()).filter(key -> key != null)
                .forEach(key -> key.visit(variable -> inMessage.add(variable.kind)));
        visitPlacements(variable -> placed.add(variable.kind));
    }

    private void visitPlacements(Consumer<Variable> variables) {
        Stream.concat(scheme.plain().stream(), scheme.signed().stream())
                .forEach(placement -> placement.template.visit(variables));
    }

    void check() {
        if (scheme.signed().isEmpty()) {
            throw new SignatureProblem("headers", "no header, query parameter or body field carries {signature}");
        }
        if (inMessage.contains(Variable.Kind.SIGNATURE)) {
            throw new SignatureProblem("message", "cannot hold {signature}");
        }
        checkTold(Variable.Kind.TIMESTAMP, scheme.timestamp() != null);
        checkTold(Variable.Kind.NONCE, scheme.nonce() != null);
        if (root.has("digest") && !inMessage.contains(Variable.Kind.DIGEST) && !placed.contains(Variable.Kind.DIGEST)) {
            throw new SignatureProblem("digest", "nothing uses {digest}");
        }
        if (scheme.digestEncoding() == TextEncoding.TEXT || scheme.digestEncoding() == TextEncoding.RAW) {
            throw new SignatureProblem("digest.encoding",
                    "must be hex, HEX, base64, base64url or base64url-padded; bytes as such are a hash part");
        }
        if (scheme.signsIntoBody() && wholeBody) {
            throw new SignatureProblem("body", "cannot carry the signature of the whole body: use minified, sorted"
                    + " or fields");
        }
        Description verify = root.section("verify");
        if (verify != null && verify.has("window") && scheme.timestamp() == null) {
            throw new SignatureProblem("verify.window", "needs a timestamp");
        }
        checkKey();
    }

    /** What is signed must be told to the other side, and what is told must have a form. */
    private void checkTold(Variable.Kind kind, boolean described) {
        String name = kind.label();
        boolean used = inMessage.contains(kind) || placed.contains(kind);
        if (used && !described) {
            throw new SignatureProblem(name, "is needed, because {" + name + "} is used");
        }
        if (!used && described) {
            throw new SignatureProblem(name, "nothing uses {" + name + "}");
        }
        if (used && !placed.contains(kind)) {
            throw new SignatureProblem("headers", "no header, query parameter or body field tells the {" + name + "}");
        }
    }

    private void checkKey() {
        Algorithm.Kind kind = scheme.algorithm().kind;
        boolean keyed = kind != Algorithm.Kind.DIGEST && kind != Algorithm.Kind.PLAIN;
        if (keyed && scheme.key() == null && scheme.verifyKey() == null) {
            throw new SignatureProblem("key", "is needed for " + scheme.algorithm().label());
        }
        if (!keyed && (scheme.key() != null || scheme.verifyKey() != null)) {
            throw new SignatureProblem("key", "has no use: " + scheme.algorithm().label()
                    + " takes the secret as {credential:…} in the message");
        }
        if (!keyed && !inMessage.contains(Variable.Kind.CREDENTIAL)) {
            throw new SignatureProblem("message", "needs a {credential:…}: anyone can make a plain "
                    + scheme.algorithm().label());
        }
    }

    /** The names of all credentials that the description uses. */
    Set<String> credentials() {
        Set<String> names = new TreeSet<>();
        Consumer<Variable> note = variable -> {
            if (variable.kind == Variable.Kind.CREDENTIAL) {
                names.add(variable.argument);
            }
        };
        scheme.readings().values().forEach(message -> message.visit(note));
        visitPlacements(note);
        Stream.of(scheme.key(), scheme.verifyKey()).filter(key -> key != null).forEach(key -> {
            names.add(key.credential);
            key.visit(note);
        });
        return names;
    }
}
