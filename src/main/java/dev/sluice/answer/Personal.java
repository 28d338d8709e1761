package dev.sluice.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a request holds of a person, and the ledger keeps masked or not at all: phone numbers, PINs, keys. A provider
 * that repeats one in its answer does not bring it into a result, the ledger or the log, however it writes it: in
 * digits of any script, with anything between them, a number without its country code and with or without a zero
 * instead, a PIN with or without its leading zeros.
 */
final class Personal {

    private static final String BLANK = "****";
    /** A shorter one stands in many a text by chance. */
    private static final int SHORTEST = 4;
    private static final int SHORTEST_TEXT = 6;
    private static final int SHORTEST_PHONE_NUMBER = 7;
    private static final int LONGEST_COUNTRY_CODE = 3;
    private static final int SHORTEST_NATIONAL = 5;

    private final List<String> numbers = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    /**
     * @param fields names of those below the request's members; in a request from the ledger they are masked already
     */
    Personal(JsonNode request, Set<String> fields) {
        for (JsonNode member : request) {
            for (String field : fields) {
                // Beside what is masked already stands its hash.
                if (!member.has(field + "Hash")) {
                    take(member.path(field).asText(""));
                }
            }
        }
    }

    private void take(String value) {
        if (value.chars().noneMatch(Character::isLetter)) {
            String digits = digits(value);
            if (digits.length() >= SHORTEST) {
                numbers.add(digits);
            }
        } else if (value.length() >= SHORTEST_TEXT) {
            texts.add(value);
        }
    }

    /** The text without those that are no numbers. */
    String blanked(String text) {
        String blanked = text;
        for (String each : texts) {
            blanked = blanked.replace(each, BLANK);
        }
        return blanked;
    }

    /** Whether the digits of a text may be those of a number. */
    boolean mayStandIn(String text) {
        String digits = numbers.isEmpty() ? "" : digits(text);
        return !digits.isEmpty() && numbers.stream().anyMatch(number -> holds(digits, number) || digits.contains(number)
                || significant(number).length() >= SHORTEST && digits.contains(significant(number)));
    }

    /**
     * The same, but that a number as short as a PIN stands in many a name by chance: it counts where it is all of it.
     */
    boolean standIn(String name) {
        String digits = numbers.isEmpty() ? "" : digits(name);
        return !digits.isEmpty() && numbers.stream().anyMatch(number -> holds(digits, number));
    }

    private static boolean holds(String digits, String number) {
        return significant(digits).equals(significant(number))
                || number.length() >= SHORTEST_PHONE_NUMBER && digits.contains(national(number));
    }

    private static String significant(String digits) {
        return digits.replaceFirst("^0+", "");
    }

    private static String national(String number) {
        return number.substring(Math.min(LONGEST_COUNTRY_CODE, number.length() - SHORTEST_NATIONAL));
    }

    private static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        text.codePoints().forEach(sign -> digits(sign, digits));
        return digits.toString();
    }

    /**
     * Of each character by itself: marks that stand in the wrong order are put right at a cost that grows with the
     * square of their number, and no mark makes another digit of one.
     */
    private static void digits(int sign, StringBuilder digits) {
        if (Character.isDigit(sign)) {
            digits.append(Character.digit(sign, 10));
        } else if (Character.getType(sign) == Character.OTHER_NUMBER
                || Character.getType(sign) == Character.OTHER_SYMBOL) {
            int before = digits.length();
            Normalizer.normalize(Character.toString(sign), Normalizer.Form.NFKC).codePoints()
                    .filter(Character::isDigit).forEach(digit -> digits.append(Character.digit(digit, 10)));
            // Those in a black circle, of which nothing else is the plain form.
            if (digits.length() == before && Character.getNumericValue(sign) >= 0) {
                digits.append(Character.getNumericValue(sign));
            }
        }
    }
}
