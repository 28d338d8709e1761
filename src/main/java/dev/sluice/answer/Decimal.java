package dev.sluice.answer;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A number as a provider writes it: {@code 100.00}, {@code 1E+2}. One that is out of all bounds is none. */
final class Decimal {

    private static final Pattern WRITTEN = Pattern.compile("[+-]?\\d{1,60}(\\.\\d{1,60})?([eE][+-]?\\d{1,2})?");

    private Decimal() {
    }

    /** The number, where the text is one. */
    static @Nullable BigDecimal read(String text) {
        return WRITTEN.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** Digit for digit without an exponent, where the text is such a number. */
    static @Nullable String plain(String text) {
        BigDecimal number = read(text);
        return number == null ? null : number.toPlainString();
    }
}
