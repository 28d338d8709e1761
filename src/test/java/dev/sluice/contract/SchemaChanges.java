package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What of a schema changed that somebody relies on who wrote a program for it. */
final class SchemaChanges {

    /** Who relies on a schema. */
    enum Side {
        /** Who sends: what was right stays right. */
        SENT(true, false),
        /** Who receives: nothing comes that could not come, but for members that he does not know. */
        RECEIVED(false, true),
        BOTH(true, true);

        private final boolean sent;
        private final boolean received;

        Side(boolean sent, boolean received) {
            this.sent = sent;
            this.received = received;
        }

        static Side of(String name) {
            return name.contains(".request.") || name.startsWith("status.") ? SENT
                    : name.startsWith("common.") ? BOTH : RECEIVED;
        }
    }

    private static final Set<String> WORDS = Set.of("description", "title", "default", "examples", "x-rule");
    private static final Set<String> BY_NAME = Set.of("properties", "$defs");
    /** Where more of what is below is less of what there can be, or of something else. */
    private static final Set<String> EITHER_WAY = Set.of("if", "not");
    private static final Set<String> UPPER = Set.of("maxLength", "maximum", "exclusiveMaximum", "maxProperties");
    private static final Set<String> LOWER = Set.of("minLength", "minimum", "exclusiveMinimum");
    /** Whoever switches over them is told to have a case for those that he does not know. */
    private static final String OPEN = "/$defs/category";

    private final Side side;
    private final List<String> found = new ArrayList<>();

    private SchemaChanges(Side side) {
        this.side = side;
    }

    /** Each as place and what became of it. */
    static List<String> between(JsonNode kept, JsonNode now, Side side) {
        SchemaChanges changes = new SchemaChanges(side);
        changes.schema("", kept, now);
        return changes.found;
    }

    private void schema(String place, JsonNode kept, JsonNode now) {
        if (!kept.isObject() || !now.isObject()) {
            same(place, kept, now);
            return;
        }
        Set<String> keywords = new TreeSet<>();
        kept.fieldNames().forEachRemaining(keywords::add);
        now.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(WORDS);
        keywords.forEach(keyword -> keyword(place, keyword, kept.path(keyword), now.path(keyword)));
    }

    private void keyword(String parent, String keyword, JsonNode kept, JsonNode now) {
        String place = parent + "/" + keyword;
        if (BY_NAME.contains(keyword)) {
            members(place, kept, now);
        } else if (keyword.equals("required")) {
            list(place, kept, now, side.received, side.sent);
        } else if (now.isMissingNode()) {
            tell(side.received, place, "is gone");
        } else if (kept.isMissingNode()) {
            tell(side.sent, place, "is new");
        } else if (EITHER_WAY.contains(keyword)) {
            same(place, kept, now);
        } else if (keyword.equals("enum")) {
            list(place, kept, now, side.sent, side.received && !parent.equals(OPEN));
        } else if (UPPER.contains(keyword) || LOWER.contains(keyword)) {
            int wider = new BigDecimal(now.asText()).compareTo(new BigDecimal(kept.asText()))
                    * (UPPER.contains(keyword) ? 1 : -1);
            tell(wider < 0 && side.sent || wider > 0 && side.received, place, "is " + now + ", and was " + kept);
        } else if (kept.isArray() && now.isArray() && kept.size() == now.size()) {
            for (int i = 0; i < kept.size(); i++) {
                schema(place + "/" + i, kept.get(i), now.get(i));
            }
        } else {
            schema(place, kept, now);
        }
    }

    private void members(String place, JsonNode kept, JsonNode now) {
        kept.properties().forEach(member -> {
            if (now.has(member.getKey())) {
                schema(place + "/" + member.getKey(), member.getValue(), now.get(member.getKey()));
            } else {
                tell(true, place + "/" + member.getKey(), "is gone");
            }
        });
    }

    private void list(String place, JsonNode kept, JsonNode now, boolean keeps, boolean closed) {
        Set<JsonNode> before = new HashSet<>();
        Set<JsonNode> after = new HashSet<>();
        kept.forEach(before::add);
        now.forEach(after::add);
        before.stream().filter(each -> !after.contains(each)).forEach(each -> tell(keeps, place, "lost " + each));
        after.stream().filter(each -> !before.contains(each)).forEach(each -> tell(closed, place, "got " + each));
    }

    private void same(String place, JsonNode kept, JsonNode now) {
        tell(!kept.equals(now), place, "is " + now + ", and was " + kept);
    }

    private void tell(boolean broken, String place, String what) {
        if (broken) {
            found.add(place + " " + what);
        }
    }
}
