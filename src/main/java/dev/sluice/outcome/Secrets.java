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

    private final List<String> secrets;
    private final Spellings spellings;

    /** @param secrets of which null ones do not count */
    public Secrets(Collection<String> secrets) {
        // The longest first, for one may be the beginning of another.
        this.secrets = secrets.stream().filter(Objects::nonNull).filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed()).toList();
        this.spellings = new Spellings(this.secrets, SHORTEST);
    }

    /** The text with stars in the place of each, however it is {@linkplain Spellings spelt}. */
    public String blanked(String text) {
        String blanked = text;
        for (String secret : secrets) {
            blanked = Spellings.isShortNumber(secret)
                    ? blanked.replaceAll("(?<![0-9])" + secret + "(?![0-9])", BLANK) : blanked.replace(secret, BLANK);
        }
        return spellings.blanked(blanked, BLANK);
    }

    /** Whether one is in what cannot be blanked. */
    public boolean standIn(String reference) {
        return !blanked(reference).equals(reference);
    }
}
