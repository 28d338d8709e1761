package dev.sluice.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a call as a file writes it, with {@code {name}} places in it.
 *
 * @param text as it is written; empty where the operator has yet to set it
 */
public record CallPath(String text, List<String> literals, List<String> places) {

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9._:-]*)}");

    static CallPath of(String text) {
        List<String> literals = new ArrayList<>();
        List<String> places = new ArrayList<>();
        Matcher place = PLACE.matcher(text);
        int end = 0;
        while (place.find()) {
            literals.add(text.substring(end, place.start()));
            places.add(place.group(1));
            end = place.end();
        }
        literals.add(text.substring(end));
        return new CallPath(text, List.copyOf(literals), List.copyOf(places));
    }

    /** @param values what stands for a place, encoded */
    public String filled(UnaryOperator<String> values) {
        if (places.isEmpty()) {
            return text;
        }
        StringBuilder filled = new StringBuilder(literals.get(0));
        for (int i = 0; i < places.size(); i++) {
            filled.append(values.apply(places.get(i))).append(literals.get(i + 1));
        }
        return filled.toString();
    }
}
