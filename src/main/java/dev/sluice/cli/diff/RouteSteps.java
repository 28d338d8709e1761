package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The steps of two routes side by side: one that another was put before is no other one for that. */
final class RouteSteps {

    private final Walk walk;
    private final String route;
    private final List<JsonNode> before;
    private final List<JsonNode> after;

    RouteSteps(Walk walk, String route, JsonNode before, JsonNode after) {
        this.walk = walk;
        this.route = route;
        this.before = before.valueStream().toList();
        this.after = after.valueStream().toList();
    }

    void compare() {
        int[][] alike = alike();
        int left = 0;
        int right = 0;
        while (left < before.size() || right < after.size()) {
            int gone = left;
            int made = right;
            while (!(left < before.size() && right < after.size() && before.get(left).equals(after.get(right)))
                    && (left < before.size() || right < after.size())) {
                if (right == after.size() || left < before.size() && alike[left + 1][right] >= alike[left][right + 1]) {
                    left++;
                } else {
                    right++;
                }
            }
            hunk(gone, left, made, right);
            left++;
            right++;
        }
    }

    /** How many steps are alike behind each pair of places. */
    private int[][] alike() {
        int[][] alike = new int[before.size() + 1][after.size() + 1];
        for (int left = before.size() - 1; left >= 0; left--) {
            for (int right = after.size() - 1; right >= 0; right--) {
                alike[left][right] = before.get(left).equals(after.get(right)) ? alike[left + 1][right + 1] + 1
                        : Math.max(alike[left + 1][right], alike[left][right + 1]);
            }
        }
        return alike;
    }

    private void hunk(int gone, int goneEnd, int made, int madeEnd) {
        int left = gone;
        int right = made;
        while (left < goneEnd || right < madeEnd) {
            boolean pair = left < goneEnd && right < madeEnd && name(before.get(left)).equals(name(after.get(right)));
            if (pair) {
                walk.compare(place(right, after.get(right)), inner(before.get(left)), inner(after.get(right)));
                left++;
                right++;
                continue;
            }
            if (left < goneEnd) {
                walk.compare(place(left, before.get(left)), inner(before.get(left)), null);
                left++;
            }
            if (right < madeEnd) {
                walk.compare(place(right, after.get(right)), null, inner(after.get(right)));
                right++;
            }
        }
    }

    private List<String> place(int at, JsonNode step) {
        return List.of(route, "step " + (at + 1) + " `" + name(step) + "`");
    }

    private static String name(JsonNode step) {
        return step.isObject() && !step.isEmpty() ? step.fieldNames().next() : step.asText();
    }

    private static JsonNode inner(JsonNode step) {
        return step.isObject() && !step.isEmpty() ? numbered(step.elements().next()) : step;
    }

    /** With the items of lists below their numbers. */
    static JsonNode numbered(JsonNode node) {
        if (node.isArray()) {
            ObjectNode items = JsonNodeFactory.instance.objectNode();
            List<JsonNode> all = new ArrayList<>(node.valueStream().toList());
            for (int i = 0; i < all.size(); i++) {
                items.set(Integer.toString(i + 1), numbered(all.get(i)));
            }
            return items;
        }
        if (node.isObject()) {
            ObjectNode members = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> members.set(member.getKey(), numbered(member.getValue())));
            return members;
        }
        return node.isMissingNode() ? MissingNode.getInstance() : node;
    }
}
