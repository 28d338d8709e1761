package dev.sluice.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.outcome.Masking;
import dev.sluice.outcome.Secrets;
import dev.sluice.text.Shown;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a provider's words about a request are kept, published and logged. No credential is in any of them, and nothing
 * of the request that the ledger does not keep.
 */
final class Words {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** A shorter value of a request stands in many a code by chance, and no rule masks it. */
    private static final int SHORTEST_VALUE = 4;
    private static final int LONGEST_WORD = 100;
    /** What a code or status looks like, and how many digits may be in it: a card number has more. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._/-]{1,64}");
    private static final int MOST_DIGITS = 12;
    /** With more digits than this it stands in no value of a request by chance, but as a part of a number. */
    private static final int FEW_DIGITS = 6;

    private final Secrets secrets;
    private final JsonNode request;
    private final Personal personal;

    /**
     * @param unkept     the fields of the request that the ledger keeps masked or not at all
     * @param fromLedger whether the request is what the ledger keeps of it
     */
    Words(Secrets secrets, JsonNode request, Set<String> unkept, boolean fromLedger) {
        this.secrets = secrets;
        this.request = request;
        this.personal = new Personal(request, unkept, fromLedger);
    }

    /**
     * A status or code that no table lists: to the letter, so that it can be looked up, where it looks like one and
     * repeats no value of the request; else without its digits.
     */
    String shown(String word) {
        String blanked = personal.blanked(secrets.blanked(word));
        boolean plain = isWord(blanked) && !repeats(blanked, request) && !personal.mayStandIn(blanked)
                && !(personal.isAnyUnknown() && digits(blanked) >= SHORTEST_VALUE);
        return Shown.line(plain ? blanked : Masking.digits(blanked), LONGEST_WORD);
    }

    private static boolean isWord(String text) {
        return WORD.matcher(text).matches() && digits(text) <= MOST_DIGITS;
    }

    private static long digits(String text) {
        return text.chars().filter(Character::isDigit).count();
    }

    /** Free text. */
    String masked(String text) {
        String masked = Masking.text(personal.blanked(secrets.blanked(text)));
        return personal.isAnyUnknown() || personal.mayStandIn(masked) ? Masking.digits(masked) : masked;
    }

    /** A value that was compared. */
    String compared(String value) {
        String blanked = secrets.blanked(value);
        return personal.mayStandIn(blanked) ? Masking.digits(blanked) : blanked;
    }

    /** Whether a credential, or something that the ledger does not keep, is in what must be kept to the letter. */
    boolean hideIn(String reference) {
        return secrets.standIn(reference) || arePersonalIn(reference);
    }

    /** Whether a credential is in what is not published as the provider wrote it. */
    boolean holdSecret(String value) {
        return secrets.standIn(value);
    }

    boolean arePersonalIn(String value) {
        return personal.standIn(value);
    }

    /** The same of a time, whose digits end like those of many a number. */
    boolean areWholeIn(String time) {
        return personal.standWholeIn(time);
    }

    /** The same of what may be left out: where only a part of a number is known, more is taken for it. */
    boolean mayBePersonal(String value) {
        return personal.standIn(value) || personal.mayBeMaskedIn(value);
    }

    /**
     * Data as the provider wrote it, but that half a character, for which no encoding has bytes, is written as in JSON.
     */
    JsonNode repeated(JsonNode data) {
        if (data.isObject()) {
            ObjectNode object = NODES.objectNode();
            data.properties().forEach(member -> object.set(member.getKey(), repeated(member.getValue())));
            return named(object);
        }
        if (data.isArray()) {
            ArrayNode array = NODES.arrayNode();
            data.forEach(item -> array.add(repeated(item)));
            return array;
        }
        return data.isTextual() || data.isNumber() && !repeated(data.asText()).equals(data.asText())
                ? NODES.textNode(repeated(data.asText())) : data;
    }

    /**
     * The same members under names that may be shown. A name that is one already gets a number, for no member is lost
     * by that.
     */
    ObjectNode named(ObjectNode data) {
        if (data.propertyStream().allMatch(member -> shownName(member.getKey()).equals(member.getKey()))) {
            return data;
        }
        ObjectNode named = NODES.objectNode();
        Map<String, Integer> numbers = new HashMap<>();
        data.properties().forEach(member -> {
            String name = shownName(member.getKey());
            String free = name;
            while (named.has(free) || !free.equals(member.getKey()) && data.has(free)) {
                free = name + "-" + numbers.merge(name, 2, (number, first) -> number + 1);
            }
            named.set(free, member.getValue());
        });
        return named;
    }

    private String shownName(String name) {
        return Shown.whole(repeated(name));
    }

    private String repeated(String text) {
        String blanked = personal.blanked(secrets.blanked(text));
        return Shown.encodable(mayBePersonal(blanked) ? Masking.digits(blanked) : blanked);
    }

    private static boolean repeats(String word, JsonNode asked) {
        if (asked.isContainerNode()) {
            for (JsonNode part : asked) {
                if (repeats(word, part)) {
                    return true;
                }
            }
            return false;
        }
        String value = asked.isNull() ? "" : asked.asText().replaceFirst("^\\+", "");
        String digits = digitsOf(word);
        return value.length() >= SHORTEST_VALUE && word.contains(value)
                || digits.length() > FEW_DIGITS && digitsOf(value).contains(digits);
    }

    private static String digitsOf(String text) {
        return text.replaceAll("[^0-9]", "");
    }
}
