package dev.sluice.sandbox;

import java.util.Map;
import java.util.TreeMap;

/**
 * A request for an OTP has no remark: the last five digits of its mobile tell instead. {@code 999NN} misbehaves when
 * the OTP is sent, {@code 998NN} when it is verified; NN is from the table, another one means nothing.
 */
final class MobileFaults {

    /** NN to the words of {@link Misbehaviour}. 00 to 09 and 20 are the error codes 2100 to 2109 and 2120. */
    static final Map<String, String> TABLE = table();

    static final String SENDING = "999";
    static final String VERIFYING = "998";

    private MobileFaults() {
    }

    /** @param moment {@link #SENDING} or {@link #VERIFYING} */
    static Misbehaviour of(String mobile, String moment) {
        int split = mobile.length() - 2;
        String words = mobile.substring(0, split).endsWith(moment) ? TABLE.get(mobile.substring(split)) : null;
        return words == null ? Misbehaviour.NONE : Misbehaviour.parse(words).orElseThrow();
    }

    private static Map<String, String> table() {
        Map<String, String> table = new TreeMap<>();
        for (int code : new int[]{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20}) {
            table.put(String.format("%02d", code), "code:" + (2100 + code));
        }
        table.put("21", "busy");
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
        table.put("44", "refresh-refused");
        table.put("45", "busy:999999");
        table.put("46", "code:2199");
        table.put("47", "reset-after:1");
        return table;
    }
}
