package dev.sluice.signing;

/** Whether what is signed of a delivery says for which account it is, so that one for somebody else is none for us. */
final class Addressee {
    private final Scheme scheme;
    private final Message signed;

    private Addressee(Scheme scheme, Message signed) {
        this.scheme = scheme;
        this.signed = signed;
    }

    /** By every reading of it. */
    static boolean isSigned(Scheme scheme) {
        return scheme.readings().values().stream().allMatch(signed -> new Addressee(scheme, signed).isSigned());
    }

    private boolean isSigned() {
        return has(signed, Variable.Kind.CREDENTIAL, "") || scheme.placements()
                .anyMatch(placement -> placement.template.has(Variable.Kind.CREDENTIAL) && isSigned(placement));
    }

    private boolean isSigned(Placement placement) {
        return switch (placement.place) {
            case HEADER -> has(signed, Variable.Kind.HEADER, placement.name);
            case QUERY -> signed.coversQuery() || has(signed, Variable.Kind.QUERY, placement.name);
            case BODY -> isWholeBodySigned() || has(signed, Variable.Kind.FIELD, placement.name);
        };
    }

    /** Of a checksum another body is easily found. */
    private boolean isWholeBodySigned() {
        boolean[] digests = {false};
        signed.visit(variable -> digests[0] |= variable.kind == Variable.Kind.DIGEST);
        return signed.coversBody() && !(scheme.digest().kind == Algorithm.Kind.CHECKSUM && digests[0]);
    }

    /** @param name empty for any */
    private static boolean has(Message message, Variable.Kind kind, String name) {
        boolean[] has = {false};
        message.visitAlways(variable -> has[0] |= variable.kind == kind
                && (name.isEmpty() || name.equalsIgnoreCase(variable.argument)));
        return has[0];
    }
}
