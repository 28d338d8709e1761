package dev.sluice.sandbox;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request tells its double to do wrong, written {@code sandbox:<what>[:<number>][,<what>[:<number>]…]}, such as
 * {@code sandbox:slow:5000} or {@code sandbox:reset-after,lost-query:1}. The number is milliseconds for {@code slow},
 * the code for {@code code}, and for the others how often it happens to this order or mobile before the double behaves;
 * where the order itself is wrong (its echo, its reference, its status) or its webhook, a number means nothing. What
 * follows a space is for people, and tells one address or device from another.
 */
record Misbehaviour(Map<Mischief, Integer> told) {

    static final Misbehaviour NONE = new Misbehaviour(Map.of());

    private static final String SIGN = "sandbox:";

    /** Empty when it speaks to the double in words that the double does not know. */
    static Optional<Misbehaviour> ofRemark(@Nullable String remark) {
        return remark == null || !remark.startsWith(SIGN)
                ? Optional.of(NONE) : parse(remark.substring(SIGN.length()).split(" ", 2)[0]);
    }

    static Optional<Misbehaviour> parse(String words) {
        Map<Mischief, Integer> told = new EnumMap<>(Mischief.class);
        for (String word : words.split(",", -1)) {
            int colon = word.indexOf(':');
            String name = colon < 0 ? word : word.substring(0, colon);
            Optional<Mischief> fault = Arrays.stream(Mischief.values()).filter(f -> f.text.equals(name)).findFirst();
            if (fault.isEmpty() || colon >= 0 && !word.substring(colon + 1).matches("\\d{1,6}")) {
                return Optional.empty();
            }
            told.put(fault.get(), colon < 0 ? fault.get().argument : Integer.parseInt(word.substring(colon + 1)));
        }
        return Optional.of(new Misbehaviour(told));
    }

    boolean has(Mischief fault) {
        return told.containsKey(fault);
    }

    /** 0 when it was not told. */
    int number(Mischief fault) {
        return told.getOrDefault(fault, 0);
    }
}
