package dev.sluice.provider;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A text made of a requestId for a provider that is not to have it, always the same: its digest, in letters and digits of
 * those that the provider takes. Letters are of one case, for some providers do not tell them apart.
 */
record ShortForm(String characters, int length) {

    /** So many bits of the digest are enough for anybody. */
    private static final int ENOUGH_BITS = 128;
    private static final int FEWEST_BITS = 40;

    /** @param takes whether the provider takes a character */
    static ShortForm of(int longest, IntPredicate takes) {
        String characters = IntStream
                .concat(IntStream.rangeClosed('0', '9'),
                        IntStream.concat(IntStream.rangeClosed('a', 'z'),
                                IntStream.rangeClosed('A', 'Z')
                                        .filter(letter -> !takes.test(Character.toLowerCase(letter)))))
                .filter(takes)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return new ShortForm(characters, IntStream.rangeClosed(1, longest)
                .filter(length -> possibilities(characters, length).bitLength() > ENOUGH_BITS).findFirst()
                .orElse(longest));
    }

    /** Whether there are enough of them, 2 to the 40th, for two requests to have the same one next to never. */
    boolean isRoomy() {
        return possibilities(characters, length).bitLength() > FEWEST_BITS;
    }

    /** @param nth another one for each, from 0 */
    String of(String requestId, int nth) {
        BigInteger rest = new BigInteger(1, digest(requestId + "/" + nth));
        BigInteger base = BigInteger.valueOf(characters.length());
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            BigInteger[] divided = rest.divideAndRemainder(base);
            text.append(characters.charAt(divided[1].intValue()));
            rest = divided[0];
        }
        return text.toString();
    }

    private static BigInteger possibilities(String characters, int length) {
        return BigInteger.valueOf(characters.length()).pow(length);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
