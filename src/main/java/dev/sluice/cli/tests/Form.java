package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** How a value is made up that looks like another: a digit for each digit but zeros, a letter for each letter. */
enum Form {
    ONES("1", "x", "X"), TWOS("2", "y", "Y"),
    /** Of what is written in hexadecimal digits. */
    HEXADECIMAL("1", "a", "A") {
        @Override
        String of(String text) {
            return HEX.matcher(text).matches()
                    ? (text.startsWith("0x") ? "0x" : "") + super.of(text.replaceFirst("^0x", "")) : text;
        }
    };

    private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-fA-F-]+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,100}(\\.[0-9]{1,100})?");
    private static final Pattern TELLING = Pattern.compile("[\\p{L}\\p{N}&&[^0]]");

    private final String digit;
    private final String small;
    private final String capital;

    Form(String digit, String small, String capital) {
        this.digit = digit;
        this.small = small;
        this.capital = capital;
    }

    /** @param value a text or a number */
    JsonNode of(JsonNode value) {
        String text = of(value.asText());
        return value.isTextual() ? TextNode.valueOf(text)
                : value.isIntegralNumber() ? BigIntegerNode.valueOf(new BigInteger(text))
                        : DecimalNode.valueOf(new BigDecimal(text));
    }

    String of(String text) {
        return text.replaceAll("[1-9]", digit).replaceAll("\\p{Ll}", small).replaceAll("\\p{Lu}", capital)
                .replaceAll("[^\\p{ASCII}]", small);
    }

    /** Whether a value says nothing of anybody, whatever it is: there is no letter in it, and no digit but zeros. */
    static boolean tellsNothing(JsonNode value) {
        return value.isNull() || value.isBoolean() || !TELLING.matcher(value.asText()).find();
    }

    /** The same for all spellings of a value: as a text or a number, in small letters or capitals, with signs between. */
    static String any(JsonNode value) {
        String text = value.asText().toLowerCase(Locale.ROOT);
        String letters = text.replaceAll("[^\\p{L}\\p{N}]", "");
        String number = value.isNumber() || NUMBER.matcher(text).matches() ? text : letters;
        return value.isNumber() || NUMBER.matcher(number).matches()
                ? new BigDecimal(number).stripTrailingZeros().toString() : letters;
    }
}
