package dev.sluice.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.outcome.Masking;
import dev.sluice.provider.MinorUnits;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import dev.sluice.text.Shown;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider echoes, compared with what was asked. What it does not echo is not compared; what is there and cannot
 * be read is a difference.
 *
 * @param same       the members that it repeats as they were asked
 * @param other      those that it repeats otherwise
 * @param difference the first of those as a text with both values, if there is one
 * @param stranger   whether the number of the request is one of those: the answer is about another order
 */
record Echo(Set<String> same, Set<String> other, @Nullable String difference, boolean stranger) {

    private static final int LONGEST_VALUE = 255;
    private static final List<String> REQUEST_ID = List.of("requestId");
    private static final List<String> EARLIER_ID = List.of("earlier", "requestId");

    static Echo of(Provider provider, Operation operation, JsonNode request, JsonNode echo, Words words) {
        Set<String> same = new LinkedHashSet<>();
        Set<String> other = new LinkedHashSet<>();
        String difference = null;
        boolean stranger = false;
        for (Map.Entry<String, List<String>> place : places(provider, operation, request).entrySet()) {
            JsonNode answered = echo.path(place.getKey());
            JsonNode asked = request;
            for (String name : place.getValue()) {
                asked = asked.path(name);
            }
            if (isNothing(answered) || asked.isMissingNode()) {
                continue;
            }
            String member = place.getValue().get(place.getValue().size() - 1);
            if (answered.isValueNode() && same(member, asked.asText(), answered.asText())) {
                same.add(place.getKey());
            } else {
                other.add(place.getKey());
                stranger |= place.getValue().equals(REQUEST_ID) || place.getValue().equals(EARLIER_ID);
                difference = difference != null ? difference
                        : place.getKey() + " was asked as " + shown(operation, member, asked, words)
                                + ", the provider answers " + shown(operation, member, answered, words);
            }
        }
        return new Echo(same, other, difference, stranger);
    }

    /** What the operation's file names; of a question about an earlier request also that one's own number. */
    private static Map<String, List<String>> places(Provider provider, Operation operation, JsonNode request) {
        Operation earlier = operation.about() == null ? null
                : provider.operation(request.path("earlier").path("operation").asText());
        if (earlier == null) {
            return operation.echo();
        }
        Map<String, List<String>> places = new LinkedHashMap<>(operation.echo());
        earlier.echo().forEach((name, place) -> {
            if (place.equals(REQUEST_ID)) {
                places.putIfAbsent(name, EARLIER_ID);
            }
        });
        return places;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.isTextual() && value.asText().isEmpty();
    }

    /** @param member of the request, by which the ledger keeps it as it came or not, whatever the provider calls it */
    private static String shown(Operation operation, String member, JsonNode value, Words words) {
        if (!value.isValueNode()) {
            return "something that is no text and no number";
        }
        String kept = MinorUnits.PLACES.contains(member) ? "amount" : member;
        return operation.unkept().contains(kept) ? Masking.number(value.asText())
                : Shown.line(words.compared(value.asText()), LONGEST_VALUE);
    }

    private static boolean same(String member, String asked, String answered) {
        if (asked.equals(answered)) {
            return true;
        }
        boolean number = MinorUnits.PLACES.contains(member) || Set.of("amount", "mobile").contains(member);
        BigDecimal one = number ? Decimal.read(asked) : null;
        BigDecimal other = number ? Decimal.read(answered) : null;
        if (one != null && other != null) {
            return one.compareTo(other) == 0;
        }
        // A hexadecimal address may come back with another checksum case (EIP-55); it is the same address.
        return member.equals("address") && asked.startsWith("0x") && asked.equalsIgnoreCase(answered);
    }
}
