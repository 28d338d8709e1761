package dev.sluice.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.text.Shown;
import java.util.List;
import java.util.Map;

/**
 * Compares what a provider echoes with what was asked. What it does not echo is not compared; what is there and cannot be
 * read is a difference.
 */
final class Echo {

    private static final int LONGEST_VALUE = 255;

    private Echo() {
    }

    /** The first difference as a text with both values, null where there is none. */
    static String difference(Map<String, List<String>> places, JsonNode request, JsonNode echo, Words words) {
        for (Map.Entry<String, List<String>> place : places.entrySet()) {
            JsonNode answered = echo.path(place.getKey());
            JsonNode asked = request;
            for (String name : place.getValue()) {
                asked = asked.path(name);
            }
            if (isNothing(answered) || asked.isMissingNode()) {
                continue;
            }
            String member = place.getValue().get(place.getValue().size() - 1);
            if (!answered.isValueNode() || !same(member, asked.asText(), answered.asText())) {
                return place.getKey() + " was asked as " + shown(place.getKey(), asked, words) + ", the provider answers "
                        + shown(place.getKey(), answered, words);
            }
        }
        return null;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.isTextual() && value.asText().isEmpty();
    }

    private static String shown(String name, JsonNode value, Words words) {
        if (!value.isValueNode()) {
            return "something that is no text and no number";
        }
        return name.equals("mobile") || name.equals("key") ? Masking.number(value.asText())
                : Shown.line(words.compared(value.asText()), LONGEST_VALUE);
    }

    private static boolean same(String member, String asked, String answered) {
        if (asked.equals(answered)) {
            return true;
        }
        boolean number = member.equals("amount") || member.equals("mobile");
        if (number && Decimal.read(asked) != null && Decimal.read(answered) != null) {
            return Decimal.read(asked).compareTo(Decimal.read(answered)) == 0;
        }
        // A hexadecimal address may come back with another checksum case (EIP-55); it is the same address.
        return member.equals("address") && asked.startsWith("0x") && asked.equalsIgnoreCase(answered);
    }
}
