package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** How values are written in a sentence. */
final class Values {

    private static final int LONG = 60;
    private static final int AROUND = 24;
    private static final String STARS = "****";
    private static final Pattern SECRET = Pattern
            .compile("(?i).*(authorization|secret|token|passw|passphrase|api-?_?key|x-key|cookie).*");

    private Values() {
    }

    /** @param there null where there is none */
    static String text(@Nullable JsonNode there) {
        if (there == null || there.isNull() || there.isTextual() && there.asText().isEmpty()) {
            return "nothing";
        }
        if (there.isObject() && !there.isEmpty()
                && StreamSupport.stream(there.spliterator(), false).allMatch(item -> item.isBoolean())) {
            return there.propertyStream().map(member -> member.getKey()).collect(Collectors.joining(", "));
        }
        return there.isTextual() ? there.asText() : there.toString();
    }

    /** Of two long texts what differs, with something around it. */
    static String change(@Nullable JsonNode before, @Nullable JsonNode after) {
        String one = text(before);
        String other = text(after);
        if (one.length() <= LONG && other.length() <= LONG) {
            return one + " becomes " + other;
        }
        int shortest = Math.min(one.length(), other.length());
        int begin = 0;
        while (begin < shortest && one.charAt(begin) == other.charAt(begin)) {
            begin++;
        }
        int end = 0;
        while (end < shortest - begin && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return cut(one, begin, one.length() - end) + " becomes " + cut(other, begin, other.length() - end);
    }

    private static String cut(String text, int begin, int end) {
        int from = Math.max(0, begin - AROUND);
        int to = Math.min(text.length(), end + AROUND);
        String middle = to - from <= 3 * LONG ? text.substring(from, to)
                : text.substring(from, from + LONG) + " … " + text.substring(to - LONG, to);
        return (from > 0 ? "…" : "") + middle.strip().replaceAll("\\s+", " ") + (to < text.length() ? "…" : "");
    }

    /**
     * Stars for a literal below a name that secrets have. No credential stands in these files; somebody may have put one
     * there all the same.
     */
    static @Nullable JsonNode starred(List<String> path, @Nullable JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode starred = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> starred.set(member.getKey(),
                    starred(List.of(path.isEmpty() ? "" : path.get(path.size() - 1), member.getKey()),
                            member.getValue())));
            return starred;
        }
        boolean literal = node != null && node.isTextual() && !node.asText().isEmpty()
                && !node.asText().matches("[/{].*|.*\\{credential:.*");
        return literal && path.size() > 1 && SECRET.matcher(path.get(path.size() - 1)).matches()
                && List.of("headers", "query", "body", "basic").contains(path.get(path.size() - 2))
                        ? JsonNodeFactory.instance.textNode(STARS)
                        : node;
    }
}
