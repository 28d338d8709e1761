package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body as the operator writes it: JSON whose texts may hold {@code {order.amount}} and the like, places in the
 * request, and {@code {credential:name}}. A member, or an item, whose places are all empty is left out.
 */
public final class Template {

    private static final Pattern PLACE = Pattern.compile("\\{(credential:)?([A-Za-z][A-Za-z0-9._-]*)}");

    private static final Pattern MALFORMED = Pattern.compile("\\{\\s*[A-Za-z][^{}\"]*(}|$)");

    private static final String FIELDS = ".fields.";

    private Template() {
    }

    public static JsonNode fill(JsonNode template, JsonNode request, Function<String, String> credentials) {
        if (template.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            template.properties().forEach(member -> {
                JsonNode value = fill(member.getValue(), request, credentials);
                if (value != null) {
                    filled.set(member.getKey(), value);
                }
            });
            return filled;
        }
        if (template.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            template.forEach(item -> Optional.ofNullable(fill(item, request, credentials)).ifPresent(filled::add));
            return filled;
        }
        return template.isTextual() ? text(template.asText(), request, credentials) : template;
    }

    /** The places that the template names, as they stand in its braces; those of credentials begin with {@code credential:}. */
    public static Set<String> places(JsonNode template) {
        Set<String> places = new TreeSet<>();
        template.forEach(value -> places.addAll(places(value)));
        PLACE.matcher(template.asText("")).results().map(place -> place.group().replaceAll("[{}]", "")).forEach(places::add);
        return places;
    }

    /** Whether a text has something in braces that looks like a place and is none, so that it would be sent as it stands. */
    public static boolean hasMalformedPlace(JsonNode text) {
        return MALFORMED.matcher(PLACE.matcher(text.asText("")).replaceAll("")).find();
    }

    /** The names that the template uses of the flat object {@code fields}, which a request may carry for it. */
    static Set<String> fieldNames(JsonNode template) {
        Set<String> names = new TreeSet<>();
        template.forEach(value -> names.addAll(fieldNames(value)));
        Matcher place = PLACE.matcher(template.asText(""));
        while (place.find()) {
            int fields = place.group(2).indexOf(FIELDS);
            if (fields > 0) {
                names.add(place.group(2).substring(fields + FIELDS.length()));
            }
        }
        return names;
    }

    private static JsonNode text(String template, JsonNode request, Function<String, String> credentials) {
        Matcher place = PLACE.matcher(template);
        StringBuilder text = new StringBuilder();
        boolean places = false;
        boolean values = false;
        while (place.find()) {
            String value = place.group(1) != null ? credentials.apply(place.group(2)) : at(request, place.group(2));
            places = true;
            values |= value != null;
            place.appendReplacement(text, Matcher.quoteReplacement(value == null ? "" : value));
        }
        place.appendTail(text);
        return places && !values ? null : JsonNodeFactory.instance.textNode(text.toString());
    }

    private static String at(JsonNode request, String path) {
        JsonNode value = request;
        for (String member : path.split("\\.")) {
            value = value.path(member);
        }
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }
}
