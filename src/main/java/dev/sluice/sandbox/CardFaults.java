package dev.sluice.sandbox;

import java.util.Map;
import java.util.TreeMap;

/**
 * A card top-up has no text of its own: a card id that ends in {@code 999NN} misbehaves as the table says, and one with
 * another NN does not. 30 to 47 are as for mobiles.
 */
final class CardFaults {

    /** NN to the words of {@link Misbehaviour}. 00 to 08 are status codes inside HTTP 200. */
    static final Map<String, String> TABLE = table();

    private CardFaults() {
    }

    static Misbehaviour of(String cardId) {
        if (!cardId.matches("\\d*999\\d\\d")) {
            return Misbehaviour.NONE;
        }
        String words = TABLE.get(cardId.substring(cardId.length() - 2));
        return words == null ? Misbehaviour.NONE : Misbehaviour.parse(words).orElseThrow();
    }

    private static Map<String, String> table() {
        Map<String, String> table = new TreeMap<>();
        int[] codes = {400, 401, 403, 404, 409, 422, 429, 500, 503};
        for (int number = 0; number < codes.length; number++) {
            table.put("0" + number, "code:" + codes[number]);
        }
        table.put("20", "stay");
        table.put("21", "fail");
        table.put("22", "expire");
        table.put("23", "unlisted-status");
        table.put("24", "lost-query");
        table.put("30", "slow:2000");
        table.put("31", "slow:40000");
        table.put("32", "error-500");
        table.put("33", "error-500-after");
        table.put("34", "reset-before");
        table.put("35", "reset-after");
        table.put("36", "garbled");
        table.put("37", "wrong-echo");
        table.put("38", "throttle");
        table.put("39", "unavailable");
        table.put("40", "contradict");
        table.put("41", "accept-no-reference");
        table.put("42", "redirect");
        table.put("43", "token-invalid");
        table.put("45", "throttle:999999");
        table.put("46", "code:499");
        table.put("47", "reset-after:1");
        return table;
    }
}
