package dev.sluice.signing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Combinations that read well and cannot work. */
final class SchemeCheck {
    private final Scheme scheme;
    private final Description root;
    private final Set<Variable.Kind> inMessage = EnumSet.noneOf(Variable.Kind.class);
    private final Set<Variable.Kind> placed = EnumSet.noneOf(Variable.Kind.class);
    private final Set<Variable.Kind> told = EnumSet.noneOf(Variable.Kind.class);
    private final Set<String> toldParts = new TreeSet<>();
    private boolean wholeBody;

    SchemeCheck(Scheme scheme, Description root) {
        this.scheme = scheme;
        this.root = root;
        scheme.readings().values().forEach(message -> message.visit(variable -> {
            inMessage.add(variable.kind);
            wholeBody |= variable.kind == Variable.Kind.DIGEST
                    || variable.kind == Variable.Kind.BODY && !variable.isOfJson();
        }));
        scheme.signer().visit(variable -> inMessage.add(variable.kind));
        scheme.placements().forEach(placement -> {
            placement.template.visit(variable -> placed.add(variable.kind));
            placement.template.visitRead(variable -> {
                told.add(variable.kind);
                if (variable.kind == Variable.Kind.PART) {
                    toldParts.add(variable.toString());
                }
            });
        });
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
        checkKeyId();
        if (root.has("digest") && !inMessage.contains(Variable.Kind.DIGEST) && !placed.contains(Variable.Kind.DIGEST)) {
            throw new SignatureProblem("digest", "nothing uses {digest}");
        }
        if (scheme.signsIntoBody() && wholeBody) {
            throw new SignatureProblem("body", "cannot carry the signature of the whole body: use "
                    + (scheme.format() == FieldsFormat.JSON ? "minified, sorted or fields" : "fields"));
        }
        if (scheme.format() == FieldsFormat.XML) {
            scheme.placements().forEach(SchemeCheck::checkIsElement);
        }
        if (scheme.signsIntoBody()) {
            scheme.plain().forEach(SchemeCheck::checkHoldsNoBody);
        }
        scheme.visit(variable -> {
            if (variable.isOfEachField()) {
                throw new SignatureProblem("message", "{" + variable + "} stands in fields.of alone");
            }
            if (variable.kind == Variable.Kind.BODY && variable.isOfJson() && scheme.format() != FieldsFormat.JSON) {
                throw new SignatureProblem("body-format", "must be json, because {" + variable + "} is used");
            }
        });
        Description verify = root.section("verify");
        if (verify != null && verify.has("window") && scheme.timestamp() == null) {
            throw new SignatureProblem("verify.window", "needs a timestamp");
        }
        checkSecret();
    }

    private static void checkIsElement(Placement placement) {
        JsonPath path = placement.path();
        if (path != null && (path.steps().size() < 2
                || path.steps().stream().anyMatch(step -> step.startsWith("@") || step.startsWith("#")))) {
            throw new SignatureProblem("body." + placement.name, "must be an element below the root of the XML,"
                    + " xml.sign; no attribute and no text can be put there");
        }
    }

    /** It is filled before the signature is in the body. */
    private static void checkHoldsNoBody(Placement placement) {
        placement.template.visit(variable -> {
            if (placement.place != Placement.Place.BODY && (variable.kind == Variable.Kind.DIGEST
                    || variable.kind == Variable.Kind.BODY && !variable.isOfJson())) {
                throw new SignatureProblem(
                        (placement.place == Placement.Place.HEADER ? "headers." : "query.") + placement.name,
                        "cannot hold {" + variable + "}, because the signature is put into the body after it");
            }
        });
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
        if (used && !told.contains(kind)) {
            throw new SignatureProblem("headers", "no header, query parameter or body field tells the {" + name + "}");
        }
    }

    private void checkKeyId() {
        List<FetchedKey> fetched = root.signers().stream().flatMap(Signer::keys).flatMap(key -> key.fetched().stream())
                .toList();
        fetched.forEach(key -> key.visit(variable -> {
            if (variable.kind == Variable.Kind.PART && toldParts.contains(variable.toString())) {
                throw new SignatureProblem("verify-key.fetch", "cannot hold {" + variable + "}, which is as a delivery"
                        + " says it");
            }
        }));
        boolean asked = fetched.stream().anyMatch(FetchedKey::isByItsId);
        if (asked) {
            checkTold(Variable.Kind.KEY_ID, true);
        } else if (inMessage.contains(Variable.Kind.KEY_ID) || placed.contains(Variable.Kind.KEY_ID)) {
            throw new SignatureProblem("verify-key", "needs fetch with {key-id} in its url or body, or form: jwks,"
                    + " because {key-id} is used");
        }
    }

    private void checkSecret() {
        Algorithm algorithm = scheme.signer().algorithm();
        scheme.readings().forEach((name, message) -> {
            boolean[] has = {algorithm.isKeyed()};
            message.visit(variable -> has[0] |= variable.kind == Variable.Kind.CREDENTIAL);
            if (!has[0]) {
                throw new SignatureProblem(name.equals("message") ? name : "verify.alternatives." + name,
                        "needs a {credential:…}: anyone can make a plain " + algorithm.label());
            }
        });
    }
}
