package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.diff.Change.Part;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An entry of {@code diff.yaml}: of which key it tells, when, and in what words. */
final class Sentence {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");
    private static final String BETWEEN = "\u0000";

    private final Part part;
    private final JsonNode entry;
    private final Pattern keys;

    Sentence(Part part, JsonNode entry) {
        this.part = part;
        this.entry = entry;
        String key = entry.path("key").asText();
        // The dots of a setting are its own.
        this.keys = Pattern.compile(Stream.of(part == Part.SETTINGS ? new String[]{key} : key.split("\\.", 0))
                .map(Sentence::pattern)
                .collect(Collectors.joining(BETWEEN)).replace(BETWEEN + "(?s:.*)", "(?:" + BETWEEN + "(?s:.*))?"));
    }

    private static String pattern(String step) {
        return step.equals("**") ? "(?s:.*)"
                : Stream.of(step.split("\\*", -1)).map(text -> text.isEmpty() ? "" : "(?i:" + Pattern.quote(text) + ")")
                        .collect(Collectors.joining("([^" + BETWEEN + "]*)"));
    }

    /** Whether it has words of its own for what is new or gone as a whole. */
    boolean tellsWhole(Change change) {
        return tells(change) && entry.has(kind(change));
    }

    boolean tells(Change change) {
        return isAbout(change) && (entry.has(kind(change)) || entry.has("said")) && holds("from", change.before())
                && holds("to", change.after()) && has(change);
    }

    boolean isAbout(Change change) {
        return change.part() == part && match(change).matches();
    }

    private Matcher match(Change change) {
        return keys.matcher(String.join(BETWEEN, change.path()));
    }

    private boolean holds(String condition, @Nullable JsonNode value) {
        return !entry.has(condition) || entry.get(condition).asText().equals(meant(value));
    }

    private boolean has(Change change) {
        String text = entry.path("has").asText("");
        return text.isEmpty() || (Values.text(change.before()) + Values.text(change.after())).contains(text);
    }

    private static String kind(Change change) {
        return change.before() == null ? "added" : change.after() == null ? "removed" : "changed";
    }

    /** The value itself, or the member of it that the entry names. */
    private String meant(@Nullable JsonNode value) {
        return value == null ? "" : value.isObject() ? value.path(entry.path("at").asText()).asText() : value.asText();
    }

    Told told(Change change) {
        Matcher match = match(change);
        match.matches();
        String words = entry.path(entry.has(kind(change)) ? kind(change) : "said").asText();
        String text = PLACE.matcher(words)
                .replaceAll(place -> Matcher.quoteReplacement(place(place.group(1), match, change)));
        String danger = entry.path("danger").asText("");
        return new Told(change, Weight.valueOf(entry.path("weight").asText().toUpperCase(Locale.ROOT)),
                danger.isEmpty() ? null : Danger.valueOf(danger.toUpperCase(Locale.ROOT).replace('-', '_')), text);
    }

    private String place(String name, MatchResult match, Change change) {
        JsonNode before = Values.starred(change.path(), change.before());
        JsonNode after = Values.starred(change.path(), change.after());
        if (name.matches("[1-9]")) {
            return match.group(Integer.parseInt(name));
        }
        return switch (name) {
            case "key" -> change.key();
            case "below" -> String.join(".", change.path().subList(Math.min(2, change.path().size()),
                    change.path().size()));
            case "before" -> Values.text(before);
            case "after" -> Values.text(after);
            case "change" -> Values.change(before, after);
            case "was" -> entry.path("means").path(meant(change.before())).asText(Values.text(before));
            case "means" -> entry.path("means").path(meant(change.after())).asText(Values.text(after));
            default -> Values.text(member(name, before, after));
        };
    }

    private static @Nullable JsonNode member(String name, @Nullable JsonNode before, @Nullable JsonNode after) {
        List<String> steps = List.of(name.split("\\.", 2));
        JsonNode side = steps.get(0).equals("before") ? before : after;
        return side == null || steps.size() < 2 ? null : side.get(steps.get(1));
    }

    @Override
    public String toString() {
        return part + " " + entry.path("key").asText();
    }
}
