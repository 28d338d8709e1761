package dev.sluice.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares what a provider echoes with what was asked. What it does not echo is not compared. */
final class Echo {

    private static final Pattern NUMBER = Pattern.compile("\\+?\\d{1,40}(\\.\\d{1,40})?");

    private Echo() {
    }

    /** The first difference as a text with both values, null where there is none. */
    static String difference(Map<String, List<String>> places, JsonNode request, JsonNode echo) {
        for (Map.Entry<String, List<String>> place : places.entrySet()) {
            JsonNode answered = echo.path(place.getKey());
            JsonNode asked = request;
            for (String member : place.getValue()) {
                asked = asked.path(member);
            }
            if (answered.isMissingNode() || answered.isNull() || answered.asText().isEmpty() || asked.isMissingNode()) {
                continue;
            }
            if (!same(place.getValue().get(place.getValue().size() - 1), asked.asText(), answered.asText())) {
                return place.getKey() + " was asked as " + shown(place.getKey(), asked) + ", the provider answers "
                        + shown(place.getKey(), answered);
            }
        }
        return null;
    }

    private static String shown(String name, JsonNode value) {
        return name.equals("mobile") || name.equals("key") ? Masking.number(value.asText()) : value.asText();
    }

    private static boolean same(String member, String asked, String answered) {
        if (asked.equals(answered)) {
            return true;
        }
        boolean number = member.equals("amount") || member.equals("mobile");
        if (number && NUMBER.matcher(asked).matches() && NUMBER.matcher(answered).matches()) {
            return new BigDecimal(asked).compareTo(new BigDecimal(answered)) == 0;
        }
        // A hexadecimal address may come back with another checksum case (EIP-55); it is the same address.
        return member.equals("address") && asked.startsWith("0x") && asked.equalsIgnoreCase(answered);
    }
}
