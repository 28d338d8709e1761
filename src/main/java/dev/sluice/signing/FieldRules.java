package dev.sluice.signing;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the value of one field is written into the message. */
record FieldRules(NullRule nulls, EmptyRule empty, NumberRule number, NestedRule nested, BooleanRule booleans,
        Escape escape, String reserved) {

    enum NullRule implements Labelled {
        OMIT, LITERAL, EMPTY, REFUSE
    }

    enum EmptyRule implements Labelled {
        OMIT, KEEP, REFUSE
    }

    enum NumberRule implements Labelled {
        LEXEME, SHORTEST
    }

    enum NestedRule implements Labelled {
        REFUSE, JSON, JSON_SORTED, DOTTED, BRACKETED, JOINED;

        /** The name of a field within another one. */
        String name(String above, String name) {
            return above.isEmpty() ? name : this == DOTTED ? above + "." + name : above + "[" + name + "]";
        }

        /** The fields of a value, where each of them is one of its own; items of a list by their number. */
        @SuppressWarnings("unchecked")
        @Nullable
        Map<String, Object> parts(@Nullable Object value) {
            if (this != DOTTED && this != BRACKETED) {
                return null;
            }
            if (value instanceof List<?> items) {
                Map<String, Object> numbered = new LinkedHashMap<>();
                items.forEach(item -> numbered.put(Integer.toString(numbered.size()), item));
                return numbered;
            }
            return value instanceof Map<?, ?> members ? (Map<String, Object>) members : null;
        }

        /** Whether one of the fields is within this one. */
        boolean hasWithin(String above, Set<String> names) {
            return names.stream().anyMatch(name -> isAt(above, name));
        }

        /** Whether it is the name of a field within another one. */
        boolean isWithin(String name) {
            return this == DOTTED && name.contains(".") || this == BRACKETED && name.contains("[");
        }

        /** Whether a field is the wanted one, or within it. */
        boolean isAt(String wanted, String name) {
            return name.equals(wanted) || this == DOTTED && name.startsWith(wanted + ".")
                    || this == BRACKETED && name.startsWith(wanted + "[");
        }
    }

    enum BooleanRule implements Labelled {
        WORD, DIGIT
    }

    enum Escape implements Labelled {
        NONE(TextEncoding.TEXT), PERCENT(TextEncoding.PERCENT), FORM(TextEncoding.FORM);

        private final TextEncoding encoding;

        Escape(TextEncoding encoding) {
            this.encoding = encoding;
        }

        String of(String text) {
            return this == NONE ? text : encoding.encode(Utf8.bytes("text", text));
        }

        @Nullable
        String undone(String text) {
            byte[] bytes = encoding.decode(text);
            return bytes == null ? null : Utf8.text("text", bytes);
        }
    }

    /** Digits that an exponent may add: beyond that a short number would print as a very long one. */
    private static final int LONGEST_EXPONENT = 40;

    /** The value as text, and nothing where the field is left out. */
    @Nullable
    String text(String name, @Nullable Object value, boolean outbound) {
        if (value == null) {
            return switch (nulls) {
                case OMIT -> null;
                case LITERAL -> "null";
                case EMPTY -> "";
                case REFUSE -> throw new CannotSign(name, "must not be null");
            };
        }
        String text = plain(name, value);
        if (outbound) {
            refuseReserved(name, text);
        }
        return composed(name, escaped(text));
    }

    /** A text that is made of others; nothing where an empty one is left out. */
    @Nullable
    String composed(String name, String text) {
        return text.isEmpty() ? switch (empty) {
            case OMIT -> null;
            case KEEP -> "";
            case REFUSE -> throw new CannotSign(name, "must not be empty");
        } : text;
    }

    String escaped(String text) {
        return escape.of(text);
    }

    void refuseReserved(String name, String text) {
        for (int i = 0; i < reserved.length(); i++) {
            if (text.indexOf(reserved.charAt(i)) >= 0) {
                throw new CannotSign(name, "must not hold '" + reserved.charAt(i) + "'");
            }
        }
    }

    private String plain(String name, Object value) {
        if (value instanceof String || value instanceof JsonText.Escaped) {
            return value.toString();
        }
        if (value instanceof JsonText.Number written) {
            return number == NumberRule.LEXEME ? written.digits() : shortest(name, written.digits());
        }
        if (value instanceof Boolean truth) {
            return booleans == BooleanRule.WORD ? truth.toString() : truth ? "1" : "0";
        }
        if (nested == NestedRule.REFUSE && (value instanceof Map || value instanceof List)) {
            throw new CannotSign(name, "must not be an object or a list");
        }
        return JsonText.write(value, nested == NestedRule.JSON_SORTED);
    }

    /** {@code 1.0} as {@code 1}, {@code 5171.20} as {@code 5171.2}: what languages print that read it as a number. */
    static String shortest(String name, String digits) {
        String text = digits;
        if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            text = withoutExponent(name, text);
        }
        if (text.indexOf('.') >= 0) {
            int end = text.length();
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            text = text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
        }
        return text.equals("-0") ? "0" : text;
    }

    private static String withoutExponent(String name, String digits) {
        try {
            BigDecimal value = new BigDecimal(digits);
            if (Math.abs((long) value.scale()) <= LONGEST_EXPONENT) {
                return value.toPlainString();
            }
        } catch (NumberFormatException beyondAnyScale) {
            // refused below like any other
        }
        throw new CannotSign(name, "has too large an exponent");
    }
}
