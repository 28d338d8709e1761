package dev.sluice.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The word that was probably meant. */
public final class Nearest {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[_.-]");
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private Nearest() {
    }

    /** {@code "; did you mean <word>?"}, or nothing where no word is near. */
    public static String hint(String written, Collection<String> words) {
        int farthest = Math.max(1, written.length() / 3);
        return words.stream().filter(word -> !word.equals(written)).filter(word -> distance(written, word) <= farthest)
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .map(word -> "; did you mean " + word + "?").orElse("");
    }

    /** The one word that is near; empty where none is, or more than one. */
    public static Optional<String> only(String written, Collection<String> words) {
        int farthest = Math.max(1, written.length() / 3);
        List<String> near = words.stream().filter(word -> !word.equals(written) && distance(written, word) <= farthest)
                .toList();
        return near.size() == 1 ? Optional.of(near.get(0)) : Optional.empty();
    }

    /** Whether it is one of the words but for at most this many letters, and none of them. */
    public static boolean isSlip(String written, Collection<String> words, int most) {
        return !words.contains(written) && words.stream().anyMatch(word -> distance(written, word) <= most);
    }

    private static int distance(String one, String other) {
        return DISTANCE.apply(plain(one), plain(other));
    }

    private static String plain(String word) {
        return BETWEEN_WORDS.matcher(word.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
