package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.diff.Change.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Goes through two trees at once and finds each value that is not alike. */
final class Walk {

    private final Part part;
    private final String name;
    private final Predicate<Change> isTold;
    private final Consumer<Change> found;

    /** @param isTold whether there is a sentence for what is new or gone as a whole */
    Walk(Part part, String name, Predicate<Change> isTold, Consumer<Change> found) {
        this.part = part;
        this.name = name;
        this.isTold = isTold;
        this.found = found;
    }

    void compare(List<String> path, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (same(before, after)) {
            return;
        }
        Change change = new Change(part, name, path, before, after);
        boolean open = isObject(before) && isObject(after)
                || (before == null || after == null) && hasMembers(before == null ? after : before)
                        && (path.isEmpty() || !isTold.test(change));
        if (!open) {
            found.accept(change);
            return;
        }
        Set<String> members = new LinkedHashSet<>();
        for (JsonNode side : sides(before, after)) {
            side.fieldNames().forEachRemaining(members::add);
        }
        for (String member : members) {
            List<String> below = new ArrayList<>(path);
            below.add(member);
            compare(List.copyOf(below), before == null ? null : before.get(member),
                    after == null ? null : after.get(member));
        }
    }

    private static List<JsonNode> sides(@Nullable JsonNode before, @Nullable JsonNode after) {
        List<JsonNode> sides = new ArrayList<>();
        if (before != null) {
            sides.add(before);
        }
        if (after != null) {
            sides.add(after);
        }
        return sides;
    }

    private static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
        if (one == null || other == null) {
            return one == other;
        }
        // 2 and 2.0 are one number.
        return one.equals(other)
                || one.isNumber() && other.isNumber() && one.decimalValue().compareTo(other.decimalValue()) == 0;
    }

    private static boolean isObject(@Nullable JsonNode node) {
        return node != null && node.isObject();
    }

    private static boolean hasMembers(@Nullable JsonNode node) {
        return node != null && node.isObject() && !node.isEmpty();
    }
}
