package dev.sluice.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.outcome.Secrets;
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
    private final Secrets keys;
    private final List<Masked> masked = new ArrayList<>();
    private boolean unknown;

    /**
     * @param fields     names of those below the request's members
     * @param fromLedger whether the request is what the ledger keeps of it: some of them are masked, beside their hash,
     *                   and some are not there
     */
    Personal(JsonNode request, Set<String> fields, boolean fromLedger) {
        for (String field : fields) {
            boolean there = false;
            for (JsonNode member : request) {
                there |= member.has(field);
                if (member.has(field + "Hash")) {
                    Masked left = new Masked(member.path(field).asText(""));
                    masked.add(left);
                    unknown |= left.tellsNothing();
                } else {
                    take(member.path(field).asText(""));
                }
            }
            unknown |= fromLedger && !there;
        }
        keys = new Secrets(texts);
    }

    /** Whether there is one of which the ledger tells nothing, so that any digits may be its. */
    boolean isAnyUnknown() {
        return unknown;
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
        String blanked = keys.blanked(text);
        for (Masked each : masked) {
            blanked = each.blanked(blanked, BLANK);
        }
        return blanked;
    }

    /** Whether the digits of a text may be those of a number. */
    boolean mayStandIn(String text) {
        String digits = isNone() ? "" : digits(text);
        return masked.stream().anyMatch(number -> number.mayStandIn(digits)) || !digits.isEmpty()
                && numbers.stream().anyMatch(number -> holds(digits, number) || digits.contains(number)
                        || significant(number).length() >= SHORTEST && digits.contains(significant(number)));
    }

    /**
     * The same, but that a number as short as a PIN stands in many a name by chance: it counts where it is all of it.
     */
    boolean standIn(String name) {
        return standWholeIn(name)
                || !masked.isEmpty() && masked.stream().anyMatch(number -> number.standsIn(digits(name)));
    }

    /** The same, but of those that are masked only the ones with all of their digits. */
    boolean standWholeIn(String name) {
        String digits = isNone() ? "" : digits(name);
        return masked.stream().anyMatch(number -> number.isWholeIn(digits))
                || !digits.isEmpty() && numbers.stream().anyMatch(number -> holds(digits, number));
    }

    /** Whether one of which the ledger keeps a part may be in it. */
    boolean mayBeMaskedIn(String text) {
        return !masked.isEmpty() && masked.stream().anyMatch(number -> number.mayStandIn(digits(text)));
    }

    private boolean isNone() {
        return numbers.isEmpty() && masked.isEmpty();
    }

    private static boolean holds(String digits, String number) {
        return significant(digits).equals(significant(number))
                || number.length() >= SHORTEST_PHONE_NUMBER && digits.contains(national(number));
    }

    private static String significant(String digits) {
        return digits.replaceFirst("^0+", "");
    }

    private static String national(String number) {
        return number.substring(number.length() - nationalLength(number.length()));
    }

    /** How many digits of a phone number with so many are surely no country code. */
    static int nationalLength(int length) {
        return Math.max(SHORTEST_NATIONAL, length - LONGEST_COUNTRY_CODE);
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
