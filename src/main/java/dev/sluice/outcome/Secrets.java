package dev.sluice.outcome;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What an account proves itself with: credentials and tokens. A provider that repeats one in its answer does not bring
 * it into a result or the ledger.
 */
public final class Secrets {

    public static final Secrets NONE = new Secrets(List.of());

    private static final String BLANK = "****";
    /** A shorter one is no secret, and stands in many a text by chance. */
    private static final int SHORTEST = 6;
    /** What is as long as this stands in no reference by chance. */
    private static final int LONG = 16;

    private final List<String> secrets;

    /** @param secrets of which null ones do not count */
    public Secrets(Collection<String> secrets) {
        // The longest first, for one may be the beginning of another.
        this.secrets = secrets.stream().filter(Objects::nonNull).filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed()).toList();
    }

    /** The text with stars in the place of each. */
    public String blanked(String text) {
        String blanked = text;
        for (String secret : secrets) {
            blanked = blanked.replace(secret, BLANK);
        }
        return blanked;
    }

    /** Whether one is this reference, or so long that it stands in it by no chance. */
    public boolean standIn(String reference) {
        return secrets.stream().anyMatch(secret -> reference.equals(secret)
                || secret.length() >= LONG && reference.contains(secret));
    }
}
