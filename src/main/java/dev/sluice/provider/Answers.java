package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Format;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider's tables that say what its answers mean. What they do not list is unknown.
 *
 * @param format what answers are written in
 * @param http   what an HTTP status says of an answer that has no code
 * @param minorUnits members of {@code data} that are amounts in minor units
 */
public record Answers(Format format, boolean codesOutrankHttp, Map<String, Meaning> codes, Map<Integer, Meaning> http,
        Set<String> noSuchOrder, Map<String, Kind> statuses, Map<String, Boolean> timesInSeconds, Set<String> masked,
        Set<String> minorUnits) {

    /** What an error code of the provider says; {@code category} is there for kinds that are published. */
    public record Meaning(Kind kind, @Nullable Category category) {
    }

    /** Whether any table says something of this code. */
    public boolean lists(String code) {
        return codes.containsKey(code) || noSuchOrder.contains(code);
    }

    /** Whether a word is one of the provider's that a table has, and so is nobody's. */
    public boolean hasWord(String word) {
        return lists(word) || statuses.containsKey(word);
    }

    static Answers of(JsonNode node) {
        Map<String, Meaning> codes = new HashMap<>();
        node.path("codes").properties().forEach(code -> codes.put(code.getKey(), meaning(code.getValue())));
        Map<Integer, Meaning> http = new HashMap<>();
        node.path("http").properties()
                .forEach(status -> http.put(Integer.valueOf(status.getKey()), meaning(status.getValue())));
        Map<String, Kind> statuses = new HashMap<>();
        node.path("statuses").properties()
                .forEach(kind -> kind.getValue().forEach(status -> statuses.put(status.asText(), kind(kind.getKey()))));
        Map<String, Boolean> times = new HashMap<>();
        node.path("times").properties()
                .forEach(time -> times.put(time.getKey(), time.getValue().asText().equals("seconds")));
        return new Answers(format(node.path("format")), node.path("codes-outrank-http").asBoolean(false), codes, http,
                Operation.texts(node.path("no-such-order")), statuses, times, Operation.texts(node.path("masked")),
                Operation.texts(node.path("minor-units")));
    }

    static Format format(JsonNode node) {
        return Format.valueOf(node.asText("json").toUpperCase(Locale.ROOT));
    }

    private static Meaning meaning(JsonNode node) {
        return new Meaning(kind(node.path("kind").asText()),
                node.has("category") ? Category.valueOf(node.path("category").asText()) : null);
    }

    private static Kind kind(String text) {
        return Kind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
