package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A body as the operator writes it: JSON whose texts may hold {@code {order.amount}} and the like, places in the
 * request, and {@code {credential:name}}. A member, or an item, whose places are all empty is left out.
 */
public final class Template {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern PLACE = Pattern.compile("\\{(credential:)?([A-Za-z][A-Za-z0-9._-]*)}");
    private static final Pattern MALFORMED = Pattern.compile("\\{\\s*[A-Za-z][^{}\"]*(}|$)");
    /** As other languages write it; what stands around it would be sent. */
    private static final Pattern DECORATED = Pattern.compile("[$#]\\{[A-Za-z]|\\{\\{");
    private static final String FIELDS = ".fields.";
    private static final List<String> PARTS = List.of("path", "query", "headers", "basic", "body");

    /** A part of the template; it makes nothing where it is left out. */
    private interface Part {
        @Nullable
        JsonNode fill(JsonNode request, Function<String, String> credentials);
    }

    /** A piece of a text: as it is, or the value of a place. */
    private interface Piece {
        @Nullable
        String of(JsonNode request, Function<String, String> credentials);
    }

    private final Part whole;

    private Template(Part whole) {
        this.whole = whole;
    }

    /** The template that an operator wrote, a body or a text. */
    public static Template of(JsonNode written) {
        return new Template(part(written));
    }

    /** The same of a text that is XML: what stands for a place is escaped, so that it is text there and nothing else. */
    public static Template ofXml(JsonNode written) {
        return new Template(written.isTextual() ? text(written.asText(), Template::escaped) : part(written));
    }

    /** @return nothing where all of it is left out */
    public @Nullable JsonNode fill(JsonNode request, Function<String, String> credentials) {
        return whole.fill(request, credentials);
    }

    /**
     * The places that a template names, as they stand in its braces; those of credentials begin with
     * {@code credential:}.
     */
    public static Set<String> places(JsonNode written) {
        Set<String> places = new TreeSet<>();
        written.forEach(value -> places.addAll(places(value)));
        PLACE.matcher(written.asText("")).results().map(place -> place.group().replaceAll("[{}]", ""))
                .forEach(places::add);
        return places;
    }

    /**
     * Whether a text has something in braces that looks like a place and is none, so that it would be sent as it
     * stands.
     */
    public static boolean hasMalformedPlace(JsonNode text) {
        String written = text.asText("");
        return MALFORMED.matcher(PLACE.matcher(written).replaceAll("")).find() || DECORATED.matcher(written).find();
    }

    /** The places that a call names, as its file describes it: in its path, query, headers and body. */
    public static Set<String> sent(JsonNode call) {
        Set<String> sent = new TreeSet<>();
        PARTS.forEach(part -> sent.addAll(places(call.path(part))));
        return sent;
    }

    /** Whether a body that is written has anything in it. */
    public static boolean saysSomething(JsonNode body) {
        return !body.isEmpty() || !body.asText("").isEmpty();
    }

    /** The names that a call uses of the flat object {@code fields}, which a request may carry for it. */
    public static Set<String> fieldNames(JsonNode call) {
        Set<String> names = new TreeSet<>();
        sent(call).forEach(place -> {
            int fields = place.indexOf(FIELDS);
            if (fields > 0) {
                names.add(place.substring(fields + FIELDS.length()));
            }
        });
        return names;
    }

    private static Part part(JsonNode written) {
        if (written.isObject()) {
            Map<String, Part> members = new LinkedHashMap<>();
            written.properties().forEach(member -> members.put(member.getKey(), part(member.getValue())));
            return (request, credentials) -> object(members, request, credentials);
        }
        if (written.isArray()) {
            List<Part> items = new ArrayList<>();
            written.forEach(item -> items.add(part(item)));
            return (request, credentials) -> array(items, request, credentials);
        }
        return written.isTextual() ? text(written.asText(), UnaryOperator.identity())
                : (request, credentials) -> written;
    }

    private static JsonNode object(Map<String, Part> members, JsonNode request, Function<String, String> credentials) {
        ObjectNode filled = NODES.objectNode();
        members.forEach((name, part) -> {
            JsonNode value = part.fill(request, credentials);
            if (value != null) {
                filled.set(name, value);
            }
        });
        return filled;
    }

    private static JsonNode array(List<Part> items, JsonNode request, Function<String, String> credentials) {
        ArrayNode filled = NODES.arrayNode();
        for (Part item : items) {
            JsonNode value = item.fill(request, credentials);
            if (value != null) {
                filled.add(value);
            }
        }
        return filled;
    }

    private static Part text(String written, UnaryOperator<String> escaped) {
        List<String> literals = new ArrayList<>();
        List<Piece> places = new ArrayList<>();
        Matcher place = PLACE.matcher(written);
        int end = 0;
        while (place.find()) {
            literals.add(written.substring(end, place.start()));
            places.add(place.group(1) != null ? credential(place.group(2)) : member(place.group(2).split("\\.")));
            end = place.end();
        }
        String last = written.substring(end);
        if (places.isEmpty()) {
            return (request, credentials) -> NODES.textNode(written);
        }
        return (request, credentials) -> {
            StringBuilder text = new StringBuilder();
            boolean any = false;
            for (int i = 0; i < places.size(); i++) {
                String value = places.get(i).of(request, credentials);
                any |= value != null;
                text.append(literals.get(i)).append(value == null ? "" : escaped.apply(value));
            }
            return any ? NODES.textNode(text.append(last).toString()) : null;
        };
    }

    private static Piece credential(String name) {
        return (request, credentials) -> credentials.apply(name);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    private static Piece member(String[] path) {
        return (request, credentials) -> value(request, path);
    }

    /** What a request has at a dotted place, where that is a value. */
    public static @Nullable String value(JsonNode request, String place) {
        return value(request, place.split("\\."));
    }

    private static @Nullable String value(JsonNode request, String[] path) {
        JsonNode value = request;
        for (String name : path) {
            value = value.path(name);
        }
        return value.isValueNode() && !value.isNull() ? Json.plain(value) : null;
    }
}
