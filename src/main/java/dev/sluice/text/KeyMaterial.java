package dev.sluice.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets that stand where they should only be named: by their own shape, or by the name that they are given. */
public final class KeyMaterial {

    private static final Pattern SHAPE = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"
            + "|\\b(sk|rk)_(live|test)_[A-Za-z0-9]{10,}|\\bAKIA[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{30,}"
            + "|\\bxox[abprs]-[A-Za-z0-9-]{10,}|\\beyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}"
            + "|\\bBearer [A-Za-z0-9._~+/=-]{16,}|\\bBasic [A-Za-z0-9+/]{12,}={0,2}|://[^\\s/@:{}$\"']+:[^\\s/@{}$\"']+@");
    private static final Pattern CERTAIN_NAME = Pattern
            .compile("(?i)(.*[-_. ])?(authorization|passw(or)?d|passphrase|pin-?code|(client|app|api)?[-_]?secret"
                    + "|auth(bearertoken|password)|oauth2clientsecret)");
    private static final Pattern NAME = Pattern
            .compile("(?i)(.*[-_. ])?((api|access|private|secret|app|merchant|auth)?[-_]?(key|token)|apikey|secret.*)");
    /** Places, templates and expressions of other values are none, and neither is a plain word. */
    private static final Pattern NAMED_ONLY = Pattern
            .compile("(?s).*[{}$].*|[./#].*|\\s*|[a-z_ -]{1,24}|(Bearer|Basic) *");
    private static final Pattern RANDOM = Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+/=_.-]{16,}");

    private KeyMaterial() {
    }

    /** What of a line has the shape of a secret. */
    public static Optional<String> in(String line) {
        Matcher shape = SHAPE.matcher(line);
        return shape.find() ? Optional.of(shape.group()) : Optional.empty();
    }

    /** Whether a value that stands below a name is a secret itself. */
    public static boolean is(String name, String value) {
        return !NAMED_ONLY.matcher(value).matches() && (CERTAIN_NAME.matcher(name).matches()
                || NAME.matcher(name).matches() && RANDOM.matcher(value).matches());
    }
}
