package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which requests an act in bulk is about: those of a search at a time, which somebody has seen.
 *
 * @param at    when, epoch milliseconds
 * @param count how many were seen
 * @param set   which, as {@link #set} tells them from others
 */
public record Selection(Search search, long at, int count, String set) {

    private static final int DIGITS = 12;
    private static final String ANEW = "; look at them anew";

    /**
     * Another text for another act, another end, other requests, and for the same once one of them changed; whatever
     * their order.
     */
    public static String set(String act, @Nullable Status status, List<Selected> requests) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Stream.concat(Stream.of(act + " " + status), requests.stream().map(Selected::text).sorted())
                    .forEach(text -> digest.update((text + "\0").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** What differs in what is there now, where anything does. */
    String difference(Act act, @Nullable Status status, List<Selected> found) {
        return found.size() != count ? "there are " + (found.size() > Bulk.MOST ? "more than " + Bulk.MOST
                : Integer.toString(found.size())) + " of them now, and not " + count + ANEW
                : set(act.act(), status, found).equals(set) ? ""
                        : "there are " + count + " of them now as well, but others, or one of them changed" + ANEW;
    }
}
