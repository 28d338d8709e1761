package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the pages of a list follow each other.
 *
 * @param next  where a page has the cursor of the next one
 * @param first what stands for the first page; nothing where none does
 * @param most  how many are asked for at most
 */
record ListPages(By by, JsonPointer next, @Nullable String first, int most) {

    /** What {@code {page}} stands for. */
    enum By {
        CURSOR, NUMBER, OFFSET
    }

    static @Nullable ListPages of(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        By by = By.valueOf(node.path("by").asText("cursor").toUpperCase(Locale.ROOT));
        return new ListPages(by, JsonPointer.compile(node.path("next").asText("")),
                node.path("first").asText(by == By.CURSOR ? null : by == By.NUMBER ? "1" : "0"),
                node.path("most").asInt());
    }

    /** The page behind {@code count} others with so many items; of those that are counted. */
    String behind(int count, int items) {
        return String.valueOf(Integer.parseInt(Objects.requireNonNull(first)) + (by == By.NUMBER ? count : items));
    }
}
