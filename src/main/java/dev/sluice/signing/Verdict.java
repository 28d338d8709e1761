package dev.sluice.signing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was found about the signature of a delivery.
 *
 * @param reason    why it is not valid, without any secret or value; where it is not
 * @param reading   which of the described readings of the message matched: {@code message} or an alternative's name
 * @param account   place in the list of accounts of the one whose key matched; -1 when none did
 * @param timestamp the moment the sender named, where the scheme has one
 * @param nonce     the sender's nonce, where the scheme has one
 * @param dedupKey  the same for a delivery sent again, at most 64 characters: the nonce where it is signed, else a
 *                  SHA-256 over what was signed without its time, so that re-spacing or reordering does not make a new
 *                  one
 * @param content   the document where the body is not: what was packed into the body as a whole, or the query of a
 *                  delivery by GET, without the signature
 */
public record Verdict(Outcome outcome, @Nullable String reason, @Nullable String reading, int account,
        @Nullable Instant timestamp, @Nullable String nonce, @Nullable String dedupKey, byte @Nullable [] content) {
    /**
     * {@code STALE} is signed by the right key, but too long ago (or too far ahead). Of {@code UNDECIDED} nobody can tell
     * now, for its key cannot be had.
     */
    public enum Outcome {
        VALID, INVALID, STALE, UNDECIDED
    }

    public boolean valid() {
        return outcome == Outcome.VALID;
    }

    static Verdict undecided(String reason) {
        return new Verdict(Outcome.UNDECIDED, reason, null, -1, null, null, null, null);
    }

    static Verdict invalid(String reason) {
        return new Verdict(Outcome.INVALID, reason, null, -1, null, null, null, null);
    }
}
